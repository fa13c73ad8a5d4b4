//! From the arguments to the documents.

mod kept;
mod partial;
mod unread;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};

use textmill::{Code, Corpus, Paths, Source};

use crate::args::DocumentArguments;
use crate::error::Error;
use crate::output::is_standard_stream;
use crate::terminal::number;
use crate::terminal::text::escaped;

pub(crate) use self::kept::{KeptLines, Opened};
pub(crate) use self::partial::{is_partial, refuse_partials};
pub(crate) use self::unread::{check_read, check_report};

/// Opens files and folders, as they are read by default.
///
/// # Errors
/// A path that is not there, or leads to nothing.
pub(crate) fn open_paths(paths: &[PathBuf], text_field: &str) -> Result<Paths, Error> {
    Ok(Corpus::new().paths(paths).text_field(text_field).open()?)
}

/// Documents that are looked at for the fields that there are.
const LOOKED_AT: usize = 1_000;

/// Says which fields documents have, by the first of them; nothing where there is no document.
pub(crate) fn fields(mut documents: impl Source) -> Option<String> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut seen: usize = 0;
    while seen < LOOKED_AT
        && let Some(item) = documents.next_item()
    {
        for document in item.made().into_iter().flatten() {
            seen += 1;
            for field in document.metadata.keys() {
                *counts.entry(escaped(field).into_owned()).or_default() += 1;
            }
        }
    }
    if seen == 0 {
        return None;
    }
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    let named = counts.iter().take(20).map(|(field, count)| format!("`{field}` ({})", number::whole(*count)));
    let named = match counts.len() {
        0 => "none".to_string(),
        _ => named.collect::<Vec<String>>().join(", "),
    };
    let rest = match counts.len().saturating_sub(20) {
        0 => String::new(),
        rest => format!(" and {rest} more"),
    };
    Some(format!(
        "of the first {} the fields are: {named}{rest}; all have `source` and `folder`, dates are grouped by FIELD:decade, \
         :year, :quarter, :month, :week or :day",
        number::counted(seen as u64, "document")
    ))
}

/// What is to be read, and how.
pub(crate) fn of(arguments: &DocumentArguments) -> Corpus {
    let mut corpus = Corpus::new()
        .paths(&arguments.paths)
        .text_field(&arguments.text_field)
        .max_document(arguments.max_document.0)
        .split_long(arguments.split_long)
        .max_expansion(arguments.max_expansion)
        .stdin_name(&arguments.stdin_name)
        .decompression_memory(arguments.decompression_memory.0)
        .hidden(arguments.hidden)
        .ignore_files(!arguments.no_ignore)
        .follow(arguments.follow)
        .null_separated(arguments.null)
        .invalid_text(arguments.invalid_text.into())
        .html_text(arguments.html_text.into())
        .code(if arguments.code { Code::Read } else { Code::LeaveOut })
        .remove_boilerplate(arguments.remove_boilerplate);
    for glob in &arguments.glob {
        corpus = corpus.glob(glob);
    }
    if let Some(program) = &arguments.pre {
        corpus = corpus.preprocessor(program);
    }
    for glob in &arguments.pre_glob {
        corpus = corpus.preprocessor_glob(glob);
    }
    if let Some(list) = &arguments.files_from {
        corpus = corpus.files_from(list);
    }
    if let Some(encoding) = arguments.encoding {
        corpus = corpus.encoding(encoding);
    }
    if let Some(field) = &arguments.id_field {
        corpus = corpus.id_field(field);
    }
    if let Some(folder) = &arguments.root {
        corpus = corpus.root(folder);
    }
    corpus
}

/// The first of the paths, seen from `folder`, that can be read only once: the standard input, a pipe, a device.
pub(crate) fn stream<'a>(arguments: &'a DocumentArguments, folder: &Path) -> Option<&'a Path> {
    let is_read_once = |path: &&Path| {
        is_standard_stream(path) || folder.join(path).metadata().is_ok_and(|found| is_stream(&found))
    };
    arguments.paths.iter().chain(&arguments.files_from).map(AsRef::as_ref).find(is_read_once)
}

fn is_stream(found: &Metadata) -> bool {
    !found.is_file() && !found.is_dir()
}

/// Whether nothing is there.
pub(crate) fn is_missing(path: &Path) -> bool {
    !is_standard_stream(path) && path.symlink_metadata().is_err()
}
