//! What the pass over a text finds.

use super::Abbreviation;
use crate::dictionary::Cutter;
use crate::language::ScriptCounts;
use crate::sentences::Candidates;
use crate::token::{Kind, Token};
use crate::unicode::{Properties, Script, SentenceBreak};

/// The tokens of a text, and what is noted of them on the way.
#[derive(Debug, Default)]
pub struct Found {
    /// In order.
    pub tokens: Vec<Token>,
    /// Where a sentence may end.
    pub candidates: Candidates,
    /// The tokens that are no words, by their indexes, in order.
    pub(crate) others: Vec<u32>,
    /// Tokens by kind.
    pub(crate) kinds: [u32; Kind::ALL.len()],
    /// Words by script.
    pub(crate) scripts: ScriptCounts,
    /// Cuts runs of scripts without blanks.
    pub(super) cutter: Cutter,
    items: Items,
}

/// Bytes of the number of a list item, its full stop included.
pub(crate) const LONGEST_ITEM_NUMBER: usize = 4;

/// Bytes of the shortest run of one mark that rules off a paragraph.
pub(crate) const SHORTEST_RULE: usize = 5;

impl Found {
    /// Forgets all, for another text.
    pub(super) fn clear(&mut self) {
        self.tokens.clear();
        self.candidates.clear();
        self.others.clear();
        self.kinds = [0; Kind::ALL.len()];
        self.scripts.clear();
        self.items.clear();
    }

    /// Takes a token that is no word.
    #[inline]
    pub(super) fn push_other(&mut self, token: Token) {
        self.kinds[token.kind as usize] += 1;
        // A text is indexed with 32 bits, so its tokens are too.
        self.others.push(self.tokens.len() as u32);
        self.tokens.push(token);
    }

    /// Counts words of a script that were found without a look at what is known of them.
    pub(super) fn add_words(&mut self, script: Script, words: u32, letters: u64) {
        if words > 0 {
            self.kinds[Kind::Word as usize] += words;
            self.scripts.add(script, words, letters);
        }
    }

    /// Notes that a line breaks after the last token.
    #[inline]
    pub(super) fn note_line_break(&mut self) {
        if let Some(last) = self.tokens.len().checked_sub(1) {
            self.candidates.note(last);
        }
    }

    /// Notes where the last token, which was found by no rule that knows better, lets a sentence end.
    pub(super) fn note_last(&mut self, text: &str) {
        let Some(&token) = self.tokens.last() else { return };
        match token.kind {
            Kind::Emoji => self.note_back(0),
            Kind::Word | Kind::Number => self.note_word(token, text),
            Kind::Punctuation | Kind::Symbol => self.note_mark(token, text),
            Kind::Url | Kind::Email | Kind::Hashtag | Kind::Mention => {}
        }
    }

    /// Notes which abbreviation the last token is, which ends at `end`.
    pub(super) fn note_abbreviation(&mut self, end: usize, class: Abbreviation, text: &str) {
        if let Some(last) = self.tokens.last_mut().filter(|last| last.end() == end) {
            last.abbreviation = Some(class);
        }
        self.note_last(text);
    }

    /// A word with a full stop or a control of writing direction at its end may be an abbreviation, or number an item.
    pub(super) fn note_word(&mut self, token: Token, text: &str) {
        let characters = token.text(text).as_bytes();
        let stopped = characters.ends_with(b".");
        if stopped || characters.last().is_some_and(|&last| last >= 0x80) && characters.contains(&b'.') {
            self.note_back(0);
        }
        if let [number @ .., b'.'] = characters
            && self.items.take(number)
        {
            self.note_back(1);
            self.note_back(2);
        }
    }

    fn note_mark(&mut self, token: Token, text: &str) {
        let mark = token.text(text);
        let Some(first) = mark.chars().next() else { return };
        let ends =
            matches!(Properties::of(first).sentence_break(), SentenceBreak::ATerm | SentenceBreak::STerm);
        if ends || matches!(first, '…' | ':' | ';') {
            self.note_back(0);
        }
        if matches!(mark, "." | ")") {
            self.note_item(text);
        }
        if mark.len() >= SHORTEST_RULE {
            self.note_back(0);
            self.note_back(1);
        }
    }

    /// Notes what the last token, `.` or `)`, makes of the one before: the number of a list item, before which a
    /// sentence ends.
    #[inline]
    pub(super) fn note_item(&mut self, text: &str) {
        if let [.., number, mark] = self.tokens[..]
            && number.end() == mark.start()
            && self.items.take(&text.as_bytes()[number.start()..number.end()])
        {
            self.note_back(2);
            // A bullet before the number.
            self.note_back(3);
        }
    }

    /// Notes the last token, `:` or `;`, where it may end a sentence: after words of some scripts, of which neither ASCII
    /// nor the block Arabic has a letter.
    #[inline]
    pub(super) fn note_script_mark(&mut self, text: &str) {
        if let [.., before, _] = self.tokens[..]
            && !matches!(text.as_bytes()[before.start()], 0..0x80 | 0xD8..=0xDB)
        {
            self.note_back(0);
        }
    }

    /// Notes the token that is so many before the last.
    #[inline]
    pub(super) fn note_back(&mut self, back: usize) {
        if let Some(index) = self.tokens.len().checked_sub(back + 1) {
            self.candidates.note(index);
        }
    }
}

/// Which numbers of list items have come: an item begins where the one before it has, and nowhere else.
#[derive(Clone, Debug, Default)]
struct Items {
    /// A bit for each number and for each letter, by its code.
    came: [u64; 16],
    any: bool,
}

impl Items {
    fn clear(&mut self) {
        if std::mem::take(&mut self.any) {
            self.came = Default::default();
        }
    }

    /// Takes what may be the number of an item. Whether the number before it has come.
    fn take(&mut self, token: &[u8]) -> bool {
        let Some(number) = item_number(token) else { return false };
        self.any = true;
        self.came[number / 64] |= 1 << (number % 64);
        number.checked_sub(1).is_some_and(|before| self.came[before / 64] >> (before % 64) & 1 == 1)
    }
}

/// The number of a list item, below a thousand: a letter, which counts as its code, or a few digits.
fn item_number(token: &[u8]) -> Option<usize> {
    match token {
        [letter] if letter.is_ascii_alphabetic() => Some(usize::from(letter.to_ascii_lowercase())),
        [_, ..] if token.len() < LONGEST_ITEM_NUMBER => token.iter().try_fold(0, |number, &digit| {
            digit.is_ascii_digit().then(|| number * 10 + usize::from(digit - b'0'))
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Items;

    #[test]
    fn an_item_comes_after_the_one_before() {
        let mut items = Items::default();
        for (token, is_next) in [
            ("1", false),
            ("2", true),
            ("4", false),
            ("03", true),
            ("a", false),
            ("B", true),
            ("999", false),
            ("1000", false),
            ("3b", false),
            ("٣", false),
            ("", false),
        ] {
            assert_eq!(items.take(token.as_bytes()), is_next, "{token:?}");
        }
        items.clear();
        assert!(!items.take(b"3"));
    }
}
