//! From bytes to a component that may be instantiated: what is not a plugin is refused here, with the way out.

use sha2::{Digest, Sha256};
use textmill_wit::host::AnalyzerPre;
use textmill_wit::{PACKAGE, VERSION};
use wasmtime::component::Component;

use super::guest::Guest;
use super::runtime::Sandbox;
use super::{PluginSource, Runtime};
use crate::error::{Error, ErrorKind};

/// The first eight bytes of a component, and of a core module: magic number, version, layer.
const COMPONENT_HEADER: &[u8] = b"\0asm\x0d\0\x01\0";
const MODULE_HEADER: &[u8] = b"\0asm\x01\0\0\0";

/// Compiles a plugin's component and links it with what the host offers: the interface's own imports, and no more.
///
/// `sha256` is the component's. Where its compiled code is kept, it is taken from there.
pub(super) fn compile(
    runtime: &Runtime,
    source: &PluginSource,
    sha256: &str,
) -> Result<AnalyzerPre<Guest>, Error> {
    check_header(source)?;
    let sandbox = runtime.sandbox(&source.limits)?;
    let component = runtime.code().component(sandbox.engine(), sha256, || {
        Component::new(sandbox.engine(), &source.component)
            .map_err(|error| refused(source, &format!("it does not compile: {}", root(&error))))
    })?;
    check_interface(sandbox, source, &component)?;
    let linked = sandbox.linker().instantiate_pre(&component);
    let linked = linked.and_then(AnalyzerPre::new);
    linked.map_err(|error| {
        refused(source, &format!("it does not keep the interface {PACKAGE}@{VERSION}: {error:#}"))
            .with_hint("build it against the interface of this version: sdk/wit/analyzer.wit")
    })
}

/// The SHA-256 of a component or resource, in hexadecimal digits.
pub(super) fn sha256(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
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

fn check_interface(sandbox: &Sandbox, source: &PluginSource, component: &Component) -> Result<(), Error> {
    let component_type = component.component_type();
    let offered = [format!("{PACKAGE}/log@{VERSION}"), format!("{PACKAGE}/types@{VERSION}")];
    let exported = format!("{PACKAGE}/plugin@");
    let versions: Vec<&str> = component_type
        .exports(sandbox.engine())
        .filter_map(|(name, _)| name.strip_prefix(&exported))
        .collect();
    match versions.as_slice() {
        [] => {
            return Err(refused(source, &format!("it does not export {PACKAGE}/plugin, so it is no plugin"))
                .with_hint("export an analyzer with `textmill_sdk::export!`"));
        }
        versions if versions.contains(&VERSION) => {}
        versions => {
            let found = versions.join(", ");
            let message = format!("it speaks {PACKAGE}@{found}, and this engine {PACKAGE}@{VERSION}");
            return Err(
                refused(source, &message).with_hint("build it against the SDK of this engine's version")
            );
        }
    }
    for (name, _) in component_type.imports(sandbox.engine()) {
        if !offered.iter().any(|offer| offer == name) {
            return Err(refused(source, &format!("it imports `{name}`, which the host does not offer"))
                .with_hint(how_to_leave_out(name)));
        }
    }
    Ok(())
}

fn how_to_leave_out(import: &str) -> &'static str {
    if import.starts_with("wasi:") {
        "a plugin has no WASI: in Rust build for wasm32-unknown-unknown, not wasm32-wasip2; \
         give componentize-py and componentize-qjs the option --stub-wasi"
    } else {
        "a plugin may import the interfaces `log` and `types` of its contract alone"
    }
}

fn refused(source: &PluginSource, problem: &str) -> Error {
    let name = source.name.as_ref().map_or(String::new(), |name| format!("`{name}` "));
    Error::new(ErrorKind::Plugin, format!("plugin {name}{}: {problem}", source.origin))
}

/// The innermost cause: the outer ones say that compiling failed.
fn root(error: &wasmtime::Error) -> String {
    error.root_cause().to_string()
}
