//! How parts of a package lead to each other.

use std::io;

use super::super::archive::Package;
use super::for_each_element;

/// What a part leads to: the last word of the relation's type, and the name of the other part.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Relation {
    pub(super) kind: String,
    pub(super) part: String,
}

/// What a part of Office Open XML leads to within the package (ECMA-376, part 2).
///
/// # Errors
/// Where the list of it is damaged, or has more than `limit` bytes.
pub(super) fn relations_of(part: &str, package: &mut Package, limit: u64) -> io::Result<Vec<Relation>> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let list = resolved(folder, &format!("_rels/{name}.rels"));
    let Some(list) = package.read(&list, limit)? else { return Ok(Vec::new()) };
    let mut relations = Vec::new();
    for_each_element(list, limit, |list| {
        let of = |name: &str| list.attribute(name).map(|value| value.into_owned());
        let inside = of("TargetMode").is_none_or(|mode| mode != "External");
        if let (Some(kind), Some(target), true) = (of("Type"), of("Target"), inside) {
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            relations.push(Relation { kind, part: resolved(folder, &target) });
        }
        Ok(())
    })?;
    Ok(relations)
}

/// The name of a part that another in `folder` calls `path`: from the root where it begins with a slash.
pub(super) fn resolved(folder: &str, path: &str) -> String {
    let mut names: Vec<&str> = if path.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for name in path.split('/') {
        match name {
            "." => {}
            ".." => drop(names.pop()),
            name => names.push(name),
        }
    }
    names.retain(|name| !name.is_empty());
    names.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_relative_to_a_folder() {
        for (folder, path, expected) in [
            ("word", "footnotes.xml", "word/footnotes.xml"),
            ("word", "/word/a.xml", "word/a.xml"),
            ("OEBPS/text", "../../../a.xhtml", "a.xhtml"),
            ("", "./a/b", "a/b"),
            ("a", "", "a"),
        ] {
            assert_eq!(resolved(folder, path), expected, "{path} in {folder}");
        }
    }
}
