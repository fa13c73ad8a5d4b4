//! `cargo xtask clitics`: learns how Arabic words are cut at their clitics, for `lexicon/arabic/clitics.bin`.
//!
//! Words are labelled by nobody, so a *teacher* labels them: [`teacher`] weighs how often a stem comes with other clitics
//! and by itself in a list of word frequencies, by weights that it learns from sentences cut by hand. The *student*,
//! [`student`], is the small model that ships: hashed weights that say the same of as many words as they can, and the
//! frequent words of which they say something else.

mod gold;
mod packed;
mod score;
mod student;
mod teacher;
mod words;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use textmill_tokenize::clitics::Model;
use textmill_tokenize::clitics::split::Split;

use gold::Gold;
use score::Score;
use teacher::Teacher;
use words::Words;

const USAGE: &str = "\
Usage: cargo xtask clitics --frequencies FILE --gold FILE… [--test FILE…] [--folds N] [--output FILE]

Learns the clitics of Arabic words, and writes plugins/tokenize/lexicon/arabic/clitics.bin.

  --frequencies FILE  Word frequencies: large_ar.msgpack.gz of the package wordfreq 3.1.1
                      (`pip download wordfreq==3.1.1 --no-deps`, then unzip the wheel)
  --gold FILE         Sentences with their words cut, as JSON lines of `text`, `tokens` and `words`,
                      the last two as pairs of byte offsets
  --test FILE         The same, to measure by
  --folds N           Measure on N parts of the gold, each by what the others teach, and write nothing
  --output FILE       Where to write, instead
";

/// Where the model lies in the repository.
const MODEL: &str = "plugins/tokenize/lexicon/arabic/clitics.bin";
/// Words that are cut by hand.
const BY_HAND: &str = "plugins/tokenize/lexicon/arabic/clitics.txt";

#[derive(Default)]
struct Arguments {
    frequencies: Option<PathBuf>,
    gold: Vec<PathBuf>,
    test: Vec<PathBuf>,
    folds: usize,
    output: Option<PathBuf>,
}

impl Arguments {
    fn parse(arguments: &[&str]) -> Result<Self> {
        let mut parsed = Arguments::default();
        let mut rest = arguments.iter();
        while let Some(&flag) = rest.next() {
            let value = *rest.next().with_context(|| format!("`{flag}` wants a value\n\n{USAGE}"))?;
            match flag {
                "--frequencies" => parsed.frequencies = Some(value.into()),
                "--gold" => parsed.gold.push(value.into()),
                "--test" => parsed.test.push(value.into()),
                "--folds" => parsed.folds = value.parse()?,
                "--output" => parsed.output = Some(value.into()),
                _ => bail!("no option `{flag}`\n\n{USAGE}"),
            }
        }
        Ok(parsed)
    }
}

fn main() -> Result<()> {
    // The folder of the workspace.
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if matches!(arguments.as_slice(), [] | ["-h" | "--help"]) {
        print!("{USAGE}");
        return Ok(());
    }
    let arguments = Arguments::parse(&arguments)?;
    let frequencies =
        arguments.frequencies.as_deref().with_context(|| format!("no frequencies\n\n{USAGE}"))?;
    let mut words = Words::read(frequencies)?;
    words.add_known(root)?;
    let by_hand = Gold::by_hand(&root.join(BY_HAND))?;
    let gold = arguments.gold.iter().map(|path| Gold::read(path)).collect::<Result<Vec<_>>>()?;
    let test = arguments.test.iter().map(|path| Gold::read(path)).collect::<Result<Vec<_>>>()?;
    let gold = Gold::join(gold);
    println!("{} words, {} by hand, {} tokens of gold", words.len(), by_hand.len(), gold.len());
    for fold in 0..arguments.folds {
        let (learnt, held) = gold.fold(fold, arguments.folds);
        let model = learn(&words, &by_hand, &learnt, &[("held out", &held)]);
        measure("held out", &held, &model)?;
    }
    if arguments.folds > 0 {
        return Ok(());
    }
    let tests: Vec<(String, &Gold)> =
        arguments.test.iter().map(|path| path.display().to_string()).zip(&test).collect();
    let named: Vec<(&str, &Gold)> = tests.iter().map(|(name, gold)| (name.as_str(), *gold)).collect();
    let model = learn(&words, &by_hand, &gold, &named);
    for (name, gold) in named {
        measure(name, gold, &model)?;
    }
    let output = arguments.output.unwrap_or_else(|| root.join(MODEL));
    std::fs::write(&output, &model).with_context(|| output.display().to_string())?;
    println!("{} bytes in {}", model.len(), output.display());
    Ok(())
}

/// The model as it is stored.
fn learn(words: &Words, by_hand: &Gold, gold: &Gold, tests: &[(&str, &Gold)]) -> Vec<u8> {
    let teacher = Teacher::learn(words, by_hand, gold);
    for (name, test) in tests {
        println!("teacher on {name}: {}", Score::of(test, |word| teacher.split(words, word)));
    }
    student::learn(words, &teacher, by_hand, gold)
}

fn measure(name: &str, gold: &Gold, stored: &[u8]) -> Result<()> {
    let model = Model::of(stored).context("a model that is too short")?;
    println!("weights on {name}: {}", Score::of(gold, |word| model.likeliest(word).unwrap_or(Split::WHOLE)));
    println!("model on {name}: {}", Score::of(gold, |word| model.split(word).unwrap_or(Split::WHOLE)));
    Ok(())
}
