//! What is known of a piece of a token by its text alone, found out once for each form.

use std::cell::Cell;
use std::ops::Range;

use textmill_text::is_invisible;

use crate::forms::class::{Class, Classes};
use crate::forms::likeness::likeness;
use crate::forms::proclitic::{Proclitic, proclitics};
use crate::hash::hash_of;
use crate::lexicon::{self, NodeId, WordId};
use crate::names::{self, vocabulary};
use crate::page::TokenKind;
use crate::text::normal::{digit, push_key, push_plain_key};
use crate::text::piece::{
    Form, cut, is_camel_case, is_dotted, is_mixed, is_snake_case, letter_count, plain_form,
};
use crate::values::{self, Alone, Rules};

/// A piece of a form.
#[derive(Clone, Debug)]
pub(crate) struct Lexeme {
    /// What the lexicon says of the stem by itself.
    pub(crate) classes: Classes,
    /// The classes of all entries that begin with the stem.
    pub(crate) begins: Classes,
    /// A hash of the key of the stem.
    pub(crate) stem_hash: u64,
    key_start: u32,
    key_end: u32,
    /// Its bytes in the form.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// What it is made of.
    pub(crate) form: Form,
    /// The written word in the lexicon.
    pub(crate) id: WordId,
    /// The node of the stem, the word without its proclitics, as the first of an entry.
    pub(crate) node: NodeId,
    /// Its value and length where it is at most four digits and nothing else.
    digits: Option<(u16, u8)>,
    /// Its length in characters, without marks.
    pub(crate) characters: u32,
    /// The rules of values that can begin with it whatever is after it.
    pub(crate) rules: Rules,
    /// The rules of values that can begin with it where no entry of the lexicon continues after it.
    pub(crate) alone: Alone,
    /// The rules that can continue with it after a number.
    pub(crate) after: Rules,
    /// What else is asked of each word.
    pub(crate) traits: Traits,
    /// Bytes of Arabic proclitics before the word that the lexicon knows.
    pub(crate) proclitic: u8,
    /// What is seldom asked and takes long to find out, where it was asked.
    has_stem: Cell<Option<bool>>,
    likeness: Cell<Option<f64>>,
}

/// A set of what is asked of each word of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traits(u32);

impl Traits {
    /// A word in lower case.
    pub(crate) const SMALL: Self = Self(1);
    /// A word with a capital.
    pub(crate) const CAPITAL: Self = Self(1 << 1);
    /// A word in capitals.
    pub(crate) const UPPER: Self = Self(1 << 2);
    /// A word of some length, which headlines do not keep small.
    pub(crate) const LONG: Self = Self(1 << 3);
    /// A word in Arabic script.
    pub(crate) const ARABIC: Self = Self(1 << 4);
    /// A name can begin here, in one script or the other.
    pub(crate) const NAME: Self = Self(1 << 5);
    /// A mark after which a word is a sentence's first whatever stands before.
    pub(crate) const OPENS: Self = Self(1 << 6);
    /// A mark or number after which a word is a sentence's first where this is.
    pub(crate) const PASSES: Self = Self(1 << 7);
    /// An abbreviation with dots that may own the full stop after it.
    pub(crate) const DOTTED: Self = Self(1 << 8);
    /// An Arabic word that a document may explain elsewhere.
    pub(crate) const OPEN: Self = Self(1 << 9);
    /// A value can begin here.
    pub(crate) const VALUE: Self = Self(1 << 10);
    /// Some entry of the lexicon continues with the word.
    pub(crate) const WITHIN: Self = Self(1 << 11);
    /// An article, or an English word that stands in its place.
    pub(crate) const ARTICLE: Self = Self(1 << 12);

