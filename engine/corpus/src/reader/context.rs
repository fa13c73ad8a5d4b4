//! What readers of an input share, and how they open what is packed in it.

use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::Reader;
use crate::compression::Budget;
use crate::left_out::LeftOut;
use crate::name::Name;
use crate::options::Format;
use crate::regular::Regular;

/// What readers of an input share.
#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) format: Arc<Format>,
    pub(crate) budget: Budget,
    /// In how many archives the part is.
    pub(crate) nesting: u32,
    left_out: Arc<Mutex<LeftOut>>,
    failure: Arc<Mutex<Option<String>>>,
    open: Open,
}

/// Opens a part, whatever its format is.
type Open = fn(Opening, Context) -> Box<dyn Reader>;

impl Context {
    /// The context of an input. `open` is asked for what its readers find in it.
    pub(crate) fn new(format: &Arc<Format>, budget: Budget, open: Open) -> Self {
        Self {
            format: Arc::clone(format),
            budget,
            nesting: 0,
            left_out: Arc::default(),
            failure: Arc::default(),
            open,
        }
    }

    /// That of what is packed in the part.
    pub(crate) fn within(&self) -> Self {
        Self { nesting: self.nesting + 1, ..self.clone() }
    }

    /// A reader of a part.
    pub(crate) fn open(&self, opening: Opening) -> Box<dyn Reader> {
        (self.open)(opening, self.clone())
    }

    /// Counts something that is left out.
    pub(crate) fn leave_out(&self, reason: &str) {
        self.leave_out_several(reason, 1);
    }

    /// Counts so many things that are left out.
    pub(crate) fn leave_out_several(&self, reason: &str, count: u64) {
        self.left_out.lock().unwrap_or_else(PoisonError::into_inner).add(reason, count);
    }

    /// Notes that the machine has no more to give, so that nothing more can be read of the input.
    pub(crate) fn fail(&self, error: &io::Error) {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| error.to_string());
    }

    /// What the machine lacks, once it was noted.
    pub(crate) fn failure(&self) -> Option<String> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What was left out of the input so far.
    pub(crate) fn left_out(&self) -> LeftOut {
        self.left_out.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What a part is made of.
pub(crate) struct Opening {
    pub(crate) name: Name,
    /// Its path, whose ending may tell the format; nothing for what comes through a pipe.
    pub(crate) path: Option<PathBuf>,
    pub(crate) reader: Box<dyn Read + Send>,
    /// Its size in bytes, where that is known.
    pub(crate) size: Option<u64>,
    /// Where the same bytes can be read as a file.
    pub(crate) file: Option<Regular>,
}
