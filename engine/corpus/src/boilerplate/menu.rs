//! Rows of short phrases between separators: menus, breadcrumbs, buttons, forms.

use super::cues::{Cues, Role, Roles};
use super::key::Key;
use super::kind::Kind;
use super::line::{RULES, is_blank};

/// A row of phrases, enough of which are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Menu {
    /// What most of the known phrases are.
    pub(super) kind: Kind,
    /// Whether it shows the way from the home page to this one.
    pub(super) breadcrumb: bool,
    /// The kind of block that the row is the heading of: `Related | ذات صلة`.
    pub(super) heads: Option<Kind>,
}

/// The most words of a phrase in a row.
const PHRASE: usize = 5;

/// Bytes in which the first separator of a row stands.
const HEAD: usize = 160;

/// The most phrases of a row that shows the way to a page; rows of more are menus.
const PATH: usize = 4;

/// The kinds that rows are of.
const ROWS: [Kind; 6] =
    [Kind::Navigation, Kind::Sharing, Kind::Comments, Kind::Cookies, Kind::Subscription, Kind::Footer];

/// What has been counted of a row.
#[derive(Debug, Default)]
struct Row {
    phrases: usize,
    known: usize,
    /// How many of the known phrases may be of each kind of [`ROWS`].
    kinds: [usize; ROWS.len()],
    home: bool,
    /// What all phrases are.
    common: Option<Roles>,
}

impl Menu {
    /// The menu that a line is, if it is one. `key` holds the words of the line, and afterwards others.
    pub(super) fn read(content: &str, key: &mut Key) -> Option<Self> {
        let head = &content[..content.floor_char_boundary(HEAD)];
        if separator(head, Separators::Row).is_none() {
            return Row::of_words(key)?.menu(false);
        }
        let mut pieces = pieces(content);
        let first = pieces.next()?;
        let mut row = Row::default();
        for piece in std::iter::once(first).chain(pieces) {
            key.read(piece.text.split("http").next().unwrap_or(piece.text));
            if key.words() > 2 * PHRASE || key.words() > PHRASE && change_of_script(key).is_none() {
                return None;
            }
            if key.words() > 0 {
                row.add(both_scripts(key));
            }
            if row.phrases == 1 && row.known == 0 && piece.label {
                return None;
            }
        }
        row.menu(content.contains(['>', '›', '‹', '»', '/', '<', '\\']))
    }
}

impl Row {
    /// A row that only single blanks part, where every word of it belongs to a known phrase.
    fn of_words(key: &Key) -> Option<Self> {
        if !key.is_whole() || key.words() < 3 {
            return None;
        }
        let (cues, mut row, mut from) = (Cues::get(), Self::default(), 0);
        while from < key.words() {
            let lengths = (1..=cues.reach(key, from)).rev();
            let mut phrases = lengths.map(|words| (words, cues.phrase(key, from, from + words)));
            let (words, roles) = phrases.find(|(_, roles)| is_entry(*roles))?;
            row.add(roles);
            from += words;
        }
        // Two might be the words of a sentence.
        (row.phrases >= 4 || row.phrases == 3 && row.home).then_some(row)
    }

    fn add(&mut self, roles: Roles) {
        self.home |= self.phrases == 0 && roles.has(Kind::Navigation, Role::Head);
        self.phrases += 1;
        self.common = Some(self.common.map_or(roles, |common| common.and(roles)));
        if is_entry(roles) {
            self.known += 1;
            for (count, kind) in self.kinds.iter_mut().zip(ROWS) {
                *count += usize::from(is_entry_of(roles, kind));
            }
        }
    }

    fn menu(&self, path: bool) -> Option<Menu> {
        let heads =
            self.common.and_then(|common| common.kinds(Role::Head).find(|&kind| kind != Kind::Navigation));
        let enough = self.known >= 2 && self.known * 2 >= self.phrases;
        let home = self.home && self.phrases >= 2;
        if !(enough || home || heads.is_some() && self.phrases >= 2) {
            return None;
        }
        let most = self.kinds.iter().max()?;
        let kind = ROWS.into_iter().zip(&self.kinds).find(|(_, count)| *count == most)?.0;
        let kind = if home { Kind::Navigation } else { heads.filter(|_| !enough).unwrap_or(kind) };
        Some(Menu { kind, breadcrumb: home && path && self.phrases <= PATH, heads })
    }
}

fn is_entry(roles: Roles) -> bool {
    ROWS.into_iter().any(|kind| is_entry_of(roles, kind))
}

fn is_entry_of(roles: Roles, kind: Kind) -> bool {
    roles.has(kind, Role::Item) || roles.has(kind, Role::Line)
}

/// What a phrase is: as a whole or, where it says the same in Arabic and Latin script, by one of the two.
fn both_scripts(key: &Key) -> Roles {
    let (cues, words) = (Cues::get(), key.words());
    let whole = cues.phrase(key, 0, words);
    match change_of_script(key) {
        Some(change) if whole.is_empty() => cues.phrase(key, 0, change).or(cues.phrase(key, change, words)),
        _ => whole,
    }
}

/// The first word that is Latin where the one before is not, or the other way round.
fn change_of_script(key: &Key) -> Option<usize> {
    let is_latin = |word: usize| key.slice(word, word + 1).is_ascii();
    (1..key.words()).find(|&word| is_latin(word) != is_latin(0))
}

