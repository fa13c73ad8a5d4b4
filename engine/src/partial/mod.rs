//! Partial files: what a run has found, in a form that merges with that of other runs in flat memory.
//!
//! A file is JSON Lines in UTF-8: a head that describes itself, then the inputs sorted by path, all faults sorted, and
//! for each analyzer and group the entries of its state, sorted by path; `docs/partial.md` has it line by line. The
//! sorted runs to which a large state spills, and what `--state` keeps, are such files too. Files join by going
//! through all of them at once, one line of each in memory.

mod amend;
mod counts;
mod entries;
mod head;
mod join;
mod line;
mod read;
mod sections;
mod spill;
mod write;

pub(crate) use amend::{Amendment, Front, amend, read_front};
pub(crate) use head::PartialHead;
pub(crate) use head::flat;
pub(crate) use join::{Joined, join, join_by, join_into, join_own};
pub(crate) use sections::{SectionEntries, Sections};
pub(crate) use spill::{Spill, number_of_run_name, run_name};
pub(crate) use write::{hexadecimal, write_tally};
