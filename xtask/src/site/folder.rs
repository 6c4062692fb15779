//! The site on disk.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::named::{Named, NamedFile};
use super::{Mode, compress};
use crate::error::{Doing, Error, Result, make_folder, read_text, write};

/// The file that maps names to the names on disk.
pub const MANIFEST: &str = "manifest.json";

/// What each file is called on disk, by its own name.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Manifest(pub BTreeMap<String, String>);

impl Manifest {
    /// Reads the manifest of a site.
    ///
    /// # Errors
    /// When it is missing or not a JSON object of strings.
    pub fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(MANIFEST);
        serde_json::from_str(&read_text(&path)?)
            .map(Self)
            .map_err(|error| Error::Unreadable {
                what: path.display().to_string(),
                why: error.to_string(),
            })
    }

    fn of(site: &Named) -> Self {
        Self(
            site.files()
                .iter()
                .map(|file| (file.name.clone(), file.hashed.clone()))
                .collect(),
        )
    }

    fn to_json(&self) -> Result<String> {
        serde_json::to_string_pretty(&self.0)
            .map(|json| json + "\n")
            .map_err(|error| Error::Unreadable {
                what: MANIFEST.to_owned(),
                why: error.to_string(),
            })
    }
}

/// Makes the folder hold exactly this site, and returns how many files had to be written.
///
/// A name carries the hash of its content, so a file that is there is right. The manifest comes
/// last: a server that reloads on its change finds everything it names.
pub fn publish(folder: &Path, site: &Named, mode: Mode) -> Result<usize> {
    make_folder(folder)?;
    let mut keep = BTreeSet::from([MANIFEST.to_owned()]);
    let mut written = 0;
    for file in site.files() {
        written += put(folder, file, mode, &mut keep)?;
    }
    let manifest = Manifest::of(site).to_json()?;
    let path = folder.join(MANIFEST);
    if !std::fs::read_to_string(&path).is_ok_and(|old| old == manifest) {
        write(&path, manifest)?;
        written += 1;
    }
    remove_others(folder, &keep)?;
    Ok(written)
}

/// Writes one file and its compressed forms unless they are there.
fn put(folder: &Path, file: &NamedFile, mode: Mode, keep: &mut BTreeSet<String>) -> Result<usize> {
    let forms = ["", ".br", ".gz"].map(|suffix| format!("{}{suffix}", file.hashed));
    keep.extend(forms.iter().cloned());
    let [plain, brotli, gzip] = forms.map(|name| folder.join(name));
    if plain.is_file() {
        return Ok(0);
    }
    if mode == Mode::Release {
        for (path, compressed) in [
            (brotli, compress::brotli(&file.content)?),
            (gzip, compress::gzip(&file.content)?),
        ] {
            if let Some(bytes) = compressed {
                write(&path, bytes)?;
            }
        }
    }
    // Last and by rename: where it is, its compressed forms are complete.
    let unfinished = folder.join(format!("{}.part", file.hashed));
    write(&unfinished, &file.content)?;
    std::fs::rename(&unfinished, &plain).doing(|| format!("write {}", plain.display()))?;
    Ok(1)
}

fn remove_others(folder: &Path, keep: &BTreeSet<String>) -> Result<()> {
    let listing = std::fs::read_dir(folder).doing(|| format!("list {}", folder.display()))?;
    for entry in listing {
        let entry = entry.doing(|| format!("list {}", folder.display()))?;
        let known = entry
            .file_name()
            .to_str()
            .is_some_and(|name| keep.contains(name));
        if !known && entry.path().is_file() {
            std::fs::remove_file(entry.path())
                .doing(|| format!("remove {}", entry.path().display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::File;
    use super::*;

    fn site(css: &str) -> Named {
        let mut site = Named::default();
        site.add(File {
            name: "a.css".to_owned(),
            content: css.repeat(100).into_bytes(),
        });
        site
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_site_has_every_file_three_times_and_a_manifest() {
        let folder = tempfile::tempdir().unwrap();
        let site = site("a{}");
        publish(folder.path(), &site, Mode::Release).unwrap();
        let hashed = &site.files()[0].hashed;
        let expected = vec![
            hashed.clone(),
            format!("{hashed}.br"),
            format!("{hashed}.gz"),
            MANIFEST.to_owned(),
        ];
        assert_eq!(names(folder.path()), expected);
        assert_eq!(Manifest::read(folder.path()).unwrap().0["a.css"], *hashed);
    }

    #[test]
    fn nothing_is_written_twice_and_nothing_old_stays() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(
            publish(folder.path(), &site("a{}"), Mode::Release).unwrap(),
            2
        );
        assert_eq!(
            publish(folder.path(), &site("a{}"), Mode::Release).unwrap(),
            0
        );
        assert_eq!(
            publish(folder.path(), &site("b{}"), Mode::Release).unwrap(),
            2
        );
        assert_eq!(names(folder.path()).len(), 4);
    }

    #[test]
    fn dev_has_no_compressed_forms() {
        let folder = tempfile::tempdir().unwrap();
        publish(folder.path(), &site("a{}"), Mode::Dev).unwrap();
        assert_eq!(names(folder.path()).len(), 2);
    }
}
