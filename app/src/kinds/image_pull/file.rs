//! Which files are taken.

pub use domain::kinds::image_pull::MAX_VALUE_FILE_BYTES as MAX_FILE_BYTES;

/// Why a file is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// More bytes than are taken.
    #[error(
        "The file has more than 10,240 bytes, the most that is taken. Keep only the “auths” part."
    )]
    TooLarge,
    /// Another ending.
    #[error("The file's name has to end in .txt or .json.")]
    OtherEnding,
    /// The browser could not read it.
    #[error("The browser could not read the file. Choose it again.")]
    Unreadable,
}

/// Whether a file of this name is taken: `.txt` or `.json`, in any case. Docker's own
/// `config.json` ends so.
pub fn has_accepted_ending(name: &str) -> bool {
    let ends_in = |ending: &str| {
        let start = name.len().checked_sub(ending.len());
        start
            .and_then(|start| name.get(start..))
            .is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    ends_in(".txt") || ends_in(".json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings() {
        for name in ["config.json", "A.JSON", "x.txt", ".txt"] {
            assert!(has_accepted_ending(name), "{name}");
        }
        for name in ["json", "config.json.exe", "", "é", "config.yaml"] {
            assert!(!has_accepted_ending(name), "{name}");
        }
    }

    #[test]
    fn the_sentence_names_the_limit() {
        assert_eq!(MAX_FILE_BYTES, 10_240);
        assert!(FileFault::TooLarge.to_string().contains("10,240"));
    }
}
