//! The data of a page in JSON-LD (<https://schema.org/Article>), in which its article may stand as a whole.

use serde_json::Value;

use super::page::Seen;

/// Whether the type of a script is that of JSON-LD.
pub(super) fn is_type(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/ld+json")
}

/// The data in a script.
///
/// Of what programs write and JSON does not know, comments around it, line breaks in strings and a comma after the last
/// value are read as they mean it. A value that nests too deeply is none.
pub(super) fn read(script: &str) -> Option<Value> {
    let script = script.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let script = script.trim().trim_start_matches("//").trim_start_matches("<![CDATA[");
    let script = script.trim_end().trim_end_matches("]]>").trim_end().trim_end_matches("//");
    serde_json::from_str(script).or_else(|_| serde_json::from_str(&mended(script))).ok()
}

/// With escapes for the control characters in strings, and without commas that nothing follows.
fn mended(json: &str) -> String {
    let mut mended = String::with_capacity(json.len());
    let (mut in_string, mut escaped) = (false, false);
    // A comma after which only white space came.
    let mut comma = None;
    for character in json.chars() {
        let last_comma = if character.is_whitespace() { None } else { comma.take() };
        match character {
            '"' if !escaped => in_string = !in_string,
            '\n' if in_string => mended.push('\\'),
            ',' if !in_string => comma = Some(mended.len()),
            '}' | ']' if !in_string => {
                if let Some(at) = last_comma {
                    mended.replace_range(at..=at, " ");
                }
            }
            _ => {}
        }
        escaped = character == '\\' && in_string && !escaped;
        mended.push(match character {
            '\n' if in_string => 'n',
            character if character.is_control() => ' ',
            character => character,
        });
    }
    mended
}

/// The articles in the data of a page.
#[derive(Debug, Default)]
pub(super) struct Articles {
    /// The longest text.
    longest: String,
}

impl Articles {
    /// Looks for articles in further data: in lists, in `@graph`, and where an object says what it is about.
    pub(super) fn add(&mut self, data: &Value) {
        match data {
            Value::Array(values) => values.iter().for_each(|value| self.add(value)),
            Value::Object(fields) => {
                let text = fields.get("articleBody").map(text).unwrap_or_default();
                if text.len() > self.longest.len() {
                    self.longest = text;
                }
                for field in
                    ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart"]
                {
                    fields.get(field).into_iter().for_each(|value| self.add(value));
                }
            }
            _ => {}
        }
    }

    /// The text of the article; empty where there is none. Markup in it is no part of it.
    pub(super) fn text(&self) -> String {
        if self.longest.contains('<') || self.longest.contains('&') {
            // An article without markup may have its `&lt;` all the same, and one with markup may have it escaped once more.
            let text = Seen::of(&self.longest.replace('\n', "<br>")).into_text();
            let is_escaped = !self.longest.contains('<')
                && ["</p>", "<br", "</div>", "</a>"].iter().any(|tag| text.contains(tag));
            return if is_escaped { Seen::of(&text).into_text() } else { text };
        }
        self.longest.trim().to_owned()
    }
}

/// A text, or several as paragraphs.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n\n"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(script: &str, expected: &str) {
        let mut articles = Articles::default();
        articles.add(&read(script).unwrap_or_default());
        assert_eq!(articles.text(), expected, "of {script}");
    }

    #[test]
    fn articles_are_found_where_they_stand() {
        check(r#"{"@type":"NewsArticle","articleBody":"وصل الوزير."}"#, "وصل الوزير.");
        check(r#"[{"@type":"WebSite"},{"articleBody":"a"}]"#, "a");
        check(r#"{"@graph":[{"articleBody":"a"},{"articleBody":"a b"}]}"#, "a b");
        check(r#"{"@type":"WebPage","mainEntity":{"articleBody":["a","b"]}}"#, "a\n\nb");
        check(r#"{"articleBody":"<p>a &amp; b</p><p>c</p>"}"#, "a & b\n\nc");
        check("<!--\n{\"articleBody\":\"a\nb\tc\"}\n-->", "a\nb c");
        check("//<![CDATA[\n{\"articleBody\":\"a\"}\n//]]>", "a");
        check(r#"{"articleBody":"a \"b\" \\"}"#, "a \"b\" \\");
        check("{\"articleBody\":\"a,\nb\" , \n }", "a,\nb");
        check(r#"{"@graph":[{"articleBody":"a, ]"},],}"#, "a, ]");
        check(r#"{"articleBody":"&lt;p&gt;a &amp;amp; b&lt;/p&gt;&lt;p&gt;c&lt;/p&gt;"}"#, "a & b\n\nc");
        check(r#"{"articleBody":"2 &lt; 3"}"#, "2 < 3");
        check(r#"{"articleBody":null}"#, "");
        check("{", "");
    }
}