    /// A word of the language with a capital that, should no word with a capital continue from it, is no name.
    pub(crate) const DULL: Self = Self(1 << 14);
    /// A word or mark with which a run of capitalized words may continue.
    pub(crate) const LINKS: Self = Self(1 << 15);
    /// A full stop, which may belong to the word before.
    pub(crate) const STOP: Self = Self(1 << 13);
    /// A name in Arabic script can begin here.
    pub(crate) const ARABIC_NAME: Self = Self(1 << 16);
    /// A value can begin here whatever is after it.
    pub(crate) const ALWAYS: Self = Self(1 << 17);
    /// A value, or an entry of the lexicon, can continue with the word from the one before it.
    pub(crate) const AFTER: Self = Self(1 << 18);
    /// Some entry of the lexicon begins with the word and has others.
    pub(crate) const LEADS: Self = Self(1 << 21);
    /// An Arabic word for a kind of place, such as streets, that is named after rulers.
    pub(crate) const STREET: Self = Self(1 << 22);
    /// A word of texts about technology and science.
    pub(crate) const TECHNICAL: Self = Self(1 << 19);
    /// A word with capitals inside that no name of a person has: `VariSeed`, `PAs`, but not `McCourt`.
    pub(crate) const MIXED: Self = Self(1 << 20);
    /// Of a form: it is no text that runs, but a hashtag, a mention, an address.
    const SPECIAL: Self = Self(1 << 28);
    /// Of a form: it is not one piece, or no text that runs, or may own the full stop after it.
    pub(crate) const CARE: Self = Self(1 << 29);
    /// Of a form: it is one piece, of which all that a page asks for stands in its traits.
    pub(crate) const WHOLE: Self = Self(1 << 27);

    /// Of a word in its place: a new sentence, line of a list, or paragraph begins with it.
    pub(crate) const BROKEN: Self = Self(1 << 30);

    /// The set, where `is_so`, and the empty set otherwise.
    #[inline]
    pub(crate) const fn only_if(self, is_so: bool) -> Self {
        Self(if is_so { self.0 } else { 0 })
    }

    /// What is in either set.
    #[inline]
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the sets share anything.
    #[inline]
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// What a segment counts of the word, as a number below 16.
    #[inline]
    pub(crate) const fn letters(self) -> usize {
        (self.0 & 15) as usize
    }

    fn of(form: Form, classes: Classes, begins: Classes, written: &str, key: &str) -> Self {
        let is_arabic = form == Form::Arabic;
        let may_be_code = matches!(form, Form::Lower | Form::Title) && classes.is_empty();
        let marks = match form {
            Form::Mark(mark) => Self::OPENS
                .only_if(matches!(mark, '"' | '“' | '«' | '„' | ':' | '•' | '*' | '_' | '`'))
                .or(Self::PASSES.only_if(!mark.is_alphanumeric())),
            Form::Digits => Self::PASSES,
            _ => Self::default(),
        };
        marks
            .or(Self::STOP.only_if(form == Form::Mark('.')))
            .or(Self::SMALL.only_if(form == Form::Lower))
            .or(Self::CAPITAL.only_if(form.is_capital()))
            .or(Self::UPPER.only_if(form == Form::Upper))
            .or(Self::LONG.only_if(written.len() >= LONG_WORD))
            .or(Self::ARABIC.only_if(is_arabic))
            .or(Self::ARTICLE.only_if(names::is_article(key)))
            .or(Self::TECHNICAL
                .only_if(classes.has(Class::Technical) || may_be_code && is_camel_case(written)))
            .or(Self::MIXED.only_if(form == Form::Title && is_mixed(written)))
            .or(Self::NAME.only_if(names::may_begin(form, begins)))
            .or(Self::ARABIC_NAME.only_if(is_arabic && names::may_begin(form, begins)))
            .or(Self::DULL.only_if(names::is_dull(form, classes, begins)))
            .or(Self::LINKS.only_if(names::may_link(form, classes)))
            .or(Self::OPEN.only_if(is_arabic && !classes.meets(names::EXPLAINED)))
    }
}

/// Bytes of a word that headlines do not keep small.
pub(crate) const LONG_WORD: usize = 4;

impl Lexeme {
    /// What a token is that is no running text: a hashtag, a mention, an address.
    fn opaque() -> Self {
        Self {
            classes: Classes::NONE,
            begins: Classes::NONE,
            stem_hash: hash_of(""),
            key_start: 0,
            key_end: 0,
            start: 0,
            end: 0,
            form: Form::Opaque,
            id: WordId::UNKNOWN,
            node: NodeId::NONE,
            digits: None,
            characters: 0,
            rules: Rules::default(),
            alone: Alone::default(),
            after: Rules::default(),
            traits: Traits::default(),
            proclitic: 0,
            has_stem: Cell::new(None),
            likeness: Cell::new(None),
        }
    }

    /// The value of the piece, where it is at most `most` digits (four at most) and nothing else.
    pub(crate) fn digits(&self, most: usize) -> Option<u32> {
        self.digits.filter(|&(_, length)| usize::from(length) <= most).map(|(value, _)| value.into())
    }

    /// The bytes of its key among all keys.
    fn key(&self) -> Range<usize> {
        self.key_start as usize..self.key_end as usize
    }
}

