//! What a concordance looks for.

use std::fmt;
use std::str::FromStr;

use regex::{Regex, RegexBuilder};

use super::word::{self, Word};
use crate::engine::Engine;
use crate::error::{Error, ErrorKind};

/// What a [concordance](crate::Concordance) looks for: words, an entity, or all entities of a label.
///
/// | pattern | finds |
/// | --- | --- |
/// | `school` | the word, whatever its capitals; `schools` is another |
/// | `مدرسة` | the word, however it is spelled, with its article, conjunctions, prepositions and pronouns: وبالمدرسة, مدرستهم |
/// | `prime minister` | words one after another |
/// | `elect*`, `colo?r` | words by their parts: `*` is any letters, `?` is one |
/// | `minister * finance` | `*` alone is any one word |
/// | `/colou?rs?/` | words by a regular expression, which holds for the whole word |
/// | `entity=Naguib Mahfouz` | an entity by its canonical name, or as it is written |
/// | `label=person` | all entities of a label |
///
/// Words are looked for as they are folded for look-ups: small letters, alef without hamza, ya for alef maqsura, no vowel signs,
/// no tatweel, the digits 0 to 9. [`exact`](Self::exact) looks for what is written.
///
/// ```
/// use textmill::Pattern;
///
/// let pattern: Pattern = "prime minister*".parse()?;
/// assert_eq!(pattern.to_string(), "prime minister*");
/// assert!("/(/".parse::<Pattern>().is_err());
/// # Ok::<(), textmill::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Pattern {
    written: String,
    spelling: Spelling,
    pub(super) sought: Sought,
}

/// How words are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    Folded,
    Exact,
}

#[derive(Clone, Debug)]
pub(super) enum Sought {
    /// Words one after another.
    Words(Vec<Element>),
    /// An entity by its name, as words are compared.
    Entity(String),
    Label(String),
}

/// What one word has to be.
#[derive(Clone, Debug)]
pub(super) enum Element {
    Any,
    Word(Word),
    Matches(Regex),
}

/// The memory that a regular expression may take, in bytes.
const EXPRESSION_BYTES: usize = 1 << 20;

impl Pattern {
    /// Looks for what is written: capitals, marks, and words without what Arabic writes together with them.
    ///
    /// ```
    /// let march = "March".parse::<textmill::Pattern>()?.exact()?;
    /// # Ok::<(), textmill::Error>(())
    /// ```
    ///
    /// # Errors
    /// As parsing has them.
    pub fn exact(&self) -> Result<Self, Error> {
        Self::new(&self.written, Spelling::Exact)
    }

    fn new(written: &str, spelling: Spelling) -> Result<Self, Error> {
        let sought = match written.split_once('=') {
            Some(("entity", name)) if !name.trim().is_empty() => Sought::Entity(spelling.of(name.trim())),
            Some(("label", label)) if !label.trim().is_empty() => Sought::Label(label.trim().to_string()),
            Some((kind @ ("entity" | "label"), _)) => {
                return Err(Error::new(ErrorKind::Settings, format!("`{written}` names no {kind}")));
            }
            _ => Sought::Words(elements(written, spelling)?),
        };
        Ok(Self { written: written.to_string(), spelling, sought })
    }

    pub(super) fn spelling(&self) -> Spelling {
        self.spelling
    }

    /// The layers in which it is looked for.
    ///
    /// ```
    /// let pattern: textmill::Pattern = "label=person".parse()?;
    /// assert_eq!(pattern.layers(), ["tokens", "entities"]);
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn layers(&self) -> &'static [&'static str] {
        match self.sought {
            Sought::Words(_) => &["tokens"],
            Sought::Entity(_) | Sought::Label(_) => &["tokens", "entities"],
        }
    }

    /// Whether the label that is looked for is one that entities have.
    ///
    /// # Errors
    /// [`ErrorKind::Name`] where it is not, with those that they have.
    pub(super) fn check_label(&self, engine: &Engine) -> Result<(), Error> {
        let Sought::Label(label) = &self.sought else { return Ok(()) };
        let plugins = engine.plugins();
        let provisions = plugins.iter().flat_map(|plugin| &plugin.manifest.provides);
        let labels: Vec<&str> = provisions
            .filter(|provision| provision.layer == "entities")
            .flat_map(|provision| provision.labels.iter().map(String::as_str))
            .collect();
        // An analyzer that declares none may give any.
        if labels.is_empty() || labels.contains(&label.as_str()) {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Name, format!("no entity has the label `{label}`"))
            .with_hint(format!("the labels are {}", labels.join(", "))))
    }

    /// Letters that stand in every text where something is found, so that others need not be cut into words; nothing where
    /// there are none to be told.
    pub(super) fn needle(&self) -> Option<&str> {
        let Sought::Words(elements) = &self.sought else { return None };
        let needles = elements.iter().filter_map(|element| match element {
            Element::Word(word) => Some(word.needle()),
            Element::Any | Element::Matches(_) => None,
        });
        needles.max_by_key(|needle| needle.len()).filter(|needle| !needle.is_empty())
    }
}

