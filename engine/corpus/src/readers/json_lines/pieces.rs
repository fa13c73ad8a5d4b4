//! A text in pieces, as chats are exported: `["See ", {"type": "link", "text": "the page"}, "."]`.

use serde_json::Value;

/// Strings, and objects that say how one is shown.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    text: String,
    has_objects: bool,
    /// Whether something was met that is no piece of a text.
    has_others: bool,
}

impl Pieces {
    pub(super) fn push(&mut self, piece: &Value) {
        let (text, is_part) = match piece {
            Value::String(text) => (text, false),
            Value::Object(fields) => {
                let Some(Value::String(text)) = fields.get("text") else {
                    // A picture, or the like.
                    self.has_others |= !fields.contains_key("type");
                    return;
                };
                self.has_objects = true;
                (text, fields.get("type").is_some_and(|kind| kind == "text"))
            }
            _ => {
                self.has_others = true;
                return;
            }
        };
        // Parts of a message are texts by themselves; of runs of one text each has its own blanks.
        if is_part && !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(text);
    }

    pub(super) fn finish(self) -> Option<String> {
        (self.has_objects && !self.has_others).then_some(self.text)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pieces_are_one_text() {
        for (pieces, expected) in [
            (json!(["See ", {"type": "link", "text": "the page"}, "."]), Some("See the page.")),
            (
                json!([{"type": "text", "text": "one"}, {"type": "image"}, {"type": "text", "text": "two"}]),
                Some("one\ntwo"),
            ),
            (json!([{"type": "bold", "text": "o"}, {"type": "italic", "text": "ne"}]), Some("one")),
            (json!(["a", "b"]), None),
            (json!([]), None),
            (json!([{"text": "a"}, 1]), None),
            (json!([{"text": "a"}, {"x": "b"}]), None),
        ] {
            let mut found = Pieces::default();
            pieces.as_array().into_iter().flatten().for_each(|piece| found.push(piece));
            assert_eq!(found.finish().as_deref(), expected, "of {pieces}");
        }
    }
}
