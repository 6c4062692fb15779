//! No acknowledged write is lost: the program is killed again and again while it is written to.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod rack;

use std::{
    collections::BTreeMap,
    fs::{File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use rack::{
    Ask, Cast, Site,
    child::{self, Child},
    form::{SecretForm, row},
    storage,
};
use sqlx::SqlitePool;

const CYCLES: usize = 100;
const CONNECTIONS: usize = 8;
/// Acknowledged writes before a kill, at most.
const WRITES: u64 = 40;
/// Microseconds after the last of them, at most: about one commit.
const JITTER: u64 = 8_000;

/// A secret as a write leaves it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Told {
    name: String,
    display_name: String,
    username: String,
    version: i64,
    removed: bool,
}

impl Told {
    /// As a line of the ledger; none of the texts has a tab.
    fn line(&self) -> String {
        let Self {
            name,
            display_name,
            username,
            version,
            removed,
        } = self;
        format!("{name}\t{display_name}\t{username}\t{version}\t{removed}\n")
    }

    fn of_line(line: &str) -> Self {
        let [name, display_name, username, version, removed] =
            line.split('\t').collect::<Vec<_>>()[..]
        else {
            panic!("a broken line: {line}")
        };
        Self {
            name: name.into(),
            display_name: display_name.into(),
            username: username.into(),
            version: version.parse().unwrap(),
            removed: removed.parse().unwrap(),
        }
    }
}

/// What the server said is done, on disk before anything else is asked of it.
#[derive(Clone)]
struct Ledger {
    path: PathBuf,
    file: Arc<Mutex<File>>,
    lines: Arc<AtomicUsize>,
}

impl Ledger {
    fn new(path: PathBuf) -> Self {
        let file = OpenOptions::new()
            .create_new(true)
            .append(true)
            .open(&path)
            .unwrap();
        Self {
            path,
            file: Arc::new(Mutex::new(file)),
            lines: Arc::default(),
        }
    }

    fn note(&self, told: &Told) {
        let mut file = self.file.lock().unwrap();
        file.write_all(told.line().as_bytes()).unwrap();
        file.sync_data().unwrap();
        self.lines.fetch_add(1, Ordering::SeqCst);
    }

    fn count(&self) -> usize {
        self.lines.load(Ordering::SeqCst)
    }

    /// The last line of each name.
    fn read(&self) -> BTreeMap<String, Told> {
        let text = std::fs::read_to_string(&self.path).unwrap();
        text.lines()
            .map(Told::of_line)
            .map(|told| (told.name.clone(), told))
            .collect()
    }
}

/// SplitMix64: the same moments for the same seed.
#[derive(Clone)]
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(u64::try_from(length).unwrap())).unwrap()
    }
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// One connection that writes.
struct Writer {
    site: Site,
    session: String,
    ledger: Ledger,
    random: Random,
    /// Begins the names of its secrets.
    prefix: String,
    mine: Vec<Told>,
}

impl Writer {
    /// Writes until the server is gone; answers with the write it was not told about.
    async fn write(mut self) -> Told {
        loop {
            let (ask, told) = self.next();
            let answer = match self.site.try_send(ask.session(Some(&self.session))).await {
                Ok(answer) => answer,
                Err(_) => return told,
            };
            assert!(
                matches!(answer.status, 200 | 303),
                "{told:?}: {} {}",
                answer.status,
                answer.text()
            );
            self.ledger.note(&told);
            self.mine.retain(|known| known.name != told.name);
            if !told.removed {
                self.mine.push(told);
            }
        }
    }

    /// A write, and what it leaves: half of them add, the rest change or remove.
    fn next(&mut self) -> (Ask, Told) {
        let choice = self.random.below(8);
        if self.mine.is_empty() || choice < 4 {
            return self.add();
        }
        let known = self.mine[self.random.index(self.mine.len())].clone();
        if choice < 7 {
            self.edit(known)
        } else {
            remove(known)
        }
    }

    fn add(&mut self) -> (Ask, Told) {
        let told = Told {
            name: format!("{}-{:x}", self.prefix, self.random.next()),
            display_name: "Added".into(),
            username: "bot".into(),
            version: 1,
            removed: false,
        };
        let form = SecretForm::new(&told.name, row("ghcr.io", "bot", "hunter2-hunter2"))
            .display_name("Added");
        (self.one_of(form.add()), told)
    }

    fn edit(&mut self, known: Told) -> (Ask, Told) {
        let display_name = format!("Edited {:x}", self.random.next());
        let password = if self.random.below(2) == 0 {
            ""
        } else {
            "hunter3-hunter3"
        };
        let form = SecretForm::new(&known.name, row("ghcr.io", &known.username, password))
            .version(known.version)
            .display_name(&display_name);
        let told = Told {
            display_name,
            version: known.version + 1,
            ..known
        };
        (self.one_of(form.edit()), told)
    }

