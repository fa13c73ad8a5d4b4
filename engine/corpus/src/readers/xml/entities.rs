//! Entities that a document declares itself.

use std::collections::HashMap;

use quick_xml::escape::{resolve_html5_entity, resolve_xml_entity, unescape_with};

/// The longest value of an entity that is put in its place, in bytes: what is repeated for each reference, so that a
/// document grows no more than some hundred times.
const LONGEST: usize = 1024;

/// The entities of a document, by name.
#[derive(Debug, Default)]
pub(super) struct Entities(HashMap<String, Entity>);

/// What an entity stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Entity {
    Text(String),
    /// Markup, other entities, or more than is put in place.
    More,
    /// A file beside the document.
    Outside,
}

/// What becomes of a reference to an entity.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Resolved<'entities> {
    Text(&'entities str),
    /// It is not followed.
    Refused(&'static str),
    /// Nobody knows it.
    Unknown,
}

impl Entities {
    /// The declarations of a document type: what stands between `<!DOCTYPE` and `>`.
    pub(super) fn declared(doctype: &str) -> Self {
        let mut entities = HashMap::new();
        let mut rest = doctype;
        while let Some(begin) = rest.find("<!") {
            rest = &rest[begin..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.find("-->").map_or("", |end| &comment[end..]);
            } else if let Some(declaration) = rest.strip_prefix("<!ENTITY") {
                rest = declaration;
                if let Some((name, entity)) = declaration_of(declaration) {
                    // The first declaration binds (XML 1.0, section 4.2).
                    entities.entry(name.to_owned()).or_insert(entity);
                }
            } else {
                rest = &rest[2..];
            }
        }
        Self(entities)
    }

    /// What `&name;` stands for: of a document that declares none, what XML and HTML know.
    pub(super) fn resolve(&self, name: &str) -> Resolved<'_> {
        if let Some(text) = resolve_xml_entity(name) {
            return Resolved::Text(text);
        }
        match self.0.get(name) {
            Some(Entity::Text(text)) => Resolved::Text(text),
            Some(Entity::More) => Resolved::Refused("is made of markup or of other entities, or is long"),
            Some(Entity::Outside) => Resolved::Refused("stands for another file"),
            None => resolve_html5_entity(name).map_or(Resolved::Unknown, Resolved::Text),
        }
    }
}

/// A declaration's name and what it declares: `name "value">`, or `name SYSTEM "file">`. Nothing for those of document
/// types themselves.
fn declaration_of(declaration: &str) -> Option<(&str, Entity)> {
    let declaration = declaration.strip_prefix(is_space)?.trim_start_matches(is_space);
    let (name, value) = declaration.split_once(is_space)?;
    if name.starts_with('%') {
        return None;
    }
    let value = value.trim_start_matches(is_space);
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''));
    let Some(quote) = quote else { return Some((name, Entity::Outside)) };
    let value = &value[1..];
    let end = value.bytes().take(LONGEST + 1).position(|byte| byte == quote as u8);
    let text = end.and_then(|end| plain(&value[..end]));
    Some((name, text.map_or(Entity::More, Entity::Text)))
}

/// A value without references; nothing where it has markup, or references to other entities.
fn plain(value: &str) -> Option<String> {
    let text = unescape_with(value, |_| None).ok()?;
    (!text.contains(['<', '&'])).then(|| text.into_owned())
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_put_in_place_where_they_are_text() {
        let doctype = "x [<!-- <!ENTITY c 'no'> --><!ENTITY % p 'x'> <!ENTITY ouml\n\"&#246;\">\
                       <!ENTITY ouml 'again'><!ENTITY file SYSTEM 'a.xml'><!ENTITY b \"<b/>\"><!ENTITY a \"&b;\">";
        let entities = Entities::declared(&format!("{doctype}<!ENTITY long '{}'>]", "x".repeat(LONGEST + 1)));
        for (name, expected) in [
            ("ouml", Resolved::Text("ö")),
            ("amp", Resolved::Text("&")),
            ("nbsp", Resolved::Text("\u{a0}")),
            ("c", Resolved::Unknown),
            ("p", Resolved::Unknown),
            ("file", Resolved::Refused("stands for another file")),
            ("a", Resolved::Refused("is made of markup or of other entities, or is long")),
            ("b", Resolved::Refused("is made of markup or of other entities, or is long")),
            ("long", Resolved::Refused("is made of markup or of other entities, or is long")),
        ] {
            assert_eq!(entities.resolve(name), expected, "of {name}");
        }
    }

    #[test]
    fn broken_declarations_are_none() {
        for doctype in ["<!ENTITY", "<!ENTITY a", "<!ENTITY a '", "<!ENTITY a \"x", "<!--", "<!", ""] {
            Entities::declared(doctype);
        }
    }
}
