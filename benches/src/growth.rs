//! How what an analyzer executes grows with its text, over texts that are one pattern again and again: of the words of each
//! lexicon, and of what rules begin with.
//!
//! A rule that looks back or ahead without a bound takes four times the work of a text of twice the length. In texts that
//! people write it hides among all else; in `a a a …` it is all there is.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::{ANALYZERS, Call, Instance, Sandbox, chain};

/// How many times the work of a text one of twice the length may take.
pub const MOST: f64 = 2.2;

/// Bytes of the shortest of the three texts of a pattern, about: enough for the bounds of all rules to be reached.
const BYTES: usize = 8 << 10;

/// What rules begin with, or go on with: words, signs, marks and numbers in both scripts.
const TRIGGERS: &[&str] = &[
    "a",
    "A",
    "an",
    "and",
    "the",
    "The",
    "of",
    "in",
    "on",
    "between",
    "to",
    "not",
    "very",
    "never",
    "but",
    "no",
    "or",
    "I",
    "'s",
    "n't",
    "Mr.",
    "Dr.",
    "U.S.",
    "e.g.",
    "Inc.",
    "van",
    "bin",
    "NATO",
    "Zubrov",
    "1",
    "12",
    "1998",
    "3.5",
    "1,204",
    "10:30",
    "5%",
    "$5",
    "5 km",
    "0",
    "II",
    "-",
    "--",
    "—",
    "_",
    "(",
    ")",
    "[",
    "]",
    "{",
    "<",
    "<b>",
    ">",
    "\"",
    "“",
    "'",
    ",",
    ".",
    "...",
    "…",
    ";",
    ":",
    "!",
    "?",
    "!?",
    "/",
    "\\",
    "|",
    "*",
    "**",
    "#",
    "#tag",
    "@",
    "@who",
    "a@b",
    "a@b.cd",
    "http://",
    "http://a.b/c?d=e",
    "www.a.b",
    "a.b.c",
    "&amp;",
    "&",
    "+",
    "=",
    "~",
    "^",
    "`",
    ":)",
    ":-(",
    "<3",
    "🙂",
    "👍🏽",
    "\u{200d}",
    "\u{200f}",
    "\u{301}",
    "é",
    "e\u{301}",
    "\n",
    "\n\n",
    "\t",
    "\u{a0}",
    "و",
    "و ال",
    "ال",
    "لا",
    "لم",
    "ما",
    "من",
    "في",
    "بن",
    "أبو",
    "ألف",
    "مئة",
    "واحد",
    "١",
    "١٩٩٨",
    "،",
    "؟",
    "؛",
    "ـ",
    "ًٌٍ",
    "د.",
    "هـ",
    "كتاب",
    "والكتاب",
    "中",
    "中文",
    "ไทย",
    "한국어",
    "日本語の",
    "ß",
    "Ⅷ",
    "½",
    "x²",
    "a-b",
    "a_b",
    "aB",
];

/// Letters of several scripts in one run: where each word ends is for rules to say.
const RUNS: &[&str] = &["بc", "كα", "ﷲa", "ﺏя", "1ب", "中a", "aب中"];

/// A text that is built of itself.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Where it is from.
    pub source: String,
    /// What is repeated.
    pub text: String,
}

/// What texts of a pattern take in an analyzer: of one length, of twice, and of four times that.
#[derive(Clone, Copy, Debug)]
pub struct Growth {
    /// The analyzer.
    pub analyzer: &'static str,
    /// Fuel.
    pub fuel: [u64; 3],
}

impl Growth {
    /// By what a doubling of the text multiplies the fuel, in the mean of two of them: a table that grows by doubling puts what
    /// it takes into one or the other.
    #[must_use]
    pub fn factor(&self) -> f64 {
        let [once, _, four_times] = self.fuel.map(|fuel| fuel as f64);
        (four_times / once).sqrt()
    }
}