    fn one_of(&mut self, mut asks: Vec<Ask>) -> Ask {
        let chosen = self.random.index(asks.len());
        asks.swap_remove(chosen)
    }
}

fn remove(known: Told) -> (Ask, Told) {
    let version = known.version.to_string();
    let ask = Ask::form(
        format!("/secrets/{}/remove", known.name),
        &[("version", &version)],
    );
    (
        ask,
        Told {
            version: known.version + 1,
            removed: true,
            ..known
        },
    )
}

/// What is stored, by name.
async fn stored(pool: &SqlitePool) -> BTreeMap<String, Told> {
    let rows: Vec<(String, String, String, i64, bool)> = sqlx::query_as(
        "SELECT name, display_name, identity, row_version, removed_at IS NOT NULL FROM secrets",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let told =
        |(name, display_name, identity, version, removed): (String, String, String, i64, bool)| {
            Told {
                username: rack::answer::between(&identity, "\"username\":\"", "\"")
                    .unwrap()
                    .to_owned(),
                name,
                display_name,
                version,
                removed,
            }
        };
    rows.into_iter()
        .map(|row| (row.0.clone(), told(row)))
        .collect()
}

/// What was promised and is not there, or is there and nobody asked for. A write whose answer was
/// cut off may have happened or not.
fn broken_promises(
    promised: &BTreeMap<String, Told>,
    in_doubt: &[Told],
    stored: &BTreeMap<String, Told>,
) -> Vec<String> {
    let doubted = |told: &Told| in_doubt.contains(told);
    let mut broken = Vec::new();
    for (name, promised) in promised {
        match stored.get(name) {
            None => broken.push(format!("lost: {promised:?}")),
            Some(there) if there != promised && !doubted(there) => {
                broken.push(format!("promised {promised:?}, stored {there:?}"));
            }
            Some(_) => {}
        }
    }
    let unknown = stored
        .values()
        .filter(|there| !promised.contains_key(&there.name) && !doubted(there));
    broken.extend(unknown.map(|there| format!("nobody added {there:?}")));
    broken
}

/// Counts that must be 0 whatever happened.
const INVARIANTS: &[&str] = &[
    "SELECT COUNT(*) FROM secrets s LEFT JOIN secret_versions v ON v.id = s.version_id AND v.secret_id = s.id \
     WHERE v.id IS NULL",
    "SELECT COUNT(*) FROM secret_versions v LEFT JOIN secrets s ON s.id = v.secret_id WHERE s.id IS NULL",
    "SELECT COUNT(*) FROM secrets s WHERE NOT EXISTS (SELECT 1 FROM activity a WHERE a.object_id = s.id)",
    "SELECT COALESCE(MAX(number), 0) - COUNT(*) FROM activity",
    "SELECT (SELECT COALESCE(SUM(number), 0) FROM secret_counts) - (SELECT COUNT(*) FROM secrets)",
    "SELECT (SELECT COALESCE(SUM(number), 0) FROM secret_counts WHERE removed) \
     - (SELECT COUNT(*) FROM secrets WHERE removed_at IS NOT NULL)",
];

async fn check_storage(pool: &SqlitePool) {
    let integrity: String = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_one(pool)
        .await
        .unwrap();
    assert_eq!(integrity, "ok");
    for sql in INVARIANTS {
        let count: i64 = sqlx::query_scalar(*sql).fetch_one(pool).await.unwrap();
        assert_eq!(count, 0, "{sql}");
    }
}

/// A running child with somebody signed in.
struct Run {
    data: PathBuf,
    child: Child,
    session: String,
    ledger: Ledger,
    random: Random,
}

impl Run {
    async fn begin(folder: &Path, seed: u64) -> Self {
        let data = folder.join("data");
        let child = Child::start(&data, &["--log-level", "warn"]);
        let site = Site::new(&child.url);
        let cast = Cast::new(&site, child.first_administrator.as_ref().unwrap()).await;
        let session = cast.editor().unwrap().to_owned();
        Self {
            data,
            child,
            session,
            ledger: Ledger::new(folder.join("ledger")),
            random: Random(seed),
        }
    }

    /// Writes, kills, starts again and checks.
    async fn cycle(&mut self, number: usize) {
        let in_doubt = self.write_and_kill(number).await;
        self.child = Child::start(&self.data, &["--log-level", "warn"]);
        let pool = storage::open(&self.data.join("keyrack.db")).await;
        let stored = stored(&pool).await;
        let broken = broken_promises(&self.ledger.read(), &in_doubt, &stored);
        assert!(broken.is_empty(), "cycle {number}:\n{}", broken.join("\n"));
        // What is there after a restart stays.
        for told in in_doubt
            .iter()
            .filter(|told| stored.get(&told.name) == Some(told))
        {
            self.ledger.note(told);
        }
        check_storage(&pool).await;
        pool.close().await;
        let verified = child::run(&["verify"], &self.data);
        assert!(verified.status.success(), "cycle {number}: {verified:?}");
        self.open_a_seal(&stored, number).await;
    }

    /// Answers with the writes whose answers were cut off.
    async fn write_and_kill(&mut self, number: usize) -> Vec<Told> {
        let mut writers = tokio::task::JoinSet::new();
        for connection in 0..CONNECTIONS {
            writers.spawn(
                Writer {
                    site: Site::new(&self.child.url),
                    session: self.session.clone(),
                    ledger: self.ledger.clone(),
                    random: Random(self.random.next()),
                    prefix: format!("c{number}-{connection}"),
                    mine: Vec::new(),
                }
                .write(),
            );
        }
        let enough = self.ledger.count() + usize::try_from(1 + self.random.below(WRITES)).unwrap();
        while self.ledger.count() < enough {
            tokio::time::sleep(Duration::from_micros(200)).await;
            if let Some(ended) = writers.try_join_next() {
                panic!(
                    "a connection ended by itself: {ended:?} {:?}",
                    self.child.log()
                );
            }
        }
        tokio::time::sleep(Duration::from_micros(self.random.below(JITTER))).await;
        self.child.kill();
        writers.join_all().await
    }

    /// An edit that keeps the stored password opens its seal.
    async fn open_a_seal(&mut self, stored: &BTreeMap<String, Told>, number: usize) {
        let there: Vec<&Told> = stored.values().filter(|told| !told.removed).collect();
        let Some(known) =
            (!there.is_empty()).then(|| there[self.random.index(there.len())].clone())
        else {
            return;
        };
        let username = format!("bot-{number}");
        let form = SecretForm::new(&known.name, row("ghcr.io", &username, ""))
            .version(known.version)
            .display_name(&known.display_name);
        let site = Site::new(&self.child.url);
        let ask =
            Ask::call("/rpc/secrets/edit", form.input().unwrap()).session(Some(&self.session));
        let answer = site.send(ask).await;
        assert_eq!(answer.status, 200, "{known:?}: {}", answer.text());
        self.ledger.note(&Told {
            username,
            version: known.version + 1,
            ..known
        });
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_being_killed() {
    let seed = number("KEYRACK_CRASH_SEED").unwrap_or_else(|| uuid::Uuid::new_v4().as_u64_pair().1);
    let cycles =
        number("KEYRACK_CRASH_CYCLES").map_or(CYCLES, |cycles| usize::try_from(cycles).unwrap());
    println!("KEYRACK_CRASH_SEED={seed}");
    let folder = tempfile::tempdir().unwrap();
    let mut run = Run::begin(folder.path(), seed).await;
    for number in 0..cycles {
        run.cycle(number).await;
    }
    println!("{cycles} kills, {} acknowledged writes", run.ledger.count());
    assert!(run.ledger.count() >= cycles);
}

#[test]
fn a_broken_promise_is_noticed() {
    let told = |name: &str, version| Told {
        name: name.into(),
        display_name: String::new(),
        username: "bot".into(),
        version,
        removed: false,
    };
    let map = |all: &[Told]| {
        all.iter()
            .map(|told| (told.name.clone(), told.clone()))
            .collect::<BTreeMap<_, _>>()
    };
    let promised = map(&[told("a", 1), told("b", 2)]);
    let kept = |stored: &[Told], in_doubt: &[Told]| {
        broken_promises(&promised, in_doubt, &map(stored)).len()
    };
    assert_eq!(kept(&[told("a", 1), told("b", 2)], &[]), 0);
    assert_eq!(kept(&[told("a", 1)], &[]), 1, "lost");
    assert_eq!(
        kept(&[told("a", 1), told("b", 1)], &[]),
        1,
        "an older state"
    );
    assert_eq!(
        kept(&[told("a", 1), told("b", 2), told("c", 1)], &[]),
        1,
        "nobody's"
    );
    assert_eq!(
        kept(
            &[told("a", 2), told("b", 2), told("c", 1)],
            &[told("a", 2), told("c", 1)]
        ),
        0,
        "in doubt"
    );
    assert_eq!(
        kept(&[told("b", 2)], &[told("a", 2)]),
        1,
        "in doubt is not lost"
    );
}
