//! The database URL, whose password must not be shown.

use std::{fmt, path::Path};

use backend::Database;

/// Where records are kept. `Debug` and `Display` leave a password out.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(Database);

impl DatabaseUrl {
    /// A SQLite file in the data folder.
    pub fn in_folder(data: &Path) -> Self {
        Self(Database::Sqlite(data.join("keyrack.db")))
    }

    /// Reads `sqlite:FILE` or `postgres://…`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(file) = text.strip_prefix("sqlite:") {
            let file = file.strip_prefix("//").unwrap_or(file);
            return (!file.is_empty()).then(|| Self(Database::Sqlite(file.into())));
        }
        let rest = text
            .strip_prefix("postgres://")
            .or_else(|| text.strip_prefix("postgresql://"))?;
        (!rest.is_empty()).then(|| Self(Database::Postgres(text.to_owned())))
    }

    /// What the backend opens; has the password in it.
    pub fn expose(&self) -> &Database {
        &self.0
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Database::Sqlite(file) => write!(f, "sqlite:{}", file.display()),
            Database::Postgres(url) => f.write_str(&without_password(url)),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The URL with stars for the password in the user part, and without its options: PostgreSQL
/// takes a password there too.
fn without_password(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
    let (rest, options) = rest
        .split_once('?')
        .map_or((rest, ""), |(rest, _)| (rest, "?***"));
    let shown = match rest.rsplit_once('@') {
        Some((user, host)) => match user.split_once(':') {
            Some((name, _)) => format!("{name}:***@{host}"),
            None => rest.to_owned(),
        },
        None => rest.to_owned(),
    };
    format!("{scheme}://{shown}{options}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        for (url, shown) in [
            (
                "postgres://rack:hunter2@db:5432/keyrack",
                "postgres://rack:***@db:5432/keyrack",
            ),
            (
                "postgresql://rack:hun@ter/2@db/k",
                "postgresql://rack:***@db/k",
            ),
            (
                "postgres://rack@db/k?password=hunter2&sslmode=verify-full",
                "postgres://rack@db/k?***",
            ),
            ("postgres://db/k", "postgres://db/k"),
        ] {
            let parsed = DatabaseUrl::parse(url).unwrap();
            assert_eq!(parsed.to_string(), shown);
            assert_eq!(format!("{parsed:?}"), shown);
        }
    }

    #[test]
    fn sqlite_takes_a_file() {
        for text in ["sqlite:/var/lib/k.db", "sqlite:///var/lib/k.db"] {
            assert!(
                *DatabaseUrl::parse(text).unwrap().expose()
                    == Database::Sqlite("/var/lib/k.db".into()),
                "{text}"
            );
        }
        for text in ["sqlite:", "mysql://x", "k.db", "postgres://"] {
            assert!(DatabaseUrl::parse(text).is_none(), "{text}");
        }
    }
}
