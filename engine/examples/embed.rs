//! Textmill inside another program: documents from memory, one analyzer's settings changed, the report in hand.
//!
//! `cargo run --release -p textmill --example embed`

use serde_json::json;
use textmill::{Document, Engine, Merged, PluginSource};

fn main() -> Result<(), textmill::Error> {
    // Plugins are compiled once; an engine then analyzes any number of corpora.
    let engine = Engine::builder()
        .plugin(PluginSource::builtin("keywords")?.settings(json!({"min_length": 4})))
        .plugin(PluginSource::builtin("sentiment")?)
        .build()?;

    // Any iterator of documents is a source. Files, folders and JSON Lines are opened by `textmill::Corpus`.
    let mut reviews = [
        Document::new("1", "The rooms are lovely and the breakfast is wonderful."),
        Document::new("2", "الفندق رائع والموظفون لطفاء جدا").with_metadata("language", "ar"),
        Document::new("3", "A terrible night: the room was dirty and the staff were rude."),
    ]
    .into_iter();

    let mut documents = Vec::new();
    let report = engine.analysis().documents(&mut documents).run(&mut reviews)?;

    println!("{} documents, {} faults", report.corpus.documents, report.faults.total);
    if let Some(Merged::Counts(terms)) = report.merged("keywords")?.field("terms") {
        for term in terms.top.iter().take(5) {
            println!("{:>3}  {}", term.count, term.key);
        }
    }
    println!("{}", String::from_utf8_lossy(&documents));
    Ok(())
}
