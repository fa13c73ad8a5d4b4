//! How a page comes of a text: its words are set in a row, the gaps between them judged, and the words noted at which
//! a rule can begin.

use std::cell::OnceCell;
use std::ops::{Range, RangeInclusive};

use super::{Buffers, Entity, Page, TokenKind, Tokens, Word};
use crate::forms::class::Class;
use crate::forms::lexeme::{LONG_WORD, Lexemes, OPAQUE, Pieces, Traits};
use crate::kind::Kind;
use crate::names::Segment;
use crate::text::piece::Form;
use crate::values::Numbers;

/// Widths of text that mail programs and agencies' wires break into lines, in characters.
const WRAP_COLUMNS: RangeInclusive<usize> = 50..=90;

impl<'a> Page<'a> {
    /// The page of a text. `sentences` are the bytes at which sentences begin, ascending.
    pub(crate) fn new(
        text: &'a str,
        lexemes: &'a Lexemes,
        mut buffers: Buffers,
        tokens: &Tokens,
        sentences: impl Iterator<Item = u32>,
    ) -> Self {
        buffers.clear();
        let page = Self {
            text,
            lexemes,
            buffers,
            wrap_column: OnceCell::new(),
            is_arabic: OnceCell::new(),
            is_technical: OnceCell::new(),
            small: OnceCell::new(),
            numbers: Numbers::default(),
            #[cfg(test)]
            steps: std::cell::Cell::default(),
        };
        let mut reader = Reader { page };
        reader.read(tokens, sentences);
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

/// A page in the making.
struct Reader<'a> {
    page: Page<'a>,
}

/// What is known of the row so far besides its words.
#[derive(Clone, Copy)]
struct State {
    /// Where the last word ends.
    end: u32,
    /// The segment in hand.
    segment: Counted,
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
    /// Puts the words in a row, judges how each stands to the one before it, cuts the row into segments, and notes the
    /// words with which a rule can begin.
    ///
    /// The inner loop calls nothing, so that what it needs stays in registers.
    fn read(&mut self, tokens: &Tokens, mut sentences: impl Iterator<Item = u32>) {
        let mut next_sentence = || sentences.next().map_or(u64::MAX, u64::from);
        let mut words = std::mem::take(&mut self.page.buffers.words);
        let count = tokens.starts.len().min(tokens.ends.len()).min(tokens.pieces.len());
        let (starts, ends, pieces) =
            (&tokens.starts[..count], &tokens.ends[..count], &tokens.pieces[..count]);
        let text = self.page.text.as_bytes();
        let (mut next, mut state) = (next_sentence(), State { end: u32::MAX, segment: Counted::default() });
        let (mut at, mut is_dotted) = (0, false);
        while at < count {
            words.reserve(count - at);
            let State { mut end, mut segment } = state;
            while at < count && !is_dotted {
                let (start, piece) = (starts[at], pieces[at]);
                let traits = piece.traits();
                // A blank between the two, or the first byte of this one, and none of the marks that break lines.
                let goes_on =
                    start.wrapping_sub(end) <= 1 && text.get(end as usize).is_some_and(|&byte| byte > b'\r');
                let is_plain = !traits.meets(Traits::CARE) && goes_on && next > u64::from(start);
                // There is room; where the compiler sees it, it makes no call to get some.
                if !is_plain || words.len() == words.capacity() {
                    break;
                }
                segment.add(traits);
                end = ends[at];
                words.push(Word { start, end, lexeme: piece.index(), traits });
                at += 1;
            }
            state = State { end, segment };
            if at == count {
                break;
            }
            let (token, piece) = (starts[at]..ends[at], pieces[at]);
            let begins = next <= u64::from(token.start);
            while next <= u64::from(token.start) {
                next = next_sentence();
            }
            state = if is_dotted || piece.traits().meets(Traits::CARE) {
                self.read_with_care(&mut words, token, piece, begins, state)
            } else {
                let Range { start, end } = token;
                let word = Word { start, end, lexeme: piece.index(), traits: piece.traits() };
                self.put(&mut words, word, begins, state)
            };
            is_dotted = words.last().is_some_and(|last| last.traits.meets(Traits::DOTTED));
            at += 1;
        }
        self.end_segment(&words, state.segment);
        self.page.buffers.owners.resize(words.len(), 0);
        self.page.buffers.words = words;
        self.note();
    }

