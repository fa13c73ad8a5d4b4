//! How a page comes of a text: its words are set in a row, the gaps between them judged, and the words noted at which
//! a rule can begin.

use std::cell::OnceCell;
use std::ops::{Range, RangeInclusive};

use super::{Buffers, Entity, Page, Token, TokenKind, Word};
use crate::class::Class;
use crate::kind::Kind;
use crate::lexeme::{LONG_WORD, Lexemes, OPAQUE, Traits};
use crate::names::Segment;
use crate::piece::Form;
use crate::values::Numbers;

/// Widths of text that mail programs and agencies' wires break into lines, in characters.
const WRAP_COLUMNS: RangeInclusive<usize> = 50..=90;

impl<'a> Page<'a> {
    /// The page of a text. `sentences` are the bytes at which sentences begin, ascending.
    pub(crate) fn new(
        text: &'a str,
        lexemes: &'a Lexemes,
        mut buffers: Buffers,
        tokens: impl Iterator<Item = Token>,
        sentences: impl Iterator<Item = u32>,
    ) -> Self {
        buffers.clear();
        let page = Self {
            text,
            lexemes,
            buffers,
            wrap_column: OnceCell::new(),
            is_arabic: OnceCell::new(),
            numbers: Numbers::default(),
            #[cfg(test)]
            steps: std::cell::Cell::default(),
        };
        let mut reader = Reader { page };
        reader.place(tokens, sentences);
        reader.join();
        reader.page
    }

    /// The longest line of a text that was broken into lines by a program; nothing where a longer line shows that it
    /// was not.
    fn wrap_column(&self) -> Option<usize> {
        *self.wrap_column.get_or_init(|| {
            let most = *WRAP_COLUMNS.end();
            let mut longest = 0;
            for line in self.text.lines() {
                // What has more bytes than these has more characters than fit a line.
                let length = if line.len() > 4 * most { most + 1 } else { line.chars().count() };
                if length > most {
                    return None;
                }
                longest = longest.max(length);
            }
            (longest >= *WRAP_COLUMNS.start()).then_some(longest)
        })
    }
}

/// A page in the making. Words are first put in a row and then judged by their neighbours: in one loop, what both need
/// does not fit the registers, and it takes half as long again.
struct Reader<'a> {
    page: Page<'a>,
}

const UPPER: u32 = 0;
const SMALL: u32 = 16;
const LONG: u32 = 32;
const LONG_CAPITALS: u32 = 48;

/// What a word adds to four counts of 16 bits in one, by [`Traits::letters`]: words in capitals, words in lower case, long
/// words, and long words with a capital.
const LANES: [u64; 16] = {
    let mut lanes = [0; 16];
    let mut index = 0;
    while index < lanes.len() {
        let (small, capital, upper, long) = (index & 1, index >> 1 & 1, index >> 2 & 1, index >> 3);
        lanes[index] = (upper as u64) << UPPER
            | (small as u64) << SMALL
            | ((long & (small | capital)) as u64) << LONG
            | ((long & capital) as u64) << LONG_CAPITALS;
        index += 1;
    }
    lanes
};

