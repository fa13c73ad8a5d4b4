//! Templates, links, emphasis and tags of wikitext.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::links::Namespaces;

/// Wikitext without templates, links and emphasis: HTML but for what is marked line by line.
pub(super) fn stripped(wikitext: &str, namespaces: &Namespaces) -> String {
    let mut strip = Strip {
        lower: wikitext.to_ascii_lowercase(),
        rest: wikitext,
        at: 0,
        wikitext,
        namespaces,
        out: String::with_capacity(wikitext.len()),
        open: Vec::new(),
        templates: 0,
        links: 0,
        unended: HashSet::new(),
    };
    strip.all();
    strip.out
}

struct Strip<'text> {
    wikitext: &'text str,
    /// The same in lower case, byte for byte, for names of tags.
    lower: String,
    namespaces: &'text Namespaces,
    at: usize,
    /// What is from `at` on.
    rest: &'text str,
    out: String,
    /// What was begun, with where it begins in `out`.
    open: Vec<(Opened, usize)>,
    /// How many of those are templates, and how many links.
    templates: usize,
    links: usize,
    /// What ends nothing from here on, so that it is looked for once.
    unended: HashSet<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opened {
    /// `{{`, or `{{{`.
    Template(usize),
    /// `[[`.
    Link,
    /// `[https://…`.
    Address,
}

/// Links in each other, at most: the label of a picture has links, and what is deeper is no link. What a link shows is
/// looked at once for each that it is in.
const MAX_LINKS: usize = 16;

/// Elements that are left out with all that is in them.
const LEFT_OUT: [&str; 13] = [
    "ref",
    "references",
    "math",
    "chem",
    "ce",
    "gallery",
    "timeline",
    "score",
    "graph",
    "hiero",
    "imagemap",
    "includeonly",
    "templatestyles",
];

/// Elements whose inside is no wikitext.
const VERBATIM: [&str; 4] = ["nowiki", "pre", "syntaxhighlight", "source"];

/// The longest tag that is one, in bytes.
const LONGEST_TAG: usize = 2_000;

