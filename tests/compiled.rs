//! Analyzers are compiled once, and nothing about a report tells whether they were.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use crate::harness::{Dir, Run, without_run};

/// Code that counts fuel is no part of the program, so the built-in analyzers are compiled for it.
const ANALYZE: &str = "analyze a.txt -p keywords --fuel 1G -o -";

fn dir() -> Dir {
    Dir::new("--- a.txt\nThe cat saw the cat. A dog saw 3 fine cats in Paris!\n")
}

/// The entries of a folder for caches.
fn entries(dir: &Dir, caches: &str) -> Vec<PathBuf> {
    let folder = dir.path(caches).join("textmill/compiled");
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.expect("it can be read").path())
        .collect();
    entries.sort();
    entries
}

fn warnings(run: &Run) -> Vec<String> {
    run.stderr().lines().filter(|line| line.contains("warn:")).map(str::to_owned).collect()
}

fn modified(path: &Path) -> std::time::SystemTime {
    path.metadata().and_then(|metadata| metadata.modified()).expect("it is there")
}

#[test]
fn the_report_is_the_same_without_with_a_new_and_with_a_full_cache() {
    let dir = dir();
    let without = without_run(dir.textmill(ANALYZE).exits(0).report());
    for pass in 0..2 {
        let run = dir.textmill_caching("caches", ANALYZE).exits(0);
        assert_eq!(warnings(&run), [""; 0], "pass {pass}");
        assert_eq!(without_run(run.report()), without, "pass {pass}");
        // `tokenize` was filled in.
        assert_eq!(entries(&dir, "caches").len(), 2, "pass {pass}");
    }
}

#[test]
fn built_in_analyzers_are_compiled_already() {
    let dir = dir();
    dir.textmill_caching("caches", "analyze a.txt -o -").exits(0);
    dir.textmill_caching("caches", "plugin inspect keywords").exits(0);
    assert!(entries(&dir, "caches").is_empty());
}

#[test]
fn a_damaged_entry_is_replaced_and_changes_nothing() {
    let dir = dir();
    let analyze = "analyze a.txt -p tokenize --fuel 1G -o -";
    let report = without_run(dir.textmill_caching("caches", analyze).exits(0).report());
    let entry = &entries(&dir, "caches")[0];
    let whole = fs::read(entry).expect("an entry");
    let mut damaged = whole.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    fs::write(entry, damaged).expect("it is ours");
    let run = dir.textmill_caching("caches", analyze).exits(0);
    assert_eq!(warnings(&run), [""; 0]);
    assert_eq!(without_run(run.report()), report);
    assert_eq!(fs::read(entry).expect("a new entry"), whole);
    let written = modified(entry);
    dir.textmill_caching("caches", analyze).exits(0);
    assert_eq!(modified(entry), written, "a whole entry is not written again");
}

#[test]
fn processes_share_a_folder() {
    let dir = dir();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let run = dir.textmill_caching("caches", ANALYZE).exits(0);
                assert_eq!(warnings(&run), [""; 0]);
            });
        }
    });
    assert_eq!(entries(&dir, "caches").len(), 2);
}

#[test]
fn nothing_is_kept_where_that_is_asked() {
    let dir = dir();
    dir.textmill_caching("caches", "analyze a.txt -p tokenize --fuel 1G --no-compiled-cache -o -").exits(0);
    dir.textmill_caching("caches", "plugin inspect tokenize --no-compiled-cache").exits(0);
    assert!(!dir.path("caches").exists());
}

#[cfg(unix)]
#[test]
fn a_folder_that_others_can_write_is_not_used() {
    use std::os::unix::fs::PermissionsExt;

    let dir = dir();
    fs::create_dir_all(dir.path("caches/textmill")).expect("the folder is ours");
    fs::set_permissions(dir.path("caches/textmill"), fs::Permissions::from_mode(0o777)).expect("it is ours");
    let run = dir.textmill_caching("caches", ANALYZE).exits(0);
    let expected = "textmill: warn: compiled analyzers are not kept: DIR/caches/textmill can be written by other users; \
                    --no-compiled-cache goes without";
    assert_eq!(warnings(&run), [expected]);
    assert!(entries(&dir, "caches").is_empty());
}