/// The pieces of a form, by the indexes that [`Lexemes::make`] gave them, and what is asked of each word where there is but
/// one piece: most forms are a word, and all that a page needs of it then stands here.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pieces {
    first: u32,
    /// What is asked of the form's one piece, [`Traits::WHOLE`] with it; of other forms the number of pieces.
    traits: Traits,
}

impl Pieces {
    /// What is asked of the form's one piece; without [`Traits::WHOLE`] there is none, or there are several.
    #[inline]
    pub(crate) fn traits(self) -> Traits {
        self.traits
    }

    /// The index of the first piece.
    #[inline]
    pub(crate) fn index(self) -> u32 {
        self.first
    }

    /// What stands for a token that is no running text.
    pub(crate) const fn of_kind(kind: TokenKind) -> Self {
        Self { first: kind as u32, traits: Traits::CARE.or(Traits::SPECIAL) }
    }

    /// What the token is, where it is no running text.
    pub(crate) fn kind(self) -> Option<TokenKind> {
        let kinds = [TokenKind::Email, TokenKind::Url, TokenKind::Opaque];
        let is_it = |kind: &TokenKind| *kind as u32 == self.first;
        self.traits.meets(Traits::SPECIAL).then(|| kinds.into_iter().find(is_it)).flatten()
    }

    fn count(self) -> u32 {
        if self.traits.meets(Traits::WHOLE) { 1 } else { self.traits.0 & (Traits::WHOLE.0 - 1) }
    }
}

/// The pieces of all forms that are known.
#[derive(Debug)]
pub(crate) struct Lexemes {
    /// The opaque one, and those of forms.
    all: Vec<Lexeme>,
    /// Their keys, back to back.
    keys: String,
    /// What stands for a piece that there is not.
    none: Lexeme,
}

/// The index of the piece of a token that is no running text.
pub(crate) const OPAQUE: u32 = 0;

impl Default for Lexemes {
    fn default() -> Self {
        Self { all: vec![Lexeme::opaque()], keys: String::new(), none: Lexeme::opaque() }
    }
}

impl Lexemes {
    /// Cuts a form into pieces and looks them up.
    pub(crate) fn make(&mut self, form: &str) -> Pieces {
        let first = self.all.len() as u32;
        match plain_form(form.as_bytes()) {
            Some(made_of) => self.push_plain(form, made_of),
            None => {
                cut(form, |range, made_of| self.push_any(&form[range.clone()], range, made_of));
                if is_snake_case(form)
                    && let Some(lexeme) = self.all.get_mut(first as usize)
                {
                    lexeme.traits = lexeme.traits.or(Traits::TECHNICAL);
                }
            }
        }
        let count = self.all.len() as u32 - first;
        let whole =
            self.all.last().filter(|last| count == 1 && last.start == 0 && last.end as usize == form.len());
        // What one call carries is indexed with 32 bits, so no form has near 2²⁷ pieces; one that had would lose some.
        let parts = Traits(count.min(Traits::WHOLE.0 - 1)).or(Traits::CARE);
        let whole = whole.map(|whole| {
            let care = Traits::CARE.only_if(whole.traits.meets(Traits::DOTTED));
            whole.traits.or(Traits::WHOLE).or(care)
        });
        Pieces { first, traits: whole.unwrap_or(parts) }
    }

    /// Forgets all pieces but those of some forms, which are given in the order in which they were made, and have other
    /// indexes after that.
    pub(crate) fn forget_others_than(&mut self, forms: &mut [Pieces]) {
        let keys = std::mem::take(&mut self.keys);
        // The opaque one stays.
        let mut kept = 1;
        for pieces in forms {
            let indexes = self.indexes(*pieces);
            pieces.first = kept as u32;
            for index in indexes {
                let index = index as usize;
                let lexeme = &mut self.all[index];
                let key = keys.get(lexeme.key()).unwrap_or_default();
                lexeme.key_start = self.keys.len() as u32;
                self.keys.push_str(key);
                lexeme.key_end = self.keys.len() as u32;
                self.all.swap(kept, index);
                kept += 1;
            }
        }
        self.all.truncate(kept);
    }

    /// The indexes of pieces.
    #[inline]
    pub(crate) fn indexes(&self, pieces: Pieces) -> Range<u32> {
        pieces.first..pieces.first + pieces.count()
    }

    /// A piece by its index; the opaque one where there is none.
    #[inline]
    pub(crate) fn get(&self, index: u32) -> &Lexeme {
        self.all.get(index as usize).unwrap_or(&self.none)
    }

