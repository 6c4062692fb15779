//! The six cuts of the drawn key.
//!
//! They come from the random part of the current version's id, never from the value or a hash of
//! it: replace the value and the key is cut anew, and the drawing tells nothing about the value.

/// How deep one cut goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Depth {
    /// The shallowest.
    One,
    /// Second.
    Two,
    /// Third.
    Three,
    /// Fourth.
    Four,
    /// The deepest.
    Five,
}

impl Depth {
    /// Every depth, shallowest first.
    pub const ALL: [Self; 5] = [Self::One, Self::Two, Self::Three, Self::Four, Self::Five];

    /// The `y` of the cut in the key's drawing, as it is written into an SVG path.
    #[must_use]
    pub const fn y(self) -> &'static str {
        match self {
            Self::One => "6.6",
            Self::Two => "8.0",
            Self::Three => "9.5",
            Self::Four => "10.9",
            Self::Five => "12.4",
        }
    }

    /// The same in tenths, for arithmetic.
    #[must_use]
    pub const fn y_tenths(self) -> u16 {
        match self {
            Self::One => 66,
            Self::Two => 80,
            Self::Three => 95,
            Self::Four => 109,
            Self::Five => 124,
        }
    }

    fn from_byte(byte: u8) -> Self {
        match byte % 5 {
            0 => Self::One,
            1 => Self::Two,
            2 => Self::Three,
            3 => Self::Four,
            _ => Self::Five,
        }
    }
}

/// The cuts for a version id, a UUID as text. The last 48 bits are used, one byte for each cut:
/// random in version 4 and 7 alike, while version 7 begins with the time (RFC 9562, 5.7).
#[must_use]
pub fn cuts(version_id: &str) -> [Depth; 6] {
    // Nibbles from the right; whatever is not a hexadecimal digit (a hyphen) is passed over.
    let mut nibbles = version_id.chars().rev().filter_map(|c| c.to_digit(16));
    let mut next = || u8::try_from(nibbles.next().unwrap_or(0)).unwrap_or(0);
    let mut cuts = [Depth::One; 6];
    for cut in cuts.iter_mut().rev() {
        let low = next();
        let high = next();
        *cut = Depth::from_byte(high << 4 | low);
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_six_bytes_decide_and_the_time_does_not() {
        let cut = cuts("01900000-0000-7000-8000-000102030409");
        assert_eq!(
            cut,
            [
                Depth::One,
                Depth::Two,
                Depth::Three,
                Depth::Four,
                Depth::Five,
                Depth::Five
            ]
        );
        assert_eq!(cuts("ffffffff-ffff-7fff-bfff-000102030409"), cut);
    }

    #[test]
    fn the_same_id_gives_the_same_key_and_case_does_not_matter() {
        let id = "01930c2e-7c1a-7aaa-9bbb-abcdef012345";
        assert_eq!(cuts(id), cuts(&id.to_uppercase()));
        assert_ne!(cuts(id), cuts("01930c2e-7c1a-7aaa-9bbb-abcdef012344"));
    }

    #[test]
    fn anything_gives_some_key() {
        for id in ["", "x", "é", "1"] {
            assert_eq!(cuts(id).len(), 6);
        }
    }

    #[test]
    fn both_spellings_of_a_depth_agree() {
        for depth in Depth::ALL {
            let tenths = depth.y().replace('.', "").parse::<u16>().unwrap();
            assert_eq!(tenths, depth.y_tenths());
        }
    }
}
