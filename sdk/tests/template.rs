//! The template, copied out of the workspace and built by the command that its README gives.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasmparser::{Encoding, Parser, Payload};

const SDK: &str = env!("CARGO_MANIFEST_DIR");

/// The template as an author has it: a folder of its own, and the way to the SDK written out.
fn copied(to: &Path) {
    let template = Path::new(SDK).join("template");
    for folder in ["src", ".cargo"] {
        fs::create_dir_all(to.join(folder)).expect("a temporary folder is writable");
    }
    for file in ["src/lib.rs", "src/tests.rs", ".cargo/config.toml"] {
        fs::copy(template.join(file), to.join(file)).expect("the template has this file");
    }
    let manifest = fs::read_to_string(template.join("Cargo.toml")).expect("the template has a manifest");
    let (before, after) =
        manifest.split_once(r#"path = "..""#).expect("the template names the SDK by its path");
    fs::write(to.join("Cargo.toml"), format!("{before}path = {SDK:?}{after}")).expect("as above");
    // The versions that are tested here, whatever came out since.
    fs::copy(Path::new(SDK).join("../Cargo.lock"), to.join("Cargo.lock"))
        .expect("the workspace has a lock file");
}

fn built(folder: &Path) -> PathBuf {
    // Kept from run to run. Not the outer folder, on which the outer cargo may hold its lock.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("template");
    let mut cargo = Command::new(env!("CARGO"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| is_of_outer_build(name)) {
        cargo.env_remove(name);
    }
    cargo.args(["build", "--quiet", "--release", "--target", "wasm32-unknown-unknown"]);
    // What a component imports does not depend on it, and it would be most of a minute's work.
    cargo.args(["--config", "profile.release.lto='off'", "--config", "profile.release.opt-level=0"]);
    let status = cargo.current_dir(folder).env("CARGO_TARGET_DIR", &target).status();
    assert!(status.expect("cargo runs this test").success(), "the message is above");
    target.join("wasm32-unknown-unknown/release/textmill_template.wasm")
}

/// Flags and wrappers such as clippy's or a coverage tool's are not an author's.
fn is_of_outer_build(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with("RUST") && name != "RUSTUP_HOME" && name != "RUSTUP_TOOLCHAIN"
        || ["CARGO_TARGET", "CARGO_BUILD", "CARGO_PROFILE", "CARGO_ENCODED"]
            .iter()
            .any(|flag| name.starts_with(flag))
}

/// The names that a component imports and exports at its top.
fn interfaces(component: &[u8]) -> (Vec<String>, Vec<String>) {
    let (mut imports, mut exports) = (Vec::new(), Vec::new());
    let mut depth = 0;
    for payload in Parser::new(0).parse_all(component) {
        match payload.expect("rustc writes lawful WebAssembly") {
            Payload::Version { encoding, .. } => {
                assert!(depth > 0 || encoding == Encoding::Component, "it is no component");
                depth += 1;
            }
            Payload::End(_) => depth -= 1,
            Payload::ComponentImportSection(section) if depth == 1 => {
                let names = section.into_iter().map(|import| import.expect("as above").name.name.to_string());
                imports.extend(names);
            }
            Payload::ComponentExportSection(section) if depth == 1 => {
                let names = section.into_iter().map(|export| export.expect("as above").name.name.to_string());
                exports.extend(names);
            }
            _ => {}
        }
    }
    imports.sort_unstable();
    (imports, exports)
}

#[test]
fn the_template_makes_a_component_that_imports_the_contract_alone() {
    let folder = tempfile::tempdir().expect("there is a place for temporary files");
    copied(folder.path());
    let component = fs::read(built(folder.path())).expect("cargo has built it");
    let (imports, exports) = interfaces(&component);
    assert_eq!(imports, ["textmill:analyzer/log@0.1.0", "textmill:analyzer/types@0.1.0"]);
    assert_eq!(exports, ["textmill:analyzer/plugin@0.1.0"]);
}
