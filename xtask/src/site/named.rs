//! Names that change with the content, so that browsers may keep a file for ever.

use sha2::{Digest, Sha256};

use super::File;

/// Hexadecimal digits of SHA-256 in a name: 40 bits tell apart all versions a browser may hold.
const DIGITS: usize = 10;

/// A file and the name it is served under.
pub struct NamedFile {
    /// What the manifest calls it.
    pub name: String,
    /// What it is called on disk and in addresses, such as `keyrack.0123456789.css`.
    pub hashed: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// The files of a site, in the order they were added.
#[derive(Default)]
pub struct Named {
    files: Vec<NamedFile>,
}

impl Named {
    /// Adds a file that refers to no other.
    pub fn add(&mut self, file: File) {
        let hashed = hashed_name(&file.name, &file.content);
        self.files.push(NamedFile {
            name: file.name,
            hashed,
            content: file.content,
        });
    }

    /// Adds a text that may refer to files added before; it gets their names of now.
    pub fn add_rewritten(&mut self, file: File) {
        let content = match String::from_utf8(file.content) {
            Ok(text) => self.rewrite(text).into_bytes(),
            Err(not_text) => not_text.into_bytes(),
        };
        self.add(File {
            name: file.name,
            content,
        });
    }

    /// All files.
    pub fn files(&self) -> &[NamedFile] {
        &self.files
    }

    fn rewrite(&self, mut text: String) -> String {
        for file in &self.files {
            for (before, after) in [
                ("'", "'"),
                ("\"", "\""),
                ("(", ")"),
                ("/", "'"),
                ("/", "\""),
                ("/", ")"),
            ] {
                let old = format!("{before}{}{after}", file.name);
                if text.contains(&old) {
                    text = text.replace(&old, &format!("{before}{}{after}", file.hashed));
                }
            }
        }
        text
    }
}

/// `keyrack.css` becomes `keyrack.<hash>.css`.
fn hashed_name(name: &str, content: &[u8]) -> String {
    let hash = hex(&Sha256::digest(content));
    let short: String = hash.chars().take(DIGITS).collect();
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{short}.{extension}"),
        None => format!("{name}.{short}"),
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, content: &str) -> File {
        File {
            name: name.to_owned(),
            content: content.as_bytes().to_vec(),
        }
    }

    #[test]
    fn a_name_carries_ten_digits_of_the_contents_sha_256() {
        assert_eq!(hashed_name("a.css", b"abc"), "a.ba7816bf8f.css");
    }

    #[test]
    fn a_reference_to_an_earlier_file_gets_its_hashed_name() {
        let mut site = Named::default();
        site.add(file("logo.svg", "<svg/>"));
        site.add_rewritten(file(
            "a.css",
            "a{b:url(logo.svg)}c{d:url(\"./logo.svg\")}e{f:url(my-logo.svg)}",
        ));
        let logo = &site.files()[0].hashed;
        let css = String::from_utf8_lossy(&site.files()[1].content).into_owned();
        assert_eq!(
            css,
            format!("a{{b:url({logo})}}c{{d:url(\"./{logo}\")}}e{{f:url(my-logo.svg)}}")
        );
    }

    #[test]
    fn a_change_in_an_earlier_file_changes_the_name_of_the_text_that_refers_to_it() {
        let name = |svg: &str| {
            let mut site = Named::default();
            site.add(file("logo.svg", svg));
            site.add_rewritten(file("a.css", "a{b:url(logo.svg)}"));
            site.files()[1].hashed.clone()
        };
        assert_ne!(name("<svg/>"), name("<svg></svg>"));
    }
}
