//! One page of a list.

/// A page of rows with what a pager needs to know.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows of this page, in order.
    pub rows: Vec<T>,
    /// How many rows match in all.
    pub total: u64,
    /// This page's number, from 1.
    pub number: u32,
    /// Rows on a full page.
    pub size: u32,
}

impl<T> Page<T> {
    /// How many pages there are; at least 1.
    pub fn pages(&self) -> u32 {
        let pages = self.total.div_ceil(u64::from(self.size.max(1))).max(1);
        u32::try_from(pages).unwrap_or(u32::MAX)
    }

    /// Number of the first row of this page, from 1; 0 when there is none.
    pub fn first(&self) -> u64 {
        if self.rows.is_empty() {
            0
        } else {
            offset(self.number, self.size).saturating_add(1)
        }
    }

    /// Number of the last row of this page.
    pub fn last(&self) -> u64 {
        offset(self.number, self.size).saturating_add(u64::try_from(self.rows.len()).unwrap_or(0))
    }
}

/// Rows before page `number` (from 1) of pages of `size` rows.
pub(crate) fn offset(number: u32, size: u32) -> u64 {
    u64::from(number.saturating_sub(1)).saturating_mul(u64::from(size))
}

/// Keeps a page number within 1..=1,000,000 and a size within 1..=200.
pub(crate) fn clamp(number: u32, size: u32) -> (u32, u32) {
    (number.clamp(1, 1_000_000), size.clamp(1, 200))
}
