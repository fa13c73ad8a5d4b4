//! Inputs of two runs, compared.

use std::collections::BTreeMap;

use serde::Serialize;
use textmill::{Input, Listed};

/// An input that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct InputDifference {
    pub(super) path: String,
    pub(super) change: Change,
    /// What it was called, where it was renamed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) from: Option<String>,
    /// What it was; nothing where it was not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) was: Option<Content>,
    /// What it is; nothing where it is not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) is: Option<Content>,
}

/// What became of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Change {
    Changed,
    Missing,
    New,
    Renamed,
}

/// What is known of an input's content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Content {
    pub(super) bytes: u64,
    /// Empty where the input was not read to its end.
    pub(super) sha256: String,
}

/// What differs between the inputs of two runs, by path.
pub(super) fn compare(was: &[Input], is: &[Input]) -> Vec<InputDifference> {
    let (was, mut is) = (by_path(was), by_path(is));
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for (path, contents) in was {
        match is.remove(path) {
            None => missing.extend(contents.into_iter().map(|content| (path, content))),
            Some(now) if now == contents => {}
            Some(now) => {
                let (was, is) = (contents.into_iter().next(), now.into_iter().next());
                found.push(InputDifference { was, is, ..difference(path, Change::Changed) });
            }
        }
    }
    for (path, content) in is.into_iter().flat_map(|(path, all)| all.into_iter().map(move |one| (path, one)))
    {
        let same = |(_, other): &(&str, Content)| *other == content && !content.sha256.is_empty();
        found.push(match missing.iter().position(same).map(|place| missing.remove(place)) {
            Some((from, was)) => InputDifference {
                from: Some(from.to_owned()),
                was: Some(was),
                is: Some(content),
                ..difference(path, Change::Renamed)
            },
            None => InputDifference { is: Some(content), ..difference(path, Change::New) },
        });
    }
    let gone = missing.into_iter();
    found.extend(
        gone.map(|(path, was)| InputDifference { was: Some(was), ..difference(path, Change::Missing) }),
    );
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

/// What can be told before anything is read: inputs that are no longer there, are new, or have another size.
pub(super) fn foresee(was: &[Input], listed: &[Listed]) -> Vec<String> {
    let was = by_path(was);
    let listed: BTreeMap<&str, Option<u64>> =
        listed.iter().map(|input| (input.position.as_str(), input.bytes)).collect();
    let gone = was.keys().filter(|path| !listed.contains_key(*path)).map(|path| format!("{path} is missing"));
    let other = listed.iter().filter_map(|(path, bytes)| match (was.get(path).map(Vec::as_slice), bytes) {
        (None, _) => Some(format!("{path} is new")),
        (Some([content]), Some(bytes)) if content.bytes != *bytes => {
            Some(format!("{path} has {bytes} bytes, and had {}", content.bytes))
        }
        _ => None,
    });
    gone.chain(other).collect()
}

/// Several inputs may have one path: those of a merged report.
fn by_path(inputs: &[Input]) -> BTreeMap<&str, Vec<Content>> {
    let mut contents: BTreeMap<&str, Vec<Content>> = BTreeMap::new();
    for input in inputs {
        let content = Content { bytes: input.bytes, sha256: input.sha256.clone() };
        contents.entry(&input.path).or_default().push(content);
    }
    contents
}

fn difference(path: &str, change: Change) -> InputDifference {
    InputDifference { path: path.to_owned(), change, from: None, was: None, is: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Inputs given as `path:bytes:hash`.
    fn inputs(texts: &[&str]) -> Vec<Input> {
        let input = |text: &&str| {
            let parts: Vec<&str> = text.split(':').collect();
            Input {
                path: parts[0].into(),
                bytes: parts[1].parse().expect(text),
                sha256: parts[2].into(),
                ..Input::default()
            }
        };
        texts.iter().map(input).collect()
    }

    #[track_caller]
    fn check(was: &[&str], is: &[&str], expected: &[(&str, Change)]) {
        let found = compare(&inputs(was), &inputs(is));
        let found: Vec<(&str, Change)> =
            found.iter().map(|difference| (difference.path.as_str(), difference.change)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn inputs_are_told_apart_by_path_size_and_hash() {
        check(&["a:1:x", "b:2:y"], &["b:2:y", "a:1:x"], &[]);
        check(&["a:1:x"], &["a:1:y"], &[("a", Change::Changed)]);
        check(&["a:1:"], &["a:2:"], &[("a", Change::Changed)]);
        check(&["a:1:x", "c:1:z"], &["b:2:y", "c:1:z"], &[("a", Change::Missing), ("b", Change::New)]);
        check(&["a:1:x"], &["b:1:x", "c:1:x"], &[("b", Change::Renamed), ("c", Change::New)]);
        check(&["a:0:"], &["b:0:"], &[("a", Change::Missing), ("b", Change::New)]);
        check(&["a:1:x", "a:1:y"], &["a:1:x"], &[("a", Change::Changed)]);
    }

    #[test]
    fn what_was_renamed_says_from_what() {
        let found = compare(&inputs(&["a:1:x"]), &inputs(&["b:1:x"]));
        assert_eq!(found[0].from.as_deref(), Some("a"));
    }

    #[test]
    fn sizes_and_names_are_known_before_anything_is_read() {
        let listed = |position: &str, bytes| Listed { position: position.into(), bytes, modified: None };
        let listed = [listed("b", Some(5)), listed("c", Some(1)), listed("d", None), listed("e", Some(1))];
        assert_eq!(
            foresee(&inputs(&["a:1:x", "b:4:y", "d:9:z", "e:1:q"]), &listed),
            ["a is missing", "b has 5 bytes, and had 4", "c is new"]
        );
    }
}
