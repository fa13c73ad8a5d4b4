//! Puts the built-in plugins where `src/lib.rs` embeds them from.
//!
//! Beside the crate's manifest stand either the sources of the plugins, in a checkout, or `wasm/*.wasm`, in a
//! package, so that a user of the package needs no WebAssembly target.

mod component;

use std::env;
use std::fs;
use std::path::Path;

/// The built-in plugins by name, each with the layers that it provides, and whether it runs where nobody names any.
const BUILTINS: [(&str, &[&str], bool); 5] = [
    ("collocations", &[], false),
    ("entities", &["entities"], true),
    ("keywords", &[], true),
    ("sentiment", &[], true),
    ("tokenize", &["language", "sentences", "tokens"], true),
];

fn main() {
    let here = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let here = Path::new(&here);
    println!("cargo::rerun-if-changed=build");
    let mut list = String::new();
    for (plugin, provides, by_default) in BUILTINS {
        let manifest = here.join(plugin).join("Cargo.toml");
        let built = match here.parent() {
            Some(workspace) if manifest.exists() => {
                println!("cargo::rerun-if-changed={}", manifest.display());
                component::build(workspace, &format!("textmill-{plugin}"))
            }
            _ => {
                let packaged = here.join("wasm").join(format!("{plugin}.wasm"));
                println!("cargo::rerun-if-changed={}", packaged.display());
                packaged
            }
        };
        component::embed(&built, &format!("{plugin}.wasm"));
        let bytes = format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{plugin}.wasm\"))");
        let known = format!("provides: &{provides:?}, by_default: {by_default}");
        list += &format!("Builtin {{ name: {plugin:?}, component: {bytes}, {known} }},\n");
    }
    let into = component::out_folder().join("builtins.rs");
    if let Err(error) = fs::write(&into, format!("&[\n{list}]\n")) {
        component::fail(&format!("{}: {error}", into.display()));
    }
    // The engine's build script finds it as DEP_TEXTMILL_PLUGINS_COMPONENTS.
    println!("cargo::metadata=components={}", component::out_folder().display());
}
