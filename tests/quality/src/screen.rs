//! `cargo xtask eval --screen`: the first entries of every list that a summary shows, over texts of the repository, each beside what
//! was judged of it: `docs/first-screen.tsv` holds the judgements, made by reading.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use textmill_sdk::Output;
use textmill_sdk::merge::State;

use crate::Result;
use crate::chain::Chain;

/// How many entries of a list are judged.
const SHOWN: usize = 20;

/// The texts, by kind: folders and files from the root, of which those are read that are text.
const TEXTS: [(&str, &[&str]); 6] = [
    ("arabic news", &["corpus/ar/news"]),
    ("arabic posts and reviews", &["corpus/ar/posts", "corpus/ar/reviews"]),
    ("english news", &["corpus/en/news"]),
    ("english posts and reviews", &["corpus/en/posts", "corpus/en/reviews"]),
    ("books", &["corpus/long"]),
    (
        "english technical pages",
        &["docs", "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "benches/README.md"],
    ),
];

/// The lists: field by field of the outputs, with the names that the summary has for them.
const LISTS: [(&str, &str); 9] = [
    ("key_terms", "terms"),
    ("phrases", "phrases"),
    ("persons", "people"),
    ("organizations", "organizations"),
    ("locations", "places"),
    ("positive_words", "praise"),
    ("negative_words", "blame"),
    ("quantities", "quantities"),
    ("money", "money"),
];

/// An entry of a list over the texts of a kind.
type Entry = (String, String, String);

/// Prints what is wrong or not judged yet, and the share of each list that is right; with `update`, writes the entries down
/// that are new, as not judged, and leaves out those that are shown no more.
///
/// # Errors
/// Where a text or the judgements cannot be read.
pub(crate) fn run(root: &Path, update: bool) -> Result<()> {
    let path = root.join("docs/first-screen.tsv");
    let judged = judgements(&fs::read_to_string(&path)?);
    let chain = Chain::new()?;
    let mut lines = String::from("texts\tlist\tentry\tjudged\n");
    for (kind, sources) in TEXTS {
        let texts =
            files(root, sources)?.iter().map(fs::read_to_string).collect::<std::io::Result<Vec<_>>>()?;
        let fields = fields(&chain, texts.iter().map(String::as_str))?;
        for (field, list) in LISTS {
            let shown = fields.get(field).map_or(&[][..], Vec::as_slice);
            let judgement = |entry: &String| {
                let entry = (kind.to_owned(), list.to_owned(), entry.clone());
                judged.get(&entry).map_or("?", String::as_str)
            };
            let right = shown.iter().filter(|entry| judgement(entry) == "right").count();
            if !shown.is_empty() {
                println!("{kind:<28}{list:<15}{right:>3} of {:>2} right", shown.len());
            }
            for entry in shown {
                if judgement(entry) != "right" {
                    println!("    {:<8}{entry}", judgement(entry));
                }
                lines.push_str(&format!("{kind}\t{list}\t{entry}\t{}\n", judgement(entry)));
            }
        }
    }
    if update {
        fs::write(path, lines)?;
    }
    Ok(())
}

/// Prints the first entries of each list over the texts of a file of JSON Lines.
///
/// # Errors
/// Where the file cannot be read.
pub(crate) fn show(file: &Path) -> Result<()> {
    #[derive(Deserialize)]
    struct Row {
        text: String,
    }
    let chain = Chain::new()?;
    let mut texts = Vec::new();
    for line in fs::read_to_string(file)?.lines() {
        texts.push(serde_json::from_str::<Row>(line)?.text);
    }
    let fields = fields(&chain, texts.iter().map(String::as_str))?;
    for (field, list) in LISTS {
        let shown = fields.get(field).map_or(&[][..], Vec::as_slice);
        println!("{list}: {}", shown.join(" | "));
    }
    Ok(())
}

fn judgements(table: &str) -> BTreeMap<Entry, String> {
    let line = |line: &str| {
        let mut cells = line.split('\t').map(str::to_owned);
        let entry = (cells.next()?, cells.next()?, cells.next()?);
        Some((entry, cells.next()?))
    };
    table.lines().skip(1).filter_map(line).collect()
}

/// The first entries of each field that counts, over some texts.
fn fields<'t>(chain: &Chain, texts: impl Iterator<Item = &'t str>) -> Result<BTreeMap<String, Vec<String>>> {
    let mut keywords = Merged::default();
    let mut entities = Merged::default();
    let mut sentiment = Merged::default();
    for text in texts {
        keywords.fold(&chain.keywords(text)?.output)?;
        entities.fold(&chain.entities(text)?.output)?;
        sentiment.fold(&chain.sentiment(text)?.output)?;
    }
    let mut fields = keywords.fields();
    fields.extend(entities.fields());
    fields.extend(sentiment.fields());
    Ok(fields)
}

/// The outputs of an analyzer, merged as a run does it.
#[derive(Default)]
struct Merged(Option<State>);

impl Merged {
    fn fold<O: Output + Serialize>(&mut self, output: &O) -> Result<()> {
        let state = self.0.get_or_insert_with(|| State::new(O::schema()));
        let output = serde_json::to_value(output)?;
        state.fold("", &output).map_err(|error| error.to_string().into())
    }

    fn fields(&self) -> BTreeMap<String, Vec<String>> {
        let report = self.0.as_ref().map(State::finish).unwrap_or_default();
        let fields = report.as_object().cloned().unwrap_or_default();
        fields.into_iter().map(|(name, field)| (name, keys(&field["top"]))).collect()
    }
}

fn keys(top: &Value) -> Vec<String> {
    let keys = top.as_array().into_iter().flatten().filter_map(|entry| entry["key"].as_str());
    keys.take(SHOWN).map(str::to_owned).collect()
}

/// The texts of folders and files.
fn files(root: &Path, sources: &[&str]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for source in sources {
        add_files(&root.join(source), &mut files)?;
    }
    files.sort();
    Ok(files)
}

fn add_files(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        let is_text = path.extension().is_some_and(|extension| extension == "txt" || extension == "md");
        // The page of figures is made by a chore, and says words of no text.
        let is_text = is_text && !path.ends_with("quality.md");
        if is_text && fs::read_to_string(path).is_ok() {
            files.push(path.to_path_buf());
        }
        return Ok(());
    }
    for entry in fs::read_dir(path).map_err(|error| format!("{}: {error}", path.display()))? {
        add_files(&entry?.path(), files)?;
    }
    Ok(())
}