impl Spelling {
    /// A text as it is compared.
    pub(super) fn of(self, text: &str) -> String {
        match self {
            Self::Folded => word::FOLDER.folded(text).into_owned(),
            Self::Exact => text.to_string(),
        }
    }
}

fn elements(written: &str, spelling: Spelling) -> Result<Vec<Element>, Error> {
    let words = split(written);
    if words.is_empty() || words.iter().all(|word| word == "*") {
        return Err(Error::new(
            ErrorKind::Settings,
            format!("the pattern `{written}` has no word to look for"),
        )
        .with_hint("as in school, \"prime minister\", elect*, /colou?r/, entity=Cairo, label=person"));
    }
    words.into_iter().map(|word| element(&word, spelling)).collect()
}

/// The words of a pattern: between blanks, but that a regular expression goes to its `/`.
fn split(written: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = written.trim();
    while !rest.is_empty() {
        let is_end = |(at, character): &(usize, char)| {
            let escaped = rest[..*at].chars().rev().take_while(|before| *before == '\\').count() % 2 == 1;
            *at > 0 && *character == '/' && !escaped
        };
        let end = match rest.starts_with('/').then(|| rest.char_indices().find(is_end)).flatten() {
            Some((at, _)) => at + 1,
            None => rest.find(char::is_whitespace).unwrap_or(rest.len()),
        };
        let (word, after) = rest.split_at(end);
        words.push(word.to_string());
        rest = after.trim_start();
    }
    words
}

fn element(word: &str, spelling: Spelling) -> Result<Element, Error> {
    if word == "*" {
        return Ok(Element::Any);
    }
    if let Some(expression) = word.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
        return expression_of(&format!("^(?:{expression})$"), word);
    }
    if word.contains(['*', '?']) {
        let parts = spelling.of(word);
        let parts = parts.chars().map(|character| match character {
            '*' => ".*".to_string(),
            '?' => ".".to_string(),
            other => regex::escape(other.encode_utf8(&mut [0; 4])),
        });
        return expression_of(&format!("^(?:{})$", parts.collect::<String>()), word);
    }
    Ok(Element::Word(Word::new(word, spelling)))
}

fn expression_of(expression: &str, written: &str) -> Result<Element, Error> {
    let built = RegexBuilder::new(expression).size_limit(EXPRESSION_BYTES).dot_matches_new_line(true).build();
    built.map(Element::Matches).map_err(|error| {
        // The library shows the expression over several lines; the last one says what is wrong.
        let message = error.to_string();
        let why = message.lines().last().unwrap_or_default().trim_start_matches("error: ").to_string();
        Error::new(ErrorKind::Settings, format!("`{written}` is no regular expression: {why}"))
    })
}

impl FromStr for Pattern {
    type Err = Error;

    fn from_str(written: &str) -> Result<Self, Error> {
        Self::new(written, Spelling::Folded)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_words_and_expressions() {
        let kinds = |written: &str| -> String {
            let pattern: Pattern = written.parse().expect(written);
            let Sought::Words(elements) = pattern.sought else { return "an entity".into() };
            let kind = |element: &Element| match element {
                Element::Any => 'a',
                Element::Word(_) => 'w',
                Element::Matches(_) => 'm',
            };
            elements.iter().map(kind).collect()
        };
        for (written, expected) in [
            ("school", "w"),
            (" prime  minister ", "ww"),
            ("minister * finance", "waw"),
            ("elect* /a b\\/c/ x", "mmw"),
            ("/", "w"),
            ("entity=Taha Hussein", "an entity"),
            ("label=person", "an entity"),
            ("a=b", "w"),
        ] {
            assert_eq!(kinds(written), expected, "{written}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_named() {
        for (written, expected) in [
            ("", "the pattern `` has no word to look for"),
            ("* *", "the pattern `* *` has no word to look for"),
            ("/(/", "`/(/` is no regular expression: unclosed group"),
            ("label=", "`label=` names no label"),
        ] {
            let error = written.parse::<Pattern>().expect_err(written);
            assert_eq!(error.to_string(), expected);
        }
    }
}
