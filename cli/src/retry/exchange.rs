//! Files that take the place of others, all of them or none.
//!
//! A file takes its place in one step of the file system, and several do not. So what is to be done is written down first,
//! in a journal beside the report. Killed before that, a retry has changed nothing; killed after it, the next one does what
//! is left. The journal names no place: it says what each file is, and where that stands the command knows, from its
//! arguments and the report. A file that takes a place has to be in the folder of that place, and what is replaced has to
//! be what was there when the journal was written.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};
use textmill::{Corpus, OutputRecord, StateUpdate};

use crate::bounded;
use crate::documents::record_of;
use crate::error::Error;
use crate::output::{WholeFile, temporary};

/// What a file is to a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Role {
    State,
    Partial,
    Lines,
    Report,
}

/// Where the files of a run stand, as far as they are replaced.
#[derive(Clone, Debug)]
pub(super) struct Places {
    pub(super) report: PathBuf,
    pub(super) partial: Option<PathBuf>,
    pub(super) lines: Option<PathBuf>,
    /// The folder of a state.
    pub(super) state: Option<PathBuf>,
}

impl Places {
    /// The file of a role; a link leads to it.
    fn of(&self, role: Role) -> Option<PathBuf> {
        let path = match role {
            Role::State => self.state.as_ref().map(|folder| folder.join("state.json")),
            Role::Partial => self.partial.clone(),
            Role::Lines => self.lines.clone(),
            Role::Report => Some(self.report.clone()),
        };
        path.map(|path| path.canonicalize().unwrap_or(path))
    }
}

/// Whether a retry of a report has left a journal.
pub(super) fn is_left(report: &Path) -> bool {
    journal_of(report).is_file()
}

/// The journal beside a report: hidden, and no document of a corpus.
fn journal_of(report: &Path) -> PathBuf {
    let report = report.canonicalize().unwrap_or_else(|_| report.to_owned());
    let name = report.file_name().unwrap_or_default().display().to_string();
    let [prefix, suffix] = [Corpus::TEMPORARY_PREFIX, Corpus::TEMPORARY_SUFFIX];
    report.with_file_name(format!("{prefix}retry-{name}{suffix}"))
}

#[derive(Debug, Serialize, Deserialize)]
struct Journal {
    textmill: String,
    format: u32,
    files: Vec<Entry>,
}

const KIND: &str = "retry";
const FORMAT: u32 = 1;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entry {
    role: Role,
    /// The name of the file, which is in the folder of its place.
    file: String,
    /// What is in the place; nothing where nothing is.
    before: Option<OutputRecord>,
    after: OutputRecord,
}

/// A file that is still to take its place.
#[derive(Debug)]
enum Taker {
    File { file: PathBuf, place: PathBuf },
    State(StateUpdate),
}

impl Taker {
    fn paths(&self) -> (PathBuf, PathBuf) {
        match self {
            Self::File { file, place } => (file.clone(), place.clone()),
            Self::State(update) => (update.file(), update.place()),
        }
    }

    fn take_place(self) -> Result<(), Error> {
        match self {
            Self::State(update) => Ok(update.take_up()?),
            Self::File { file, place } => {
                let taken = fs::rename(&file, &place).and_then(|()| sync_folder_of(&place));
                taken.map_err(|error| Error::io(place.display(), &error))
            }
        }
    }
}

/// One step of an exchange: one operation of the file system.
#[derive(Debug)]
enum Step {
    Write(Journal),
    Take(Taker),
    Forget,
}

/// Files that are to take the place of others.
#[derive(Debug)]
pub(super) struct Exchange {
    journal: PathBuf,
    steps: std::vec::IntoIter<Step>,
}

