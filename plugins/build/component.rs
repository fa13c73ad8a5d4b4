//! Compiles a plugin crate of this workspace to a component, from within a build script.

#[path = "names.rs"]
mod names;

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, exit};

const TARGET: &str = "wasm32-unknown-unknown";

/// The first bytes of a component; a core module has others.
const COMPONENT_HEADER: &[u8] = b"\0asm\x0d\0\x01\0";

/// Builds a package of the workspace with a cargo of its own, and gives the path of the component.
pub(crate) fn build(workspace: &Path, package: &str) -> PathBuf {
    check_target();
    let out = out_folder();
    // One folder for all profiles, and not the outer build's: that one is locked until this script ends.
    let target = target_folder(workspace, &out);
    let mut cargo = Command::new(variable("CARGO"));
    clean_environment(&mut cargo);
    cargo.current_dir(workspace).args(["rustc", "--quiet", "--lib", "--profile", "plugin"]);
    // With `rlib` beside it, the crate's own setting, a `cdylib` silently loses link-time optimization.
    cargo.args(["--crate-type", "cdylib", "--target", TARGET, "--package", package]);
    cargo.arg("--target-dir").arg(&target).env("CARGO_BUILD_BUILD_DIR", &target);
    cargo.args(["--config", &format!("target.{TARGET}.linker='wasm-component-ld'")]);
    cargo.env("CARGO_ENCODED_RUSTFLAGS", rustflags(workspace));
    match cargo.status() {
        Ok(status) if status.success() => {}
        Ok(_) => fail(&format!("the plugin {package} does not compile; cargo's message is above")),
        Err(error) => fail(&format!("cargo cannot be run to build the plugin {package}: {error}")),
    }
    let built = target.join(TARGET).join("plugin");
    let name = package.replace('-', "_");
    rerun_if_changed(workspace, &built.join(format!("{name}.d")));
    built.join(format!("{name}.wasm"))
}

fn target_folder(workspace: &Path, out: &Path) -> PathBuf {
    let shared = workspace.join("target");
    if out.starts_with(&shared) { shared.join("plugins") } else { out.join("plugins") }
}

/// Says at once what is missing, rather than after half a minute of compiling.
fn check_target() {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"));
    let printed = Command::new(rustc).args(["--print", "target-libdir", "--target", TARGET]).output();
    let installed = printed.is_ok_and(|output| {
        output.status.success() && Path::new(String::from_utf8_lossy(&output.stdout).trim()).exists()
    });
    if !installed {
        fail(&format!(
            "plugins are WebAssembly, and this Rust has no target for it; add it with\n\n    \
             rustup target add {TARGET}\n"
        ));
    }
}

/// Takes away what the outer build put into the environment: wrappers such as clippy's, flags, folders.
fn clean_environment(cargo: &mut Command) {
    const KEPT: [&str; 8] =
        ["HOME", "MAKEFLAGS", "NET_", "HTTP_", "REGISTR", "SOURCE_", "TERM_COLOR", "INSTALL_ROOT"];
    for (name, _) in env::vars_os() {
        let Some(name) = name.to_str() else { continue };
        let of_cargo =
            name.strip_prefix("CARGO_").is_some_and(|rest| !KEPT.iter().any(|kept| rest.starts_with(kept)));
        let of_rustc =
            name.starts_with("RUSTC") || name.starts_with("CLIPPY_") || name.starts_with("RUSTDOC");
        let other =
            ["CARGO", "RUSTFLAGS", "LLVM_PROFILE_FILE", "MAKEFLAGS", "TARGET", "HOST"].contains(&name);
        if of_cargo || of_rustc || other {
            cargo.env_remove(name);
        }
    }
}

/// What rustc compiles a plugin with.
fn rustflags(workspace: &Path) -> OsString {
    // Vectors of 128 bits, which each engine of components has; bulk memory and multiple values are in the target already.
    let mut flags = OsString::from("-Ctarget-feature=+simd128");
    // Without these the bytes of a plugin, and with them the provenance of each report, would depend on whose home folder
    // it was built in.
    let mut remap = |from: &OsStr, to: &str| {
        flags.push("\x1f--remap-path-prefix=");
        flags.push(from);
        flags.push(format!("={to}"));
    };
    remap(workspace.as_os_str(), "textmill");
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    // The folder of a registry is named by a hash of its address, which differs where a mirror is set.
    let registries = home.map(|home| home.join("registry").join("src"));
    if let Some(registries) = registries {
        remap(registries.as_os_str(), "registry");
        for folder in fs::read_dir(&registries).into_iter().flatten().flatten() {
            remap(folder.path().as_os_str(), "registry");
        }
    }
    flags
}

/// Reruns this script when a file that the plugin was compiled from changes: cargo lists them in a `.d` file.
fn rerun_if_changed(workspace: &Path, dependencies: &Path) {
    let listed = fs::read_to_string(dependencies).unwrap_or_default();
    let files = listed.split_once(':').map_or("", |(_, files)| files.trim());
    for file in files.replace("\\ ", "\0").split_whitespace() {
        println!("cargo::rerun-if-changed={}", file.replace('\0', " "));
    }
    // A manifest decides too, and is no source: that of each package of the workspace that has a source among these.
    for shared in ["Cargo.toml", "Cargo.lock", ".cargo/config.toml"] {
        println!("cargo::rerun-if-changed={}", workspace.join(shared).display());
    }
    for manifest in ["sdk", "sdk/derive", "sdk/kinds", "sdk/merge", "sdk/text", "sdk/wit"] {
        println!("cargo::rerun-if-changed={}", workspace.join(manifest).join("Cargo.toml").display());
    }
}

/// Puts a component into the script's own folder under a name of its own, where no other build replaces it, and gives its
/// functions readable names.
pub(crate) fn embed(component: &Path, name: &str) {
    let into = out_folder().join(name);
    let bytes = match fs::read(component) {
        Ok(bytes) => bytes,
        Err(error) => fail(&format!("{}: {error}", component.display())),
    };
    if !bytes.starts_with(COMPONENT_HEADER) {
        fail(&format!("{} is not a WebAssembly component", component.display()));
    }
    let Some(readable) = names::readable(&bytes) else {
        fail(&format!("{} has a section that ends before its end", component.display()))
    };
    if let Err(error) = fs::write(&into, readable) {
        fail(&format!("{}: {error}", into.display()));
    }
}

/// The folder that a build script may write to.
pub(crate) fn out_folder() -> PathBuf {
    PathBuf::from(variable("OUT_DIR"))
}

fn variable(name: &str) -> OsString {
    env::var_os(name).unwrap_or_else(|| fail(&format!("cargo did not set {name}")))
}

pub(crate) fn fail(message: &str) -> ! {
    eprintln!("error: {message}");
    exit(1)
}