impl Strip<'_> {
    fn all(&mut self) {
        const MARKS: [char; 8] = ['<', '{', '}', '[', ']', '\'', '_', '\n'];
        while let Some(found) = self.rest.find(MARKS) {
            self.out.push_str(&self.rest[..found]);
            self.pass(found);
            match self.rest.as_bytes()[0] {
                b'<' => self.tag(),
                b'{' => self.braces(),
                b'}' => self.closing_braces(),
                b'[' => self.bracket(),
                b']' => self.closing_bracket(),
                b'\'' => self.quotes(),
                b'_' => self.underscores(),
                _ => self.line_end(),
            }
        }
        self.out.push_str(self.rest);
    }

    fn pass(&mut self, bytes: usize) {
        self.at += bytes;
        self.rest = &self.wikitext[self.at..];
    }

    /// Copies bytes of ASCII.
    fn copy(&mut self, bytes: usize) {
        self.out.push_str(&self.rest[..bytes]);
        self.pass(bytes);
    }

    /// How often the byte that comes next is repeated, counted to `most`: who passes over fewer looks at them again.
    fn run(&self, most: usize) -> usize {
        let first = self.rest.as_bytes()[0];
        self.rest.bytes().take(most).take_while(|&byte| byte == first).count()
    }

    /// Where `what` begins next, from `begin` on.
    fn find(&mut self, what: &'static str, begin: usize) -> Option<usize> {
        if self.unended.contains(what) {
            return None;
        }
        let found = self.lower.get(begin..).and_then(|rest| rest.find(what)).map(|found| begin + found);
        if found.is_none() {
            self.unended.insert(what);
        }
        found
    }

    fn open(&mut self, opened: Opened) {
        match opened {
            Opened::Template(_) => self.templates += 1,
            Opened::Link => self.links += 1,
            Opened::Address => {}
        }
        self.open.push((opened, self.out.len()));
    }

    fn close(&mut self) -> Option<(Opened, usize)> {
        let closed = self.open.pop();
        match closed {
            Some((Opened::Template(_), _)) => self.templates -= 1,
            Some((Opened::Link, _)) => self.links -= 1,
            Some((Opened::Address, _)) | None => {}
        }
        closed
    }

    fn braces(&mut self) {
        let run = self.run(4);
        if run == 1 {
            return if self.out.ends_with('-') { self.variants() } else { self.copy(1) };
        }
        // What begins here is closed again by as many; where it is not, it was none.
        let size = if run == 3 { 3 } else { 2 };
        self.open(Opened::Template(size));
        self.copy(size);
    }

    /// `-{zh-hans:…; zh-hant:…}-`: a text that is written in several ways, of which the first is read. What is marked for
    /// being told to the converter alone is no text.
    fn variants(&mut self) {
        const LONGEST: usize = 2_000;
        let rest = &self.rest[1..self.rest.floor_char_boundary(LONGEST)];
        let end = rest.find(['{', '}']).filter(|&end| rest[end..].starts_with("}-"));
        let Some(end) = end else { return self.copy(1) };
        let shown = first_variant(&rest[..end]);
        self.out.pop();
        if let Some(shown) = shown {
            self.out.push_str(&stripped(shown, self.namespaces));
        }
        self.pass(1 + end + 2);
    }

    fn closing_braces(&mut self) {
        let run = self.run(4);
        if run == 1 || self.templates == 0 {
            return self.copy(run);
        }
        while let Some((opened, begin)) = self.close() {
            if let Opened::Template(size) = opened {
                self.out.truncate(begin);
                let size = if run < size { 2 } else { size };
                return self.pass(size);
            }
        }
    }

    fn bracket(&mut self) {
        if self.rest.starts_with("[[") {
            if self.links < MAX_LINKS {
                self.open(Opened::Link);
            }
            return self.copy(2);
        }
        let schemes = ["http://", "https://", "//", "ftp://", "mailto:"];
        if !schemes.iter().any(|scheme| self.rest[1..].starts_with(scheme)) {
            return self.copy(1);
        }
        let end =
            self.rest[1..].find([' ', ']', '\n', '[', '<', '\t']).map_or(self.rest.len(), |end| end + 1);
        match self.rest.as_bytes().get(end) {
            Some(b']') => self.pass(end + 1),
            Some(b' ' | b'\t') => {
                // There is no address in what one is called.
                if !matches!(self.open.last(), Some((Opened::Address, _))) {
                    self.open(Opened::Address);
                }
                self.copy(end + 1);
            }
            _ => self.copy(end),
        }
    }

    fn closing_bracket(&mut self) {
        match self.open.last() {
            Some(&(Opened::Address, begin)) => {
                self.close();
                // The address, which stands before the label, has no white space in it.
                let label =
                    self.out[begin..].find([' ', '\t']).map_or(self.out.len(), |space| begin + space + 1);
                self.out.replace_range(begin..label, "");
                self.pass(1);
            }
            Some(&(Opened::Link, begin)) if self.rest.starts_with("]]") => {
                let inside = &self.out[begin + 2..];
                let unclosed = inside.bytes().filter(|&byte| byte == b'[').count()
                    > inside.bytes().filter(|&byte| byte == b']').count();
                if unclosed && self.rest.starts_with("]]]") {
                    return self.copy(1);
                }
                self.close();
                let link = self.out.split_off(begin);
                self.namespaces.show(&link[2..], &mut self.out);
                self.pass(2);
            }
            _ => self.copy(1),
        }
    }

    /// Emphasis: of more apostrophes than five, the others are apostrophes.
    fn quotes(&mut self) {
        let run = self.run(usize::MAX);
        let kept = match run {
            1 | 4 => 1,
            2 | 3 | 5 => 0,
            _ => run - 5,
        };
        self.out.push_str(&self.rest[..kept]);
        self.pass(run);
    }

    /// A word such as `__TOC__` tells the wiki something.
    fn underscores(&mut self) {
        let run = self.run(usize::MAX);
        let word = self.rest.get(2..).unwrap_or_default();
        let end = word
            .char_indices()
            .take(40)
            .find(|(_, character)| !character.is_alphabetic() || character.is_lowercase());
        let end = end.map_or(0, |(end, _)| end);
        // The names of Arabic have single ones between their words.
        let end = if word[end..].starts_with("__") { Some(end) } else { self.words_to_underscores(word) };
        match end {
            Some(end) if run == 2 && end > 0 => self.pass(2 + end + 2),
            _ => self.copy(run),
        }
    }

    fn words_to_underscores(&self, word: &str) -> Option<usize> {
        let begin = word.chars().next().filter(|first| !first.is_ascii() && first.is_alphabetic())?;
        let window = word.char_indices().nth(40).map_or(word, |(end, _)| &word[..end]);
        let end = window[begin.len_utf8()..].find("__")? + begin.len_utf8();
        let is_word =
            |character: char| character == '_' || (character.is_alphabetic() && !character.is_ascii());
        window[..end].chars().all(is_word).then_some(end)
    }

    /// A link has no blank line in it, and what an address is called ends with its line.
    fn line_end(&mut self) {
        while self.open.last().is_some_and(|(opened, _)| *opened == Opened::Address) {
            self.close();
        }
        if self.rest.starts_with("\n\n") {
            while self.open.last().is_some_and(|(opened, _)| *opened == Opened::Link) {
                self.close();
            }
        }
        self.copy(1);
    }

    fn tag(&mut self) {
        if self.rest.starts_with("<!--") {
            return match self.find("-->", self.at + 4) {
                Some(end) => self.pass(end + 3 - self.at),
                None => self.literal(),
            };
        }
        let bytes = self.rest.as_bytes();
        let is_end = bytes.get(1) == Some(&b'/');
        if !bytes.get(1 + usize::from(is_end)).is_some_and(u8::is_ascii_alphabetic) {
            return self.literal();
        }
        let length = bytes.iter().take(LONGEST_TAG).position(|&byte| byte == b'>').map(|end| end + 1);
        let Some(length) = length else { return self.literal() };
        let lower = &self.lower[self.at..];
        let name =
            lower[1..].split(|character: char| !character.is_ascii_alphanumeric()).next().unwrap_or_default();
        let alone = self.rest[..length].ends_with("/>");
        let known = |names: &[&'static str]| names.iter().find(|known| **known == name).copied();
        if let Some(name) = known(&LEFT_OUT) {
            let end = if alone { None } else { self.element_end(name, length) };
            return self.pass(end.map_or(length, |(_, end)| end));
        }
        match known(&VERBATIM).filter(|_| !alone) {
            Some(name) => self.verbatim(name, length),
            None => self.copy(length),
        }
    }

    /// A mark that begins no tag.
    fn literal(&mut self) {
        self.out.push_str("&lt;");
        self.pass(1);
    }

    /// Where the inside of an element ends, whose tag has so many bytes, and where the element does, from here on.
    fn element_end(&mut self, name: &'static str, tag: usize) -> Option<(usize, usize)> {
        let end = match name {
            "includeonly" => "</includeonly",
            "ref" => "</ref",
            "references" => "</references",
            "math" => "</math",
            "chem" => "</chem",
            "ce" => "</ce",
            "gallery" => "</gallery",
            "timeline" => "</timeline",
            "score" => "</score",
            "graph" => "</graph",
            "hiero" => "</hiero",
            "imagemap" => "</imagemap",
            "templatestyles" => "</templatestyles",
            "nowiki" => "</nowiki",
            "pre" => "</pre",
            "syntaxhighlight" => "</syntaxhighlight",
            _ => "</source",
        };
        let inside = self.find(end, self.at + tag)?;
        let close = self.rest[inside - self.at..].bytes().take(LONGEST_TAG).position(|byte| byte == b'>')?;
        Some((inside - self.at, inside - self.at + close + 1))
    }

    /// What is no wikitext: written so that nothing in it is a mark.
    fn verbatim(&mut self, name: &'static str, tag: usize) {
        let Some((inside, end)) = self.element_end(name, tag) else { return self.pass(tag) };
        let block = name != "nowiki";
        self.out.push_str(if block { "<pre>" } else { "" });
        for character in self.rest[tag..inside].chars() {
            match character {
                '&' | ';' | '#' if name != "syntaxhighlight" && name != "source" => self.out.push(character),
                '\n' if !block => self.out.push(' '),
                '\n' | '!'..='/' | ':'..='@' | '['..='`' | '{'..='~' => {
                    let _ = write!(self.out, "&#{};", u32::from(character));
                }
                _ => self.out.push(character),
            }
        }
        self.out.push_str(if block { "</pre>" } else { "" });
        self.pass(end);
    }
}

/// What is shown of a text that is written in several ways; nothing where it is not shown at that place.
fn first_variant(written: &str) -> Option<&str> {
    let is_hidden = |flags: &str| flags.chars().any(|flag| matches!(flag, 'H' | 'T' | '-'));
    let are_flags =
        |flags: &str| flags.chars().all(|flag| flag.is_ascii_uppercase() || matches!(flag, ';' | '+' | '-'));
    let content = match written.split_once('|') {
        Some((flags, _)) if are_flags(flags.trim()) && is_hidden(flags) => return None,
        // Flags, or the variants that the text is the same in.
        Some((flags, content)) if !flags.contains("[[") => content,
        _ => written,
    };
    let first = content.split(';').find(|variant| !variant.trim().is_empty()).unwrap_or_default();
    let is_code = |code: &str| {
        !code.is_empty()
            && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
            && code.len() <= 12
    };
    let of_one = first.split_once(':').filter(|(code, _)| is_code(code.trim()));
    Some(of_one.map_or(content, |(_, text)| text).trim())
}
