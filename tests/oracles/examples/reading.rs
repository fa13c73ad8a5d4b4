//! Reads files whose work `cargo xtask growth readers` counts.
//!
//! `reading [STEP]` reads files of every pattern, or of every so many, at three lengths, each twice the one before. It prints a
//! line for each pattern, `ENDING OPENING PIECE` with tabs between them.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use textmill_corpus::{Corpus, Source};
use textmill_oracles::readers::{Pattern, patterns};

/// Bytes of the files of a pattern, about: more than readers take at once, and few enough for thousands.
const BYTES: [usize; 3] = [16 << 10, 32 << 10, 64 << 10];

fn main() -> Result<(), Box<dyn Error>> {
    let step = match env::args().nth(1) {
        Some(step) => step.parse()?,
        None => 1,
    };
    let folder = tempfile::tempdir()?;
    for pattern in patterns().step_by(step) {
        let Pattern { ending, opening, piece, .. } = &pattern;
        println!("{ending}\t{opening:?}\t{piece:?}");
        let path = folder.path().join("file").with_extension(ending);
        for bytes in BYTES {
            fs::write(&path, pattern.file(bytes))?;
            read(&path);
        }
    }
    Ok(())
}

/// Reads a file to its end, with what is left to the workers of a run.
///
/// What callgrind counts, which knows it by its name.
#[inline(never)]
fn read(path: &Path) {
    let corpus = Corpus::new().path(path).remove_boilerplate(true);
    let Ok(mut documents) = corpus.open() else { return };
    while let Some(item) = documents.next_item() {
        std::hint::black_box(item.made());
    }
}
