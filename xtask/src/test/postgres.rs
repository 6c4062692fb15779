//! A private PostgreSQL on loopback, gone when dropped.

use std::fs::File;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::command;
use crate::error::{Doing, Error, Result, read_text};
use crate::processes::{Folder, Process};

/// How long a start may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server.
pub struct Postgres {
    // Before the folder: the server ends before its files go.
    _server: Process,
    _folder: Folder,
    port: u16,
}

impl Postgres {
    /// Makes a database cluster in a temporary folder and starts the server from `programs`.
    ///
    /// # Errors
    /// With the server's own words when it does not start.
    pub fn start(programs: &Path) -> Result<Self> {
        let folder = Folder::new("postgres")?;
        let user = User::find()?;
        user.give(folder.path())?;
        initialise(programs, folder.path(), &user)?;
        let port = free_port()?;
        let log = folder.path().join("log");
        let mut server = launch(programs, folder.path(), &user, port, &log)?;
        wait_until_ready(&mut server, folder.path(), &log)?;
        Ok(Self {
            _server: server,
            _folder: folder,
            port,
        })
    }

    /// The address for clients: its superuser, whose databases are all gone at the end.
    pub fn address(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

/// Whom the server runs as: PostgreSQL refuses to be root.
enum User {
    Ourselves,
    Other { user: u32, group: u32 },
}

impl User {
    fn find() -> Result<Self> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Self::Ourselves);
        }
        let people = read_text(Path::new("/etc/passwd"))?;
        let ids = people.lines().find_map(|line| {
            let mut fields = line.strip_prefix("postgres:")?.split(':').skip(1);
            Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
        });
        let (user, group) =
            ids.ok_or_else(|| super::tools::missing("User postgres", &["postgresql"]))?;
        Ok(Self::Other { user, group })
    }

    fn give(&self, folder: &Path) -> Result<()> {
        match self {
            Self::Ourselves => Ok(()),
            Self::Other { user, group } => chown(folder, Some(*user), Some(*group))
                .doing(|| format!("give away {}", folder.display())),
        }
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        if let Self::Other { user, group } = self {
            command.uid(*user).gid(*group);
        }
        command
    }
}

/// With a linguistic collation where the binaries have it, as a database in use has: what needs
/// byte order must ask for it.
fn initialise(programs: &Path, folder: &Path, user: &User) -> Result<()> {
    let program = programs.join("initdb");
    let help = command::output(Command::new(&program).arg("--help"), "initdb --help")?;
    let mut initialise = user.command(&program);
    initialise.args([
        "--auth=trust",
        "--username=postgres",
        "--encoding=UTF8",
        "--no-sync",
    ]);
    initialise
        .arg("--locale=C.UTF-8")
        .arg("--pgdata")
        .arg(folder.join("data"));
    if help.contains("--icu-locale") {
        initialise.args(["--locale-provider=icu", "--icu-locale=en-US"]);
    }
    initialise.current_dir(folder);
    command::output(&mut initialise, "initdb").map(drop)
}

fn launch(programs: &Path, folder: &Path, user: &User, port: u16, log: &Path) -> Result<Process> {
    let output = File::create(log).doing(|| format!("write {}", log.display()))?;
    let errors = output
        .try_clone()
        .doing(|| format!("write {}", log.display()))?;
    let mut server = user.command(&programs.join("postgres"));
    server
        .arg("-D")
        .arg(folder.join("data"))
        .arg("-k")
        .arg(folder)
        .args(["-p", &port.to_string()]);
    for setting in [
        "listen_addresses=127.0.0.1",
        // The data is thrown away.
        "fsync=off",
        "full_page_writes=off",
        "synchronous_commit=off",
        "max_connections=300",
    ] {
        server.args(["-c", setting]);
    }
    server.current_dir(folder).stdout(output).stderr(errors);
    // QUIT is the immediate shutdown.
    Process::start(&mut server, Signal::QUIT)
}

/// The server writes `ready` into its process file when it takes connections.
fn wait_until_ready(server: &mut Process, folder: &Path, log: &Path) -> Result<()> {
    let file = folder.join("data/postmaster.pid");
    let deadline = Instant::now() + PATIENCE;
    let is_ready = || std::fs::read_to_string(&file).is_ok_and(|text| text.contains("ready"));
    while !is_ready() {
        if server.ended().is_some() || Instant::now() > deadline {
            let why = std::fs::read_to_string(log).unwrap_or_default();
            return Err(Error::Unreadable {
                what: "PostgreSQL does not start".to_owned(),
                why,
            });
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

/// A port that was free a moment ago.
fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).doing(|| "find a free port".to_owned())?;
    Ok(listener
        .local_addr()
        .doing(|| "find a free port".to_owned())?
        .port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_user_exists_or_its_package_is_named() {
        match User::find() {
            Ok(_) => {}
            Err(error) => assert!(
                error.to_string().contains("apt-get install postgresql"),
                "{error}"
            ),
        }
    }
}
