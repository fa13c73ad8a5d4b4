//! A pattern cut into tokens as texts are.
//!
//! What stands between blanks in a pattern may be several tokens of a text: `well-known`, `3.5%`, `C++`. Only the tokenizer
//! knows, so it is asked.

use std::ops::Range;

use regex::Regex;
use textmill_corpus::Document;
use textmill_text::is_arabic;

use super::pattern::{Piece, Spelling, parts_of_word};
use super::token::{Clitics, Token, tokens};
use super::word::Word;
use crate::engine::Engine;
use crate::error::Error;

/// What stands at one place of a text where a pattern is found.
#[derive(Clone, Debug)]
pub(super) enum Element {
    /// Any one token.
    Any,
    Matches(Regex),
    Word(Word),
    Cut(Cut),
}

/// What stands between blanks in a pattern.
#[derive(Clone, Debug)]
pub(super) struct Cut {
    /// As one token: the words around it may have the tokenizer see it so.
    whole: Box<Element>,
    /// As the tokens that it is by itself, where these are several.
    parts: Vec<Element>,
    /// As any tokens that come to these letters, without a blank between them: a text in Chinese is cut by what stands around.
    letters: Option<String>,
}

impl Element {
    /// How many of a text's tokens it takes, from the first of them; nothing where it is not there.
    pub(super) fn taken(&self, tokens: &[Token<'_>]) -> Option<usize> {
        let token = tokens.first()?;
        match self {
            Self::Any => Some(1),
            Self::Matches(expression) => {
                (expression.is_match(&token.spelled) || expression.is_match(token.written)).then_some(1)
            }
            Self::Word(word) => word.is(token).then_some(1),
            Self::Cut(cut) => cut.taken(tokens),
        }
    }

    /// Letters that stand in every text where it is found, where there are such.
    pub(super) fn needle(&self) -> Option<&str> {
        match self {
            Self::Any | Self::Matches(_) => None,
            Self::Word(word) => Some(word.needle()),
            Self::Cut(cut) if cut.parts.is_empty() => cut.whole.needle(),
            Self::Cut(cut) => cut.parts.iter().filter_map(Self::needle).max_by_key(|needle| needle.len()),
        }
    }
}

impl Cut {
    fn taken(&self, tokens: &[Token<'_>]) -> Option<usize> {
        let is_whole = self.whole.taken(tokens);
        is_whole
            .or_else(|| taken_by_all(&self.parts, tokens).filter(|_| !self.parts.is_empty()))
            .or_else(|| taken_by_letters(self.letters.as_deref()?, tokens))
    }
}

/// How many tokens elements take, one after another.
pub(super) fn taken_by_all(elements: &[Element], tokens: &[Token<'_>]) -> Option<usize> {
    let mut taken = 0;
    for element in elements {
        taken += element.taken(tokens.get(taken..)?)?;
    }
    Some(taken)
}

fn taken_by_letters(letters: &str, tokens: &[Token<'_>]) -> Option<usize> {
    let (mut rest, mut end) = (letters, tokens.first()?.bytes.start);
    for (place, token) in tokens.iter().enumerate() {
        if token.bytes.start != end {
            return None;
        }
        end = token.bytes.end;
        rest = rest.strip_prefix(&*token.spelled)?;
        if rest.is_empty() {
            return Some(place + 1);
        }
    }
    None
}

/// The pieces of a pattern as they stand in texts.
///
/// # Errors
/// Where the tokenizer cannot be called.
pub(super) fn elements(pieces: &[Piece], spelling: Spelling, engine: &Engine) -> Result<Vec<Element>, Error> {
    let mut elements = Vec::new();
    // Words that stand beside each other are cut together, as they are in a text.
    for run in pieces.chunk_by(|a, b| matches!((a, b), (Piece::Written(_), Piece::Written(_)))) {
        let words = run.iter().filter_map(|piece| match piece {
            Piece::Written(word) => Some(word.as_str()),
            Piece::Any | Piece::Expression(_) => None,
        });
        let words: Vec<&str> = words.collect();
        match run {
            [Piece::Any] => elements.push(Element::Any),
            [Piece::Expression(expression)] => elements.push(Element::Matches(expression.clone())),
            _ => elements.extend(Run::new(&words).elements(spelling, engine)?),
        }
    }
    Ok(elements)
}

/// Words of a pattern beside each other, as a text.
struct Run {
    text: String,
    /// For each character of the text its place, and what the pattern has there.
    written: Vec<(usize, char)>,
}

impl Run {
    fn new(words: &[&str]) -> Self {
        let mut run = Self { text: String::new(), written: Vec::new() };
        for word in words {
            if !run.text.is_empty() {
                run.push(' ', ' ');
            }
            run.add(word);
        }
        run
    }

    /// In the place of `*` and `?` stands a letter or a digit, such as the one before: what it stands for is cut as that is.
    fn add(&mut self, word: &str) {
        let mut before = None;
        for character in word.chars() {
            let is_open = matches!(character, '*' | '?');
            let shown = if is_open { before.unwrap_or('q') } else { character };
            if shown.is_alphanumeric() {
                before = Some(shown);
            }
            self.push(shown, character);
        }
    }

    fn push(&mut self, shown: char, written: char) {
        self.written.push((self.text.len(), written));
        self.text.push(shown);
    }

    /// What the pattern has at bytes of the text.
    fn written(&self, bytes: &Range<usize>) -> String {
        let written = self.written.iter().filter(|(place, _)| bytes.contains(place));
        written.map(|(_, character)| *character).collect()
    }

    fn elements(&self, spelling: Spelling, engine: &Engine) -> Result<Vec<Element>, Error> {
        let mut document = Document::new("pattern", self.text.as_str());
        if self.text.chars().any(is_arabic) {
            // A word alone says little of its language.
            document = document.with_metadata("language", "ar");
        }
        let result = engine.texts().layers(["tokens"]).analyze_document(document)?;
        let tokens = tokens(&result, spelling, true)?;
        let groups = groups(&self.text, &tokens);
        groups.into_iter().map(|(bytes, tokens)| self.element(&bytes, tokens, spelling)).collect()
    }

    fn element(
        &self,
        bytes: &Range<usize>,
        tokens: &[Token<'_>],
        spelling: Spelling,
    ) -> Result<Element, Error> {
        let written = self.written(bytes);
        let whole = match tokens {
            [only] => element(&written, spelling, only.clitics)?,
            _ => element(&written, spelling, None)?,
        };
        let is_word = matches!(whole, Element::Word(_));
        let parts: Vec<Element> = match tokens {
            [_] => Vec::new(),
            _ => {
                let parts = tokens.iter();
                let parts = parts.map(|token| element(&self.written(&token.bytes), spelling, token.clitics));
                parts.collect::<Result<_, _>>()?
            }
        };
        let letters =
            is_word.then(|| spelling.of(&written).into_owned()).filter(|letters| !letters.is_empty());
        Ok(Element::Cut(Cut { whole: Box::new(whole), parts, letters }))
    }
}

/// The words of a text with their tokens. Words that one token goes through stay together: telephone numbers have blanks.
fn groups<'t, 'a>(text: &str, tokens: &'a [Token<'t>]) -> Vec<(Range<usize>, &'a [Token<'t>])> {
    let mut groups: Vec<(Range<usize>, &[Token<'_>])> = Vec::new();
    let (mut start, mut rest) = (0, tokens);
    let blanks = text.match_indices(' ').map(|(at, _)| at).chain([text.len()]);
    for end in blanks {
        if rest.iter().any(|token| token.bytes.start < end && token.bytes.end > end) {
            continue;
        }
        let (inside, after) = rest.split_at(rest.partition_point(|token| token.bytes.end <= end));
        groups.push((start..end, inside));
        (start, rest) = (end + 1, after);
    }
    groups
}

fn element(written: &str, spelling: Spelling, clitics: Option<Clitics>) -> Result<Element, Error> {
    match written {
        "*" => Ok(Element::Any),
        _ if written.contains(['*', '?']) => Ok(Element::Matches(parts_of_word(written, spelling)?)),
        _ => Ok(Element::Word(Word::new(written, spelling, clitics))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold::folded;
    use super::*;

    /// Tokens of a text, cut where a bar or a blank is.
    fn cut(text: &str) -> (String, Vec<Range<usize>>) {
        let (mut whole, mut tokens) = (String::new(), Vec::new());
        for word in text.split(' ') {
            for token in word.split('|') {
                tokens.push(whole.len()..whole.len() + token.len());
                whole.push_str(token);
            }
            whole.push(' ');
        }
        (whole, tokens)
    }

    fn tokens_of<'t>(text: &'t str, tokens: &[Range<usize>]) -> Vec<Token<'t>> {
        let token = |bytes: &Range<usize>| {
            let written = &text[bytes.clone()];
            Token { bytes: bytes.clone(), written, spelled: folded(written), clitics: None }
        };
        tokens.iter().map(token).collect()
    }

    /// How many tokens of a text the words of a pattern take, both cut as shown.
    #[track_caller]
    fn check(pattern: &str, text: &str, expected: Option<usize>) {
        let words: Vec<String> = pattern.split(' ').map(|word| word.replace('|', "")).collect();
        let run = Run::new(&words.iter().map(String::as_str).collect::<Vec<_>>());
        let (_, cuts) = cut(pattern);
        let pieces = tokens_of(&run.text, &cuts);
        let groups = groups(&run.text, &pieces);
        let elements: Vec<Element> = groups
            .into_iter()
            .map(|(bytes, tokens)| run.element(&bytes, tokens, Spelling::Folded).unwrap())
            .collect();
        let (text, cuts) = cut(text);
        assert_eq!(taken_by_all(&elements, &tokens_of(&text, &cuts)), expected, "{pattern} in {text}");
    }

    #[test]
    fn words_are_found_as_they_are_cut() {
        for (pattern, text, expected) in [
            ("covid|-|19", "Covid|-|19", Some(3)),
            ("covid|-|19", "covid-19 came", Some(1)),
            ("covid|-|19", "covid|-|20", None),
            ("كوفيد|-|19", "بكوفيد|-|19", Some(3)),
            ("Jean|-|Paul Sartre", "Jean|-|Paul Sartre", Some(4)),
            ("3.5|%", "3.5 %", Some(2)),
            ("C|++", "C|++ is", Some(2)),
            ("C|++", "C is", None),
            ("covid|-|*", "covid|-|19 came", Some(3)),
            ("well|-|kn?wn", "well|-|known", Some(3)),
            ("elect*", "elections", Some(1)),
            // What stands around has a text cut otherwise.
            ("日本", "日|本", Some(2)),
            ("日|本", "日本", Some(1)),
            ("日本", "日 本", None),
            ("ab|c", "a|bc d", Some(2)),
        ] {
            check(pattern, text, expected);
        }
    }

    #[test]
    fn what_is_open_is_cut_as_the_letter_before_it() {
        let shown = |word: &str| Run::new(&[word]).text;
        assert_eq!(shown("elect*"), "electt");
        assert_eq!(shown("covid-*"), "covid-d");
        assert_eq!(shown("3.?"), "3.3");
        assert_eq!(shown("*-known"), "q-known");
        assert_eq!(shown("مدر*"), "مدرر");
    }

    #[test]
    fn a_token_may_go_through_words() {
        let text = "call 010 1234 now";
        let tokens = tokens_of(text, &[0..4, 5..13, 14..17]);
        let groups: Vec<(Range<usize>, usize)> =
            groups(text, &tokens).into_iter().map(|(bytes, tokens)| (bytes, tokens.len())).collect();
        assert_eq!(groups, [(0..4, 1), (5..13, 1), (14..17, 1)]);
    }
}
