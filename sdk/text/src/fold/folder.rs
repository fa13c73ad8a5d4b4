//! Folding done, quickly where most words are.

use alloc::borrow::Cow;
use alloc::string::String;

use super::mapped::Mapped;
use super::rules::{Case, Folding};
use crate::compose::{Letter, Letters};
use crate::marks::stands_for_apostrophe;
use crate::place::{ARABIC_PLACES, arabic_place};

/// A [`Folding`] that is ready: what becomes of each Arabic letter stands in a table.
#[derive(Clone, Debug)]
pub struct Folder {
    rules: Folding,
    /// What becomes of each character from U+0600 to U+06FF, by its [`arabic_place`]: another of them, or [`SAME`], [`DROPPED`] or
    /// [`ASKED`].
    arabic: [u16; ARABIC_PLACES],
}

/// The character itself.
const SAME: u16 = 0;

/// Nothing.
const DROPPED: u16 = 1;

/// What the letter before it decides, or is not in the block.
const ASKED: u16 = 2;

impl Folder {
    /// One of such rules. It takes some hundred steps, so that those which last are statics.
    #[must_use]
    pub const fn new(rules: Folding) -> Self {
        let (mut arabic, mut number) = ([ASKED; ARABIC_PLACES], 0x600);
        while number < 0x700 {
            if let Some(character) = char::from_u32(number)
                && !matches!(character, '\u{653}'..='\u{655}')
            {
                let mut bytes = [0; 2];
                character.encode_utf8(&mut bytes);
                arabic[arabic_place(bytes)] = match rules.of_arabic(character) {
                    None => DROPPED,
                    Some(folded) if folded == character => SAME,
                    Some(folded) if matches!(folded, '\u{600}'..='\u{6FF}') => folded as u16,
                    Some(_) => ASKED,
                };
            }
            number += 1;
        }
        Self { rules, arabic }
    }

    /// Its rules.
    #[must_use]
    pub const fn rules(&self) -> &Folding {
        &self.rules
    }

