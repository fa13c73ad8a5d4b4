//! Writes texts of a kind as JSON Lines, for what is measured beside other programs.
//!
//! ```text
//! cargo run --release -p textmill-benches --example texts -- arabic-news 16000000 FILE
//! ```
//!
//! Each line has an `id`, from 1 up, and a `text`.

use std::env::args;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::process::exit;

use textmill_benches::{SHAPES, texts};

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = args().skip(1).collect();
    let [name, bytes, path] = arguments.as_slice() else { usage() };
    let Some(shape) = SHAPES.into_iter().find(|shape| shape.name == name) else { usage() };
    let Ok(bytes) = bytes.parse() else { usage() };
    let mut file = BufWriter::new(File::create(path)?);
    for (id, text) in (1..).zip(texts(shape, bytes)) {
        writeln!(file, "{}", serde_json::json!({ "id": id, "text": text }))?;
    }
    file.flush()
}

fn usage() -> ! {
    let texts: Vec<&str> = SHAPES.iter().map(|shape| shape.name).collect();
    eprintln!("usage: texts TEXT BYTES FILE, TEXT one of {}", texts.join(", "));
    exit(2);
}
