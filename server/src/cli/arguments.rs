//! What can be typed. Flags of settings come from the table of settings.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Args, FromArgMatches, Parser, Subcommand};

use crate::{
    config::key::{KEYS, Key},
    exit,
};

/// Hang keys where programs find them and nobody can read them.
#[derive(Parser)]
#[command(name = "keyrack", version, after_help = exit::HELP, arg_required_else_help = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Serve the rack.
    Serve(Serve),
    /// Look at the configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Look at the root keys and change them.
    #[command(subcommand)]
    Key(KeyCommand),
    /// Recompute the chain of Activity and print its length and newest hash.
    Verify(Settings),
    /// Get into the rack.
    #[command(subcommand)]
    Admin(AdminCommand),
}

#[derive(Args)]
pub(super) struct Serve {
    /// Fill an empty rack with sample data and print how to sign in.
    #[arg(long)]
    pub demo: bool,
    #[command(flatten)]
    pub settings: Settings,
}

#[derive(Subcommand)]
pub(super) enum ConfigCommand {
    /// Print every setting as it holds and where it came from, or say what is wrong.
    Check(Settings),
}

#[derive(Subcommand)]
pub(super) enum AdminCommand {
    /// Print a new one-time link for the first administrator; links made before end.
    Link(Settings),
}

#[derive(Subcommand)]
pub(super) enum KeyCommand {
    /// List the root keys.
    List(Settings),
    /// Add a root key that does not seal yet.
    Add(Settings),
    /// Make a root key the one that seals.
    Activate(OneKey),
    /// Put every stored value under the active root key; can be broken off and taken up again.
    Rotate(Settings),
    /// Take a root key that seals nothing any more out of the key ring for good.
    Retire(OneKey),
}

#[derive(Args)]
pub(super) struct OneKey {
    /// Id of the root key, as listed.
    pub id: String,
    #[command(flatten)]
    pub settings: Settings,
}

/// The settings given as flags, and the file's name.
pub(super) struct Settings {
    pub file: Option<PathBuf>,
    pub flags: Vec<(&'static Key, String)>,
}

const FILE: &str = "config";

impl Args for Settings {
    fn augment_args(command: clap::Command) -> clap::Command {
        let file = Arg::new(FILE)
            .long(FILE)
            .value_name("FILE")
            .value_parser(clap::value_parser!(PathBuf))
            .help("Configuration file in TOML. [env: KEYRACK_CONFIG]");
        KEYS.iter()
            .fold(command.arg(file), |command, key| command.arg(flag(key)))
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

fn flag(key: &'static Key) -> Arg {
    let default = if key.default.is_empty() {
        String::new()
    } else {
        format!(" [default: {}]", key.default)
    };
    Arg::new(key.flag)
        .long(key.flag)
        .value_name(key.value)
        .help(format!("{} [env: {}]{default}", key.help, key.variable))
}

impl FromArgMatches for Settings {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |key: &&'static Key| Some((*key, matches.get_one::<String>(key.flag)?.clone()));
        Ok(Self {
            file: matches.get_one::<PathBuf>(FILE).cloned(),
            flags: KEYS.iter().filter_map(given).collect(),
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn flags_of_settings_are_taken() {
        let arguments = Arguments::try_parse_from([
            "keyrack",
            "serve",
            "--listen",
            "[::1]:0",
            "--tls-key",
            "k",
            "--demo",
        ])
        .unwrap();
        let Command::Serve(serve) = arguments.command else {
            panic!("serve")
        };
        let flags: Vec<_> = serve
            .settings
            .flags
            .iter()
            .map(|(key, text)| (key.path, text.as_str()))
            .collect();
        assert_eq!(flags, [("listen", "[::1]:0"), ("tls.key", "k")]);
        assert!(serve.demo);
    }

    #[test]
    fn every_command_and_flag_has_a_sentence() {
        fn all(command: &clap::Command) {
            for argument in command.get_arguments() {
                assert!(
                    argument.get_help().is_some(),
                    "{} {}",
                    command.get_name(),
                    argument.get_id()
                );
            }
            for inner in command.get_subcommands() {
                assert!(inner.get_about().is_some(), "{}", inner.get_name());
                all(inner);
            }
        }
        all(&Arguments::command());
    }
}
