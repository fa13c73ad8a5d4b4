//! The lists that words are chosen from.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use super::packed;

/// Words with the share that each has in texts.
pub(super) type Frequencies = BTreeMap<String, f64>;

/// Of the package `wordfreq`.
pub(super) fn wordfreq(path: &Path) -> Result<Frequencies> {
    let mut words = Frequencies::new();
    packed::for_each_word(path, |word, frequency| *words.entry(word.to_owned()).or_default() += frequency)?;
    Ok(words)
}

/// Traditional Chinese characters with the simplified ones that stand for them in the list of words.
pub(super) fn simplified(path: &Path) -> Result<BTreeMap<u16, u16>> {
    let mut table = BTreeMap::new();
    packed::for_each_character(path, |character, other| {
        let mut others = other.chars();
        if let (Ok(character), Some(other), None) = (u16::try_from(character), others.next(), others.next())
            && let Ok(other) = u16::try_from(u32::from(other))
        {
            table.insert(character, other);
        }
    })?;
    Ok(table)
}

/// Of the Thai National Corpus: a word, a tab, and how often it came.
pub(super) fn thai(path: &Path) -> Result<Frequencies> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut counts = Frequencies::new();
    for line in text.trim_start_matches('\u{FEFF}').lines() {
        if let Some((word, count)) = line.split_once('\t')
            && let Ok(count) = count.trim().parse::<u32>()
        {
            *counts.entry(word.trim().to_owned()).or_default() += f64::from(count);
        }
    }
    let all: f64 = counts.values().sum();
    counts.values_mut().for_each(|count| *count /= all);
    Ok(counts)
}

/// The Burmese, Khmer and Lao words of ICU: tries of UTF-16, as literals of bytes in a source of Rust.
pub(super) fn dictionaries(path: &Path) -> Result<[Vec<String>; 3]> {
    let source = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let tries: Vec<Vec<u16>> = literals(&source)?
        .iter()
        .filter(|bytes| bytes.len() > 1_000)
        .map(|bytes| bytes.as_chunks().0.iter().map(|&unit| u16::from_le_bytes(unit)).collect())
        .collect();
    let [burmese, khmer, lao, _thai] = tries.as_slice() else {
        bail!("{}: {} dictionaries, not four", path.display(), tries.len());
    };
    let words = |trie: &[u16]| {
        let mut words = Vec::new();
        Trie { units: trie }.node(0, &mut Vec::new(), &mut words)?;
        Ok::<_, anyhow::Error>(words)
    };
    Ok([words(burmese)?, words(khmer)?, words(lao)?])
}

/// The literals `b"…"` of a source.
fn literals(source: &str) -> Result<Vec<Vec<u8>>> {
    let mut literals = Vec::new();
    let mut rest = source;
    while let Some(start) = rest.find("b\"") {
        let mut bytes = Vec::new();
        let mut characters = rest[start + 2..].char_indices();
        let end = loop {
            let (at, character) = characters.next().context("a literal without an end")?;
            bytes.push(match character {
                '"' => break at,
                '\\' => match characters.next().context("a literal without an end")?.1 {
                    'x' => {
                        let digits: String = characters.by_ref().take(2).map(|(_, digit)| digit).collect();
                        u8::from_str_radix(&digits, 16)?
                    }
                    'n' => b'\n',
                    'r' => b'\r',
                    't' => b'\t',
                    '0' => 0,
                    other => u8::try_from(u32::from(other))?,
                },
                other => u8::try_from(u32::from(other))?,
            });
        };
        literals.push(bytes);
        rest = &rest[start + 2 + end + 1..];
    }
    ensure!(!literals.is_empty(), "no literals of bytes");
    Ok(literals)
}

/// ICU's `UCharsTrie`, as its header `ucharstrie.h` describes it.
struct Trie<'a> {
    units: &'a [u16],
}

impl Trie<'_> {
    fn unit(&self, at: usize) -> Result<usize> {
        self.units.get(at).map(|&unit| usize::from(unit)).context("a trie that is cut off")
    }

    /// Collects the words that go on from the node at `at` after those characters.
    fn node(&self, mut at: usize, before: &mut Vec<u16>, words: &mut Vec<String>) -> Result<()> {
        let depth = before.len();
        let mut lead = self.unit(at)?;
        at += 1;
        loop {
            match lead {
                0..0x30 => {
                    let more = if lead == 0 { self.unit(at)? } else { lead };
                    self.branch(at + usize::from(lead == 0), more + 1, before, words)?;
                    break;
                }
                0x30..0x40 => {
                    let count = lead - 0x30 + 1;
                    before.extend(self.units.get(at..at + count).context("a trie that is cut off")?);
                    at += count;
                    lead = self.unit(at)?;
                    at += 1;
                }
                _ => {
                    words.push(String::from_utf16(before)?);
                    if lead & 0x8000 != 0 {
                        break;
                    }
                    at += match lead {
                        0..0x4040 => 0,
                        0x4040..0x7FC0 => 1,
                        _ => 2,
                    };
                    lead &= 0x3F;
                }
            }
        }
        before.truncate(depth);
        Ok(())
    }

    fn branch(
        &self,
        mut at: usize,
        mut count: usize,
        before: &mut Vec<u16>,
        words: &mut Vec<String>,
    ) -> Result<()> {
        while count > 5 {
            let (delta, after) = match self.unit(at + 1)? {
                0xFFFF => (self.unit(at + 2)? << 16 | self.unit(at + 3)?, at + 4),
                unit @ 0xFC00.. => ((unit - 0xFC00) << 16 | self.unit(at + 2)?, at + 3),
                unit => (unit, at + 2),
            };
            self.branch(after + delta, count / 2, before, words)?;
            (at, count) = (after, count - count / 2);
        }
        for left in (0..count).rev() {
            before.push(u16::try_from(self.unit(at)?)?);
            at += 1;
            if left == 0 {
                self.node(at, before, words)?;
            } else {
                let lead = self.unit(at)?;
                let (value, after) = match lead & 0x7FFF {
                    value @ 0..0x4000 => (value, at + 1),
                    0x7FFF => (self.unit(at + 1)? << 16 | self.unit(at + 2)?, at + 3),
                    value => ((value - 0x4000) << 16 | self.unit(at + 1)?, at + 2),
                };
                match lead & 0x8000 {
                    0 => self.node(after + value, before, words)?,
                    _ => words.push(String::from_utf16(before)?),
                }
                at = after;
            }
            before.pop();
        }
        Ok(())
    }
}
