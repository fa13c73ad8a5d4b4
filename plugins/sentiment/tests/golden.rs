//! Holds what is said of the sample corpus: outputs, layers and the state, as they were when the analyzer still read
//! every word of every document again.
//!
//! Where results change on purpose, or the tokenizer's do, the test says where it has written the new ones.

mod calls;

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use calls::{Call, LAYERS, Row, json_of, want};
use textmill_sdk::merge::hash;
use textmill_sdk::prelude::*;
use textmill_sentiment::Sentiment;
use textmill_tokenize::Tokenize;

#[test]
fn the_sample_corpus_is_judged_as_before() -> Result<(), Box<dyn Error>> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = package.join("../../corpus");
    let tokenize = Harness::<Tokenize>::new(json!({}))?;
    let sentiment = Harness::<Sentiment>::new(json!({}))?;
    let (mut found, mut rows) = (String::new(), Vec::new());
    for file in texts(&corpus)? {
        let row = Row { text: fs::read_to_string(corpus.join(&file))?, ..Row::default() };
        let call = Call::new(&tokenize, std::slice::from_ref(&row))?;
        let analysis = sentiment.analyze_batch(&call.batch, &call.layers, &want(true, false, &LAYERS))?;
        let layers = format!("{:?}", analysis.layers);
        writeln!(found, "{} {:016x}", file.display(), hash(layers.as_bytes()))?;
        analysis.outputs.iter().try_for_each(|output| writeln!(found, "{output}"))?;
        rows.push(row);
    }
    let call = Call::new(&tokenize, &rows)?;
    let analysis = sentiment.analyze_batch(&call.batch, &call.layers, &want(false, true, &[]))?;
    for partial in &analysis.partials {
        writeln!(found, "all\n{}", json_of(partial)?)?;
    }
    let expected = fs::read_to_string(package.join("tests/golden/corpus.txt")).unwrap_or_default();
    if found != expected {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus.txt");
        fs::write(&place, found)?;
        return Err(format!("tests/golden/corpus.txt differs from {}", place.display()).into());
    }
    Ok(())
}

/// The texts of a folder, by name.
fn texts(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut texts = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        for entry in fs::read_dir(folder.join(&below))? {
            let entry = entry?;
            let path = below.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "txt") {
                texts.push(path);
            }
        }
    }
    texts.sort();
    Ok(texts)
}
