//! The command line.

mod announce;
mod arguments;
mod key;

use std::process::ExitCode;

use backend::{Backend, Database, OpenError, access::Actor};
use clap::{CommandFactory, FromArgMatches};
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::{
    config::{self, Config, Layers},
    demo,
    exit::Failure,
    harden, log, say, serve,
};
use arguments::{AdminCommand, Arguments, Command, ConfigCommand, Serve, Settings};

/// Stack of a worker thread: deep views render on it.
const STACK: usize = 4 * 1024 * 1024;

/// Reads the command line, does what it says, and turns a failure into its sentence and code.
pub fn main() -> ExitCode {
    harden::process();
    let matches = Arguments::command().get_matches();
    let arguments = match Arguments::from_arg_matches(&matches) {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    match run(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say::complain(&log::escaped(&failure.to_string()));
            failure.exit().into()
        }
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(command) => on_runtime(serve_until_stopped(command)),
        Command::Config(ConfigCommand::Check(settings)) => check(&settings),
        Command::Key(command) => on_runtime(key::run(command)),
        Command::Verify(settings) => on_runtime(verify(settings)),
        Command::Admin(AdminCommand::Link(settings)) => on_runtime(link(settings)),
    }
}

fn on_runtime(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK)
        .build()
        .map_err(|reason| Failure::Machine {
            what: "the program cannot start its threads",
            reason,
        })?
        .block_on(work)
}

async fn serve_until_stopped(command: Serve) -> Result<(), Failure> {
    let config = Config::from_layers(&command.settings.layers()?)?;
    log::start(config.log);
    // Before anything else: once it says that it listens, it can be stopped.
    let mut signals = Signals::listen()?;
    let running = tokio::select! {
        running = serve::start(&config) => running?,
        () = signals.any() => return Ok(()),
    };
    let sign_ins = if command.demo {
        demo::fill(running.backend()).await?
    } else {
        Vec::new()
    };
    let first = running
        .first_administrator()
        .filter(|_| sign_ins.is_empty());
    announce::listening(config.log.format, running.url(), first, &sign_ins);
    let stop = running.stopper();
    tokio::spawn(async move {
        signals.any().await;
        tracing::info!("stopping");
        stop();
    });
    running.finished().await
}

/// What asks the program to stop.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn listen() -> Result<Self, Failure> {
        let listen = |kind| {
            signal(kind).map_err(|reason| Failure::Machine {
                what: "the program cannot listen for signals",
                reason,
            })
        };
        Ok(Self {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
        })
    }

    async fn any(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

fn check(settings: &Settings) -> Result<(), Failure> {
    let layers = settings.layers()?;
    let config = Config::from_layers(&layers)?;
    if let Some(files) = &config.tls {
        crate::http::tls::load(files)?;
    }
    say::line(config::effective(&layers, &config).trim_end());
    for variable in unknown_variables() {
        say::complain(&format!(
            "the environment variable {variable} means nothing to this Keyrack"
        ));
    }
    Ok(())
}

/// Variables that look like ours and are not, but for those that Kubernetes sets for a service
/// named `keyrack` and the one of the build.
fn unknown_variables() -> Vec<String> {
    let known = |name: &str| {
        matches!(name, "KEYRACK_CONFIG" | "KEYRACK_SITE" | "KEYRACK_PORT")
            || name.starts_with("KEYRACK_SERVICE_")
            || name.starts_with("KEYRACK_PORT_")
            || config::key::KEYS.iter().any(|key| key.variable == name)
    };
    let ours = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    ours.filter(|name| name.starts_with("KEYRACK_") && !known(name))
        .collect()
}

async fn verify(settings: Settings) -> Result<(), Failure> {
    let (backend, _) = open(&settings).await?;
    let report = backend.activity().verify(&Actor::system("verify")).await?;
    backend.close().await;
    say::line(&format!("entries {}", report.entries));
    say::line(&format!("head {}", report.head));
    match report.broken_at {
        Some(number) => Err(Failure::ChainBroken(number)),
        None => Ok(()),
    }
}

async fn link(settings: Settings) -> Result<(), Failure> {
    let (backend, config) = open(&settings).await?;
    let public = config
        .public_url
        .clone()
        .unwrap_or_else(|| config::PublicUrl::of_listener(config.listen, config.tls.is_some()));
    let link = serve::first_administrator(&backend, &public).await?;
    backend.close().await;
    let link = link.ok_or(Failure::Refused(
        "there is an administrator already, who makes links on the People page",
    ))?;
    say::line(&link);
    Ok(())
}

/// Opens a rack that exists; serving alone makes a new one.
async fn open(settings: &Settings) -> Result<(Backend, Config), Failure> {
    let config = Config::from_layers(&settings.layers()?)?;
    log::start(config.log);
    let database = config.database.expose();
    if !Backend::exists(database).await? {
        return Err(OpenError::Database(match database {
            Database::Sqlite(file) => format!("there is none at {}", file.display()),
            Database::Postgres(_) => "it holds no rack; “keyrack serve” makes one".to_owned(),
        })
        .into());
    }
    let backend = Backend::open(&serve::options(&config)).await?;
    Ok((backend, config))
}

impl Settings {
    /// Flags, environment and file together.
    fn layers(&self) -> Result<Layers, config::ConfigError> {
        let mut layers = Layers::default();
        for key in config::key::KEYS {
            if let Ok(text) = std::env::var(key.variable) {
                layers.set_variable(key, text);
            }
        }
        for (key, text) in &self.flags {
            layers.set_flag(key, text.clone());
        }
        let named = self.file.clone().or_else(|| {
            std::env::var_os("KEYRACK_CONFIG")
                .filter(|file| !file.is_empty())
                .map(Into::into)
        });
        if let Some(file) = named {
            config::read_file(&file, &mut layers)?;
        }
        Ok(layers)
    }
}