impl Reader<'_> {
    /// Puts the words in a row.
    fn place(&mut self, tokens: impl Iterator<Item = Token>, mut sentences: impl Iterator<Item = u32>) {
        let mut next_sentence = || sentences.next().map_or(u64::MAX, u64::from);
        let mut next = next_sentence();
        for token in tokens {
            let mut begins = Traits::default();
            while next <= u64::from(token.start) {
                begins = Traits::BEGINS;
                next = next_sentence();
            }
            if token.kind == TokenKind::Text && token.pieces.is_one() {
                let Token { start, end, pieces, .. } = token;
                let lexeme = self.page.lexemes.index(pieces);
                let traits = pieces.traits.or(begins);
                self.page.buffers.words.push(Word {
                    start,
                    end,
                    lexeme,
                    owner: 0,
                    form: pieces.form,
                    traits,
                });
            } else {
                self.place_pieces(&token, begins);
            }
        }
    }

    #[inline(never)]
    fn place_pieces(&mut self, token: &Token, begins: Traits) {
        if token.kind != TokenKind::Text {
            return self.place_opaque(token, begins);
        }
        let mut begins = begins;
        for lexeme in self.page.lexemes.indexes(token.pieces) {
            let piece = self.page.lexemes.get(lexeme);
            let (start, end) = (token.start.wrapping_add(piece.start), token.start.wrapping_add(piece.end));
            let is_stop = piece.form == Form::Mark('.') && end == token.end && start == token.start;
            if is_stop && self.absorb_stop(start) {
                return;
            }
            let traits = piece.traits.or(begins);
            self.page.buffers.words.push(Word { start, end, lexeme, owner: 0, form: piece.form, traits });
            begins = Traits::default();
        }
    }

    fn place_opaque(&mut self, token: &Token, traits: Traits) {
        let &Token { start, end, .. } = token;
        let last = self.page.len();
        self.page.buffers.words.push(Word {
            start,
            end,
            lexeme: OPAQUE,
            owner: 0,
            form: Form::Opaque,
            traits,
        });
        let kind = match token.kind {
            TokenKind::Email => Kind::Email,
            TokenKind::Url => Kind::Url,
            TokenKind::Text | TokenKind::Opaque => return,
        };
        let range = start as usize..end as usize;
        let name = self.page.name(self.page.text.get(range.clone()).unwrap_or_default());
        self.page.buffers.found.push(Entity { kind, words: last..last + 1, range, name });
    }

    /// Gives a full stop back to the abbreviation that it touches, where the tokenizer parted them.
    fn absorb_stop(&mut self, at: u32) -> bool {
        let Some(last) = self.page.buffers.words.last_mut() else { return false };
        let lexeme = self.page.lexemes.get(last.lexeme);
        // A word that has got its stop is longer than what is known of it, and takes no other.
        let bytes = last.end - last.start;
        let is_whole = bytes == lexeme.end - lexeme.start;
        let absorbs = last.end == at && last.traits.meets(Traits::DOTTED) && is_whole;
        if absorbs {
            last.end += 1;
            last.traits = last.traits.or(Traits::LONG.only_if(bytes as usize + 1 >= LONG_WORD));
        }
        absorbs
    }

    /// Judges how each word stands to the one before it, cuts the row into segments, and notes the words with which a rule
    /// can begin.
    fn join(&mut self) {
        let mut words = std::mem::take(&mut self.page.buffers.words);
        let (mut end, mut initial, mut segment) = (0, Traits::INITIAL, Counted::default());
        for at in 0..words.len() {
            let Word { start, end: next_end, traits, .. } = words[at];
            let gap = self.gap_before(&words[..at], end, start, traits);
            if gap == Traits::BROKEN {
                segment = self.end_segment(&words[..at], segment);
                initial = Traits::INITIAL;
            }
            let traits = traits.or(gap).or(initial);
            words[at].traits = traits;
            if traits.meets(Traits::NAME.or(Traits::VALUE)) {
                self.note(at, traits);
            }
            (end, initial) = (next_end, traits.initial_behind());
            segment.traits = segment.traits.or(traits);
            segment.lanes = segment.lanes.wrapping_add(LANES[traits.letters()]);
        }
        self.end_segment(&words, segment);
        self.page.buffers.words = words;
    }

    /// Notes a word as one with which a rule can begin.
    fn note(&mut self, at: usize, traits: Traits) {
        if traits.meets(Traits::VALUE) {
            self.page.buffers.value_words.push(at as u32);
        }
        if traits.meets(Traits::NAME) {
            self.page.buffers.name_words.push(at as u32);
        }
    }

    /// How the word that starts here stands to the one before it, which ends there.
    #[inline(always)]
    fn gap_before(&self, before: &[Word], end: u32, start: u32, traits: Traits) -> Traits {
        if !traits.meets(Traits::BEGINS) && end > 0 {
            if start == end.wrapping_add(1) && self.page.text.as_bytes().get(end as usize) == Some(&b' ') {
                return Traits::SPACED;
            }
            if start == end {
                return Traits::default();
            }
        }
        self.gap_between(before, end as usize..start as usize, traits.meets(Traits::BEGINS))
    }

    #[inline(never)]
    fn gap_between(&self, before: &[Word], between: Range<usize>, begins: bool) -> Traits {
        if before.is_empty() {
            return Traits::BROKEN;
        }
        let end = between.start;
        let between = self.page.text.get(between).unwrap_or_default();
        if between.is_empty() {
            return Traits::BROKEN.only_if(begins);
        }
        let breaks = match between.find(['\n', '\r']) {
            None => begins || between.contains('\t'),
            Some(line_end) => {
                let column = self.page.wrap_column();
                let goes_on = column.is_some_and(|column| is_wrapped(self.page.text, end + line_end, column));
                !goes_on || self.ends_sentence(before)
            }
        };
        if breaks { Traits::BROKEN } else { Traits::SPACED }
    }

    /// Whether the last word is a mark that ends a sentence, and no stop of an initial or a title.
    fn ends_sentence(&self, words: &[Word]) -> bool {
        match words {
            [.., before, Word { form: Form::Mark('.'), .. }] => {
                let is_title = self.page.lexemes.get(before.lexeme).classes.has(Class::Title);
                before.form != Form::Title || before.end - before.start != 1 && !is_title
            }
            [Word { form: Form::Mark('.'), .. }] => true,
            [.., Word { form: Form::Mark(mark), .. }] => matches!(mark, '!' | '?' | '؟' | '…'),
            _ => false,
        }
    }

    /// Ends the segment in hand behind these words.
    #[inline(never)]
    fn end_segment(&mut self, words: &[Word], counted: Counted) -> Counted {
        let name_end = self.page.buffers.name_words.len();
        if words.len() > counted.start {
            let counts = counted.counts(words);
            self.page.buffers.segments.push(counted.segment(counts, words.len(), name_end));
        }
        Counted { start: words.len(), name_start: name_end, ..Counted::default() }
    }
}

