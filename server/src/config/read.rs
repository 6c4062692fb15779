//! From texts to the configuration.

use std::{path::Path, str::FromStr, time::Duration};

use super::{
    Config, ConfigError, DatabaseUrl, HttpLimits, Layers, Log, LogFormat, PublicUrl, Setting,
    TlsFiles, key, units,
};
use crate::http::client::Proxies;

const SECOND: Duration = Duration::from_secs(1);
const TEN_MINUTES: Duration = Duration::from_secs(600);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Config {
    /// The configuration that the layers give together.
    ///
    /// # Errors
    /// [`ConfigError::Value`] for the first value that breaks its rule.
    pub fn from_layers(layers: &Layers) -> Result<Self, ConfigError> {
        let data = layers.get(&key::DATA);
        if data.is_empty() {
            return Err(data.refuse("must name a folder"));
        }
        let folder = Path::new(&data.text);
        Ok(Self {
            data: folder.to_owned(),
            database: database(layers, folder)?,
            key_ring: or_in(&layers.get(&key::KEY_RING), folder, "key-ring"),
            keep_removed_days: days(&layers.get(&key::KEEP_REMOVED))?,
            listen: parsed(
                &layers.get(&key::LISTEN),
                "must be an address and a port, such as 127.0.0.1:3000",
            )?,
            public_url: public_url(&layers.get(&key::PUBLIC_URL))?,
            trusted_proxies: proxies(&layers.get(&key::TRUSTED_PROXIES))?,
            tls: tls(layers)?,
            http: http(layers)?,
            log: log(layers)?,
        })
    }
}

fn or_in(setting: &Setting, folder: &Path, name: &str) -> std::path::PathBuf {
    if setting.is_empty() {
        folder.join(name)
    } else {
        setting.text.as_str().into()
    }
}

fn parsed<T: FromStr>(setting: &Setting, rule: &str) -> Result<T, ConfigError> {
    setting.text.parse().map_err(|_| setting.refuse(rule))
}

fn database(layers: &Layers, folder: &Path) -> Result<DatabaseUrl, ConfigError> {
    let url = layers.get(&key::DATABASE);
    let file = layers.get(&key::DATABASE_FILE);
    const RULE: &str = "must be sqlite:FILE or postgres://USER@HOST:PORT/NAME";
    let both = !url.is_empty() && !file.is_empty();
    if both && url.source.rank() == file.source.rank() {
        return Err(file.refuse("is set together with database; set one of them"));
    }
    let by_file = !file.is_empty() && (!both || file.source.rank() < url.source.rank());
    if by_file {
        let text = std::fs::read_to_string(&file.text)
            .map_err(|reason| file.refuse(format!("names a file that cannot be read: {reason}")))?;
        return DatabaseUrl::parse(text.trim())
            .ok_or_else(|| file.refuse(format!("names a file whose text {RULE}")));
    }
    if url.is_empty() {
        return Ok(DatabaseUrl::in_folder(folder));
    }
    DatabaseUrl::parse(&url.text).ok_or_else(|| url.refuse(RULE))
}

fn time(setting: &Setting, least: Duration, most: Duration) -> Result<Duration, ConfigError> {
    units::time(&setting.text)
        .filter(|time| (least..=most).contains(time))
        .ok_or_else(|| {
            setting.refuse(format!(
                "must be a time such as {}: {}",
                setting.key.default, setting.key.help
            ))
        })
}

fn days(setting: &Setting) -> Result<u32, ConfigError> {
    let time = time(setting, DAY, DAY.saturating_mul(365))?;
    u32::try_from(time.as_secs() / DAY.as_secs()).map_err(|_| setting.refuse("is too long"))
}

fn public_url(setting: &Setting) -> Result<Option<PublicUrl>, ConfigError> {
    if setting.is_empty() {
        return Ok(None);
    }
    PublicUrl::parse(&setting.text)
        .map(Some)
        .ok_or_else(|| setting.refuse("must be https:// or http:// and a host, without a path"))
}

fn proxies(setting: &Setting) -> Result<Proxies, ConfigError> {
    Proxies::parse(&setting.text)
        .ok_or_else(|| setting.refuse("must be IP addresses separated by commas"))
}

fn tls(layers: &Layers) -> Result<Option<TlsFiles>, ConfigError> {
    let certificate = layers.get(&key::TLS_CERTIFICATE);
    let key = layers.get(&key::TLS_KEY);
    match (certificate.is_empty(), key.is_empty()) {
        (true, true) => Ok(None),
        (false, false) => Ok(Some(TlsFiles {
            certificate: certificate.text.into(),
            key: key.text.into(),
        })),
        (true, false) => Err(key.refuse("is set without tls.certificate; set both or none")),
        (false, true) => Err(certificate.refuse("is set without tls.key; set both or none")),
    }
}

fn http(layers: &Layers) -> Result<HttpLimits, ConfigError> {
    let connections = layers.get(&key::HTTP_CONNECTIONS);
    const RULE: &str = "must be a number from 1 to 65536";
    let number: usize = parsed(&connections, RULE)?;
    if !(1..=65536).contains(&number) {
        return Err(connections.refuse(RULE));
    }
    let limit = |key| time(&layers.get(key), SECOND, TEN_MINUTES);
    Ok(HttpLimits {
        connections: number,
        header_timeout: limit(&key::HTTP_HEADER_TIMEOUT)?,
        body_timeout: limit(&key::HTTP_BODY_TIMEOUT)?,
        shutdown_timeout: limit(&key::HTTP_SHUTDOWN_TIMEOUT)?,
    })
}

fn log(layers: &Layers) -> Result<Log, ConfigError> {
    let format = layers.get(&key::LOG_FORMAT);
    let level = layers.get(&key::LOG_LEVEL);
    Ok(Log {
        format: match format.text.as_str() {
            "auto" => LogFormat::Auto,
            "human" => LogFormat::Human,
            "json" => LogFormat::Json,
            _ => return Err(format.refuse("must be human, json or auto")),
        },
        level: match level.text.as_str() {
            "error" => tracing::Level::ERROR,
            "warn" => tracing::Level::WARN,
            "info" => tracing::Level::INFO,
            "debug" => tracing::Level::DEBUG,
            "trace" => tracing::Level::TRACE,
            _ => return Err(level.refuse("must be error, warn, info, debug or trace")),
        },
    })
}