    /// A text without the differences that fall away: itself, where it has none.
    #[must_use]
    pub fn folded<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let has_capitals = || text.bytes().any(|byte| byte.is_ascii_uppercase());
        if text.is_ascii()
            && (self.rules.case == Case::Keep || !has_capitals())
            && !self.may_have_apostrophe(text)
        {
            return Cow::Borrowed(text);
        }
        let mut folded = String::with_capacity(text.len());
        self.fold(text, &mut folded);
        if folded == text { Cow::Borrowed(text) } else { Cow::Owned(folded) }
    }

    /// The same, which is written in `room`, in the place of what was there, unless it is seen at once that nothing differs.
    #[inline]
    pub fn folded_in<'t>(&self, text: &'t str, room: &'t mut String) -> &'t str {
        if self.keeps_arabic(text) {
            return text;
        }
        room.clear();
        self.fold(text, room);
        room
    }

    /// Appends a text to `out` without the differences that fall away.
    ///
    /// Time is linear in the text. A word of plain Arabic letters, or of ASCII, is copied in stretches.
    #[inline]
    pub fn fold(&self, text: &str, out: &mut String) {
        if text.is_ascii() && self.rules.case != Case::Turkic && !self.may_have_apostrophe(text) {
            let first = out.len();
            out.push_str(text);
            if self.rules.case != Case::Keep {
                out[first..].make_ascii_lowercase();
            }
        } else if !self.fold_arabic(text, out) {
            self.fold_any(text, out, |_, _| ());
        }
    }

    /// A text without the differences that fall away, and where each part of it comes from.
    #[must_use]
    pub fn mapped(&self, text: &str) -> Mapped {
        let (mut folded, mut map) = (String::with_capacity(text.len()), Mapped::default());
        self.fold_any(text, &mut folded, |letter, range| map.add(letter, range));
        map.finish(folded)
    }

    /// What becomes of a letter; nothing where it is dropped. What a capital becomes may be several characters, of which this
    /// is the first.
    #[must_use]
    pub fn letter(&self, letter: char) -> Option<char> {
        match letter {
            '\u{600}'..='\u{6FF}' => self.rules.of_arabic(letter),
            _ if self.rules.drops(letter) => None,
            _ => Some(
                self.rules.replacement(letter).unwrap_or_else(|| self.small(letter).next().unwrap_or(letter)),
            ),
        }
    }

    /// Whether a text of ASCII may have another sign for an apostrophe.
    fn may_have_apostrophe(&self, text: &str) -> bool {
        self.rules.one_apostrophe && text.as_bytes().contains(&b'`')
    }

    /// Whether a text is of characters from U+0600 to U+06FF that each stay what they are.
    fn keeps_arabic(&self, text: &str) -> bool {
        let (characters, []) = text.as_bytes().as_chunks::<2>() else { return false };
        characters.iter().all(|&bytes| self.arabic.get(arabic_place(bytes)) == Some(&SAME))
    }

    /// Appends a text of characters from U+0600 to U+06FF that each fold by themselves. Whether it is one; nothing is appended
    /// where not.
    fn fold_arabic(&self, text: &str, out: &mut String) -> bool {
        let (characters, []) = text.as_bytes().as_chunks::<2>() else { return false };
        let (first, mut start) = (out.len(), 0);
        for (index, &bytes) in characters.iter().enumerate() {
            let folded = self.arabic.get(arabic_place(bytes)).copied().unwrap_or(ASKED);
            if folded == SAME {
                continue;
            }
            if folded == ASKED {
                out.truncate(first);
                return false;
            }
            let at = 2 * index;
            out.push_str(text.get(start..at).unwrap_or_default());
            start = at + 2;
            if folded != DROPPED {
                out.extend(char::from_u32(folded.into()));
            }
        }
        out.push_str(text.get(start..).unwrap_or_default());
        true
    }

    /// Appends any text, and tells for each letter which bytes of `out` became of it.
    fn fold_any(&self, text: &str, out: &mut String, mut tell: impl FnMut(Letter, core::ops::Range<usize>)) {
        let first = out.len();
        let mut letters = Letters::new(text);
        while let Some(letter) = letters.next() {
            let start = out.len();
            let is_apostrophe = self.rules.one_apostrophe
                && stands_for_apostrophe(letter.character)
                && out[first..].ends_with(char::is_alphabetic)
                && self.goes_on_with_letter(letters.clone());
            self.push(if is_apostrophe { '\'' } else { letter.character }, out);
            tell(letter, start - first..out.len() - first);
        }
        // Letter by letter, each sigma is the one within words.
        if self.rules.case != Case::Keep
            && out[first..].ends_with('σ')
            && out[first..].chars().nth(1).is_some()
        {
            out.pop();
            out.push('ς');
        }
    }

    /// Whether the first of some letters that is not dropped is of an alphabet.
    fn goes_on_with_letter(&self, letters: Letters<'_>) -> bool {
        let mut kept = letters.filter_map(|letter| self.letter(letter.character));
        kept.next().is_some_and(char::is_alphabetic)
    }

    fn push(&self, character: char, out: &mut String) {
        match character {
            'a'..='z' | '0'..='9' => out.push(character),
            '\u{600}'..='\u{6FF}' => out.extend(self.rules.of_arabic(character)),
            _ if self.rules.drops(character) => {}
            _ => match self.rules.replacement(character) {
                Some(other) => out.push(other),
                None => out.extend(self.small(character)),
            },
        }
    }

    /// A character, where it is a capital its small letters.
    fn small(&self, character: char) -> Small {
        match (self.rules.case, character) {
            (Case::Keep, _) => Small::Same(Some(character)),
            (Case::Turkic, 'I') => Small::Same(Some('ı')),
            // Its default mapping ends in a combining dot, which no reader expects.
            (_, 'İ') => Small::Same(Some('i')),
            _ => Small::Lower(character.to_lowercase()),
        }
    }
}

/// What a character is in small letters.
enum Small {
    Same(Option<char>),
    Lower(core::char::ToLowercase),
}

impl Iterator for Small {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Self::Same(character) => character.take(),
            Self::Lower(characters) => characters.next(),
        }
    }
}
