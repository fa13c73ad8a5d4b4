//! From the folder of components to files of code, and the table of them that the engine includes.

use std::env;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use wasmtime::Engine;

use crate::key::CodeKey;
use crate::settings::SandboxKind;

/// What plugins run in by default: counting fuel makes other code, and the stack is a matter of running it.
const KIND: SandboxKind = SandboxKind { stack: 1 << 20, counts_fuel: false };

/// How hard Zstandard tries: with 19 files are a tenth smaller and as fast to unpack, but take ten seconds to pack in a build
/// that is not optimized.
const LEVEL: i32 = 9;

/// Compiles what there is to compile, where the compiler knows the target.
pub(crate) fn run() -> Result<(), String> {
    for included in ["src/plugin/sandbox/compiled/key.rs", "src/plugin/sandbox/settings.rs"] {
        println!("cargo::rerun-if-changed={included}");
    }
    let target = variable("TARGET")?;
    let out = PathBuf::from(variable("OUT_DIR")?);
    let mut entries = String::new();
    match KIND.portable(&target).and_then(|config| Engine::new(&config)) {
        Ok(engine) => {
            for component in components(Path::new(&variable("DEP_TEXTMILL_PLUGINS_COMPONENTS")?))? {
                println!("cargo::rerun-if-changed={}", component.display());
                entries += &compile(&engine, &component, &out)?;
            }
        }
        Err(error) => println!(
            "cargo::warning=the built-in analyzers are compiled at the first start, not now: no code can be made here for \
             {target} ({error})"
        ),
    }
    let table = format!(
        "/// The target that this program was built for.\npub(super) const TARGET: &str = {target:?};\n\
         /// The code of built-in components.\npub(super) static ALL: &[Embedded] = &[\n{entries}];\n"
    );
    write(&out.join("embedded.rs"), table.as_bytes())
}

/// Compiles a component into a file of the folder `out`, and gives its entry in the table.
fn compile(engine: &Engine, component: &Path, out: &Path) -> Result<String, String> {
    let at = |problem: String| format!("{}: {problem}", component.display());
    let bytes = fs::read(component).map_err(|error| at(error.to_string()))?;
    let sha256 = Sha256::digest(&bytes).iter().fold(String::new(), |mut digits, byte| {
        // Writing to a string does not fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    });
    let code = engine.precompile_component(&bytes).map_err(|error| at(error.to_string()))?;
    let packed = zstd::bulk::compress(&code, LEVEL).map_err(|error| at(error.to_string()))?;
    let name = component.file_stem().unwrap_or_default().to_string_lossy();
    let file = out.join(format!("{name}.code"));
    write(&file, &packed)?;
    let key = CodeKey::new(engine, &sha256);
    let (key, length) = (key.bytes(), code.len());
    Ok(format!(
        "    Embedded {{ sha256: {sha256:?}, key: {key:?}, length: {length}, packed: include_bytes!({file:?}) }},\n"
    ))
}

fn components(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let at = |error: io::Error| format!("{}: {error}", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(at)? {
        let path = entry.map_err(at)?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn write(path: &Path, content: &[u8]) -> Result<(), String> {
    fs::write(path, content).map_err(|error| format!("{}: {error}", path.display()))
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("cargo did not set {name}"))
}
