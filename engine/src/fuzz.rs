//! A door for fuzz targets, which is not part of the library: what is behind it takes any bytes, and panics where a
//! promise is broken.

use serde_json::Value;

pub use crate::layer::fuzz::layer;
pub use crate::plugin::fuzz::manifest;
use crate::select::{Fields, Filter, GroupBy};

/// A filter, a group, and the metadata of a document, each a line.
///
/// # Panics
/// Where a condition is not written as it was read, or a document is in a group without a name.
pub fn selection(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    let mut lines = text.splitn(3, '\n');
    let (filter, group, document) = (lines.next(), lines.next(), lines.next());
    let document: Value = document.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
    let empty = serde_json::Map::new();
    let metadata = document.as_object().unwrap_or(&empty);
    let fields = Fields { metadata, position: "a/b.jsonl#1", labels: &[] };
    if let Some(Ok(filter)) = filter.map(str::parse::<Filter>) {
        assert_eq!(filter.to_string().parse().as_ref(), Ok(&filter), "a filter is written as it is read");
        filter.accepts(&fields);
    }
    if let Some(Ok(group)) = group.map(str::parse::<GroupBy>) {
        assert_eq!(group.to_string().parse().as_ref(), Ok(&group), "a group is written as it is read");
        assert!(!group.group(&fields).is_empty(), "a group has a name");
    }
}
