//! How a page comes of a text: tokens are cut and looked up, and the gaps between them judged.

use std::ops::{Range, RangeInclusive};

use super::{Gap, Page, Token, TokenKind, Word};
use crate::class::Class;
use crate::kind::Kind;
use crate::lexicon::{Lexicon, UNKNOWN};
use crate::normal::push_key;
use crate::page::Entity;
use crate::piece::{Form, is_dotted, pieces};
use crate::proclitic::{Proclitic, proclitics};

/// Widths of text that mail programs and agencies' wires break into lines, in characters.
const WRAP_COLUMNS: RangeInclusive<usize> = 50..=90;

impl<'a> Page<'a> {
    /// Cuts and looks up the words of `text`. `sentences` are the bytes at which sentences begin, ascending.
    pub(crate) fn new(
        text: &'a str,
        lexicon: &'a Lexicon,
        tokens: impl Iterator<Item = Token>,
        sentences: impl Iterator<Item = usize>,
    ) -> Self {
        let mut page = Self {
            text,
            lexicon,
            words: Vec::with_capacity(text.len() / 5),
            keys: String::with_capacity(text.len()),
            taken: Vec::new(),
            wrap_column: wrap_column(text),
            arabic_words: 0,
            other_words: 0,
            found: Vec::new(),
        };
        let mut sentences = sentences.peekable();
        for token in tokens {
            let mut begins = false;
            while sentences.next_if(|&start| start <= token.range.start).is_some() {
                begins = true;
            }
            page.push_token(&token, begins);
        }
        page.taken = vec![false; page.words.len()];
        page
    }

    fn push_token(&mut self, token: &Token, begins: bool) {
        let offset = token.range.start;
        let token_text = &self.text[token.range.clone()];
        let mut begins = begins;
        if token.kind != TokenKind::Text {
            self.push_word(token.range.clone(), Form::Opaque, begins);
            if let Some(kind) = match token.kind {
                TokenKind::Email => Some(Kind::Email),
                TokenKind::Url => Some(Kind::Url),
                _ => None,
            } {
                self.found.push(Entity {
                    kind,
                    words: self.words.len() - 1..self.words.len(),
                    range: token.range.clone(),
                    canonical: token_text.to_owned(),
                });
            }
            return;
        }
        if token_text == "." && self.absorb_stop(offset) {
            return;
        }
        pieces(token_text, |range, form| {
            self.push_word(offset + range.start..offset + range.end, form, begins);
            begins = false;
        });
    }

    /// Gives a full stop back to the abbreviation that it touches, where the tokenizer parted them.
    fn absorb_stop(&mut self, at: usize) -> bool {
        let Some(last) = self.words.last_mut() else {
            return false;
        };
        let written = &self.text[last.start as usize..last.end as usize];
        let absorbs = last.end as usize == at && last.form.is_word() && is_dotted(written);
        if absorbs {
            last.end += 1;
        }
        absorbs
    }

    fn push_word(&mut self, range: Range<usize>, form: Form, begins: bool) {
        let gap = self.gap_before(range.start, begins);
        self.arabic_words += usize::from(form == Form::Arabic);
        self.other_words += usize::from(form.is_word() && form != Form::Arabic);
        let key_start = self.keys.len();
        if form != Form::Opaque {
            push_key(&self.text[range.clone()], &mut self.keys);
        }
        let key = &self.keys[key_start..];
        let id = match form {
            Form::Opaque => UNKNOWN,
            Form::Digits if key.len() > 3 => UNKNOWN,
            _ => self.lexicon.id(key),
        };
        let Proclitic { bytes, stem, classes } = if form == Form::Arabic {
            proclitics(self.lexicon, key, id)
        } else {
            Proclitic { bytes: 0, stem: id, classes: self.lexicon.classes(id, form) }
        };
        self.words.push(Word {
            start: range.start as u32,
            end: range.end as u32,
            key_end: self.keys.len() as u32,
            form,
            gap,
            initial: self.is_initial(gap),
            proclitic: bytes,
            id,
            stem,
            classes,
            begins: self.lexicon.begins(stem),
        });
    }

    fn gap_before(&self, start: usize, begins: bool) -> Gap {
        let Some(last) = self.words.last() else {
            return Gap::Break;
        };
        let between = &self.text[last.end as usize..start];
        if between.is_empty() {
            return if begins { Gap::Break } else { Gap::None };
        }
        let Some(line_end) = between.find(['\n', '\r']) else {
            return if begins || between.contains('\t') { Gap::Break } else { Gap::Space };
        };
        let end = last.end as usize + line_end;
        let goes_on = self.wrap_column.is_some_and(|column| is_wrapped(self.text, end, column));
        if goes_on && !self.ends_sentence() { Gap::Space } else { Gap::Break }
    }

    /// Whether the last word is a mark that ends a sentence, and no stop of an initial or a title.
    fn ends_sentence(&self) -> bool {
        let mut last = self.words.iter().rev();
        match last.next().map(|word| word.form) {
            Some(Form::Mark('.')) => !last.next().is_some_and(|word| {
                word.form == Form::Title && (word.end - word.start == 1 || word.classes.has(Class::Title))
            }),
            Some(Form::Mark(mark)) => matches!(mark, '!' | '?' | '؟' | '…'),
            _ => false,
        }
    }

    /// A word is initial behind a break, and behind quotes, brackets, dashes and bullets that are.
    fn is_initial(&self, gap: Gap) -> bool {
        gap == Gap::Break
            || self.words.last().is_some_and(|last| match last.form {
                Form::Mark(mark) => {
                    last.initial && !mark.is_alphanumeric()
                        || matches!(mark, '"' | '“' | '«' | '„' | ':' | '•' | '*' | '_' | '`')
                }
                Form::Digits => last.initial,
                _ => false,
            })
    }
}

/// The longest line of a text that was broken into lines by a program; nothing where a longer line shows that it
/// was not.
fn wrap_column(text: &str) -> Option<usize> {
    let longest = text.lines().map(|line| line.chars().count()).max()?;
    WRAP_COLUMNS.contains(&longest).then_some(longest)
}

/// Whether the line that ends at `end` was broken because the next word had no room: the text goes on behind it.
fn is_wrapped(text: &str, end: usize, column: usize) -> bool {
    let line = text[..end].rfind('\n').map_or(0, |at| at + 1);
    let next = text[end..].trim_start_matches('\r');
    let next = next.strip_prefix('\n').unwrap_or(next);
    let word = next.split(char::is_whitespace).next().unwrap_or("");
    let length = text[line..end].chars().count();
    !word.is_empty() && length + 1 + word.chars().count() > column.saturating_sub(4)
}