/// From so many words on, a segment is long enough to be judged by its capitals.
const FEWEST_WORDS: usize = 4;

/// So many words at most are counted in lanes of 16 bits.
const MOST_COUNTED: usize = u16::MAX as usize;

/// The segment in hand.
#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    /// Its first word, and the first of the words at which a name may begin.
    start: usize,
    name_start: usize,
    /// All that its words are.
    traits: Traits,
    /// The sum of [`LANES`].
    lanes: u64,
}

impl Counted {
    /// How many of its words are in capitals, in lower case, long, and long with a capital.
    fn counts(&self, words: &[Word]) -> [usize; 4] {
        let words = &words[self.start..];
        [UPPER, SMALL, LONG, LONG_CAPITALS].map(|lane| {
            if words.len() <= MOST_COUNTED {
                return usize::from((self.lanes >> lane) as u16);
            }
            words.iter().filter(|word| LANES[word.traits.letters()] >> lane & 1 == 1).count()
        })
    }

    fn segment(&self, counts: [usize; 4], end: usize, name_end: usize) -> Segment {
        let [upper, small, long, long_capitals] = counts;
        // Short words stay small in headlines.
        let is_title = long >= FEWEST_WORDS && long_capitals * 5 >= long * 4;
        let is_shout = upper >= FEWEST_WORDS && small == 0;
        Segment {
            words: self.start..end,
            name_words: self.name_start..name_end,
            is_headline: is_title || is_shout,
            has_arabic: self.traits.meets(Traits::ARABIC),
            has_capitals: self.traits.meets(Traits::CAPITAL),
        }
    }
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
