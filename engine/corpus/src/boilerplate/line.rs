//! What can be said of a line by itself.

use std::ops::Range;

use super::cues::{Cues, Role, Roles};
use super::key::Key;
use super::kind::Kind;
use super::menu::Menu;

/// How a line reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Nothing, or a rule: `____`, `* * *`.
    Blank,
    /// As a link, a heading or a label does.
    Short,
    /// As a sentence or more.
    Prose,
}

/// A line, or a piece of one that holds a whole page.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Where it stands, with the line feed or separator after it.
    pub(super) range: Range<usize>,
    pub(super) form: Form,
    pub(super) words: u32,
    /// Whether it is a rule that parts what stands above it from what stands below.
    pub(super) rule: bool,
    /// Whether it begins with the mark of a list.
    pub(super) bullet: bool,
    /// Whether it ends as a sentence does.
    pub(super) ends: bool,
    /// Whether it ends with one full stop.
    pub(super) stops: bool,
    /// What all of its words are.
    pub(super) whole: Roles,
    /// What it begins with.
    pub(super) start: Roles,
    /// What it says that site systems alone write.
    pub(super) certain: Roles,
    pub(super) menu: Option<Menu>,
    /// Whether it has a number in it.
    pub(super) counted: bool,
    /// Whether it reserves the rights of a page.
    pub(super) rights: bool,
    /// Whether it has the sign of copyright, as the last lines of a page have, and captions.
    pub(super) signed: bool,
    /// Whether it is a choice or a button: `☐ …`, `[Send]`.
    pub(super) widget: bool,
}

/// A sentence that ends as one does has at least so many words; what has fewer may be a headline that asks.
const SENTENCE: u32 = 9;

/// So many words are prose, however they end.
const PARAGRAPH: u32 = 22;

/// A line of more words is no part of a page's frame, unless it is a notice.
const MAX_WORDS: u32 = 40;

/// As [`MAX_WORDS`], where no blanks part words.
const MAX_BYTES: usize = 1_000;

impl Line {
    /// Reads the line that stands at `range`. `key` is a buffer.
    pub(super) fn read(text: &str, range: Range<usize>, key: &mut Key) -> Self {
        let content = text[range.clone()].trim_matches(is_blank);
        let rule = is_rule(content);
        let content = if rule { "" } else { content };
        let (words, ends) = (words(content), ends_sentence(content));
        let mut line = Self {
            range,
            form: form(words, ends),
            words,
            rule,
            bullet: content.starts_with(is_bullet),
            ends,
            stops: content.ends_with('.') && !content.ends_with(".."),
            whole: Roles::default(),
            start: Roles::default(),
            certain: Roles::default(),
            menu: None,
            counted: false,
            rights: false,
            signed: false,
            widget: false,
        };
        if line.form != Form::Blank
            && words <= Kind::MAX_WORDS
            && content.len() <= MAX_BYTES
            && !is_opaque(content)
        {
            line.look_up(content, key);
        }
        line
    }

    fn look_up(&mut self, content: &str, key: &mut Key) {
        let cues = Cues::get();
        // Of most paragraphs the first word tells that no cue begins so.
        if self.words > MAX_WORDS {
            key.read_first(content, 1);
            if cues.reach(key, 0) == 0 {
                return;
            }
        }
        key.read(content);
        self.start = cues.start(key, Role::Start);
        self.certain = certain(cues, key, self.start);
        self.counted = self.form == Form::Short && content.contains(is_digit);
        if self.words <= MAX_WORDS {
            self.whole = cues.whole(key);
            if content.starts_with(is_digit) {
                // `3 thoughts on “How to bake”`
                self.whole = self.whole.or(cues.start(key, Role::Head));
            }
            self.signed = is_signed(content);
            let claims = self.form == Form::Short || self.signed || self.start.has(Kind::Footer, Role::Start);
            self.rights = claims && reserves_rights(content);
            self.widget = is_widget(content, self.words);
            self.menu = Menu::read(content, key);
        }
    }

