//! From bytes to a component that may be instantiated: what is not a plugin is refused here, with the way out.
//!
//! All that can be known without compiling is checked before, so that what takes long to compile, or cannot be a plugin,
//! costs no more than to read it.

use std::sync::Arc;

use sha2::{Digest, Sha256};
use textmill_corpus::catch;
use textmill_wit::host::AnalyzerPre;
use textmill_wit::{PACKAGE, VERSION};
use wasmtime::Engine;
use wasmtime::component::Component;

use super::guest::Guest;
use super::structure::{Refusal, Structure, check_code};
use crate::error::{Error, ErrorKind};
use crate::plugin::{PluginSource, Runtime};

/// The first eight bytes of a component, and of a core module: magic number, version, layer.
const COMPONENT_HEADER: &[u8] = b"\0asm\x0d\0\x01\0";
const MODULE_HEADER: &[u8] = b"\0asm\x01\0\0\0";

/// Compiles a plugin's component and links it with what the host offers: the interface's own imports, and no more.
///
/// `sha256` is the component's. Where its compiled code is kept, it is taken from there.
pub(in crate::plugin) fn compile(
    runtime: &Runtime,
    source: &PluginSource,
    sha256: &str,
) -> Result<Arc<AnalyzerPre<Guest>>, Error> {
    check_header(source)?;
    let structure = Structure::read(&source.component, &source.limits);
    check_interface(source, &structure.map_err(|refusal| unlawful(source, &refusal))?)?;
    let sandbox = runtime.sandbox(&source.limits)?;
    let (plugin, was_there) = sandbox.plugin(sha256, || {
        let component = runtime.code().component(sandbox.engine(), sandbox.kind(), sha256, || {
            check_code(&source.component).map_err(|refusal| unlawful(source, &refusal))?;
            compiled(sandbox.engine(), &source.component).map_err(|problem| does_not_compile(source, &problem))
        })?;
        let linked = sandbox.linker().instantiate_pre(&component);
        let linked = linked.and_then(AnalyzerPre::new);
        linked.map_err(|error| {
            let message = format!("its {PACKAGE}@{VERSION} has another shape than this engine's: {error:#}");
            refused(source, &message).with_hint(
                "it was built against a draft of the contract, or by hand: build it against sdk/wit/analyzer.wit",
            )
        })
    })?;
    if was_there {
        // An engine beside this one has it, and may keep nothing on disk.
        runtime.code().keep_too(sandbox.engine(), sandbox.kind(), sha256, plugin.instance_pre().component());
    }
    Ok(plugin)
}

