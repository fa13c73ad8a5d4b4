//! That no rule costs more than linearly, by the number of times that rules look at a word.
//!
//! `cargo test` tries a few entries of each table. With `TEXTMILL_GROWTH` set it tries all of them, each beside a word of each
//! group of rules, in some minutes where it is optimized.

use super::tables::{TABLES, entries};
use super::with_page;
use crate::names::{self, Reach};
use crate::values;

/// Words with which rules begin or continue, a row for each group of rules.
const TRIGGERS: [&[&str]; 8] = [
    &[
        "a", "and", "the", "of", "to", "in", "between", "within", "after", "several", "half", "at", "on",
        "with",
    ],
    &["12", "1998", "3.5", "10:30", "5%", "$5", "12/3", "½", "3rd", "5 k", "2 bn", "past", "minutes", "few"],
    &["-", "--", "–", "~", "(", ")", ",", ".", "/", ":", "&", "@", "«", "'s", "a@b"],
    &[
        "Zubrov",
        "Z.",
        "NATO",
        "(NATO)",
        "U.S.",
        "van",
        "Jr.",
        "II",
        "said",
        "who",
        "born",
        "President",
        "Mr.",
    ],
    &[
        "University of A of",
        "A Inc",
        "Lake",
        "River",
        "Friday,",
        "the end of",
        "Maria Johnson",
        "Zubrov, Russia",
    ],
    &["ألف", "مئة", "واحد", "و", "من", "يوم", "شهر", "الساعة", "القرن", "بعد", "خلال", "منذ", "هذا", "النصف"],
    &[
        "بن",
        "أبو",
        "عبد",
        "الله",
        "محمد",
        "محمد-",
        "الرئيس",
        "المصري",
        "زوبروف",
        "قال",
        "وقال",
        "الدين",
        "د.",
    ],
    &[
        "وزارة",
        "جامعة",
        "الملك",
        "لرصد",
        "للتنمية",
        "التربية",
        "والتعليم",
        "مدينة",
        "شارع",
        "القاهرة",
        "(م.ت.ف)",
    ],
];

/// Words of a text in which the growth is measured: enough for the bounds of all rules to be reached.
const WORDS: usize = 400;

/// Entries of a table that are tried by `cargo test`.
const FEW: usize = 6;

/// Whether all entries are tried.
fn is_full() -> bool {
    std::env::var_os("TEXTMILL_GROWTH").is_some()
}

fn triggers() -> impl Iterator<Item = &'static str> {
    TRIGGERS.iter().copied().flatten().copied()
}

fn steps(pattern: &str, repeats: usize) -> u64 {
    let mut text = String::new();
    for _ in 0..repeats {
        text.push_str(pattern);
        text.push(' ');
    }
    with_page(&text, |mut page| {
        values::find(&mut page);
        names::find(&mut page, Reach::Guesses);
        page.steps.get()
    })
}

/// The patterns of which a text twice as long takes more than 2.2 times as many steps, or one twice as long as that again.
#[derive(Default)]
struct Steeper(Vec<String>);

impl Steeper {
    fn check(&mut self, pattern: &str) {
        let repeats = WORDS / pattern.split(' ').count();
        let counts = [1, 2, 4].map(|times| steps(pattern, times * repeats));
        if counts.windows(2).any(|pair| pair[1] * 10 > pair[0] * 22) {
            self.0.push(format!("{pattern:?}: {counts:?} steps, each of twice the text"));
        }
    }

    #[track_caller]
    fn none(self) {
        assert!(self.0.is_empty(), "{} patterns: {:#?}", self.0.len(), &self.0[..self.0.len().min(40)]);
    }
}

#[test]
fn words_with_which_rules_begin() {
    let mut steeper = Steeper::default();
    let stride = if is_full() { 1 } else { 7 };
    for (place, first) in triggers().enumerate() {
        steeper.check(first);
        for second in triggers().skip(place % stride).step_by(stride) {
            steeper.check(&format!("{first} {second}"));
        }
    }
    steeper.none();
}

#[test]
fn entries_of_each_table() {
    let mut steeper = Steeper::default();
    for (place, table) in TABLES.iter().enumerate() {
        let forms: Vec<&str> = entries(table.text, table.layout).map(|(form, _)| form).collect();
        let stride = if is_full() { 1 } else { forms.len().div_ceil(FEW) };
        for (index, form) in forms.iter().enumerate().step_by(stride) {
            steeper.check(form);
            // Each beside one word of each group, another with each entry.
            for (group, words) in TRIGGERS.iter().enumerate() {
                let trigger = words[(index + place) % words.len()];
                steeper.check(&if group % 2 == 0 {
                    format!("{form} {trigger}")
                } else {
                    format!("{trigger} {form}")
                });
            }
        }
    }
    steeper.none();
}

#[test]
fn entries_of_two_tables() {
    let mut steeper = Steeper::default();
    let forms: Vec<&str> = TABLES
        .iter()
        .filter_map(|table| entries(table.text, table.layout).map(|(form, _)| form).nth(1))
        .collect();
    let stride = if is_full() { 1 } else { 13 };
    for (place, first) in forms.iter().enumerate() {
        for second in forms.iter().skip(place % stride).step_by(stride) {
            steeper.check(&format!("{first} {second}"));
        }
    }
    steeper.none();
}

#[test]
fn a_chain_of_names_takes_no_stack() {
    for pattern in ["University of A", "of A", "بن", "محمد -", "-", "واحد و", "a"] {
        assert!(steps(pattern, 20_000) > 0, "{pattern:?}");
    }
}