impl Exchange {
    /// An exchange of files that are whole, each for what stands in its place. They stay from now on, whatever comes of it.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub(super) fn new(
        places: &Places,
        state: Option<StateUpdate>,
        files: impl IntoIterator<Item = (Role, WholeFile)>,
    ) -> Result<Self, Error> {
        let mut takers: Vec<(Role, Taker)> =
            state.map(|update| (Role::State, Taker::State(update))).into_iter().collect();
        for (role, whole) in files {
            let place = whole.place().to_owned();
            takers.push((role, Taker::File { file: whole.keep()?, place }));
        }
        let entry = |(role, taker): &(Role, Taker)| {
            let (file, place) = taker.paths();
            let name = file.file_name().unwrap_or_default().display().to_string();
            Ok(Entry { role: *role, file: name, before: found(&place)?, after: read(&file)? })
        };
        let files = takers.iter().map(entry).collect::<Result<_, Error>>()?;
        let journal = Journal { textmill: KIND.to_owned(), format: FORMAT, files };
        let takers = takers.into_iter().map(|(_, taker)| Step::Take(taker));
        let steps: Vec<Step> =
            [Step::Write(journal)].into_iter().chain(takers).chain([Step::Forget]).collect();
        Ok(Self { journal: journal_of(&places.report), steps: steps.into_iter() })
    }

    /// What a retry of the same report left undone that was killed; nothing where there is none, or where it can no longer be
    /// done and nothing of it is. That is then removed.
    ///
    /// # Errors
    /// A journal that cannot be read, and one of which a part is done and the rest cannot be.
    pub(super) fn left(places: &Places) -> Result<Option<Self>, Error> {
        let path = journal_of(&places.report);
        let content = match bounded::text_of(&path, bounded::SMALL) {
            Ok(content) => content,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io(path.display(), &error)),
        };
        let journal = parsed(content.as_bytes()).ok_or_else(|| {
            Error::new(format!("{}: it is no journal of a retry of this version", path.display()))
                .with_hint("remove it to go without what the retry found that wrote it")
        })?;
        let mut found = Vec::new();
        for entry in &journal.files {
            found.push((entry, Progress::of(entry, places)?));
        }
        let is_done = |(_, progress): &(&Entry, Progress)| matches!(progress, Progress::Done);
        let lost = found.iter().position(|(_, progress)| matches!(progress, Progress::Lost));
        if let Some(lost) = lost {
            let is_other_report = found
                .iter()
                .any(|(entry, progress)| entry.role == Role::Report && matches!(progress, Progress::Lost));
            if is_other_report || !found.iter().any(is_done) {
                forget(&path, &journal, places)?;
                return Ok(None);
            }
            return Err(undone(&path, found[lost].0, places));
        }
        let takers = found.into_iter().filter_map(|(_, progress)| match progress {
            Progress::Waits(taker) => Some(Step::Take(*taker)),
            Progress::Done | Progress::Lost => None,
        });
        let steps: Vec<Step> = takers.chain([Step::Forget]).collect();
        Ok(Some(Self { journal: path, steps: steps.into_iter() }))
    }

    /// Does all of it.
    ///
    /// # Errors
    /// What the file system says. What is left is done when the command is repeated.
    pub(super) fn carry_out(mut self) -> Result<(), Error> {
        self.try_for_each(|done| done)
    }

    fn write(&self, journal: &Journal) -> io::Result<()> {
        let mut file = temporary(&self.journal)?;
        serde_json::to_writer_pretty(&mut file, journal)?;
        file.write_all(b"\n")?;
        file.as_file().sync_all()?;
        file.persist(&self.journal)?;
        sync_folder_of(&self.journal)
    }
}

/// Each step is done when it is asked for.
impl Iterator for Exchange {
    type Item = Result<(), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let step = self.steps.next()?;
        let at_journal =
            |done: io::Result<()>| done.map_err(|error| Error::io(self.journal.display(), &error));
        Some(match step {
            Step::Write(journal) => at_journal(self.write(&journal)),
            Step::Take(taker) => taker.take_place(),
            Step::Forget => at_journal(fs::remove_file(&self.journal)),
        })
    }
}

/// How far a file of a journal has come.
#[derive(Debug)]
enum Progress {
    Done,
    Waits(Box<Taker>),
    /// The file is gone, or something else has come into its place.
    Lost,
}

impl Progress {
    fn of(entry: &Entry, places: &Places) -> Result<Self, Error> {
        let Some((file, place)) = paths(entry, places) else { return Ok(Self::Lost) };
        let there = found(&place)?;
        if there.as_ref() == Some(&entry.after) {
            return Ok(Self::Done);
        }
        let is_file = file.symlink_metadata().is_ok_and(|found| found.is_file());
        if there != entry.before || !is_file || read(&file)? != entry.after {
            return Ok(Self::Lost);
        }
        Ok(match (entry.role, &places.state) {
            (Role::State, Some(folder)) => StateUpdate::left_in(folder)?
                .map_or(Self::Lost, |update| Self::Waits(Box::new(Taker::State(update)))),
            _ => Self::Waits(Box::new(Taker::File { file, place })),
        })
    }
}

/// The file of an entry, and the place that it takes.
fn paths(entry: &Entry, places: &Places) -> Option<(PathBuf, PathBuf)> {
    let place = places.of(entry.role)?;
    let mut components = Path::new(&entry.file).components();
    let is_name = matches!((components.next(), components.next()), (Some(Component::Normal(_)), None));
    is_name.then(|| (place.with_file_name(&entry.file), place))
}

fn parsed(content: &[u8]) -> Option<Journal> {
    let journal: Journal = serde_json::from_slice(content).ok()?;
    (journal.textmill == KIND && journal.format == FORMAT).then_some(journal)
}

/// Removes a journal, and the files that were to take places.
fn forget(path: &Path, journal: &Journal, places: &Places) -> Result<(), Error> {
    for entry in &journal.files {
        let Some((file, _)) = paths(entry, places) else { continue };
        if found(&file)?.as_ref() == Some(&entry.after) {
            fs::remove_file(&file).map_err(|error| Error::io(file.display(), &error))?;
        }
    }
    fs::remove_file(path).map_err(|error| Error::io(path.display(), &error))
}

fn undone(journal: &Path, entry: &Entry, places: &Places) -> Error {
    let place = match (places.of(entry.role), entry.role) {
        (Some(place), _) => place.display().to_string(),
        (None, Role::State) => "its state".to_owned(),
        (None, Role::Partial) => "its partial file".to_owned(),
        (None, Role::Lines | Role::Report) => "its lines of documents".to_owned(),
    };
    let message = format!(
        "{}: a retry of the report was killed while its files took their places, and {place} is not one of them",
        places.report.display()
    );
    Error::new(message).with_hint(format!(
        "repeat it with the --state, --partial and --documents that it had; or remove {} and analyze again",
        journal.display()
    ))
}

