//! What can be said about an uploaded file before its content is read. The name is looked at for
//! its ending and never kept.

use super::MAX_VALUE_FILE_BYTES;

/// Endings that are taken, for the `accept` attribute of the file field, too.
pub const ENDINGS: &[&str] = &[".json", ".txt"];

/// Why a file is not read. `Display` is the sentence for the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UploadError {
    /// Neither of [`ENDINGS`].
    #[error("The file is neither .json nor .txt. Choose one of these, or paste its content.")]
    Ending,
    /// Larger than [`MAX_VALUE_FILE_BYTES`].
    #[error(
        "The file is larger than 10,240 bytes (10 KB). Choose a smaller one, or enter the login as a row."
    )]
    TooLarge,
}

/// Judges a file by its name and its size in bytes. Docker's own names without such an ending are
/// taken, too.
///
/// # Errors
/// The first rule that is broken.
pub fn check_upload(name: &str, bytes: u64) -> Result<(), UploadError> {
    let base = name
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let is_docker = matches!(base.as_str(), ".dockercfg" | ".dockerconfigjson");
    if !is_docker && !ENDINGS.iter().any(|ending| base.ends_with(ending)) {
        return Err(UploadError::Ending);
    }
    match usize::try_from(bytes) {
        Ok(bytes) if bytes <= MAX_VALUE_FILE_BYTES => Ok(()),
        _ => Err(UploadError::TooLarge),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_and_the_size_decide() {
        for name in [
            "config.json",
            "A.JSON",
            "login.txt",
            "C:\\x\\config.json",
            ".dockercfg",
            "../../x.json",
        ] {
            assert_eq!(check_upload(name, 10_240), Ok(()), "{name}");
            assert_eq!(
                check_upload(name, 10_241),
                Err(UploadError::TooLarge),
                "{name}"
            );
        }
        assert_eq!(check_upload("a.json", u64::MAX), Err(UploadError::TooLarge));
        for name in ["", "config", "config.yaml", "x.json.exe", "json"] {
            assert_eq!(check_upload(name, 1), Err(UploadError::Ending), "{name}");
        }
    }
}