/// A phrase of a row.
struct Piece<'t> {
    text: &'t str,
    /// Whether a colon stands after it: `Keyboard: Arabic / English` is no menu.
    label: bool,
}

/// The phrases of a row, as separators part them.
fn pieces(content: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = Some(content);
    std::iter::from_fn(move || {
        let text = rest?;
        let (start, end) = separator(text, Separators::Row).unwrap_or((text.len(), text.len()));
        rest = (start < text.len()).then(|| &text[end..]);
        Some(Piece { text: &text[..start], label: text[start..].starts_with(':') })
    })
}

/// What parts phrases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separators {
    /// In a row: also dashes and the like between blanks, and a colon before one.
    Row,
    /// Where prose stands in the same line: none of the marks that sentences have.
    Page,
}

/// Where the first separator stands, with the blanks around it: a sign that is always one, a sign between blanks, two
/// blanks.
pub(super) fn separator(text: &str, separators: Separators) -> Option<(usize, usize)> {
    let row = separators == Separators::Row;
    let mut blank_from = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let before = blank_from.unwrap_or(at);
        let mut blank_behind = || characters.peek().is_none_or(|&(_, next)| is_blank(next));
        let found = match character {
            '|' | '¦' | '•' | '·' | '▪' | '\t' | '♡' | '☆' => true,
            'a'..='z' | 'A'..='Z' | 'ء'..='ي' => false,
            ' ' => blank_from.is_some(),
            _ if RULES.contains(&character) && rule(&text[at..], character).is_some() => true,
            ':' | '*' => row && blank_behind(),
            '>' | '<' | '»' | '«' | '›' | '‹' | '→' | '←' => {
                (blank_from.is_some() || at == 0) && blank_behind()
            }
            '/' | '\\' | '-' | '–' | '—' | '►' | '◄' | '▸' | '+' | '−' | '&' => {
                row && (blank_from.is_some() || at == 0) && blank_behind()
            }
            _ => blank_from.is_some() && is_blank(character),
        };
        if found {
            let length = rule(&text[at..], character).unwrap_or(character.len_utf8());
            return Some((before, end_of_separator(text, at + length)));
        }
        blank_from = is_blank(character).then_some(before);
    }
    None
}

/// The length of the rule that a text begins with, where it begins with one: a sign of rules, four times or more.
fn rule(text: &str, sign: char) -> Option<usize> {
    let is_rule = RULES.contains(&sign) && text.chars().take(4).filter(|&other| other == sign).count() == 4;
    is_rule.then(|| text.len() - text.trim_start_matches(sign).len())
}

/// Where a separator ends that has come as far as `end`: after all blanks and further signs.
fn end_of_separator(text: &str, end: usize) -> usize {
    let is_part =
        |character: char| is_blank(character) || matches!(character, '|' | '¦' | '•' | '·' | '▪' | '♡' | '☆');
    end + text[end..].find(|character| !is_part(character)).unwrap_or(text.len() - end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(row: &str, expected: Option<Kind>) {
        let mut key = Key::default();
        key.read(row);
        assert_eq!(Menu::read(row, &mut key).map(|menu| menu.kind), expected, "{row:?}");
    }

    #[test]
    fn rows_of_known_phrases_are_menus() {
        check("الرئيسية | أخبار | رياضة", Some(Kind::Navigation));
        check("سياسة - محليات - اقتصاد - بيئة - متفرقات", Some(Kind::Navigation));
        check("Home News Sport Weather", Some(Kind::Navigation));
        check("الرئيسية Home   جولات تمويل Funding   مقابلات Interviews", Some(Kind::Navigation));
        check("Home > Local > City Hall", Some(Kind::Navigation));
        check("Facebook   X   WhatsApp   Telegram   طباعة", Some(Kind::Sharing));
        check("أضف إلى السلة Add to cart   ♡ المفضلة Wishlist", Some(Kind::Sharing));
        check("Name   Email   Comment", Some(Kind::Comments));
        check("من نحن   اتصل بنا   أعلن معنا   سياسة الخصوصية", Some(Kind::Footer));
        check("Privacy Policy | Terms of Use | Do Not Sell My Info", Some(Kind::Footer));
    }

    #[test]
    fn rows_of_others_are_none() {
        check("الاستحواذ: 61% - 39%", None);
        check("Apples | Pears | Plums", None);
        check("لوحة المفاتيح: عربي / English", None);
        check("عمّان - البيدر - رنا الخطيب", None);
        check("By Joanna Whitfield, Staff Writer", None);
        check("News of the world | and what he made of it in the end", None);
        check("Sports cars", None);
        check("", None);
    }

    #[test]
    fn headings_may_be_in_two_languages() {
        let mut key = Key::default();
        key.read("Related | ذات صلة");
        assert_eq!(Menu::read("Related | ذات صلة", &mut key).unwrap().heads, Some(Kind::Related));
    }

    #[test]
    fn separators_are_found_with_all_that_belongs_to_them() {
        for (text, expected) in [
            ("a | b", Some((1, 4))),
            ("a  b", Some((1, 3))),
            ("a - b", Some((1, 4))),
            ("a-b c", None),
            ("«a» b", None),
            ("a:b", None),
            ("a: b", Some((1, 3))),
            ("a | | b", Some((1, 6))),
            ("a ____ b", Some((1, 7))),
            ("a____b", Some((1, 5))),
            ("a__b", None),
        ] {
            assert_eq!(separator(text, Separators::Row), expected, "{text:?}");
        }
    }
}