/// The SHA-256 of a component or resource, in hexadecimal digits.
pub(in crate::plugin) fn sha256(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Compiles, and says what is wrong where that fails.
///
/// A compiler has panicked before on code that it should have refused. It keeps nothing of a component that it did not
/// finish, so that the engine is as it was, and the component is refused like any other that does not compile.
fn compiled(engine: &Engine, component: &[u8]) -> Result<Component, String> {
    match catch(|| Component::from_binary(engine, component)) {
        // The innermost cause: the outer ones say that compiling failed.
        Ok(compiled) => compiled.map_err(|error| error.root_cause().to_string()),
        Err(_) => Err("the compiler gave up on it".to_owned()),
    }
}

fn does_not_compile(source: &PluginSource, problem: &str) -> Error {
    let error = refused(source, &format!("it does not compile: {problem}"));
    if problem.contains("async") {
        return error.with_hint("calls to a plugin are synchronous: give componentize-qjs the option --sync");
    }
    error
}

fn check_header(source: &PluginSource) -> Result<(), Error> {
    let bytes: &[u8] = &source.component;
    if bytes.len() as u64 > source.limits.component {
        let message = format!("it has {} bytes, over the limit of {}", bytes.len(), source.limits.component);
        return Err(refused(source, &message).with_hint("raise the limit `component` of this plugin"));
    }
    if bytes.starts_with(COMPONENT_HEADER) {
        return Ok(());
    }
    if bytes.starts_with(MODULE_HEADER) {
        return Err(refused(source, "it is a core WebAssembly module, and a plugin is a component").with_hint(
            "build it with these lines in .cargo/config.toml:\n\n    [target.wasm32-unknown-unknown]\n    \
             linker = \"wasm-component-ld\"\n",
        ));
    }
    Err(refused(source, "it is not WebAssembly")
        .with_hint("a plugin is a WebAssembly component, a .wasm file"))
}

fn check_interface(source: &PluginSource, structure: &Structure) -> Result<(), Error> {
    let offered = [format!("{PACKAGE}/log@"), format!("{PACKAGE}/types@")];
    let is_offered =
        |name: &String| offered.iter().any(|interface| name.strip_prefix(interface).is_some_and(is_served));
    let exported = format!("{PACKAGE}/plugin@");
    let versions: Vec<&str> =
        structure.exports.iter().filter_map(|name| name.strip_prefix(&exported)).collect();
    match versions.as_slice() {
        [] => {
            return Err(refused(source, &format!("it does not export {PACKAGE}/plugin, so it is no plugin"))
                .with_hint("export an analyzer with `textmill_sdk::export!`"));
        }
        versions if versions.iter().any(|version| is_served(version)) => {}
        versions => {
            let found = versions.join(", ");
            let message = format!("it speaks {PACKAGE}@{found}, and this engine {PACKAGE}@{VERSION}");
            return Err(
                refused(source, &message).with_hint("build it against the SDK of this engine's version")
            );
        }
    }
    match structure.imports.iter().find(|name| !is_offered(name)) {
        Some(name) => Err(refused(source, &format!("it imports `{name}`, which the host does not offer"))
            .with_hint(how_to_leave_out(name))),
        None => Ok(()),
    }
}

/// Whether a version of the contract has the types and functions of this one: it is this one, or differs in its patch.
fn is_served(version: &str) -> bool {
    let numbers = |version: &str| {
        let version = semver::Version::parse(version).ok().filter(|version| version.pre.is_empty())?;
        Some((version.major, version.minor))
    };
    numbers(version).is_some_and(|found| numbers(VERSION) == Some(found))
}

fn how_to_leave_out(import: &str) -> &'static str {
    if import.starts_with("wasi:") {
        "a plugin has no WASI. In Rust, build for wasm32-unknown-unknown: for wasm32-wasip2 the standard library asks for \
         it, used or not. Give componentize-py and componentize-qjs the option --stub-wasi, jco componentize the option \
         --disable all. What TinyGo and wasi-sdk (C, C++) make can be wrapped by wasi-virt, which denies all that it is \
         not told to allow"
    } else {
        "a plugin may import the interfaces `log` and `types` of its contract alone"
    }
}

fn unlawful(source: &PluginSource, refusal: &Refusal) -> Error {
    match refusal {
        Refusal::Malformed(problem) => refused(source, &format!("it is damaged: {problem}"))
            .with_hint("build it again, or get it again: the file may have been cut short"),
        Refusal::HandsOn => {
            refused(source, "it hands components on as values, and what that comes to is not known")
                .with_hint("compose components by instances, as `wac plug` does")
        }
        Refusal::TooMuch { what, found, most, limit } => {
            let error = refused(source, &format!("it has {found} {what}, over the limit of {most}"));
            match limit {
                Some(limit) => error.with_hint(format!("raise the limit `{limit}` of this plugin")),
                None => {
                    error.with_hint("no toolchain makes as many, so this limit is the same for all plugins")
                }
            }
        }
    }
}

fn refused(source: &PluginSource, problem: &str) -> Error {
    let name = source.name.as_ref().map_or(String::new(), |name| format!("`{name}` "));
    Error::new(ErrorKind::Plugin, format!("plugin {name}{}: {problem}", source.origin))
}