    /// The kind of which the line is a cue, whatever stands around it.
    pub(super) fn cue(&self) -> Option<Kind> {
        if self.rights {
            return Some(Kind::Footer);
        }
        // A row of the words of a form may be the head of a table.
        let menu = self.menu.map(|menu| menu.kind).filter(|&kind| kind != Kind::Comments);
        let line = self.whole.kinds(Role::Line).find(|&kind| kind == Kind::Comments || !self.stops);
        menu.or_else(|| self.begun()).or(line)
    }

    /// The kind with a cue of which it begins, where it is no longer than such a line is.
    ///
    /// None of a footer: sentences of a text begin so too.
    pub(super) fn begun(&self) -> Option<Kind> {
        self.start.kinds(Role::Start).find(|&kind| {
            let may_be_prose = matches!(kind, Kind::Cookies | Kind::Comments | Kind::Subscription);
            let fits = may_be_prose || self.form == Form::Short;
            kind != Kind::Footer && fits && self.words <= kind.most_words()
        })
    }

    /// The kind of block of which it is the heading.
    pub(super) fn heads(&self) -> Option<Kind> {
        let menu = self.menu.and_then(|menu| menu.heads);
        self.whole.kinds(Role::Head).find(|&kind| kind != Kind::Navigation).or(menu)
    }

    /// Whether it can be the text of a link to another page: no sentence with a full stop, unless it is marked.
    pub(super) fn is_link(&self) -> bool {
        self.form == Form::Short && !self.stops || self.bullet && self.words <= 25
    }

    /// Whether it can be an entry of a menu that stands in a column.
    pub(super) fn is_entry(&self) -> bool {
        self.form == Form::Short && self.words <= 4 && !self.ends && !self.counted
    }
}

/// What a line says that site systems alone write: at its beginning, or anywhere where it begins as comments do, since
/// the heading of a form stands in one line with what the form says where a page was copied without its line breaks.
fn certain(cues: &Cues, key: &Key, start: Roles) -> Roles {
    let words = if start.has(Kind::Comments, Role::Start) { key.words() } else { key.words().min(1) };
    let found = (0..words).map(|word| cues.from(key, word, Role::Certain));
    found.fold(Roles::default(), Roles::or)
}

/// Whether a line is one sign, three times or more.
fn is_rule(content: &str) -> bool {
    let mut signs = content.chars().filter(|&character| !is_blank(character));
    let first = signs.next().filter(|first| RULES.contains(first));
    first.is_some_and(|first| {
        let mut others = 0;
        signs.all(|sign| {
            others += 1;
            sign == first
        }) && others >= 2
    })
}

/// The signs of which rules are made.
pub(super) const RULES: [char; 11] = ['_', '-', '=', '*', '~', '─', '━', '═', '—', '–', '▬'];

/// Whether a character is seen as nothing: white space, marks of direction and joining.
pub(super) fn is_blank(character: char) -> bool {
    // As `char::is_whitespace`, which looks up every Arabic letter in a table.
    matches!(character,
        '\t'..='\r' | ' ' | '\u{85}' | '\u{A0}' | '\u{61C}' | '\u{1680}' | '\u{2000}'..='\u{200F}'
        | '\u{2028}'..='\u{202F}' | '\u{205F}' | '\u{2066}'..='\u{2069}' | '\u{3000}' | '\u{FEFF}')
}

/// Whether a character is a decimal digit: European, Arabic-Indic, or its eastern form.
pub(super) fn is_digit(character: char) -> bool {
    matches!(character, '0'..='9' | '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}')
}

/// How many words there are, as ASCII white space parts them.
fn words(content: &str) -> u32 {
    let bytes = content.as_bytes();
    let gaps =
        bytes.iter().zip(bytes.iter().skip(1)).filter(|(left, right)| **left > b' ' && **right <= b' ');
    let last = usize::from(!content.is_empty());
    u32::try_from(gaps.count() + last).unwrap_or(u32::MAX)
}

fn form(words: u32, ends: bool) -> Form {
    match words {
        0 => Form::Blank,
        SENTENCE.. if ends => Form::Prose,
        PARAGRAPH.. => Form::Prose,
        _ => Form::Short,
    }
}

fn ends_sentence(content: &str) -> bool {
    let closing = ['"', '\'', '»', '”', '’', ')', ']'];
    content.trim_end_matches(closing).ends_with(['.', '!', '?', '؟', '…', '۔', '。', '！', '？', '।'])
}

