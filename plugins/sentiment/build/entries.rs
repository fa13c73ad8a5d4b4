//! The lists of `lexicon/`, read.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::spelling::level;
use crate::table::{rows, weight};
use crate::trie::Trie;

/// What a word, a phrase, an emoji or an emoticon says.
#[derive(Default)]
pub(crate) struct Entry {
    pub(crate) term: String,
    pub(crate) weight: f64,
    /// As Rust spells it.
    pub(crate) shift: Option<String>,
    /// Whether plain reports name with it what happened.
    pub(crate) is_fact: bool,
}

/// All that is known, each entry by its place in `entries`.
#[derive(Default)]
pub(crate) struct Lexicon {
    pub(crate) entries: Vec<Entry>,
    pub(crate) trie: Trie,
    /// By code points.
    pub(crate) symbols: Vec<usize>,
    /// By first byte, then the longer first, so that `:'(` is not read as `:'`.
    pub(crate) emoticons: Vec<usize>,
    /// What levelled words tell of the register.
    pub(crate) registers: BTreeMap<String, &'static str>,
}

/// # Errors
/// The list and the line that are wrong.
pub(crate) fn read(folder: &Path) -> Result<Lexicon, String> {
    let mut lexicon = Lexicon::default();
    for name in ["en.tsv", "ar.tsv"] {
        lexicon.add_weights(&text(folder, name)?).map_err(|error| format!("{name}, {error}"))?;
    }
    for (name, follows) in [("en-shifters.tsv", false), ("ar-shifters.tsv", true)] {
        lexicon.add_shifters(&text(folder, name)?, follows).map_err(|error| format!("{name}, {error}"))?;
    }
    for name in ["en-facts.tsv", "ar-facts.tsv"] {
        lexicon.mark_facts(&text(folder, name)?).map_err(|error| format!("{name}, {error}"))?;
    }
    for name in ["en-register.tsv", "ar-register.tsv"] {
        lexicon.add_registers(&text(folder, name)?).map_err(|error| format!("{name}, {error}"))?;
    }
    lexicon.symbols = lexicon.add_signs(&text(folder, "emoji.tsv")?)?;
    lexicon.emoticons = lexicon.add_signs(&text(folder, "emoticons.tsv")?)?;
    let Lexicon { entries, symbols, emoticons, .. } = &mut lexicon;
    symbols.sort_by_key(|&symbol| &entries[symbol].term);
    emoticons.sort_by_key(|&emoticon| {
        let term = entries[emoticon].term.as_bytes();
        (term[0], Reverse(term.len()))
    });
    Ok(lexicon)
}

fn text(folder: &Path, name: &str) -> Result<String, String> {
    fs::read_to_string(folder.join(name)).map_err(|error| format!("{name}: {error}"))
}

impl Lexicon {
    /// A later row stands over an earlier one.
    fn add_weights(&mut self, table: &str) -> Result<(), String> {
        for row in rows::<2>(table) {
            let row = row?;
            let [term, cell] = row.columns;
            let weight = weight(cell).map_err(|error| format!("line {}: {error}", row.line))?;
            let entry = self.entry_of(term).map_err(|error| format!("line {}: {error}", row.line))?;
            (entry.term, entry.weight) = (term.to_string(), weight);
        }
        Ok(())
    }

    fn add_shifters(&mut self, table: &str, follows: bool) -> Result<(), String> {
        for row in rows::<3>(table) {
            let row = row?;
            let [term, kind, value] = row.columns;
            let shift = shift(kind, value, follows).map_err(|error| format!("line {}: {error}", row.line))?;
            let entry = self.entry_of(term).map_err(|error| format!("line {}: {error}", row.line))?;
            if entry.term.is_empty() {
                entry.term = term.to_string();
            }
            entry.shift = Some(shift);
        }
        Ok(())
    }

    fn mark_facts(&mut self, table: &str) -> Result<(), String> {
        for row in rows::<1>(table) {
            let row = row?;
            let [term] = row.columns;
            let entry = self.entry_of(term).map_err(|error| format!("line {}: {error}", row.line))?;
            if entry.weight == 0.0 {
                return Err(format!("line {}: {term:?} has no weight", row.line));
            }
            entry.is_fact = true;
        }
        Ok(())
    }

    fn add_registers(&mut self, table: &str) -> Result<(), String> {
        for row in rows::<2>(table) {
            let row = row?;
            let [word, kind] = row.columns;
            let register = register(kind).map_err(|error| format!("line {}: {error}", row.line))?;
            // A word that is known by its register is known: no stem of it says anything.
            let entry = self.entry_of(word).map_err(|error| format!("line {}: {error}", row.line))?;
            if entry.term.is_empty() {
                entry.term = word.to_string();
            }
            let mut levelled = String::new();
            level(word, &mut levelled);
            self.registers.insert(levelled, register);
        }
        Ok(())
    }

    /// Emoji or emoticons.
    fn add_signs(&mut self, table: &str) -> Result<Vec<usize>, String> {
        rows::<2>(table)
            .map(|row| {
                let [term, cell] = row?.columns;
                self.entries.push(Entry {
                    term: term.to_string(),
                    weight: weight(cell)?,
                    ..Entry::default()
                });
                Ok(self.entries.len() - 1)
            })
            .collect()
    }

    /// The entry of a term, made where there is none.
    fn entry_of(&mut self, term: &str) -> Result<&mut Entry, String> {
        let entry = self.trie.entry_of(term)?;
        let place = *entry.get_or_insert_with(|| {
            self.entries.push(Entry::default());
            self.entries.len() - 1
        });
        Ok(&mut self.entries[place])
    }
}

/// How a word changes what others say, as Rust.
fn shift(kind: &str, value: &str, follows: bool) -> Result<String, String> {
    let number = |what: &str| value.parse::<f64>().map_err(|_| format!("{what} {value:?} is not a number"));
    let negation = |of: &str| {
        let reach = number("the reach")? as usize;
        Ok(format!("Shift::Negation {{ reach: {reach}, of: Negated::{of} }}"))
    };
    let degree = |peak: bool| {
        let factor = number("the factor")?;
        Ok(format!("Shift::Degree {{ factor: {factor:?}, follows: {follows}, peak: {peak} }}"))
    };
    match kind {
        "negator" => negation("Any"),
        "verb" => negation("Verb"),
        "none" => negation("Existence"),
        "cannot" => negation("Ability"),
        "wish" => negation("Wish"),
        "moot" => Ok("Shift::Moot".into()),
        "intensifier" => degree(false),
        "peak" => degree(true),
        "contrast" => Ok("Shift::Contrast".into()),
        "concession" => Ok("Shift::Concession".into()),
        "comparative" => Ok("Shift::Comparative".into()),
        "enough" => Ok("Shift::Enough".into()),
        _ => Err(format!("{kind:?} is no kind of shifter")),
    }
}

/// What a word tells of the register, as Rust.
fn register(kind: &str) -> Result<&'static str, String> {
    match kind {
        "report" => Ok("RegisterCue::Report"),
        "reporting" => Ok("RegisterCue::Reporting"),
        "personal" => Ok("RegisterCue::Personal"),
        _ => Err(format!("{kind:?} is no register")),
    }
}
