//! Every setting there is: one table from which flags, environment variables, the file's keys
//! and the help are made.

/// A setting.
#[derive(Debug)]
pub struct Key {
    /// Its key in the file, e.g. `tls.certificate`.
    pub path: &'static str,
    /// Its flag without dashes, e.g. `tls-certificate`.
    pub flag: &'static str,
    /// Its environment variable, e.g. `KEYRACK_TLS_CERTIFICATE`.
    pub variable: &'static str,
    /// What the help calls its value.
    pub value: &'static str,
    /// What holds when it is not set; empty where that depends on other settings.
    pub default: &'static str,
    /// One sentence.
    pub help: &'static str,
}

macro_rules! keys {
    ($($name:ident: $path:literal, $flag:literal, $variable:literal, $value:literal, $default:literal, $help:literal;)*) => {
        $(#[doc = $help]
        pub const $name: Key = Key {
            path: $path, flag: $flag, variable: $variable, value: $value, default: $default, help: $help,
        };)*

        /// All settings, in the order of the example file.
        pub const KEYS: &[&Key] = &[$(&$name),*];
    };
}

keys! {
    DATA: "data", "data", "KEYRACK_DATA", "DIR", "keyrack-data",
        "Folder for everything Keyrack keeps; made, for its user alone, when missing.";
    DATABASE: "database", "database", "KEYRACK_DATABASE", "URL", "",
        "Where records are kept: sqlite:FILE or postgres://USER@HOST:PORT/NAME; a SQLite file in the data folder when empty.";
    DATABASE_FILE: "database_file", "database-file", "KEYRACK_DATABASE_FILE", "FILE", "",
        "File that holds the database URL, for a URL with a password in it.";
    KEY_RING: "key_ring", "key-ring", "KEYRACK_KEY_RING", "FILE", "",
        "File with the root keys, mode 0400 or 0600; key-ring in the data folder when empty.";
    KEEP_REMOVED: "keep_removed", "keep-removed", "KEYRACK_KEEP_REMOVED", "TIME", "30d",
        "How long a removed secret can be restored, in days from 1d to 365d.";
    LISTEN: "listen", "listen", "KEYRACK_LISTEN", "ADDR", "127.0.0.1:3000",
        "Address and port to serve on; port 0 takes a free one.";
    PUBLIC_URL: "public_url", "public-url", "KEYRACK_PUBLIC_URL", "URL", "",
        "How browsers reach Keyrack when a proxy stands before it, e.g. https://keyrack.example.org.";
    TRUSTED_PROXIES: "trusted_proxies", "trusted-proxies", "KEYRACK_TRUSTED_PROXIES", "ADDRS", "",
        "Addresses of proxies, separated by commas, whose X-Forwarded-For names the client.";
    TLS_CERTIFICATE: "tls.certificate", "tls-certificate", "KEYRACK_TLS_CERTIFICATE", "FILE", "",
        "Certificate chain in PEM form; read again when it changes.";
    TLS_KEY: "tls.key", "tls-key", "KEYRACK_TLS_KEY", "FILE", "",
        "Private key of the certificate in PEM form; read again when it changes.";
    HTTP_CONNECTIONS: "http.connections", "http-connections", "KEYRACK_HTTP_CONNECTIONS", "NUMBER", "1024",
        "Connections served at the same time, from 1 to 65536; further ones are closed.";
    HTTP_HEADER_TIMEOUT: "http.header_timeout", "http-header-timeout", "KEYRACK_HTTP_HEADER_TIMEOUT", "TIME", "10s",
        "How long a client may take to send the head of a request, from 1s to 10m.";
    HTTP_BODY_TIMEOUT: "http.body_timeout", "http-body-timeout", "KEYRACK_HTTP_BODY_TIMEOUT", "TIME", "30s",
        "How long a client may take to send the body of a request, from 1s to 10m.";
    HTTP_SHUTDOWN_TIMEOUT: "http.shutdown_timeout", "http-shutdown-timeout", "KEYRACK_HTTP_SHUTDOWN_TIMEOUT", "TIME", "10s",
        "How long requests under way may take to finish when Keyrack stops, from 1s to 10m.";
    LOG_FORMAT: "log.format", "log-format", "KEYRACK_LOG_FORMAT", "FORMAT", "auto",
        "human, json, or auto: human on a terminal, else json.";
    LOG_LEVEL: "log.level", "log-level", "KEYRACK_LOG_LEVEL", "LEVEL", "info",
        "error, warn, info, debug or trace, for Keyrack's own entries; libraries stay at warn.";
}

/// The setting with a key in the file.
pub fn find(path: &str) -> Option<&'static Key> {
    KEYS.iter().copied().find(|key| key.path == path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flag_and_variable_follow_from_the_path() {
        for key in KEYS {
            assert_eq!(key.flag, key.path.replace(['.', '_'], "-"));
            assert_eq!(
                key.variable,
                format!("KEYRACK_{}", key.path.replace('.', "_").to_uppercase())
            );
        }
    }

    #[test]
    fn help_is_one_sentence() {
        for key in KEYS {
            assert!(
                key.help.ends_with('.') && !key.help.replace("e.g. ", "").contains(". "),
                "{}",
                key.path
            );
        }
    }
}
