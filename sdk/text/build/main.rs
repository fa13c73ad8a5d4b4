//! Makes the tables of characters that are written in several ways: which letter and mark are one character, and which
//! letters a presentation form stands for.

mod compositions;
mod expansions;

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build");
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts"));
    fs::write(folder.join("compositions.rs"), compositions::source()).expect("OUT_DIR is writable");
    fs::write(folder.join("expansions.rs"), expansions::source()).expect("OUT_DIR is writable");
}
