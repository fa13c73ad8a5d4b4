//! Code of built-in components that was made when this program was built, and is a part of it.

use wasmtime::Engine;

use super::key::CodeKey;
use crate::plugin::sandbox::settings::SandboxKind;

// TARGET and ALL, as the build script made them.
include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The code of a built-in component.
pub(super) struct Embedded {
    /// The SHA-256 of the component, in hexadecimal digits.
    sha256: &'static str,
    /// What the code is kept under: the component, and how it was compiled.
    key: [u8; CodeKey::BYTES],
    /// Bytes of the code.
    length: usize,
    /// The code as wasmtime serializes it, compressed by Zstandard.
    packed: &'static [u8],
}

/// Code that is a part of this program.
pub(super) struct Unpacked(Vec<u8>);

impl Unpacked {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Embedded {
    /// That of a component, given by its SHA-256.
    pub(super) fn of(sha256: &str) -> Option<&'static Self> {
        ALL.iter().find(|embedded| embedded.sha256 == sha256)
    }

    /// Whether it is of this kind, and was made with the settings and by the compiler of this program.
    pub(super) fn is_of(&self, kind: SandboxKind) -> bool {
        let engine = kind.portable(TARGET).and_then(|config| Engine::new(&config));
        engine.is_ok_and(|engine| *CodeKey::new(&engine, self.sha256).bytes() == self.key)
    }

    /// The code, where it is of this kind, and was made with the settings and by the compiler of this program.
    pub(super) fn unpack(&self, kind: SandboxKind) -> Option<Unpacked> {
        if self.is_of(kind) {
            zstd::bulk::decompress(self.packed, self.length).ok().map(Unpacked)
        } else {
            None
        }
    }
}
