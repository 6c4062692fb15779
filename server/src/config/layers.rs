//! The one precedence: flag, then environment, then file, then default.

use std::{collections::BTreeMap, fmt, path::PathBuf};

use super::{ConfigError, key::Key};

/// Where a setting's value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A flag of the command line.
    Flag(&'static str),
    /// An environment variable.
    Variable(&'static str),
    /// The configuration file.
    File {
        /// The file.
        path: PathBuf,
        /// Line from 1.
        line: usize,
    },
    /// The built-in default.
    Default,
}

impl Source {
    /// Its place in the precedence; a lower one wins.
    pub fn rank(&self) -> u8 {
        match self {
            Self::Flag(_) => 0,
            Self::Variable(_) => 1,
            Self::File { .. } => 2,
            Self::Default => 3,
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "--{flag}"),
            Self::Variable(variable) => f.write_str(variable),
            Self::File { path, line } => write!(f, "{} line {line}", path.display()),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A setting's text and where it came from. Has no `Debug`: the text can be a database URL.
#[derive(Clone)]
pub struct Setting {
    /// The setting.
    pub key: &'static Key,
    /// The text that holds.
    pub text: String,
    /// Where it came from.
    pub source: Source,
}

impl Setting {
    /// Whether it has no text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The error for a text that breaks a rule; the text itself is not in it.
    pub fn refuse(&self, rule: impl Into<String>) -> ConfigError {
        ConfigError::Value {
            key: self.key.path,
            source_of: self.source.clone(),
            rule: rule.into(),
        }
    }
}

/// Texts by key path as the three layers give them. Has no `Debug`, as [`Setting`].
#[derive(Default)]
pub struct Layers {
    flags: BTreeMap<&'static str, String>,
    variables: BTreeMap<&'static str, String>,
    file: BTreeMap<&'static str, (String, Source)>,
}

impl Layers {
    /// Notes what a flag says.
    pub fn set_flag(&mut self, key: &'static Key, text: String) {
        self.flags.insert(key.path, text);
    }

    /// Notes what an environment variable says; an empty one counts as not set.
    pub fn set_variable(&mut self, key: &'static Key, text: String) {
        if !text.is_empty() {
            self.variables.insert(key.path, text);
        }
    }

    /// Notes what the file says.
    pub fn set_file(&mut self, key: &'static Key, text: String, source: Source) {
        self.file.insert(key.path, (text, source));
    }

    /// The text that holds for a key.
    pub fn get(&self, key: &'static Key) -> Setting {
        let flag = self
            .flags
            .get(key.path)
            .map(|text| (text, Source::Flag(key.flag)));
        let variable = self
            .variables
            .get(key.path)
            .map(|text| (text, Source::Variable(key.variable)));
        let file = self
            .file
            .get(key.path)
            .map(|(text, source)| (text, source.clone()));
        let (text, source) = flag.or(variable).or(file).map_or_else(
            || (key.default.to_owned(), Source::Default),
            |(text, source)| (text.clone(), source),
        );
        Setting { key, text, source }
    }
}