/// The patterns: so many words of each table at most, alone and beside what rules begin with, in turns; and the triggers
/// alone and by twos, apart and joined, of which every `step`-th is taken.
///
/// # Errors
/// Where the lexicons cannot be read.
pub fn patterns(repository: &Path, words: usize, step: usize) -> io::Result<Vec<Pattern>> {
    let mut patterns = Vec::new();
    let mut add = |source: &str, text: String| {
        patterns.push(Pattern { source: source.to_owned(), text });
    };
    for trigger in TRIGGERS {
        add("triggers", format!("{trigger} "));
        add("triggers, joined", (*trigger).to_owned());
    }
    for run in RUNS {
        add("runs of several scripts", (*run).to_owned());
    }
    let pairs = TRIGGERS.iter().flat_map(|first| TRIGGERS.iter().map(move |second| (first, second)));
    for (place, (first, second)) in pairs.enumerate().filter(|(place, _)| place % step == 0) {
        // What is joined is other words, and where they end is for the analyzer to find.
        let joint = if place / step % 3 == 2 { "" } else { " " };
        add("triggers by twos", format!("{first}{joint}{second} "));
        // And all of it is one piece of letters, marks and digits, for which some rules look ahead.
        add("triggers by twos, joined", format!("{first}{second}"));
    }
    let mut turn = 0;
    for table in tables(repository)? {
        let source = table.strip_prefix(repository).unwrap_or(&table).display().to_string();
        let all = forms(&fs::read_to_string(&table)?);
        for form in all.iter().step_by(all.len().div_ceil(words.max(1)).max(1)) {
            let trigger = TRIGGERS[turn % TRIGGERS.len()];
            turn += 1;
            add(&source, format!("{form} "));
            match turn % 3 {
                0 => add(&source, format!("{form}, ")),
                1 => add(&source, format!("{form}\n")),
                _ => add(&source, form.clone()),
            }
            add(&source, format!("{form} {trigger} "));
            add(&source, format!("{trigger} {form}. "));
        }
    }
    Ok(patterns)
}

/// The word lists of the built-in analyzers, in order.
fn tables(repository: &Path) -> io::Result<Vec<PathBuf>> {
    let mut tables = Vec::new();
    let mut folders: Vec<PathBuf> =
        ANALYZERS.iter().map(|name| repository.join("plugins").join(name).join("lexicon")).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            match path.extension() {
                _ if path.is_dir() => folders.push(path),
                Some(ending) if ending == "txt" || ending == "tsv" => tables.push(path),
                _ => {}
            }
        }
    }
    tables.sort();
    Ok(tables)
}

/// The words and phrases of a table: what stands before a tab, and between its signs.
fn forms(table: &str) -> Vec<String> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    let forms = lines.flat_map(|line| line.split('\t').next().unwrap_or_default().split(['|', '=']));
    let forms = forms.map(str::trim).filter(|form| !form.is_empty() && form.len() < 200);
    forms.map(str::to_owned).collect()
}

/// Analyzers with what they execute counted.
pub struct Meter {
    sandboxes: [(&'static str, Sandbox); ANALYZERS.len()],
    instances: Vec<(&'static str, Instance)>,
    measured: usize,
}

impl Meter {
    /// Patterns after which instances are begun anew: they remember the words of all.
    const PATTERNS: usize = 50;

    /// Compiles the built-in analyzers.
    #[must_use]
    pub fn new() -> Self {
        let sandboxes = ANALYZERS.map(|name| (name, Sandbox::metered(name)));
        Self { sandboxes, instances: Vec::new(), measured: 0 }
    }

    /// What texts of a pattern take in each analyzer.
    pub fn measure(&mut self, pattern: &Pattern) -> Vec<Growth> {
        if self.measured.is_multiple_of(Self::PATTERNS) {
            let new = self.sandboxes.iter().map(|(name, sandbox)| (*name, sandbox.instance()));
            self.instances = new.collect();
        }
        self.measured += 1;
        let repeats = (BYTES / pattern.text.len()).max(1);
        // What an instance remembers of the words, it finds out first, and so for each of the texts alike.
        self.fuel(&pattern.text.repeat(repeats.min(50)));
        let [once, twice, four_times] =
            [1, 2, 4].map(|times| self.fuel(&pattern.text.repeat(times * repeats)));
        let all = ANALYZERS.into_iter().zip(once).zip(twice).zip(four_times);
        all.map(|(((analyzer, once), twice), four_times)| Growth {
            analyzer,
            fuel: [once, twice, four_times],
        })
        .collect()
    }

    fn fuel(&mut self, text: &str) -> Vec<u64> {
        let mut taken = Vec::new();
        chain(&[text.to_owned()], |name, call: &Call| {
            let (_, instance) =
                self.instances.iter_mut().find(|(known, _)| *known == name).expect("there is one of each");
            let before = instance.fuel();
            let analysis = instance.analyze(call);
            taken.push(instance.fuel() - before);
            analysis
        });
        taken
    }
}

impl Default for Meter {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Meter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Meter").field("measured", &self.measured).finish_non_exhaustive()
    }
}
