//! Makes a page of a report and lines of documents, where one wants to look at the page and not to wait for an engine.
//!
//! `cargo run -p textmill-page --example page REPORT LINES OUT [BYTES [none|snippets|full]]`; LINES may be `-` for none.

#[path = "../lines/mod.rs"]
mod lines;

use std::fs::{self, File};
use std::io::{BufWriter, Write};

use serde_json::Value;
use textmill_page::{Documents, Page, TextDetail};

use self::lines::Lines;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [report, lines, out, options @ ..] = arguments.as_slice() else {
        return Err("expected REPORT LINES OUT [BYTES [none|snippets|full]]".into());
    };
    let report: Value = serde_json::from_str(&fs::read_to_string(report)?)?;
    let mut lines = Some(Lines::new(lines)).filter(|_| lines != "-");
    let bytes = options.first().map_or(Ok(20 << 20), |bytes| bytes.parse())?;
    let texts = match options.get(1).map(String::as_str) {
        Some("none") => TextDetail::None,
        Some("snippets") => TextDetail::Snippets,
        _ => TextDetail::Full,
    };
    let page = Page { report: &report, against: None, bytes, texts };
    let mut out = BufWriter::new(File::create(out)?);
    let documents = lines.as_mut().map(|lines| lines as &mut dyn Documents);
    let record = page.write(documents, &mut out)?;
    out.flush()?;
    println!("{record:?}");
    Ok(())
}