    /// Notes the words with which a value or a name can begin where they stand.
    fn note(&mut self) {
        let Buffers { words, value_starts, name_starts, segments, .. } = &mut self.page.buffers;
        for (at, word) in words.iter().enumerate() {
            let here = word.traits;
            if !here.meets(Traits::NAME.or(Traits::VALUE)) {
                continue;
            }
            let after = words.get(at + 1).map_or_else(Traits::default, |next| next.traits);
            let at = at as u32;
            // A value that is not sure begins here if it can continue with the next word.
            if here.meets(Traits::VALUE) && (here.meets(Traits::ALWAYS) || after.meets(Traits::AFTER)) {
                value_starts.push(at);
            }
            let is_dull = here.meets(Traits::DULL) && !after.meets(Traits::LINKS);
            if here.meets(Traits::NAME) && !is_dull {
                name_starts.push(at);
            }
        }
        let mut end = 0;
        for segment in segments {
            let start = end;
            while name_starts.get(end).is_some_and(|&at| (at as usize) < segment.words.end) {
                end += 1;
            }
            segment.starts = start..end;
        }
    }

    /// Reads a token that is several words, or no running text, or with which a sentence may begin.
    #[inline(never)]
    fn read_with_care(
        &mut self,
        words: &mut Vec<Word>,
        token: Range<u32>,
        pieces: Pieces,
        begins: bool,
        state: State,
    ) -> State {
        let Range { start, end } = token;
        if let Some(kind) = pieces.kind() {
            self.find_address(kind, start..end, words.len());
            let word = Word { start, end, lexeme: OPAQUE, traits: Traits::default() };
            return self.put(words, word, begins, state);
        }
        let (mut state, mut begins) = (state, begins);
        for lexeme in self.page.lexemes.indexes(pieces) {
            let piece = self.page.lexemes.get(lexeme);
            let traits = piece.traits;
            let (piece_start, piece_end) = (start.wrapping_add(piece.start), start.wrapping_add(piece.end));
            let is_stop = traits.meets(Traits::STOP) && piece_end == end && piece_start == start;
            if is_stop && self.absorb_stop(words, start, &mut state) {
                break;
            }
            let word = Word { start: piece_start, end: piece_end, lexeme, traits };
            state = self.put(words, word, begins, state);
            begins = false;
        }
        state
    }

    /// Adds a word to the row.
    #[inline]
    fn put(&mut self, words: &mut Vec<Word>, mut word: Word, begins: bool, mut state: State) -> State {
        if (begins || word.start != state.end || words.is_empty())
            && self.breaks(words, state.end as usize..word.start as usize, begins)
        {
            word.traits = word.traits.or(Traits::BROKEN);
            state.segment = self.end_segment(words, state.segment);
        }
        state.segment.add(word.traits);
        state.end = word.end;
        words.push(word);
        state
    }

    /// Takes an address that the tokenizer has found for an entity.
    fn find_address(&mut self, kind: TokenKind, token: Range<u32>, word: usize) {
        let kind = match kind {
            TokenKind::Email => Kind::Email,
            TokenKind::Url => Kind::Url,
            TokenKind::Text | TokenKind::Opaque => return,
        };
        let range = token.start as usize..token.end as usize;
        let name = self.page.name(self.page.text.get(range.clone()).unwrap_or_default());
        self.page.buffers.found.push(Entity { kind, words: word..word + 1, range, name });
    }

    /// Gives a full stop back to the abbreviation that it touches, where the tokenizer parted them.
    fn absorb_stop(&self, words: &mut [Word], at: u32, state: &mut State) -> bool {
        let Some(last) = words.last_mut() else { return false };
        let absorbs = last.end == at && last.traits.meets(Traits::DOTTED) && {
            // A word that has got its stop is longer than what is known of it, and takes no other.
            let lexeme = self.page.lexemes.get(last.lexeme);
            last.end - last.start == lexeme.end - lexeme.start
        };
        if absorbs {
            last.end += 1;
            state.end = last.end;
            let is_long = (last.end - last.start) as usize >= LONG_WORD;
            state.segment.remove(last.traits);
            last.traits = last.traits.or(Traits::LONG.only_if(is_long));
            state.segment.add(last.traits);
        }
        absorbs
    }

    /// Whether a word does not continue from those before it, given the bytes between them.
    #[inline(never)]
    fn breaks(&self, before: &[Word], between: Range<usize>, begins: bool) -> bool {
        if before.is_empty() {
            return true;
        }
        let end = between.start;
        let between = self.page.text.as_bytes().get(between).unwrap_or_default();
        match between.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            None => begins && !self.ends_with_initial(before) || between.contains(&b'\t'),
            Some(line_end) => {
                let column = self.page.wrap_column();
                let goes_on = column.is_some_and(|column| is_wrapped(self.page.text, end + line_end, column));
                !goes_on || self.ends_sentence(before)
            }
        }
    }

