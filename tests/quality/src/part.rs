//! The parts of the evaluation: folders of texts, and what is found in each text.

use std::fmt;
use std::fs;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Deserialize;
use serde_json::{Value, json};
use textmill_sdk::{Analyzed, Clitics};
use textmill_tokenize::CLITICS;

use crate::Result;
use crate::chain::Chain;

/// One question, with a folder of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Tokens,
    Sentences,
    Langid,
    Keywords,
    Entities,
    Values,
    Sentiment,
}

/// A text, and of its answers the one that no scorer counts in its figures.
#[derive(Deserialize)]
struct Row {
    id: String,
    text: String,
    /// What a date means.
    iso: Option<String>,
}

/// What a run over the texts of a part was.
#[derive(Debug, Default)]
pub(crate) struct Run {
    pub(crate) rows: usize,
    pub(crate) seconds: f64,
    /// How many texts have a normalized value, and how many of them were given it.
    pub(crate) values: (usize, usize),
}

impl Part {
    pub(crate) const ALL: [Self; 7] = [
        Self::Tokens,
        Self::Sentences,
        Self::Langid,
        Self::Keywords,
        Self::Entities,
        Self::Values,
        Self::Sentiment,
    ];

    pub(crate) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    /// The name, which the folder has too.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Tokens => "tokens",
            Self::Sentences => "sentences",
            Self::Langid => "langid",
            Self::Keywords => "keywords",
            Self::Entities => "entities",
            Self::Values => "values",
            Self::Sentiment => "sentiment",
        }
    }

    /// The files of its texts.
    pub(crate) fn files(self, data: &Path) -> Result<Vec<PathBuf>> {
        let folder = data.join(self.name());
        let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let mut files = Vec::new();
        for entry in entries {
            files.push(entry?.path());
        }
        files.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
        files.sort();
        Ok(files)
    }

    /// What the analyzers find in a text, as its scorer reads it.
    fn find(self, chain: &Chain, row: &Row) -> std::result::Result<Value, String> {
        let (id, text) = (&row.id, row.text.as_str());
        Ok(match self {
            Self::Tokens => {
                let found = chain.tokenize(text)?;
                let tokens = ranges(&found, "tokens");
                let clitics = found.strings("tokens", CLITICS);
                let words = tokens.iter().zip(&clitics).flat_map(|(&token, clitics)| match clitics {
                    Some(clitics) => words(text, token, clitics),
                    None => vec![token],
                });
                json!({"id": id, "words": words.collect::<Vec<_>>(), "tokens": tokens})
            }
            Self::Sentences => json!({"id": id, "sents": ranges(&chain.tokenize(text)?, "sentences")}),
            Self::Langid => {
                let found = chain.tokenize(text)?;
                json!({"id": id, "lang": found.spans("language").first().map_or("und", |&(_, label)| label)})
            }
            Self::Keywords => json!({"id": id, "keys": chain.keywords(text)?.output.keys}),
            Self::Entities | Self::Values => json!({"id": id, "spans": spans(&chain.entities(text)?)}),
            Self::Sentiment => {
                let polarity = chain.sentiment(text)?.output;
                // A document that was not judged takes no side.
                let label = polarity.label.first().copied().unwrap_or("neutral");
                json!({"id": id, "score": polarity.score.unwrap_or(0.0), "label": label})
            }
        })
    }
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// Runs the analyzers over the texts of a part, and writes what they find, text by text, into a file.
///
/// # Errors
/// Where a file cannot be read or written, or an analyzer gives a text up.
#[allow(clippy::disallowed_methods, reason = "the clock of the chore, not of an analyzer")]
pub(crate) fn predict(part: Part, chain: &Chain, data: &Path, file: &Path) -> Result<Run> {
    let began = Instant::now();
    let mut run = Run::default();
    let mut out = BufWriter::new(fs::File::create(file)?);
    for path in part.files(data)? {
        for (number, line) in (1..).zip(BufReader::new(fs::File::open(&path)?).lines()) {
            let place = || format!("{}:{number}", path.display());
            let row: Row = serde_json::from_str(&line?).map_err(|error| format!("{}: {error}", place()))?;
            let found = part.find(chain, &row).map_err(|fault| format!("{}: {fault}", place()))?;
            run.rows += 1;
            run.count_value(&row, &found);
            writeln!(out, "{found}")?;
        }
    }
    out.flush()?;
    run.seconds = began.elapsed().as_secs_f64();
    Ok(run)
}

impl Run {
    fn count_value(&mut self, row: &Row, found: &Value) {
        let Some(iso) = &row.iso else { return };
        let spans = found["spans"].as_array().map_or(&[][..], Vec::as_slice);
        self.values.0 += 1;
        self.values.1 += usize::from(spans.iter().any(|span| span[3] == iso.as_str()));
    }
}

fn ranges<O>(found: &Analyzed<O>, layer: &str) -> Vec<[usize; 2]> {
    found.spans(layer).into_iter().map(|(range, _)| [range.start, range.end]).collect()
}

/// A token with what is attached to it apart: particles one by one, the article with its stem, the pronoun.
fn words(text: &str, [start, end]: [usize; 2], clitics: &str) -> Vec<[usize; 2]> {
    let word = text.get(start..end).unwrap_or_default();
    let before: Vec<&str> = clitics.split('+').take_while(|part| *part != "_").collect();
    let particles = |count: usize| Clitics::of(&format!("{}+_", before[..count].join("+")), word).particles;
    let mut cuts = vec![start, end, end - Clitics::of(clitics, word).pronoun];
    cuts.extend((1..=before.len()).map(|count| start + particles(count)));
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2).map(|cut| [cut[0], cut[1]]).collect()
}

/// Entities as start, end, label and canonical form.
fn spans<O>(found: &Analyzed<O>) -> Vec<Value> {
    let entities = found.spans("entities").into_iter().zip(found.strings("entities", "canonical"));
    let span = |((range, label), canonical): ((std::ops::Range<usize>, &str), Option<String>)| {
        json!([range.start, range.end, label.to_uppercase(), canonical.unwrap_or_default()])
    };
    entities.map(span).collect()
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn what_is_attached_stands_apart() {
        let check = |word: &str, clitics: &str, expected: &[&str]| {
            let found = words(word, [0, word.len()], clitics);
            let found: Vec<&str> = found.iter().map(|&[start, end]| &word[start..end]).collect();
            assert_eq!(found, expected);
        };
        check("وببيتهم", "و+ب+_+هم", &["و", "ب", "بيت", "هم"]);
        check("للبيت", "ل+ل+_", &["ل", "لبيت"]);
        check("بيت", "_", &["بيت"]);
    }
}
