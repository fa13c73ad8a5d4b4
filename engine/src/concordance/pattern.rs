//! What a concordance looks for.

use std::fmt;
use std::str::FromStr;

use regex::{Regex, RegexBuilder};

use super::fold::{folded, folded_name};
use crate::engine::Engine;
use crate::error::{Error, ErrorKind};

/// What a [concordance](crate::Concordance) looks for: words, an entity, or all entities of a label.
///
/// | pattern | finds |
/// | --- | --- |
/// | `school` | the word, whatever its capitals; `schools` is another |
/// | `مدرسة` | the word, however it is spelled, with its article, conjunctions, prepositions and pronouns: وبالمدرسة, مدرستهم |
/// | `prime minister` | words one after another |
/// | `well-known`, `3.5%` | what is several tokens, cut as texts are |
/// | `elect*`, `colo?r` | words by their parts: `*` is any letters, `?` is one |
/// | `minister * finance` | `*` alone is any one token |
/// | `/colou?rs?/` | tokens by a regular expression, which holds for the whole token |
/// | `entity=Naguib Mahfouz` | an entity by its canonical name, or as it is written |
/// | `label=person` | all entities of a label |
///
/// Words and names are looked for as they are folded for look-ups: small letters, alef without hamza, the hamza whatever it
/// sits on, ya for alef maqsura, no vowel signs, no tatweel, the digits 0 to 9. A regular expression may hold for the folded or
/// the written token, whatever their capitals. [`exact`](Self::exact) looks for what is written.
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
    /// Words one after another, which are still to be cut as texts are.
    Words(Vec<Piece>),
    /// An entity by its name, as names are compared.
    Entity(String),
    /// All entities of a label, which is compared as names are.
    Label(String),
}

/// What stands between blanks in a pattern.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// Any one token.
    Any,
    Expression(Regex),
    /// A word, or parts of one.
    Written(String),
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
            Some(("entity", name)) if !name.trim().is_empty() => Sought::Entity(spelling.of_name(name)),
            Some(("label", label)) if !label.trim().is_empty() => Sought::Label(folded_name(label)),
            Some((kind @ ("entity" | "label"), _)) => {
                return Err(Error::new(ErrorKind::Settings, format!("`{written}` names no {kind}")));
            }
            _ => Sought::Words(pieces(written, spelling)?),
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
        if labels.is_empty() || labels.iter().any(|known| folded_name(known) == *label) {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Name, format!("no entity has the label `{label}`"))
            .with_hint(format!("the labels are {}", labels.join(", "))))
    }
}

impl Spelling {
    /// A name as it is compared.
    pub(super) fn of_name(self, name: &str) -> String {
        match self {
            Self::Folded => folded_name(name),
            Self::Exact => name.trim().to_string(),
        }
    }
}

fn pieces(written: &str, spelling: Spelling) -> Result<Vec<Piece>, Error> {
    let words = split(written);
    // Marks of direction and the like are no word.
    if words.iter().all(|word| word == "*" || folded(word).is_empty()) {
        return Err(Error::new(
            ErrorKind::Settings,
            format!("the pattern `{written}` has no word to look for"),
        )
        .with_hint("as in school, \"prime minister\", elect*, /colou?r/, entity=Cairo, label=person"));
    }
    words.into_iter().map(|word| piece(word, spelling)).collect()
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

fn piece(word: String, spelling: Spelling) -> Result<Piece, Error> {
    if word == "*" {
        return Ok(Piece::Any);
    }
    match word.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
        Some(written) => expression(written, spelling).map(Piece::Expression).map_err(|error| {
            // The library shows the expression over several lines; the last one says what is wrong.
            let message = error.to_string();
            let why = message.lines().last().unwrap_or_default().trim_start_matches("error: ").to_string();
            Error::new(ErrorKind::Settings, format!("`{word}` is no regular expression: {why}"))
        }),
        None => Ok(Piece::Written(word)),
    }
}

