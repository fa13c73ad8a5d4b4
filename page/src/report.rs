//! The report in the page: all of it, but for what would leave no room: long lists of files, and lists of each group.

use serde_json::{Value, json};

use crate::PageError;
use crate::embed;

/// Input files that a page lists; a corpus may have a million.
const MOST_SOURCES: usize = 200;

/// How many keys of each list a group keeps, from the first try to the last.
const KEYS_OF_GROUPS: [usize; 5] = [usize::MAX, 20, 10, 5, 0];

/// Reports that have room.
#[derive(Debug)]
pub(crate) struct Fitted {
    pub(crate) report: String,
    pub(crate) against: String,
    /// What the page takes with them.
    pub(crate) bytes: u64,
}

/// Cuts reports down until they leave half of `most` bytes to documents, or to their least. `fixed` bytes are taken already.
///
/// # Errors
/// [`PageError::TooSmall`] where not even that has room.
pub(crate) fn fit(
    report: &Value,
    against: Option<&Value>,
    most: u64,
    fixed: u64,
) -> Result<Fitted, PageError> {
    let mut needed = 0;
    for (attempt, &keys) in KEYS_OF_GROUPS.iter().enumerate() {
        let texts = [Some(report), against]
            .map(|report| report.map_or_else(|| "null".to_owned(), |it| text(it, keys)));
        needed = fixed + texts.iter().map(|text| text.len() as u64).sum::<u64>();
        let is_last = attempt + 1 == KEYS_OF_GROUPS.len();
        if needed <= most / 2 || (is_last && needed <= most) {
            let [report, against] = texts;
            return Ok(Fitted { report, against, bytes: needed });
        }
    }
    Err(PageError::TooSmall { needed, bytes: most })
}

fn text(report: &Value, keys_of_groups: usize) -> String {
    let mut report = report.clone();
    if let Some(sources) = report.pointer_mut("/run/sources").and_then(Value::as_array_mut) {
        let left_out = sources.len().saturating_sub(MOST_SOURCES);
        sources.truncate(MOST_SOURCES);
        if left_out > 0 {
            report["run"]["sources_left_out"] = json!(left_out);
        }
    }
    if keys_of_groups < usize::MAX
        && let Some(groups) = report.get_mut("groups")
    {
        cut(groups, keys_of_groups);
        report["groups_cut"] = json!(keys_of_groups);
    }
    embed::json(&report)
}

/// Cuts the keys of each list of counts in a value.
fn cut(value: &mut Value, most: usize) {
    for (name, field) in value.as_object_mut().into_iter().flatten() {
        match field {
            Value::Array(keys) if name == "top" => keys.truncate(most),
            _ => cut(field, most),
        }
    }
}