/// What a file holds; nothing where there is none.
fn found(path: &Path) -> Result<Option<OutputRecord>, Error> {
    match record_of(path) {
        Ok(record) => Ok(Some(record)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io(path.display(), &error)),
    }
}

fn read(path: &Path) -> Result<OutputRecord, Error> {
    record_of(path).map_err(|error| Error::io(path.display(), &error))
}

/// Makes the names in a folder durable, where a system has such a thing.
fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match File::open(folder) {
        Ok(folder) if cfg!(unix) => folder.sync_all(),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Output;

    const ROLES: [(Role, &str); 3] =
        [(Role::Partial, "in/run.part"), (Role::Lines, "run.jsonl"), (Role::Report, "run.json")];

    fn places(folder: &Path) -> Places {
        let [partial, lines, report] = ROLES.map(|(_, name)| folder.join(name));
        Places { report, partial: Some(partial), lines: Some(lines), state: None }
    }

    /// A folder of old files, and the exchange of new ones for them.
    fn exchange(folder: &Path) -> Exchange {
        fs::create_dir_all(folder.join("in")).unwrap();
        let whole = ROLES.map(|(role, name)| {
            let path = folder.join(name);
            fs::write(&path, format!("old {name}")).unwrap();
            let mut output = Output::create(&path).unwrap();
            output.write_all(format!("new {name}").as_bytes()).unwrap();
            (role, output.finish().unwrap().expect("it is a file"))
        });
        Exchange::new(&places(folder), None, whole).unwrap()
    }

    /// What stands in each place, and how many files there are beside.
    fn state(folder: &Path) -> (Vec<bool>, usize) {
        let is_new =
            |(_, name): &(Role, &str)| fs::read_to_string(folder.join(name)).unwrap().starts_with("new");
        let names = |folder: &Path| fs::read_dir(folder).unwrap().count();
        (ROLES.iter().map(is_new).collect(), names(folder) + names(&folder.join("in")) - 4)
    }

    #[test]
    fn an_exchange_is_completed_after_whichever_step_it_was_killed() {
        let steps = exchange(tempfile::tempdir().unwrap().path()).steps.len();
        assert_eq!(steps, 5);
        for killed in 0..=steps {
            let folder = tempfile::tempdir().unwrap();
            let folder = folder.path();
            let mut exchange = exchange(folder);
            exchange.by_ref().take(killed).for_each(Result::unwrap);
            drop(exchange);
            let (before, _) = state(folder);
            assert_eq!(before.iter().filter(|is_new| **is_new).count(), killed.saturating_sub(1).min(3));
            // The next one may be killed, too.
            for again in 0..3 {
                let left = Exchange::left(&places(folder)).unwrap();
                assert_eq!(left.is_some(), killed > 0 && killed + again < steps);
                left.into_iter().flatten().take(1).for_each(Result::unwrap);
            }
            if let Some(left) = Exchange::left(&places(folder)).unwrap() {
                left.carry_out().unwrap();
            }
            match killed {
                0 => assert_eq!(state(folder).0, [false; 3]),
                _ => assert_eq!(state(folder), (vec![true; 3], 0)),
            }
        }
    }

    #[test]
    fn what_has_come_between_is_not_overwritten() {
        // How many steps were done, what was written then, and what is said.
        let check = |killed: usize, (name, content): (&str, &str), expected: Result<(), &str>| {
            let folder = tempfile::tempdir().unwrap();
            let folder = folder.path();
            exchange(folder).take(killed).for_each(Result::unwrap);
            fs::write(folder.join(name), content).unwrap();
            let left = Exchange::left(&places(folder));
            let journal = journal_of(&places(folder).report);
            match expected {
                Ok(()) => assert!(left.unwrap().is_none() && !journal.exists()),
                Err(message) => {
                    assert!(left.unwrap_err().to_string().contains(message));
                    assert!(journal.exists());
                }
            }
            assert_eq!(fs::read_to_string(folder.join(name)).unwrap(), content);
        };
        check(1, ("run.jsonl", "another"), Ok(()));
        check(1, ("run.json", "another"), Ok(()));
        check(2, ("run.json", "another"), Ok(()));
        check(2, ("run.jsonl", "another"), Err("run.jsonl is not one of them"));
        check(2, (".textmill-retry-run.json.part", "{}"), Err("it is no journal of a retry"));
    }

    #[test]
    fn a_journal_leads_to_no_other_folder() {
        let folder = tempfile::tempdir().unwrap();
        let record = OutputRecord { bytes: 0, sha256: String::new() };
        for file in ["../a", "/a", "a/b", "", ".", ".."] {
            let entry = Entry { role: Role::Report, file: file.into(), before: None, after: record.clone() };
            assert!(paths(&entry, &places(folder.path())).is_none(), "{file}");
        }
    }
}
