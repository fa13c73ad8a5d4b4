//! Makes a table of the word lists under `lexicon`, which would take a millisecond or two to be made for each instance.

mod facts;
#[path = "../src/lexicon/hash.rs"]
mod hash;
#[path = "../src/lexicon/languages.rs"]
#[allow(dead_code, reason = "shared with the analyzer, which uses all of it")]
mod languages;
mod lists;
#[path = "../src/normalize/mod.rs"]
#[allow(dead_code, reason = "shared with the analyzer, which uses all of it")]
mod normalize;
mod table;

use std::path::PathBuf;
use std::{env, fs};

/// What `normalize` knows of the settings: those of the lists are set once and for all.
mod settings {
    /// How words in Arabic script are written.
    #[derive(Debug)]
    pub(crate) struct Arabic {
        pub(crate) drop_marks: bool,
        pub(crate) alef: Alef,
        pub(crate) fold_ya: bool,
        pub(crate) fold_ta_marbuta: bool,
        pub(crate) unify_letters: bool,
    }

    /// What becomes of the forms of alef.
    #[derive(Debug, PartialEq, Eq)]
    #[allow(dead_code, reason = "the lists have one spelling")]
    pub(crate) enum Alef {
        Standard,
        Plain,
        Keep,
    }
}

fn main() {
    for read in ["build", "lexicon", "src/lexicon/hash.rs", "src/lexicon/languages.rs", "src/normalize"] {
        println!("cargo::rerun-if-changed={read}");
    }
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts"));
    let write = |name: &str, source: String| {
        fs::write(folder.join(name), source).expect("OUT_DIR is writable");
    };
    let keys = lists::keys();
    write("facts.rs", facts::source(&keys, lists::background()));
    write("stem_beginnings.rs", format!("{:?}", table::bits(lists::stem_beginnings(&keys))));
    write("groups.rs", table::source(&lists::groups()));
    write("spellings.rs", table::source(&lists::spellings()));
}
