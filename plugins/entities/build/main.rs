//! Lays the lexicon out as static tables, which are read in place: reading its files at start took 13 ms.

#[allow(dead_code, reason = "the rules ask for more of it")]
#[path = "../src/text/case.rs"]
mod case;
#[allow(dead_code, reason = "the rules ask for more of it")]
#[path = "../src/forms/class.rs"]
mod class;
mod emit;
#[allow(dead_code, reason = "the rules ask for more of it")]
#[path = "../src/hash.rs"]
mod hash;
mod likeness;
#[path = "../src/forms/nation.rs"]
mod nation;
#[allow(dead_code, reason = "the rules ask for more of it")]
#[path = "../src/text/normal.rs"]
mod normal;
#[path = "../src/text/pack.rs"]
mod pack;
mod perfect;
#[allow(dead_code, reason = "the rules ask for more of it")]
#[path = "../src/text/piece.rs"]
mod piece;
#[allow(dead_code, reason = "only tests name a table")]
mod tables;
mod trie;

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    for read in [
        "build",
        "lexicon",
        "src/text/case.rs",
        "src/forms/class.rs",
        "src/forms/nation.rs",
        "src/hash.rs",
        "src/text/normal.rs",
        "src/text/pack.rs",
        "src/text/piece.rs",
    ] {
        println!("cargo::rerun-if-changed={read}");
    }
    let trie = trie::Trie::new(tables::TABLES);
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts"));
    fs::write(folder.join("lexicon_tables.rs"), emit::lexicon(&trie)).expect("OUT_DIR is writable");
    fs::write(folder.join("likeness_tables.rs"), emit::likeness(&trie.likeness))
        .expect("OUT_DIR is writable");
}
