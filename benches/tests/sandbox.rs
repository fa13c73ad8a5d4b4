//! A sandbox finds what native code finds: its indexes have 32 bits, and its tables are made where they have 64.

use std::collections::BTreeMap;

use textmill_benches::{ANALYZERS, Instance, SHAPES, Sandbox, chain, native, texts};

/// Bytes of each kind of text.
const BYTES: usize = 1 << 16;

#[test]
fn a_sandbox_finds_what_native_code_finds() {
    let sandboxes = ANALYZERS.map(|name| (name, Sandbox::metered(name)));
    for shape in SHAPES {
        let mut instances: BTreeMap<&str, Instance> =
            sandboxes.iter().map(|(name, sandbox)| (*name, sandbox.instance())).collect();
        chain(&texts(shape, BYTES), |name, call| {
            let sandboxed = instances.get_mut(name).expect("there is one of each analyzer").analyze(call);
            let natively = native(name).analyze(call);
            assert!(sandboxed.partials == natively.partials, "{name} finds other things in {}", shape.name);
            assert!(!natively.partials.is_empty(), "{name} finds nothing in {}", shape.name);
            sandboxed
        });
    }
}
