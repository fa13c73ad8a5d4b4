//! A tokenizer that goes wrong on demand: a document says in its words what shall happen.

use textmill_sdk::log::{self, Level};
use textmill_sdk::prelude::*;
use textmill_sdk::serde;

#[derive(Serialize, Output)]
#[serde(crate = "serde")]
struct Words {
    #[merge(counts, top = 100)]
    words: Counts,
    #[merge(each)]
    echo: String,
}

struct Faulty;

impl Analyzer for Faulty {
    type Settings = NoSettings;
    type Output = Words;

    fn manifest() -> Manifest {
        Manifest::new("faulty", env!("CARGO_PKG_VERSION"), "Goes wrong where a document says so")
            .provides(Provision::new("tokens", "words between white space").labels(["word"]))
            .provides(Provision::new("sentences", "the whole text").labels(["sentence"]))
    }

    fn new(_: NoSettings, _: &Resources) -> Result<Self, String> {
        Ok(Self)
    }

    fn analyze(&self, document: &Document<'_>, layers: &mut Layers) -> Result<Words, Fault> {
        let text = document.text();
        let mut echo = String::new();
        let tokens = layers.layer("tokens");
        let word = tokens.label("word");
        let mut words = Counts::new();
        for token in text.split_whitespace() {
            // A token is a part of the text, so its distance from the start is its offset.
            let start = token.as_ptr() as usize - text.as_ptr() as usize;
            tokens.push(start..start + token.len(), word);
            words.add(token, 1);
            go_wrong(token, &mut echo)?;
        }
        let trimmed = text.trim();
        if !trimmed.is_empty() {
            let start = trimmed.as_ptr() as usize - text.as_ptr() as usize;
            let sentences = layers.layer("sentences");
            let sentence = sentences.label("sentence");
            sentences.push(start..start + trimmed.len(), sentence);
        }
        Ok(Words { words, echo })
    }
}

fn go_wrong(word: &str, echo: &mut String) -> Result<(), Fault> {
    match word {
        "PANIC" => panic!("the document asked for it"),
        "FAULT" => return Err(Fault::new("this document cannot be done")),
        "LOOP" => loop {
            std::hint::spin_loop();
        },
        "GROW" => {
            let mut held: Vec<Vec<u8>> = Vec::new();
            loop {
                held.push(vec![1; 1 << 20]);
                std::hint::black_box(&held);
            }
        }
        // 40 MiB, which are given back.
        "HUNGRY" => drop(std::hint::black_box(vec![1_u8; 40 << 20])),
        "FLOOD" => echo.extend(std::iter::repeat_n('x', 8 << 20)),
        "SPIN" => {
            for turn in 0..100_000 {
                std::hint::black_box(turn);
            }
        }
        "LOG" => log::write(Level::Warn, "a message\u{1b}[2J of the guest"),
        _ => {}
    }
    Ok(())
}

textmill_sdk::export!(Faulty);
