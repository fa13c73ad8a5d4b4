//! Compiles the plugins of the tests, as `plugins/build` compiles the built-in ones.

#[path = "../../plugins/build/component.rs"]
mod component;

use std::env;
use std::path::Path;

fn main() {
    let here = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let workspace = Path::new(&here).join("../..");
    let workspace = workspace.canonicalize().unwrap_or(workspace);
    println!("cargo::rerun-if-changed=build.rs");
    for plugin in ["faulty", "needy"] {
        println!("cargo::rerun-if-changed=../{plugin}/Cargo.toml");
        component::embed(
            &component::build(&workspace, &format!("textmill-{plugin}")),
            &format!("{plugin}.wasm"),
        );
    }
}
