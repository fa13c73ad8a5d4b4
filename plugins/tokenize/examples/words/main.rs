//! `cargo xtask words`: chooses the words that Chinese, Japanese, Thai, Lao, Khmer and Burmese texts are cut by, and packs
//! them into `lexicon/words.bin`; and English ones, by which words that a line break divides are known, into
//! `lexicon/english.bin`.

mod choose;
mod fuse;
mod lists;
#[path = "../clitics/packed.rs"]
mod packed;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use textmill_tokenize::dictionary::{ENGLISH_BITS, Language, Lexicon, WELL_KNOWN, WordHash};

const USAGE: &str = "\
Usage: cargo xtask words --wordfreq DIR --thai FILE --dictionaries FILE [--output FILE]
       cargo xtask words --wordfreq DIR --english FILE

Chooses and packs the words of languages without blanks between them: plugins/tokenize/lexicon/words.bin; or frequent
English words: plugins/tokenize/lexicon/english.bin.

  --wordfreq DIR       The folder `wordfreq/data` of the package wordfreq 3.1.1
                       (`pip download wordfreq==3.1.1 --no-deps`, then unzip the wheel)
  --thai FILE          pythainlp/corpus/tnc_freq.txt of the package pythainlp 5.4.0, got likewise
  --dictionaries FILE  data/segmenter_dictionary_extended_v1.rs.data of the crate icu_segmenter_data 2.0.0
  --output FILE        Where to write, instead
  --english FILE       Where to write English words, and nothing else
";

/// Where the words lie in the repository.
const WORDS: &str = "plugins/tokenize/lexicon/words.bin";

#[derive(Default)]
struct Arguments {
    wordfreq: Option<PathBuf>,
    thai: Option<PathBuf>,
    dictionaries: Option<PathBuf>,
    output: Option<PathBuf>,
    english: Option<PathBuf>,
}

impl Arguments {
    fn parse(arguments: &[&str]) -> Result<Self> {
        let mut parsed = Arguments::default();
        let mut rest = arguments.iter();
        while let Some(&flag) = rest.next() {
            let value = *rest.next().with_context(|| format!("`{flag}` wants a value\n\n{USAGE}"))?;
            match flag {
                "--wordfreq" => parsed.wordfreq = Some(value.into()),
                "--thai" => parsed.thai = Some(value.into()),
                "--dictionaries" => parsed.dictionaries = Some(value.into()),
                "--english" => parsed.english = Some(value.into()),
                "--output" => parsed.output = Some(value.into()),
                _ => bail!("no option `{flag}`\n\n{USAGE}"),
            }
        }
        Ok(parsed)
    }
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if matches!(arguments.as_slice(), [] | ["-h" | "--help"]) {
        print!("{USAGE}");
        return Ok(());
    }
    let arguments = Arguments::parse(&arguments)?;
    let given =
        |path: &Option<PathBuf>, name: &str| path.clone().with_context(|| format!("no `{name}`\n\n{USAGE}"));
    let wordfreq = given(&arguments.wordfreq, "--wordfreq")?;
    if let Some(output) = arguments.english {
        return write_english(&wordfreq, &output);
    }
    let thai = given(&arguments.thai, "--thai")?;
    let dictionaries = given(&arguments.dictionaries, "--dictionaries")?;
    let simplified = lists::simplified(&wordfreq.join("_chinese_mapping.msgpack.gz"))?;
    let [burmese, khmer, lao] = lists::dictionaries(&dictionaries)?;
    let chosen = [
        (Language::Chinese, choose::chinese(lists::wordfreq(&wordfreq.join("large_zh.msgpack.gz"))?)),
        (Language::Japanese, choose::japanese(lists::wordfreq(&wordfreq.join("large_ja.msgpack.gz"))?)),
        (Language::Thai, choose::thai(lists::thai(&thai)?)),
        (Language::Lao, choose::unweighted(lao, Language::Lao)),
        (Language::Khmer, choose::unweighted(khmer, Language::Khmer)),
        (Language::Burmese, choose::unweighted(burmese, Language::Burmese)),
    ];
    let stored = stored(&chosen, &simplified)?;
    check(&stored, &chosen, &simplified)?;
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let output = arguments.output.unwrap_or_else(|| root.join(WORDS));
    std::fs::write(&output, &stored).with_context(|| output.display().to_string())?;
    println!("{} bytes in {}", stored.len(), output.display());
    Ok(())
}

/// Packs the frequent words of English.
fn write_english(wordfreq: &Path, output: &Path) -> Result<()> {
    let words = choose::english(lists::wordfreq(&wordfreq.join("large_en.msgpack.gz"))?);
    let hash = |word: &String| WordHash::of_english(word.bytes().map(u32::from));
    let numbered: Vec<_> = words.iter().map(|word| (hash(word), 0)).collect();
    let stored = fuse::packed(&numbered, ENGLISH_BITS)?;
    std::fs::write(output, &stored).with_context(|| output.display().to_string())?;
    println!("{} words in {} bytes in {}", words.len(), stored.len(), output.display());
    Ok(())
}

/// Words with their levels.
type Chosen = BTreeMap<String, u32>;

fn hash(language: Language, word: &str) -> WordHash {
    WordHash::of(language, word.chars().map(u32::from))
}

fn stored(chosen: &[(Language, Chosen)], simplified: &BTreeMap<u16, u16>) -> Result<Vec<u8>> {
    let mut words = Vec::new();
    for (language, chosen) in chosen {
        let mut by_level = [0; 7];
        chosen.values().for_each(|&level| by_level[level as usize] += 1);
        println!("{language:?}: {} words, by level {by_level:?}", chosen.len());
        words.extend(chosen.iter().map(|(word, &level)| (hash(*language, word), level)));
    }
    let well_known: Vec<_> =
        words.iter().filter(|(_, level)| *level < WELL_KNOWN).map(|&(hash, _)| (hash, 0)).collect();
    let [bits, bits_of_well_known] = Lexicon::bits();
    let mut stored = fuse::packed(&words, bits)?;
    println!("{} words in {} bytes, {} well known", words.len(), stored.len(), well_known.len());
    stored.extend(fuse::packed(&well_known, bits_of_well_known)?);
    stored.extend(simplified.keys().flat_map(|character| character.to_le_bytes()));
    stored.extend(simplified.values().flat_map(|character| character.to_le_bytes()));
    Ok(stored)
}

/// Holds what was stored to what it was made of.
fn check(stored: &[u8], chosen: &[(Language, Chosen)], simplified: &BTreeMap<u16, u16>) -> Result<()> {
    let lexicon = Lexicon::read(stored).context("it cannot be read again")?;
    for (language, chosen) in chosen {
        for (word, &level) in chosen {
            ensure!(lexicon.level(hash(*language, word)) == Some(level), "`{word}` is lost");
        }
    }
    for (&character, &other) in simplified {
        ensure!(lexicon.simplified(character.into()) == u32::from(other), "{character:#x} is lost");
    }
    Ok(())
}
