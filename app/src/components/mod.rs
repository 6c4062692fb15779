//! What pages are made of. No component reads data.

mod chip;
mod conflict;
mod dialog;
mod empty_state;
mod fault_summary;
mod field;
pub mod icon;
mod identity_lines;
mod key_drawing;
mod note;
mod pager;
mod text_area;
mod theme_choice;
mod time;

pub use chip::{Chip, Tone};
pub use conflict::conflict_sentence;
pub use dialog::Dialog;
pub use empty_state::EmptyState;
pub use fault_summary::FaultSummary;
pub use field::{Field, TextField, described_by};
pub use icon::Icon;
pub use identity_lines::{IdentityLines, logins};
pub use key_drawing::KeyDrawing;
pub use note::Note;
pub use pager::{Pager, pager};
pub use text_area::TextArea;
pub use theme_choice::ThemeChoice;
pub use time::{Time, date, date_after_days, relative};
