//! What an entry is kept under.

use std::hash::{Hash, Hasher};

use sha2::{Digest, Sha256};
use wasmtime::Engine;

/// The version of entries. To be raised when their form, or what their key is made of, changes.
const FORM: u8 = 1;

/// The SHA-256 of all that compiled code depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CodeKey([u8; Self::BYTES]);

impl CodeKey {
    pub(super) const BYTES: usize = 32;

    /// The key of a component, given by its SHA-256, under this engine.
    ///
    /// What wasmtime says of its engine covers its own version, the settings of its compiler, the target and the features
    /// of the processor that it compiles for.
    pub(super) fn new(engine: &Engine, component_sha256: &str) -> Self {
        let mut input = KeyInput(Sha256::new());
        FORM.hash(&mut input);
        // A `str` is hashed with a mark of its end, so that none runs into the next.
        component_sha256.hash(&mut input);
        env!("CARGO_PKG_VERSION").hash(&mut input);
        std::env::consts::ARCH.hash(&mut input);
        std::env::consts::OS.hash(&mut input);
        engine.precompile_compatibility_hash().hash(&mut input);
        Self(input.0.finalize().into())
    }

    #[cfg(test)]
    pub(super) fn of_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    pub(super) fn bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }

    /// The name of the entry's file: the key in hexadecimal digits.
    pub(super) fn file_name(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Hashes by SHA-256 what Rust's `Hash` gives: 64 bits would not tell two engines apart for certain.
struct KeyInput(Sha256);

impl Hasher for KeyInput {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        let hash: [u8; 32] = self.0.clone().finalize().into();
        hash.first_chunk().map_or(0, |first| u64::from_le_bytes(*first))
    }
}

#[cfg(test)]
mod tests {
    use wasmtime::{Config, Engine};

    use super::CodeKey;

    fn engine(set: impl FnOnce(&mut Config)) -> Engine {
        let mut config = Config::new();
        set(&mut config);
        Engine::new(&config).expect("a setting that this machine knows")
    }

    #[test]
    fn a_key_is_the_same_at_each_start() {
        let (one, other) = (engine(|_| {}), engine(|_| {}));
        assert_eq!(CodeKey::new(&one, "a"), CodeKey::new(&other, "a"));
        assert_eq!(CodeKey::new(&one, "a").file_name().len(), 64);
    }

    #[test]
    fn components_and_engines_have_keys_of_their_own() {
        let plain = engine(|_| {});
        assert_ne!(CodeKey::new(&plain, "a"), CodeKey::new(&plain, "b"));
        let others = [
            engine(|config| {
                config.consume_fuel(true);
            }),
            engine(|config| {
                config.epoch_interruption(true);
            }),
            engine(|config| {
                config.cranelift_nan_canonicalization(true);
            }),
            engine(|config| {
                config.memory_reservation(0);
            }),
        ];
        for other in &others {
            assert_ne!(CodeKey::new(&plain, "a"), CodeKey::new(other, "a"));
        }
    }
}
