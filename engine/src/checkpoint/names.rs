//! The files of a state, by their names. A state may come from anybody: nothing is read, written or removed for it but files
//! of these names, in its folder itself.

use std::fs;
use std::io;
use std::path::Path;

use super::{Saved, state, unusable};
use crate::error::Error;
use crate::partial::{number_of_run_name, run_name};

/// What the names of partial files begin with: the folder that holds them.
pub(super) const RUNS: &str = "runs/";
pub(super) const STATE: &str = "state.json";
/// What will be `state.json`.
pub(super) const NEXT: &str = "state-next.json";
pub(super) const LISTING: &str = "listing.jsonl";
pub(super) const DOCUMENTS: &str = "documents.jsonl";
pub(super) const LOCK: &str = "lock";
/// How the names of files begin that are being written.
pub(super) const UNFINISHED: &str = "state-";

/// The name of a partial file.
pub(super) fn run(number: u64) -> String {
    format!("{RUNS}{}", run_name(number))
}

/// The name of a file for lines of documents that takes the place of another.
pub(super) fn documents(number: u64) -> String {
    format!("documents-{number:08}.jsonl")
}

/// The number of a partial file, by its name.
pub(super) fn number_of_run(name: &str) -> Option<u64> {
    number_of_run_name(name.strip_prefix(RUNS)?)
}

/// Whether a file has the name of one for lines of documents.
pub(super) fn is_documents(name: &str) -> bool {
    let number = name.strip_prefix("documents-").and_then(|name| name.strip_suffix(".jsonl"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    name == DOCUMENTS || number.is_some_and(is_number)
}

/// The first name in a state that no file of a state has.
pub(super) fn foreign(saved: &Saved) -> Option<&str> {
    let names = [
        (&saved.listing, saved.listing.name == LISTING),
        (&saved.documents, is_documents(&saved.documents.name)),
    ];
    let runs = saved.runs.iter().map(|run| (run, number_of_run(&run.name).is_some()));
    names.into_iter().chain(runs).find(|(_, is_ours)| !is_ours).map(|(file, _)| &*file.name)
}

/// Refuses a folder in which something else stands than files, and `runs` with files: a link leads out of it, and a pipe would
/// be waited for.
///
/// # Errors
/// [`ErrorKind::State`](crate::ErrorKind::State) with the path of what is none.
pub(super) fn check_places(folder: &Path) -> Result<(), Error> {
    check_files(folder, Some("runs"))?;
    check_files(&folder.join(RUNS), None)
}

/// What stands in a folder: nothing where it is not there.
///
/// # Errors
/// [`ErrorKind::State`](crate::ErrorKind::State) where it cannot be read.
pub(super) fn entries(folder: &Path) -> Result<Vec<fs::DirEntry>, Error> {
    match fs::read_dir(folder).and_then(Iterator::collect) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        entries => entries.map_err(|error| unusable(folder, &error)),
    }
}

/// What stands in a folder is files, but for `folder_in_it`, which is a folder.
fn check_files(folder: &Path, folder_in_it: Option<&str>) -> Result<(), Error> {
    for entry in entries(folder)? {
        let kind = entry.file_type().map_err(|error| unusable(&entry.path(), &error))?;
        let is_folder = folder_in_it.is_some_and(|name| entry.file_name() == name);
        let problem = match is_folder {
            true if !kind.is_dir() => "is no folder",
            false if !kind.is_file() => "is no file",
            _ => continue,
        };
        let message = format!("{}: {problem}, and a state holds no other", entry.path().display());
        return Err(state(message).with_hint("name a folder that is new or empty"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_files_in_the_folder() {
        assert_eq!(number_of_run(&run(7)), Some(7));
        assert!(is_documents(DOCUMENTS) && is_documents(&documents(7)));
        for name in [
            "runs/../a.jsonl",
            "runs/a.jsonl",
            "runs/.jsonl",
            "runs/7",
            "7.jsonl",
            "/runs/7.jsonl",
            "runs/-7.jsonl",
        ] {
            assert_eq!(number_of_run(name), None, "{name}");
        }
        for name in [
            "documents-/../../a.jsonl",
            "documents-7/a.jsonl",
            "documents-.jsonl",
            "../documents.jsonl",
            "documents-7a.jsonl",
        ] {
            assert!(!is_documents(name), "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_leads_out_of_the_folder_or_is_waited_for_is_refused() {
        use std::os::unix::fs::symlink;

        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let runs = folder.path().join("runs");
        check_places(&folder.path().join("none")).unwrap();
        check_places(folder.path()).unwrap();
        #[track_caller]
        fn check(folder: &Path, name: &str, problem: &str) {
            let message = check_places(folder).unwrap_err().to_string();
            let path = folder.join(name).display().to_string();
            assert_eq!(message, format!("{path}: {problem}, and a state holds no other"));
        }
        symlink(other.path(), &runs).unwrap();
        check(folder.path(), "runs", "is no folder");
        fs::remove_file(&runs).unwrap();
        fs::create_dir(&runs).unwrap();
        fs::write(runs.join("00000000.jsonl"), "").unwrap();
        check_places(folder.path()).unwrap();
        fs::write(other.path().join("a"), "").unwrap();
        symlink(other.path().join("a"), runs.join("00000001.jsonl")).unwrap();
        check(folder.path(), "runs/00000001.jsonl", "is no file");
        fs::remove_file(runs.join("00000001.jsonl")).unwrap();
        let state = folder.path().join(STATE);
        assert!(std::process::Command::new("mkfifo").arg(&state).status().unwrap().success());
        check(folder.path(), STATE, "is no file");
    }
}
