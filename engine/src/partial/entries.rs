//! Entries of states, a line each: what the merge crate joins.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use textmill_merge::{Entry, Join, JoinError, Schema, State};

use super::read::PartialReader;
use crate::error::{Error, ErrorKind};

/// Gives the line of each entry of a state, in order, without its line break.
///
/// # Errors
/// Those of `write`.
pub(super) fn write_entries(state: &State, mut write: impl FnMut(&str) -> io::Result<()>) -> io::Result<()> {
    let mut line = String::new();
    state.write_entries(|entry| {
        line.clear();
        line.push('[');
        line.push_str(entry);
        line.push(']');
        write(&line)
    })
}

/// Joins the entries that come next in each reader, up to the end of its section of so many documents. `each` is given each
/// joined entry, with its line.
///
/// # Errors
/// [`ErrorKind::Partial`] for a line that is no entry of the schema or not in order, and those of `each`.
pub(super) fn join_entries(
    schema: &Arc<Schema>,
    documents: u64,
    readers: Vec<&mut PartialReader>,
    mut each: impl FnMut(&Entry, &str) -> Result<(), Error>,
) -> Result<(), Error> {
    let (mut join, paths) = open_join(schema, readers)?;
    let mut line = String::new();
    while let Some(entry) = join.next_entry().map_err(|error| failed(error, &paths))? {
        check_documents(schema, documents, entry, &paths)?;
        line.clear();
        line.push('[');
        entry.write(&mut line);
        line.push(']');
        each(entry, &line)?;
    }
    Ok(())
}

/// Holds that no entry tells of more documents than its section has.
///
/// # Errors
/// [`ErrorKind::Partial`] where one does.
pub(super) fn check_documents(
    schema: &Schema,
    documents: u64,
    entry: &Entry,
    paths: &[PathBuf],
) -> Result<(), Error> {
    let told =
        entry.least_documents(schema).map_err(|error| Error::new(ErrorKind::Partial, error.to_string()))?;
    if told <= documents {
        return Ok(());
    }
    let place = entry.path().collect::<Vec<_>>().join(".");
    let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let message =
        format!("{}: `{place}` tells of {told} documents, and its section has {documents}", paths.join(", "));
    Err(Error::new(ErrorKind::Partial, message).with_hint("the file was changed, or made by something else"))
}

/// What reads the next entry of a file.
pub(super) type ReadEntry<'a> = Box<dyn FnMut(&mut Entry) -> Result<bool, Error> + 'a>;

/// The entries that come next in each reader, up to the end of its section, joined; with the paths of the files.
///
/// # Errors
/// [`ErrorKind::Partial`] for a line that is no entry of the schema.
pub(super) fn open_join<'a>(
    schema: &Arc<Schema>,
    readers: Vec<&'a mut PartialReader>,
) -> Result<(Join<ReadEntry<'a>>, Vec<PathBuf>), Error> {
    let paths: Vec<PathBuf> = readers.iter().map(|reader| reader.path().to_owned()).collect();
    let runs = readers.into_iter().map(|reader| {
        let schema = Arc::clone(schema);
        Box::new(move |entry: &mut Entry| next_entry(reader, &schema, entry)) as ReadEntry<'a>
    });
    let join = Join::new(Arc::clone(schema), runs).map_err(|error| failed(error, &paths))?;
    Ok((join, paths))
}

/// What is wrong with an entry, with the path of its file.
pub(super) fn failed(error: JoinError<Error>, paths: &[PathBuf]) -> Error {
    match error {
        JoinError::Run { error, .. } => error,
        JoinError::Entry { run, error } => {
            Error::new(ErrorKind::Partial, format!("{}: {error}", paths[run].display()))
        }
    }
}

fn next_entry(reader: &mut PartialReader, schema: &Schema, entry: &mut Entry) -> Result<bool, Error> {
    let Some(line) = reader.entry() else { return Ok(false) };
    let json = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let json = json.ok_or_else(|| reader.error("an entry is a list"))?;
    entry.read(schema, json).map_err(|error| reader.error(&error.to_string()))?;
    reader.take_entry()?;
    Ok(true)
}
