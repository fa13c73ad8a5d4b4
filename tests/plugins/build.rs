//! Compiles the plugins of the tests, as `plugins/build` compiles the built-in ones, and what `tests/hostile` holds as
//! WebAssembly text.

#[path = "../../plugins/build/component.rs"]
mod component;
#[path = "build/frame.rs"]
mod frame;

use std::env;
use std::path::Path;
use std::{fs, io};

use frame::Frame;

fn main() {
    let here = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let workspace = Path::new(&here).join("../..");
    let workspace = workspace.canonicalize().unwrap_or(workspace);
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build/frame.rs");
    for plugin in ["faulty", "idle", "listening", "mindful", "needy", "specimen", "witness"] {
        println!("cargo::rerun-if-changed=../{plugin}/Cargo.toml");
        component::embed(
            &component::build(&workspace, &format!("textmill-{plugin}")),
            &format!("{plugin}.wasm"),
        );
    }
    if let Err(error) = assemble(&workspace) {
        panic!("tests/hostile: {error}");
    }
}

/// Assembles each `.wat` file, and lists the results by name in `hostile.rs`.
fn assemble(workspace: &Path) -> io::Result<()> {
    let folder = workspace.join("tests/hostile");
    let contract = workspace.join("sdk/wit/analyzer.wit");
    println!("cargo::rerun-if-changed={}", folder.display());
    println!("cargo::rerun-if-changed={}", contract.display());
    let frame = Frame::read(&folder.join("frame.wat"), &contract)?;
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    let out = Path::new(&out);
    let mut paths: Vec<_> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    paths.sort();
    let mut entries = String::new();
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let component =
            if name == "frame" { frame.assemble("") } else { frame.assemble(&fs::read_to_string(&path)?) };
        let component = component.map_err(|error| io::Error::other(format!("{name}.wat: {error}")))?;
        let assembled = out.join(format!("hostile-{name}.wasm"));
        fs::write(&assembled, component)?;
        entries.push_str(&format!("    ({name:?}, include_bytes!({assembled:?})),\n"));
    }
    fs::write(out.join("hostile.rs"), format!("&[\n{entries}]\n"))
}
