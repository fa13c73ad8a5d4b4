//! Textmill's built-in plugins, as components embedded in a crate.
//!
//! `build.rs` compiles them from the folders beside this crate, or takes them from `wasm/` in a packaged one.

/// A built-in plugin.
#[derive(Clone, Copy, Debug)]
pub struct Builtin {
    /// Its name, the same as in its manifest.
    pub name: &'static str,
    /// The component.
    pub component: &'static [u8],
    /// The layers that it provides, the same as in its manifest: known here, so that a plugin which requires one can
    /// be served without compiling all of them.
    pub provides: &'static [&'static str],
    /// Whether it is among the analyzers that run where none is named: what costs more than these is taken in by name.
    pub by_default: bool,
}

/// The built-in plugins, by name.
pub const ALL: &[Builtin] = include!(concat!(env!("OUT_DIR"), "/builtins.rs"));

#[cfg(test)]
mod tests {
    use super::{ALL, Builtin};

    #[test]
    fn functions_have_names_without_hashes() {
        let is_hash = |rest: &[u8]| {
            rest.starts_with(b"17h")
                && rest.get(3..19).is_some_and(|hash| hash.iter().all(u8::is_ascii_hexdigit))
        };
        for Builtin { name, component, .. } in ALL {
            let text = String::from_utf8_lossy(component);
            assert!(text.contains(&format!("textmill_{name}::")), "{name}");
            let mut ones = (0..component.len()).filter(|&at| component[at] == b'1');
            assert!(!ones.any(|at| is_hash(&component[at..])), "{name}");
        }
    }
}
