//! The page without what is in it: `template/page.html`, which `cargo xtask page` builds from `web`.

use std::io::{self, Write};

use crate::texts::Chunk;

const TEMPLATE: &str = include_str!("../template/page.html");

/// The marks in the template, in its order.
const PLACES: [&str; 4] = ["@@REPORT@@", "@@AGAINST@@", "@@FACTS@@", "@@TEXTS@@"];

/// Around each chunk of texts.
const OPENING: &str = "<script type=\"application/base64\" class=\"texts\" data-documents=\"";
const CLOSING: &str = "</script>\n";

/// The template, cut at its marks.
pub(crate) struct Parts([&'static str; 5]);

/// Cuts the template.
pub(crate) fn parts() -> Parts {
    let mut rest = TEMPLATE;
    let mut parts = [""; 5];
    for (part, place) in parts.iter_mut().zip(PLACES) {
        let (before, after) = rest.split_once(place).expect("the template has each mark, as a test holds");
        *part = before;
        rest = after;
    }
    parts[4] = rest;
    Parts(parts)
}

/// How much a chunk of texts takes in the page.
pub(crate) fn chunk_bytes(packed: usize, documents: &[u32]) -> u64 {
    (OPENING.len() + documents_attribute(documents).len() + 2 + packed + CLOSING.len()) as u64
}

fn documents_attribute(documents: &[u32]) -> String {
    let places: Vec<String> = documents.iter().map(u32::to_string).collect();
    places.join(" ")
}

impl Parts {
    /// What the page takes with nothing in it.
    pub(crate) fn bytes(&self) -> u64 {
        self.0.iter().map(|part| part.len() as u64).sum()
    }

    /// Writes the page, and gives its size.
    ///
    /// # Errors
    /// What `out` says.
    pub(crate) fn write(
        &self,
        report: &str,
        against: &str,
        facts: &str,
        texts: &[Chunk],
        out: &mut dyn Write,
    ) -> io::Result<u64> {
        let mut bytes = 0;
        let mut put = |text: &str| {
            bytes += text.len() as u64;
            out.write_all(text.as_bytes())
        };
        for (part, content) in self.0.iter().zip([report, against, facts]) {
            put(part)?;
            put(content)?;
        }
        put(self.0[3])?;
        for chunk in texts {
            put(OPENING)?;
            put(&documents_attribute(&chunk.documents))?;
            put("\">")?;
            put(&chunk.packed)?;
            put(CLOSING)?;
        }
        put(self.0[4])?;
        Ok(bytes)
    }
}
