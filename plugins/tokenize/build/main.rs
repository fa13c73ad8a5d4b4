//! Makes the tables that are too long to be written, and too slow to be made at start-up: character properties
//! from the Unicode Character Database, the language model from the word lists under `lexicon/languages`, and the other
//! lists under `lexicon`, sorted to be searched.

mod languages;
mod lexicon;
mod properties;

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=lexicon");
    println!("cargo::rerun-if-changed=src/language/features.rs");
    println!("cargo::rerun-if-changed=src/language/layout.rs");
    println!("cargo::rerun-if-changed=src/unicode/classes.rs");
    println!("cargo::rerun-if-changed=src/unicode/properties.rs");
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts"));
    fs::write(folder.join("unicode_tables.rs"), properties::tables()).expect("OUT_DIR is writable");
    fs::write(folder.join("lexicon_tables.rs"), lexicon::tables()).expect("OUT_DIR is writable");
    let (source, stored) = languages::model();
    fs::write(folder.join("language_tables.rs"), source).expect("OUT_DIR is writable");
    fs::write(folder.join("language_model.bin"), stored).expect("OUT_DIR is writable");
}
