//! Who was quicker, in a sentence.

use backend::Conflict;

use super::relative;

/// “Changed by X 2 min ago: value, display name. What you typed is still here.”
pub fn conflict_sentence(conflict: &Conflict) -> String {
    let what = if conflict.what.is_empty() {
        String::new()
    } else {
        format!(": {}", conflict.what.join(", "))
    };
    format!(
        "{} changed this {}{what}. Nothing of yours was saved yet.",
        conflict.by,
        relative(conflict.at)
    )
}
