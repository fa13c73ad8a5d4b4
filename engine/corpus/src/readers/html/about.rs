//! What a page says of itself: title, language, author, date and so on.

use html5ever::tokenizer::Tag;
use serde_json::{Map, Value};

use super::attribute;

/// The longest value that is kept, in bytes: longer ones are no title and no name.
const LONGEST: usize = 4096;

/// A field, and how good the place is that it was found in: the first of the best is kept.
#[derive(Debug, Default)]
struct Best(Option<(u8, String)>);

impl Best {
    fn offer(&mut self, rank: u8, value: &str) {
        let better = self.0.as_ref().is_none_or(|(known, _)| rank < *known);
        if better && value.len() <= LONGEST {
            let value = collapsed(value);
            if !value.is_empty() {
                self.0 = Some((rank, value));
            }
        }
    }

    fn get(&self) -> Option<&str> {
        self.0.as_ref().map(|(_, value)| &**value)
    }
}

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct About {
    title: Best,
    language: Best,
    description: Best,
    author: Best,
    date: Best,
    url: Best,
    site: Best,
}

impl About {
    /// The fields of metadata, by name.
    pub(super) fn fields(&self) -> Map<String, Value> {
        let fields = [
            ("title", &self.title),
            ("language", &self.language),
            ("description", &self.description),
            ("author", &self.author),
            ("date", &self.date),
            ("url", &self.url),
            ("site", &self.site),
        ];
        fields.into_iter().filter_map(|(name, best)| Some((name.to_owned(), best.get()?.into()))).collect()
    }

    /// The title, as far as one is known.
    pub(super) fn known_title(&self) -> Option<&str> {
        self.title.get()
    }

    /// What stands in `<title>`.
    pub(super) fn title(&mut self, text: &str) {
        self.title.offer(1, text);
    }

    /// The first heading.
    pub(super) fn heading(&mut self, text: &str) {
        self.title.offer(2, text);
    }

    /// Looks at a tag that may say something.
    pub(super) fn tag(&mut self, tag: &Tag) {
        match &*tag.name {
            "html" => {
                let language = attribute(tag, "lang").or_else(|| attribute(tag, "xml:lang"));
                self.language(0, language.unwrap_or_default());
            }
            "link" if attribute(tag, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.url(0, attribute(tag, "href").unwrap_or_default());
            }
            "meta" => self.meta(tag),
            "time" => self.date.offer(6, attribute(tag, "datetime").unwrap_or_default()),
            _ => {}
        }
    }

    /// `<meta>`: names of HTML itself, of the Open Graph protocol (<https://ogp.me>), Dublin Core and schema.org.
    fn meta(&mut self, tag: &Tag) {
        let name =
            ["name", "property", "itemprop", "http-equiv"].iter().find_map(|name| attribute(tag, name));
        let (Some(name), Some(content)) = (name, attribute(tag, "content")) else { return };
        match &*name.to_ascii_lowercase() {
            "og:title" => self.title.offer(0, content),
            "content-language" => self.language(1, content),
            "og:locale" => self.language(2, content),
            "description" => self.description.offer(0, content),
            "og:description" => self.description.offer(1, content),
            "author" => self.author.offer(0, content),
            "article:author" | "dc.creator" if !content.contains("://") => self.author.offer(1, content),
            "article:published_time" => self.date.offer(0, content),
            "datepublished" => self.date.offer(1, content),
            "date" | "dc.date" | "dc.date.issued" | "dcterms.created" => self.date.offer(3, content),
            "pubdate" | "publishdate" | "publish-date" | "og:published_time" => self.date.offer(4, content),
            "og:url" => self.url(1, content),
            "og:site_name" => self.site.offer(0, content),
            "application-name" => self.site.offer(1, content),
            _ => {}
        }
    }

    /// Looks at the data of a page in JSON-LD, of which author and date are taken, where schema.org puts them.
    pub(super) fn linked(&mut self, value: &Value) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.linked(value)),
            Value::Object(fields) => {
                self.date.offer(2, fields.get("datePublished").and_then(Value::as_str).unwrap_or_default());
                self.author.offer(2, fields.get("author").and_then(author).unwrap_or_default());
                fields.get("@graph").into_iter().for_each(|value| self.linked(value));
            }
            _ => {}
        }
    }

    fn language(&mut self, rank: u8, value: &str) {
        let tag = value.trim().replace('_', "-");
        if is_language_tag(&tag) {
            self.language.offer(rank, &tag);
        }
    }

    fn url(&mut self, rank: u8, value: &str) {
        if value.trim().starts_with("http") && value.contains("://") {
            self.url.offer(rank, value);
        }
    }
}

/// The author's name: the value itself, its field `name`, or the first of several.
fn author(value: &Value) -> Option<&str> {
    match value {
        Value::String(name) => Some(name),
        Value::Array(authors) => author(authors.first()?),
        Value::Object(fields) => fields.get("name")?.as_str(),
        _ => None,
    }
}

/// Whether `tag` has the shape of a BCP 47 tag (RFC 5646, section 2.1): a language, then subtags.
fn is_language_tag(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let language = subtags.next().unwrap_or_default();
    let is_language =
        (2..=3).contains(&language.len()) && language.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_language
        && subtags.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// With single spaces, and none around.
fn collapsed(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_have_a_shape() {
        for (tag, expected) in [
            ("ar", true),
            ("ar-EG", true),
            ("zh-Hant-TW", true),
            ("", false),
            ("arabic", false),
            ("a", false),
            ("en-", false),
            ("ar; charset", false),
        ] {
            assert_eq!(is_language_tag(tag), expected, "of {tag:?}");
        }
    }
}
