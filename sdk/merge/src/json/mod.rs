//! The JSON of states: what is written is canonical, what is read is checked.
//!
//! Kinds say which values stand where; this folder says how a string, a count or a number is spelled. Its reader
//! pulls one token after the other and copies keys straight into the state that is being read: a host does that
//! once per batch and plugin, at several times the speed of a tree of values.

mod canonical;
mod read;
mod write;

pub(crate) use canonical::canonical;
pub(crate) use read::Reader;
pub(crate) use write::{comma, write_count, write_number, write_plain_number, write_string};
