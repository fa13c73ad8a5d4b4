//! The fields of a document: metadata, and where it came from.

use std::borrow::Cow;

use serde_json::{Map, Value};

/// What can be asked of a document before it is analyzed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields<'a> {
    pub(crate) metadata: &'a Map<String, Value>,
    /// The position of the document in its source.
    pub(crate) position: &'a str,
    /// Labels of layers, by the layers' names, for fields that the metadata lack.
    pub(crate) labels: &'a [(String, String)],
}

/// The field that is the file or archive of a document: `reviews.jsonl` of `reviews.jsonl#12`.
const SOURCE: &str = "source";

/// The field that is the folder of a document's file: `news` of `news/a.txt`, `.` where there is none.
const FOLDER: &str = "folder";

impl<'a> Fields<'a> {
    /// The value of a field as text; nothing where the document lacks it.
    ///
    /// Metadata come first, then layers. `source` and `folder` are there for every document whose metadata do not
    /// have them.
    pub(crate) fn get(&self, field: &str) -> Option<Cow<'a, str>> {
        if let Some(value) = self.metadata.get(field).and_then(text) {
            return Some(value);
        }
        if let Some((_, label)) = self.labels.iter().find(|(layer, _)| layer == field) {
            return Some(Cow::Borrowed(label));
        }
        match field {
            SOURCE => Some(Cow::Borrowed(source(self.position))),
            FOLDER => Some(Cow::Borrowed(folder(source(self.position)))),
            _ => None,
        }
    }

    /// Whether the metadata have the field, or it is one that every document has.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.get(field).is_some()
    }
}

fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(Cow::Borrowed(text)),
        other => Some(Cow::Owned(other.to_string())),
    }
}

/// A position without the line or member that it may end in.
fn source(position: &str) -> &str {
    let member = position.find('!').unwrap_or(position.len());
    let file = &position[..member];
    match file.rsplit_once('#') {
        Some((path, line)) if !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit()) => path,
        _ => file,
    }
}

/// What a document shares its furniture with: the pages of a host, where it is from a crawl; the documents of its file or
/// archive, where there are several; those of its folder.
pub(crate) fn site(position: &str) -> &str {
    let url = position.rsplit_once('!').map_or(position, |(_, member)| member);
    if let Some((_, rest)) = url.split_once("://") {
        return rest.split(['/', '?', '#']).next().unwrap_or_default();
    }
    let source = source(position);
    if source.len() < position.len() { source } else { folder(source) }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or(".", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(position: &str, field: &str, expected: Option<&str>) {
        let metadata = json!({"stars": 4.5, "city": "القاهرة", "none": null, "tags": ["a"]});
        let fields = Fields {
            metadata: metadata.as_object().expect("it is an object"),
            position,
            labels: &[("language".into(), "ar".into()), ("city".into(), "never seen".into())],
        };
        assert_eq!(fields.get(field).as_deref(), expected, "{field} of {position}");
    }

    #[test]
    fn metadata_come_before_layers_and_places() {
        check("a.txt", "city", Some("القاهرة"));
        check("a.txt", "stars", Some("4.5"));
        check("a.txt", "tags", Some("[\"a\"]"));
        check("a.txt", "none", None);
        check("a.txt", "language", Some("ar"));
        check("a.txt", "unheard-of", None);
    }

    #[test]
    fn a_site_is_a_host_a_file_or_a_folder() {
        for (position, expected) in [
            ("crawl.warc.gz!https://a.example/b/c?d", "a.example"),
            ("crawl.warc.gz!https://a.example", "a.example"),
            ("news/a.jsonl#12", "news/a.jsonl"),
            ("news.zip!in/a.txt", "news.zip"),
            ("news/a.txt", "news"),
            ("a.txt", "."),
        ] {
            assert_eq!(site(position), expected, "of {position}");
        }
    }

    #[test]
    fn a_place_is_a_field() {
        check("news/a.txt", "source", Some("news/a.txt"));
        check("news/a.jsonl#12", "source", Some("news/a.jsonl"));
        check("x/crawl.tar.gz!in/a.jsonl#3", "source", Some("x/crawl.tar.gz"));
        check("x/crawl.tar.gz!in/a.jsonl#3", "folder", Some("x"));
        check("a#b", "source", Some("a#b"));
        check("-#4", "folder", Some("."));
    }
}