    /// The key of a piece.
    pub(crate) fn key(&self, lexeme: &Lexeme) -> &str {
        self.keys.get(lexeme.key()).unwrap_or_default()
    }

    /// Whether the piece, an Arabic word, is a listed one with affixes.
    pub(crate) fn has_stem(&self, lexeme: &Lexeme) -> bool {
        if let Some(known) = lexeme.has_stem.get() {
            return known;
        }
        let found = vocabulary::has_stem(self.key(lexeme));
        lexeme.has_stem.set(Some(found));
        found
    }

    /// The logarithm of the odds that the piece is a name, by its letters: above 0, it looks like one.
    pub(crate) fn likeness(&self, lexeme: &Lexeme) -> f64 {
        if let Some(known) = lexeme.likeness.get() {
            return known;
        }
        let found = likeness(self.key(lexeme));
        lexeme.likeness.set(Some(found));
        found
    }

    /// Adds a form of plain letters.
    fn push_plain(&mut self, written: &str, form: Form) {
        let key_start = self.keys.len();
        push_plain_key(written, &mut self.keys);
        // The key has each of these letters as one of as many bytes, and no signs.
        let bytes = if form == Form::Arabic { 2 } else { 1 };
        let characters = (self.keys.len() - key_start) / bytes;
        let known = Written { characters: characters as u32, digits: None, is_dotted: false };
        self.push(written, 0..written.len(), form, key_start, known);
    }

    /// Adds any piece of a form.
    fn push_any(&mut self, written: &str, range: Range<usize>, form: Form) {
        let key_start = self.keys.len();
        push_key(written, &mut self.keys);
        let known = Written {
            characters: letter_count(written) as u32,
            digits: plain_digits(written).filter(|_| form == Form::Digits),
            is_dotted: form.is_word() && is_dotted(written),
        };
        self.push(written, range, form, key_start, known);
    }

    /// Adds a piece whose key was added.
    fn push(&mut self, written: &str, range: Range<usize>, form: Form, key_start: usize, known: Written) {
        let key = &self.keys[key_start..];
        let id = match form {
            Form::Digits if key.len() > 3 => WordId::UNKNOWN,
            _ => lexicon::id(key),
        };
        let Proclitic { bytes, stem, classes, is_inflected } = match form {
            Form::Arabic => proclitics(key, id),
            _ => Proclitic { bytes: 0, stem: id, classes: lexicon::classes(id, form), is_inflected: false },
        };
        let stem_key = key.get(bytes.into()..).unwrap_or(key);
        let begins = if is_inflected { classes } else { lexicon::begins(stem, form) };
        let by_key = values::by_key(form, key, stem_key, written);
        let (alone, after) =
            (Alone::of(form, by_key, classes), values::rules_after(form, key, stem_key, begins));
        let (node, is_within) = (lexicon::node(stem), lexicon::is_within(id));
        let is_always = alone.is_always() && form != Form::Mark('-');
        let traits = Traits::of(form, classes, begins, written, key);
        let lexeme = Lexeme {
            classes,
            begins,
            stem_hash: hash_of(stem_key),
            key_start: key_start as u32,
            key_end: self.keys.len() as u32,
            start: range.start as u32,
            end: range.end as u32,
            form,
            id,
            node,
            digits: known.digits,
            characters: known.characters,
            rules: by_key,
            alone,
            after,
            traits: traits
                .or(Traits::STREET.only_if(traits.meets(Traits::ARABIC_NAME) && names::is_street(stem_key)))
                .or(Traits::DOTTED.only_if(known.is_dotted))
                .or(Traits::WITHIN.only_if(is_within))
                .or(Traits::LEADS.only_if(node.has_children()))
                .or(Traits::AFTER.only_if(is_within || !after.is_empty()))
                .or(Traits::ALWAYS.only_if(is_always))
                .or(Traits::VALUE.only_if(values::may_begin(form, begins) || !by_key.is_empty())),
            proclitic: bytes,
            has_stem: Cell::new(None),
            likeness: Cell::new(None),
        };
        self.all.push(lexeme);
    }
}

/// What a piece shows by its letters.
struct Written {
    characters: u32,
    digits: Option<(u16, u8)>,
    is_dotted: bool,
}

/// The value and length of at most four digits.
fn plain_digits(written: &str) -> Option<(u16, u8)> {
    let (mut value, mut length) = (0, 0);
    for character in written.chars().filter(|&character| !is_invisible(character)) {
        if length == 4 {
            return None;
        }
        value = value * 10 + u16::from(digit(character)?);
        length += 1;
    }
    Some((value, length))
}
