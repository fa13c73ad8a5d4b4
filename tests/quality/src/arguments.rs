//! The command line of the evaluation.

use std::path::PathBuf;

use crate::Result;
use crate::part::Part;

pub(crate) const USAGE: &str = "\
Usage: cargo xtask eval [--data DIR] [OPTION]… [PART]…

Runs the built-in analyzers over the texts of each PART (all of them by default), and prints each figure in percent, the
last one, and what lies between:
  tokens, sentences, langid, keywords, entities, values, sentiment

Options:
  --data DIR         The folder of the texts and of their scorers; $TEXTMILL_EVAL_DATA without it
  --predictions DIR  Keeps what the analyzers found, a file of JSON Lines for each part
  --errors N         Prints what the scorers say in full, with the N errors to mend first
  --update           Writes the figures into docs/quality.tsv and docs/quality.md
  --screen           In place of all that: shows what a summary's lists begin with over texts of the repository, each beside
                     what docs/first-screen.tsv judges of it; `--update` adds what is new there, to be judged
  --texts FILE       The same over the texts of a file of JSON Lines, without judgements
";

/// What is asked for.
#[derive(Debug)]
pub(crate) struct Arguments {
    pub(crate) data: PathBuf,
    pub(crate) predictions: Option<PathBuf>,
    pub(crate) errors: usize,
    pub(crate) update: bool,
    pub(crate) screen: bool,
    pub(crate) texts: Option<PathBuf>,
    pub(crate) help: bool,
    pub(crate) parts: Vec<Part>,
}

impl Arguments {
    /// # Errors
    /// Where an argument is not known, or none says where the texts are.
    pub(crate) fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self> {
        let mut data = std::env::var_os("TEXTMILL_EVAL_DATA").map(PathBuf::from);
        let mut read = Self {
            data: PathBuf::new(),
            predictions: None,
            errors: 0,
            update: false,
            screen: false,
            texts: None,
            help: false,
            parts: Vec::new(),
        };
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{argument} wants a value"));
            match argument.as_str() {
                "--data" => data = Some(value()?.into()),
                "--predictions" => read.predictions = Some(value()?.into()),
                "--errors" => read.errors = value()?.parse()?,
                "--update" => read.update = true,
                "--screen" => read.screen = true,
                "--texts" => read.texts = Some(value()?.into()),
                "-h" | "--help" => read.help = true,
                name => {
                    read.parts.push(Part::of(name).ok_or_else(|| format!("no part `{name}`\n\n{USAGE}"))?);
                }
            }
        }
        if read.parts.is_empty() {
            read.parts = Part::ALL.to_vec();
        }
        match data {
            Some(data) => read.data = data,
            None if read.help || read.screen || read.texts.is_some() => {}
            None => return Err(format!("where are the texts? --data DIR\n\n{USAGE}").into()),
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::Arguments;
    use crate::part::Part;

    fn read(line: &str) -> Result<Arguments, String> {
        Arguments::read(line.split_whitespace().map(str::to_owned)).map_err(|error| error.to_string())
    }

    #[test]
    fn parts_are_chosen_by_their_names() {
        assert_eq!(read("--data d").expect("a good line").parts, Part::ALL);
        let chosen = read("values --data d --errors 3 keywords").expect("a good line");
        assert_eq!((chosen.parts, chosen.errors), (vec![Part::Values, Part::Keywords], 3));
    }

    #[test]
    fn what_is_not_known_is_refused() {
        assert!(read("--data d spelling").is_err_and(|error| error.starts_with("no part `spelling`")));
        assert_eq!(read("--data").map(|_| ()), Err("--data wants a value".to_owned()));
    }
}
