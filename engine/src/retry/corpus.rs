//! Whether the corpus is the one that an earlier run read.

use std::collections::{BTreeMap, BTreeSet};

use textmill_corpus::{Input, Listed};

use crate::error::{Error, ErrorKind};

/// Compares what there is to read with what was read, before the run: by path and size.
///
/// # Errors
/// [`ErrorKind::Corpus`] for an input that is missing, is new, or has another size.
pub(super) fn check_listing(before: &[Input], complete: bool, now: &[Listed]) -> Result<(), Error> {
    let listed: BTreeMap<&str, Option<u64>> =
        now.iter().map(|listed| (listed.position.as_str(), listed.bytes)).collect();
    for input in before {
        match listed.get(input.path.as_str()) {
            None => return Err(missing(&input.path)),
            Some(Some(bytes)) if *bytes != input.bytes => {
                return Err(changed(&input.path, input.bytes, *bytes));
            }
            Some(_) => {}
        }
    }
    // What has no size may have been unreadable, and is then no input.
    let mut sized = listed.iter().filter(|(_, bytes)| bytes.is_some());
    let known: BTreeSet<&str> = before.iter().map(|input| input.path.as_str()).collect();
    match sized.find(|(path, _)| complete && !known.is_empty() && !known.contains(*path)) {
        Some((path, _)) => Err(new(path)),
        None => Ok(()),
    }
}

/// Compares what was read with what an earlier run read, by path, size and hash.
///
/// # Errors
/// [`ErrorKind::Corpus`] for the first difference.
pub(super) fn check_inputs(before: &[Input], complete: bool, now: &[Input]) -> Result<(), Error> {
    if before.is_empty() {
        return Ok(());
    }
    let by_path = |inputs: &[Input]| {
        let mut by_path: BTreeMap<String, Vec<Input>> = BTreeMap::new();
        for input in inputs {
            by_path.entry(input.path.clone()).or_default().push(input.clone());
        }
        by_path.values_mut().for_each(|inputs| inputs.sort_by(|a, b| a.sha256.cmp(&b.sha256)));
        by_path
    };
    let (before, now) = (by_path(before), by_path(now));
    for (path, were) in &before {
        let are = now.get(path).ok_or_else(|| missing(path))?;
        if were.len() != are.len() {
            return Err(different(format!("{path}: was read {} times, and now {}", were.len(), are.len())));
        }
        for (was, is) in were.iter().zip(are) {
            check_input(path, was, is)?;
        }
    }
    match now.keys().find(|path| complete && !before.contains_key(*path)) {
        Some(path) => Err(new(path)),
        None => Ok(()),
    }
}

fn check_input(path: &str, was: &Input, is: &Input) -> Result<(), Error> {
    if was.bytes != is.bytes {
        return Err(changed(path, was.bytes, is.bytes));
    }
    // One that was not read to its end has no hash.
    if was.sha256 != is.sha256 {
        return Err(different(format!(
            "{path}: was changed since: it has the same size and another content"
        )));
    }
    Ok(())
}

fn missing(path: &str) -> Error {
    different(format!("{path}: is no longer there"))
}

fn new(path: &str) -> Error {
    different(format!("{path}: was not there"))
}

fn changed(path: &str, was: u64, is: u64) -> Error {
    different(format!("{path}: was changed since: it had {was} bytes, and has {is}"))
}

pub(super) fn different(message: String) -> Error {
    Error::new(ErrorKind::Corpus, message).with_hint(
        "faults are tried again on the corpus of the report alone: analyze the new one from the start",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(path: &str, bytes: u64, sha256: &str) -> Input {
        Input { path: path.into(), bytes, sha256: sha256.into(), ..Input::default() }
    }

    #[track_caller]
    fn check(before: &[Input], now: &[Input], expected: Option<&str>) {
        let found = check_inputs(before, true, now).err().map(|error| error.to_string());
        assert_eq!(found.as_deref(), expected);
    }

    #[test]
    fn a_changed_corpus_is_named() {
        let (a, b) = (input("a", 1, "x"), input("b", 2, "y"));
        let both = [a.clone(), b];
        check(&both, &both, None);
        check(&[], &both, None);
        check(&both, &both[..1], Some("b: is no longer there"));
        check(&both[1..], &both, Some("a: was not there"));
        check(
            &both,
            &[input("a", 5, "x"), input("b", 2, "y")],
            Some("a: was changed since: it had 1 bytes, and has 5"),
        );
        check(
            &both,
            &[a.clone(), input("b", 2, "z")],
            Some("b: was changed since: it has the same size and another content"),
        );
        check(&[a.clone(), a.clone()], &[a.clone(), a.clone()], None);
        check(&[a.clone(), a.clone()], std::slice::from_ref(&a), Some("a: was read 2 times, and now 1"));
        assert!(check_inputs(&both[1..], false, &both).is_ok());
    }

    #[test]
    fn sizes_are_compared_before_anything_is_read() {
        let listed = |position: &str, bytes| Listed { position: position.into(), bytes, modified: Some(0) };
        let before = [input("a", 1, "x"), input("b", 2, "y")];
        let check = |now: &[Listed], expected: Option<&str>| {
            let found = check_listing(&before, true, now).err().map(|error| error.to_string());
            assert_eq!(found.as_deref(), expected);
        };
        check(&[listed("a", Some(1)), listed("b", Some(2)), listed("c", None)], None);
        check(&[listed("a", Some(1))], Some("b: is no longer there"));
        check(
            &[listed("a", Some(3)), listed("b", Some(2))],
            Some("a: was changed since: it had 1 bytes, and has 3"),
        );
        check(&[listed("a", Some(1)), listed("b", None), listed("c", Some(0))], Some("c: was not there"));
    }
}
