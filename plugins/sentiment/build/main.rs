//! Makes the lexicon's tables from the lists under `lexicon`, so that an instance has nothing to read at its start.

mod entries;
mod source;
mod trie;

#[path = "../src/lexicon/hash.rs"]
#[allow(unreachable_pub)]
mod hash;
#[path = "../src/lexicon/packed.rs"]
#[allow(dead_code, reason = "of the plugin's file, a part is for this script")]
mod packed;
#[path = "../src/words/spelling.rs"]
#[allow(dead_code, reason = "of the plugin's file, a part is for this script")]
mod spelling;
#[path = "../src/lexicon/table.rs"]
mod table;

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    for watched in [
        "build",
        "lexicon",
        "src/lexicon/hash.rs",
        "src/lexicon/packed.rs",
        "src/words/spelling.rs",
        "src/lexicon/table.rs",
    ] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts"));
    let lexicon = entries::read(Path::new("lexicon")).unwrap_or_else(|error| panic!("{error}"));
    fs::write(out.join("lexicon_tables.rs"), source::tables(&lexicon)).expect("OUT_DIR is writable");
}
