//! A door for fuzz targets: what is behind it takes any bytes, and panics where a promise is broken.

use std::fs;

use textmill::Report;

use crate::difference::differences;
use crate::engine::{Config, lock};
use crate::summary::summary;
use crate::tables;
use crate::terminal::{Paint, Terminal};

/// A report from anywhere. One that is read is written as it was read, and can be shown on any terminal, and as tables where it is of its schemas.
///
/// # Panics
/// Where that does not hold, and where something in it would move the cursor of a terminal.
pub fn report(input: &[u8]) {
    let Ok(report) = serde_json::from_slice::<Report>(input) else { return };
    let again: Report = serde_json::from_str(&report.to_json()).expect("a report's own JSON is read");
    assert_eq!(again.to_json(), report.to_json(), "a report survives its JSON");
    for columns in [1, 20, 80, 300] {
        let page = summary(&report, Terminal { is_terminal: true, columns, paint: Paint { colour: false } });
        let moves = |character: char| character.is_control() && character != '\n';
        assert!(!page.contains(moves), "a page without colour has no control characters");
    }
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    if let Err(error) = tables::write(folder.path(), &report, None, tables::Formulas::Guarded) {
        assert!(!is_of_its_schemas(&report), "a report is written as tables: {error}");
    }
}

/// Whether all that analyzers found is of the schemas that the report gives.
fn is_of_its_schemas(report: &Report) -> bool {
    let in_group = |group: &str, name: &str| report.merged_in(group, name).is_ok();
    report.analyzers.keys().all(|name| report.merged(name).is_ok())
        && report.groups.iter().all(|(group, sections)| sections.keys().all(|name| in_group(group, name)))
}

/// A configuration file.
///
/// # Panics
/// Where a message that refuses it does not say where in it, or has control characters.
pub fn configuration(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    // Resources are files of the user's own, which no input should choose.
    if text.contains("resource") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let path = folder.path().join("textmill.toml");
    fs::write(&path, text).expect("there is room for a file");
    if let Err(error) = Config::read(&path) {
        let message = error.to_string();
        let place = message.strip_prefix(&format!("{}:", path.display()));
        let line: Option<usize> = place.and_then(|place| place.split(':').next()?.parse().ok());
        let lines = text.matches('\n').count() + 1;
        assert!(line.is_some_and(|line| (1..=lines).contains(&line)), "{message} names a line");
    }
}

/// A lock file.
///
/// # Panics
/// Where one that is read differs from itself.
pub fn lock_file(input: &[u8]) {
    let Ok(Ok(locked)) = str::from_utf8(input).map(lock::read) else { return };
    assert!(differences("", &locked, &locked).is_empty(), "a lock file is equal to itself");
}