/// An expression that holds for whole tokens. Its letters are folded too, for folded tokens: not what may stand for marks, as
/// in `[\u{64b}-\u{652}]`, of which nothing would be left.
fn expression(written: &str, spelling: Spelling) -> Result<Regex, regex::Error> {
    let whole = |expression: &str| {
        RegexBuilder::new(expression)
            .size_limit(EXPRESSION_BYTES)
            .dot_matches_new_line(true)
            .case_insensitive(spelling == Spelling::Folded)
            .build()
    };
    let built = whole(&format!("^(?:{written})$"))?;
    let letters: String = written.chars().map(folded_letter).collect();
    if spelling == Spelling::Exact || letters == written {
        return Ok(built);
    }
    // Two groups may not have one name, and two expressions may be too large.
    Ok(whole(&format!("^(?:(?:{written})|(?:{letters}))$")).unwrap_or(built))
}

/// A letter as it is folded, where it stays one that is no part of an expression's syntax.
fn folded_letter(letter: char) -> char {
    let folded = folded(letter.encode_utf8(&mut [0; 4])).chars().next();
    folded.filter(|folded| !letter.is_ascii() && folded.is_alphabetic()).unwrap_or(letter)
}

/// A word with `*` for any letters and `?` for one.
pub(super) fn parts_of_word(word: &str, spelling: Spelling) -> Result<Regex, Error> {
    let spelled = spelling.of(word);
    let parts = spelled.chars().map(|character| match character {
        '*' => ".*".to_string(),
        '?' => ".".to_string(),
        other => regex::escape(other.encode_utf8(&mut [0; 4])),
    });
    let expression = format!("^(?:{})$", parts.collect::<String>());
    let built =
        RegexBuilder::new(&expression).size_limit(EXPRESSION_BYTES).dot_matches_new_line(true).build();
    built.map_err(|_| Error::new(ErrorKind::Settings, format!("`{word}` is too long to be looked for")))
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
            let Sought::Words(pieces) = pattern.sought else { return "an entity".into() };
            let kind = |piece: &Piece| match piece {
                Piece::Any => 'a',
                Piece::Written(_) => 'w',
                Piece::Expression(_) => 'e',
            };
            pieces.iter().map(kind).collect()
        };
        for (written, expected) in [
            ("school", "w"),
            (" prime  minister ", "ww"),
            ("minister * finance", "waw"),
            ("elect* /a b\\/c/ x", "wew"),
            ("/", "w"),
            ("entity=Taha Hussein", "an entity"),
            ("label=person", "an entity"),
            ("a=b", "w"),
        ] {
            assert_eq!(kinds(written), expected, "{written}");
        }
    }

    #[test]
    fn expressions_hold_whatever_the_spelling() {
        for (written, spelling, found, others) in [
            ("أحمد", Spelling::Folded, &["أحمد", "احمد"][..], &["محمد"][..]),
            ("[A-Z]{3,}", Spelling::Folded, &["NATO", "school"], &["at"]),
            ("[A-Z]{3,}", Spelling::Exact, &["NATO"], &["nato"]),
            ("(?P<x>مسؤول)", Spelling::Folded, &["مسؤول"], &["مسءول"]),
            (r"\p{Lu}", Spelling::Exact, &["A"], &["a"]),
            ("[ؤئ]", Spelling::Folded, &["ء", "ؤ"], &["و"]),
        ] {
            let expression = expression(written, spelling).expect(written);
            let holds = |text: &&&str| expression.is_match(text);
            assert!(found.iter().all(|text| holds(&text)), "{written}");
            assert!(!others.iter().any(|text| holds(&text)), "{written}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_named() {
        for (written, expected) in [
            ("", "the pattern `` has no word to look for"),
            ("* *", "the pattern `* *` has no word to look for"),
            ("\u{64e}", "the pattern `\u{64e}` has no word to look for"),
            ("/(/", "`/(/` is no regular expression: unclosed group"),
            ("label=", "`label=` names no label"),
        ] {
            let error = written.parse::<Pattern>().expect_err(written);
            assert_eq!(error.to_string(), expected);
        }
    }
}
