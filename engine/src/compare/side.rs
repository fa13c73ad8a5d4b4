//! What is compared with what: all documents of partial files, a group of them, or all but a group.

use std::fmt;
use std::path::PathBuf;

use crate::error::{Error, ErrorKind};
use crate::partial::{SectionEntries, Sections};
use crate::select::GroupBy;

/// One side of a comparison: what partial files hold of all of their documents, of a group, or of all but a group.
///
/// ```
/// use textmill::Side;
///
/// let arabic = Side::files(["a.part", "b.part"]).group("ar");
/// assert_eq!(arabic.to_string(), "ar");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    files: Vec<PathBuf>,
    name: Option<String>,
    which: Which,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Which {
    All,
    Group(String),
    AllBut(String),
}

impl Side {
    /// All documents of partial files, which have to join with each other.
    ///
    /// ```
    /// let side = textmill::Side::files(["2023.part", "2024.part"]);
    /// assert_eq!(side.to_string(), "2023.part, 2024.part");
    /// ```
    pub fn files<P: Into<PathBuf>>(files: impl IntoIterator<Item = P>) -> Self {
        Self { files: files.into_iter().map(Into::into).collect(), name: None, which: Which::All }
    }

    /// Calls the files so, in place of their paths.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// Only the documents of this group. The files have to be of a run with groups.
    #[must_use]
    pub fn group(self, group: impl Into<String>) -> Self {
        Self { which: Which::Group(group.into()), ..self }
    }

    /// All documents but those of this group.
    #[must_use]
    pub fn all_but(self, group: impl Into<String>) -> Self {
        Self { which: Which::AllBut(group.into()), ..self }
    }

    /// Opens the files once for what is added, and once more for what is taken off.
    pub(super) fn open(&self) -> Result<OpenSide, Error> {
        let sections = Sections::open(&self.files)?;
        let (group, less) = match &self.which {
            Which::All => (None, None),
            Which::Group(group) => (Some(group.clone()), None),
            Which::AllBut(group) => (None, Some((group.clone(), Sections::open(&self.files)?))),
        };
        Ok(OpenSide { sections, group, less, is_there: false })
    }

    /// The groups of the files, in order; last those of documents that have no value, or no date.
    ///
    /// # Errors
    /// [`ErrorKind::Partial`] where a file cannot be read.
    pub fn groups(&self) -> Result<Vec<String>, Error> {
        let mut sections = Sections::open(&self.files)?;
        let mut groups = std::collections::BTreeSet::new();
        while let Some(section) = sections.next()? {
            groups.extend(section.group.clone());
            sections.take(&section.analyzer, section.group.as_deref())?;
        }
        let (of_value, others): (Vec<String>, Vec<String>) =
            groups.into_iter().partition(|group| GroupBy::is_of_value(group));
        Ok(of_value.into_iter().chain(others).collect())
    }

    /// Reads the files to their end, so that they are known to be whole.
    ///
    /// # Errors
    /// What the files are found to be, and [`ErrorKind::Name`] where the group was in none of them, with those that are.
    pub(super) fn finish(&self, open: OpenSide) -> Result<(), Error> {
        let is_there = open.is_there;
        open.sections.finish()?;
        let (Which::Group(group) | Which::AllBut(group)) = &self.which else { return Ok(()) };
        if is_there {
            return Ok(());
        }
        let groups = self.groups()?;
        if groups.contains(group) {
            return Ok(());
        }
        let error = Error::new(ErrorKind::Name, format!("{} has no group `{group}`", self.pile()));
        Err(match groups.is_empty() {
            true => error.with_hint("it is of a run without groups; `--group-by` of `analyze` makes them"),
            false => error.with_hint(format!("the groups are {}", groups.join(", "))),
        })
    }
}

impl Side {
    /// What the files are called.
    fn pile(&self) -> String {
        self.name.clone().unwrap_or_else(|| {
            let names: Vec<String> = self.files.iter().map(|path| path.display().to_string()).collect();
            names.join(", ")
        })
    }
}

impl fmt::Display for Side {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.which {
            Which::All => formatter.write_str(&self.pile()),
            Which::Group(group) => formatter.write_str(group),
            Which::AllBut(group) => write!(formatter, "all but {group}"),
        }
    }
}

/// A side whose files are open.
pub(super) struct OpenSide {
    pub(super) sections: Sections,
    group: Option<String>,
    /// What is taken off: its group, from the same files.
    less: Option<(String, Sections)>,
    /// Whether there was a section of what was asked for.
    is_there: bool,
}

impl OpenSide {
    /// The counts of an analyzer; nothing where the side has none of it.
    pub(super) fn counts(&mut self, analyzer: &str) -> Result<Option<Counts<'_>>, Error> {
        let Some(entries) = self.sections.take(analyzer, self.group.as_deref())? else { return Ok(None) };
        let (less, is_there) = match &mut self.less {
            Some((group, sections)) => {
                let less = sections.take(analyzer, Some(group))?;
                let is_there = less.is_some();
                (less, is_there)
            }
            None => (None, true),
        };
        self.is_there |= is_there;
        let taken_off = less.as_ref().map_or(0, |less| less.documents);
        Ok(Some(Counts {
            documents: entries.documents.saturating_sub(taken_off),
            entries,
            less,
            ahead: None,
            is_begun: false,
        }))
    }
}

/// The count of one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    /// From the outermost field to the key.
    pub(super) path: Vec<String>,
    pub(super) count: u128,
    pub(super) documents: u64,
    /// Where the field asks how keys are spread.
    pub(super) bits: Option<u64>,
}

/// The counts of one analyzer on one side, in the order of their paths.
pub(super) struct Counts<'a> {
    /// Documents that were analyzed.
    pub(super) documents: u64,
    entries: SectionEntries<'a>,
    less: Option<SectionEntries<'a>>,
    /// What is to be taken off next.
    ahead: Option<Counted>,
    is_begun: bool,
}

impl Counts<'_> {
    /// The next key that the side has.
    pub(super) fn next(&mut self) -> Result<Option<Counted>, Error> {
        if !self.is_begun {
            self.is_begun = true;
            self.read_ahead()?;
        }
        while let Some(mut counted) = next_count(&mut self.entries)? {
            while self.ahead.as_ref().is_some_and(|less| less.path < counted.path) {
                self.read_ahead()?;
            }
            if let Some(less) = self.ahead.take_if(|less| less.path == counted.path) {
                counted.count = counted.count.saturating_sub(less.count);
                counted.documents = counted.documents.saturating_sub(less.documents);
                counted.bits = counted.bits.zip(less.bits).map(|(all, less)| all.saturating_sub(less));
                self.read_ahead()?;
            }
            if counted.count > 0 {
                return Ok(Some(counted));
            }
        }
        Ok(None)
    }

    fn read_ahead(&mut self) -> Result<(), Error> {
        self.ahead = match &mut self.less {
            Some(less) => next_count(less)?,
            None => None,
        };
        Ok(())
    }
}

/// The next entry that is the count of a key.
fn next_count(entries: &mut SectionEntries<'_>) -> Result<Option<Counted>, Error> {
    while let Some(entry) = entries.next()? {
        if let Some((count, documents)) = entry.count() {
            let path = entry.path().map(str::to_string).collect();
            return Ok(Some(Counted { path, count, documents, bits: entry.dispersed_bits() }));
        }
    }
    Ok(None)
}