fn is_bullet(character: char) -> bool {
    matches!(
        character,
        '-' | '–'
            | '—'
            | '*'
            | '•'
            | '·'
            | '●'
            | '▪'
            | '■'
            | '►'
            | '◄'
            | '▸'
            | '▶'
            | '◀'
            | '»'
            | '›'
            | '→'
            | '←'
    )
}

/// Whether a line begins as no line of a page's frame does: quotations, marks of Markdown, JSON, code, mentions.
fn is_opaque(content: &str) -> bool {
    content.starts_with([
        '"', '“', '«', '{', '}', '#', '<', '>', '$', '=', '@', ';', '\\', '`', '(', '|', '+', '~',
    ]) || content.starts_with('/') && !content.starts_with("/ ")
}

/// Whether a line is a choice or a button.
fn is_widget(content: &str, words: u32) -> bool {
    let box_ = |character| matches!(character, '○' | '☐' | '☑' | '◯' | '◉' | '□');
    let button = words <= 4 && content.starts_with('[') && content.ends_with(']');
    content.starts_with(box_) || button && !content.contains(is_digit)
}

/// Whether a line says that rights are reserved.
fn reserves_rights(content: &str) -> bool {
    // Short needles first: they are looked for by vectors.
    content.contains("eserved")
        && ["ights reserved", "ights Reserved"].iter().any(|words| content.contains(words))
        || content.contains("ESERVED") && content.contains("RIGHTS RESERVED")
        || content.contains("محفو")
            && ["حقوق محفوظة", "حقوق النشر محفوظة"].iter().any(|words| content.contains(words))
}

/// Whether a line has the sign of copyright at its beginning or with a year.
fn is_signed(content: &str) -> bool {
    let signed = content.contains('©') || content.starts_with("Copyright ") || content.starts_with("(c) ");
    signed && (has_year(content) || content.starts_with('©'))
}

/// Whether four digits stand together.
pub(super) fn has_year(content: &str) -> bool {
    let mut digits = 0;
    content.chars().any(|character| {
        digits = if is_digit(character) { digits + 1 } else { 0 };
        digits == 4
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Line {
        Line::read(text, 0..text.len(), &mut Key::default())
    }

    #[track_caller]
    fn check(text: &str, expected: Option<Kind>) {
        assert_eq!(line(text).cue(), expected, "{text:?}");
    }

    #[test]
    fn lines_read_as_links_or_as_prose() {
        for (text, form) in [
            (" \u{200F}\t\n", Form::Blank),
            ("Storm closes Congress Street for second day", Form::Short),
            ("لماذا يعود الشباب إلى الكتاب الورقي؟", Form::Short),
            ("He said that it would not be so, and it was not.", Form::Prose),
            ("قال إنّ الأمر لن يكون كذلك، ثم كان كما قال «تمامًا».", Form::Prose),
        ] {
            assert_eq!(line(text).form, form, "{text:?}");
        }
    }

    #[test]
    fn a_line_is_a_cue_by_what_it_says() {
        check("Skip to content", Some(Kind::Navigation));
        check("شارك الخبر: فيسبوك", Some(Kind::Sharing));
        check("إقرأ أيضًا: حملة لتشجير الباروك", Some(Kind::Related));
        check("© 2026 The Courier. All rights reserved.", Some(Kind::Footer));
        check("كل الحقوق محفوظة، الصباح الجديد", Some(Kind::Footer));
        check("We use cookies to make this site work and to count its visitors.", Some(Kind::Cookies));
        check("ADVERTISEMENT", Some(Kind::Advertisement));
        check("وقت القراءة: 4 دقائق", Some(Kind::Metadata));
    }

    #[test]
    fn a_sentence_of_a_text_is_none() {
        check("Don't miss the point, said the judge, as she closed the hearing.", None);
        check("Home is where the heart is", None);
        check("شارك في الاحتفال أكثر من ألف شخص", None);
        check("Copyright law is older than the gramophone", None);
        check("\"Share this article\", it said.", None);
        check("{\"title\": \"Subscribe now\"}", None);
        check("# Related articles", None);
        check("Photo: © 2024 Reuters", None);
    }
}
