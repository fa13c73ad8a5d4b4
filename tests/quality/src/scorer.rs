//! The scorers that come with the texts: what they say, and the figures of it that are kept.

use std::path::Path;
use std::process::Command;

use serde_json::{Map, Value};

use crate::Result;
use crate::figures::{self, Figure};
use crate::part::{Part, Run};

/// A call of a scorer: its program, and the texts that it is asked about.
struct Question<'a> {
    program: &'a str,
    level: Option<&'a str>,
    /// The name of the only file that it is asked about.
    file: Option<String>,
}

/// The figures of a part.
///
/// # Errors
/// Where a scorer cannot be run, or finds fault with what it is given.
pub(crate) fn figures(part: Part, data: &Path, predictions: &Path, run: &Run) -> Result<Vec<Figure>> {
    let mut found = Vec::new();
    for question in questions(part, data)? {
        let output = question.ask(part, data, predictions, &["--json"])?;
        let scores: Map<String, Value> = serde_json::from_str(&output)
            .map_err(|error| format!("{} answers what is no object: {error}", question.program))?;
        found.extend(match part {
            Part::Tokens | Part::Sentences => figures::of_boundaries(part, &scores),
            Part::Langid => {
                figures::of_languages(part, question.file.as_deref().unwrap_or_default(), &scores)
            }
            Part::Keywords => figures::of_keywords(part, &scores),
            Part::Entities => figures::of_names(part, &scores),
            Part::Values => figures::of_values(part, &scores),
            Part::Sentiment => figures::of_sentiment(part, &scores),
        });
    }
    if run.values.0 > 0 {
        found.push(Figure::new(part, "all", "normalized", run.values.1 as f64 / run.values.0 as f64));
    }
    Ok(found)
}

/// Prints what the scorers say in full, with some errors.
///
/// # Errors
/// As [`figures()`].
pub(crate) fn print_errors(part: Part, data: &Path, predictions: &Path, errors: usize) -> Result<()> {
    let errors = errors.to_string();
    let arguments = ["--errors", errors.as_str()];
    for question in questions(part, data)? {
        // This one has no list of errors.
        let arguments = if part == Part::Keywords { &[][..] } else { &arguments[..] };
        println!("{}", question.ask(part, data, predictions, arguments)?);
    }
    Ok(())
}

fn questions(part: Part, data: &Path) -> Result<Vec<Question<'static>>> {
    let question = |program, level| Question { program, level, file: None };
    Ok(match part {
        Part::Tokens => ["tokens", "words"].map(|level| question("score_boundaries.py", Some(level))).into(),
        Part::Sentences => vec![question("score_boundaries.py", Some("sents"))],
        Part::Langid => {
            // Its groups do not tell the files apart.
            let names = part
                .files(data)?
                .into_iter()
                .filter_map(|path| path.file_name()?.to_str().map(str::to_owned));
            names.map(|name| Question { program: "score_langid.py", level: None, file: Some(name) }).collect()
        }
        Part::Keywords => vec![question("score_keywords.py", None)],
        Part::Entities | Part::Values => vec![question("score_spans.py", None)],
        Part::Sentiment => vec![question("score_sentiment.py", None)],
    })
}

impl Question<'_> {
    fn ask(&self, part: Part, data: &Path, predictions: &Path, arguments: &[&str]) -> Result<String> {
        let mut command = Command::new("python3");
        command.arg(data.join(self.program)).args(arguments);
        match &self.file {
            Some(file) => command.arg(data.join(part.name()).join(file)),
            None => command.args(part.files(data)?),
        };
        if part != Part::Sentiment {
            command.arg("--pred");
        }
        command.arg(predictions);
        if let Some(level) = self.level {
            command.args(["--level", level]);
        }
        let output = command.output().map_err(|error| format!("python3 cannot be run: {error}"))?;
        if !output.status.success() {
            return Err(format!("{}: {}", self.program, String::from_utf8_lossy(&output.stderr)).into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }
}