    /// Whether the last word is a mark that ends a sentence, and no stop of an initial or a title.
    fn ends_sentence(&self, words: &[Word]) -> bool {
        match words {
            [.., before, last] if self.is_mark(last, &['.']) => {
                let lexeme = self.page.lexemes.get(before.lexeme);
                let is_title = lexeme.classes.has(Class::Title);
                lexeme.form != Form::Title || before.end - before.start != 1 && !is_title
            }
            [.., last] => self.is_mark(last, &['.', '!', '?', '؟', '…']),
            [] => false,
        }
    }

    /// Whether the last words are a given name and an initial, `Richard A.`, after which the name goes on.
    fn ends_with_initial(&self, words: &[Word]) -> bool {
        let [before @ .., name, initial, stop] = words else { return false };
        let name = self.page.lexemes.get(name.lexeme);
        // `Attorney General Merrick B. Garland`
        let is_announced = before.last().is_some_and(|title| {
            let title = self.page.lexemes.get(title.lexeme);
            title.form == Form::Title && title.classes.has(Class::Title) && name.classes.is_empty()
        });
        let is_initial = self.page.lexemes.get(initial.lexeme).form == Form::Title
            && initial.end - initial.start == 1
            && initial.end == stop.start;
        self.is_mark(stop, &['.'])
            && is_initial
            && name.form == Form::Title
            && (is_announced || name.classes.has(Class::Given))
    }

    fn is_mark(&self, word: &Word, marks: &[char]) -> bool {
        matches!(self.page.lexemes.get(word.lexeme).form, Form::Mark(mark) if marks.contains(&mark))
    }

    /// Ends the segment in hand after these words.
    #[inline(never)]
    fn end_segment(&mut self, words: &[Word], counted: Counted) -> Counted {
        if words.len() > counted.start {
            let counts = counted.counts(words);
            let has_stop = words.last().is_some_and(|last| self.is_mark(last, &['.']));
            self.page.buffers.segments.push(counted.segment(counts, words.len(), has_stop));
        }
        Counted { start: words.len(), ..Counted::default() }
    }
}

/// From so many words on, a segment is long enough to be judged by its capitals.
const FEWEST_WORDS: usize = 4;

/// So many words at most are counted in lanes of 16 bits.
const MAX_COUNTED: usize = u16::MAX as usize;

/// The segment in hand.
#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    /// Its first word.
    start: usize,
    /// All that its words are.
    traits: Traits,
    /// The sum of [`LANES`].
    lanes: u64,
}

impl Counted {
    #[inline]
    fn add(&mut self, traits: Traits) {
        self.traits = self.traits.or(traits);
        self.lanes = self.lanes.wrapping_add(LANES[traits.letters()]);
    }

    /// Takes the count of a word back, for which another is added.
    fn remove(&mut self, traits: Traits) {
        self.lanes = self.lanes.wrapping_sub(LANES[traits.letters()]);
    }

    /// How many of its words are in capitals, in lower case, long, and long with a capital.
    fn counts(&self, words: &[Word]) -> [usize; 4] {
        let words = words.get(self.start..).unwrap_or_default();
        let lanes = [UPPER, SMALL, LONG, LONG_CAPITALS];
        if words.len() <= MAX_COUNTED {
            return lanes.map(|lane| usize::from((self.lanes >> lane) as u16));
        }
        let count = |lane| words.iter().filter(|word| LANES[word.traits.letters()] >> lane & 1 == 1).count();
        lanes.map(count)
    }

    fn segment(&self, counts: [usize; 4], end: usize, has_stop: bool) -> Segment {
        let [upper, small, long, long_capitals] = counts;
        // Short words stay small in headlines, and others at times; what ends in a full stop may be a sentence of names.
        let least = if has_stop { long * 5 } else { long * 4 };
        let is_title = long >= FEWEST_WORDS && long_capitals * 5 >= least;
        let is_shout = upper >= FEWEST_WORDS && small == 0;
        Segment {
            words: self.start..end,
            starts: 0..0,
            is_headline: is_title || is_shout,
            has_arabic: self.traits.meets(Traits::ARABIC),
            has_capitals: self.traits.meets(Traits::CAPITAL),
        }
    }
}

/// Whether the line that ends at `end` was broken because the next word had no room: the text continues after it.
fn is_wrapped(text: &str, end: usize, column: usize) -> bool {
    let line = text[..end].rfind('\n').map_or(0, |at| at + 1);
    let next = text[end..].trim_start_matches('\r');
    let next = next.strip_prefix('\n').unwrap_or(next);
    let word = next.split(char::is_whitespace).next().unwrap_or("");
    let length = text[line..end].chars().count();
    !word.is_empty() && length + 1 + word.chars().count() > column.saturating_sub(4)
}
