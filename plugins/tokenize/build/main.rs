//! Makes the tables that are too long to be written, and too slow to be made at start-up: character properties
//! from the Unicode Character Database, and the language model from the word lists under `lexicon/languages`.

mod languages;
mod properties;

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=lexicon/languages");
    println!("cargo::rerun-if-changed=src/language/features.rs");
    println!("cargo::rerun-if-changed=src/language/layout.rs");
    println!("cargo::rerun-if-changed=src/unicode/classes.rs");
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts"));
    fs::write(folder.join("unicode_tables.rs"), properties::tables()).expect("OUT_DIR is writable");
    let (source, entries) = languages::model();
    fs::write(folder.join("language_tables.rs"), source).expect("OUT_DIR is writable");
    fs::write(folder.join("language_entries.bin"), entries).expect("OUT_DIR is writable");
}
