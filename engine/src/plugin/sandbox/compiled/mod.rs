//! Compiled components, so that none is compiled again at each start: those that are a part of the program (`embedded.rs`),
//! and those that are kept in a folder of the user's.
//!
//! Compiled code is run as it is, outside of any sandbox, so an entry of the folder is used only where all of this holds:
//!
//! - Nobody but the user (and root) can write the folder or any above it, nor could have made the file (`trust.rs`).
//! - The file is of this form, holds the key of this component under this engine, and its body has the SHA-256 that
//!   stands before it (`entry.rs`, `key.rs`).
//! - What was checked is what is run: a file is read once into memory, checked there, and handed on from there.
//!
//! Anything else is a miss: the component is compiled, and the entry replaced. Nothing that goes wrong here fails a run; the
//! user is told once ([`CompiledCode::warning`]).
//!
//! wasmtime has a cache of its own, which checks neither the key nor the body of what it finds.

#[cfg(feature = "precompiled")]
mod embedded;
mod entry;
mod folder;
mod key;
mod place;
#[cfg(test)]
mod tests;
mod trust;

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use wasmtime::Engine;
use wasmtime::component::Component;

use folder::{CodeEntry, CodeFolder};
use key::CodeKey;

use super::settings::SandboxKind;

/// A folder in which compiled components are kept from one start to the next.
///
/// Compiling is most of what it takes to start: two seconds of one core for the four built-in analyzers. An entry depends
/// on the component, the versions of the engine and its compiler, their settings and the processor, so one folder serves
/// many versions and machines. It may be deleted at any moment.
///
/// The folder is the user's alone: it is made with the mode 0700, and where it, a folder above it or an entry belongs to
/// or can be written by another user, it is not used, and [`Engine::warnings`](crate::Engine::warnings) says so. Where
/// the system gives no way to know that (on Windows), nothing is kept.
///
/// ```no_run
/// use textmill::{CompiledCache, Engine, PluginSource};
///
/// let plugin = PluginSource::file("places.wasm")?;
/// let engine = Engine::builder().plugin(plugin).compiled_cache(CompiledCache::user()).build()?;
/// for warning in engine.warnings() {
///     eprintln!("{warning}");
/// }
/// # Ok::<(), textmill::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct CompiledCache {
    place: CachePlace,
    max_bytes: u64,
}

#[derive(Clone, Debug)]
enum CachePlace {
    User,
    Folder(PathBuf),
}

impl CompiledCache {
    /// The greatest size on disk by default: 512 MiB. The built-in analyzers take some 10 MB.
    pub const MAX_BYTES: u64 = 512 << 20;

    /// The folder `textmill/compiled` in the user's folder for caches: `XDG_CACHE_HOME` where it is an absolute path, as the
    /// [XDG Base Directory Specification](https://specifications.freedesktop.org/basedir-spec/latest/) has it; otherwise
    /// `~/.cache`, or `~/Library/Caches` on macOS.
    #[must_use]
    pub fn user() -> Self {
        Self { place: CachePlace::User, max_bytes: Self::MAX_BYTES }
    }

    /// A folder of one's own choice. It is made where it is not there.
    #[must_use]
    pub fn folder(path: impl Into<PathBuf>) -> Self {
        Self { place: CachePlace::Folder(path.into()), max_bytes: Self::MAX_BYTES }
    }

    /// Bytes on disk at most; what was not used for the longest time goes first.
    #[must_use]
    pub fn max_bytes(self, bytes: u64) -> Self {
        Self { max_bytes: bytes, ..self }
    }

    fn open(&self) -> Result<CodeFolder, String> {
        match &self.place {
            CachePlace::User => {
                let caches = place::user_caches().ok_or("the user has no home folder")?;
                CodeFolder::open(&caches, &["textmill", "compiled"], self.max_bytes)
            }
            CachePlace::Folder(path) => CodeFolder::open(path, &[], self.max_bytes),
        }
    }
}

/// Where the compiled components of an engine come from.
#[derive(Debug, Default)]
pub(crate) struct CompiledCode {
    folder: Option<CodeFolder>,
    warning: Mutex<Option<String>>,
}

impl CompiledCode {
    /// Opens a cache, or none.
    pub(crate) fn open(cache: Option<&CompiledCache>) -> Self {
        let opened = cache.map(CompiledCache::open).transpose();
        let (folder, warning) = match opened {
            Ok(folder) => (folder, None),
            Err(problem) => (None, Some(format!("compiled analyzers are not kept: {problem}"))),
        };
        Self { folder, warning: Mutex::new(warning) }
    }

    /// What the user should know, in one sentence: why nothing is kept.
    pub(crate) fn warning(&self) -> Option<String> {
        self.warning.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A compiled component for an engine of this kind: as it is a part of the program, as it was kept, or as `compile` makes
    /// it, which is then kept.
    ///
    /// `sha256` is that of the component, in hexadecimal digits.
    ///
    /// # Errors
    /// Those of `compile`.
    pub(crate) fn component<E>(
        &self,
        engine: &Engine,
        kind: SandboxKind,
        sha256: &str,
        compile: impl FnOnce() -> Result<Component, E>,
    ) -> Result<Component, E> {
        if let Some(component) = embedded(kind, sha256).and_then(|code| load(engine, &code)) {
            return Ok(component);
        }
        let Some(folder) = &self.folder else { return compile() };
        let key = CodeKey::new(engine, sha256);
        let kept = folder.read(&key).map(|entry| Code::Kept(entry, key));
        if let Some(component) = kept.and_then(|code| load(engine, &code)) {
            return Ok(component);
        }
        let component = compile()?;
        self.keep(folder, &key, &component);
        Ok(component)
    }

    /// Keeps a component that need not be made, where it would have been kept.
    pub(crate) fn keep_too(&self, engine: &Engine, kind: SandboxKind, sha256: &str, component: &Component) {
        let Some(folder) = &self.folder else { return };
        let key = CodeKey::new(engine, sha256);
        if !is_embedded(kind, sha256) && !folder.holds(&key) {
            self.keep(folder, &key, component);
        }
    }

    fn keep(&self, folder: &CodeFolder, key: &CodeKey, component: &Component) {
        // What does not serialize is no worse for it, and neither is a run whose disk is full.
        let Ok(body) = component.serialize() else { return };
        if let Err(error) = folder.write(key, &body) {
            let mut warning = self.warning.lock().unwrap_or_else(PoisonError::into_inner);
            warning.get_or_insert_with(|| {
                format!("compiled analyzers are not kept in {}: {error}", folder.path().display())
            });
        }
    }
}

/// Compiled code, by where it comes from.
enum Code {
    /// The folder, where it was looked for under this key.
    Kept(CodeEntry, CodeKey),
    /// The program itself.
    #[cfg(feature = "precompiled")]
    Embedded(embedded::Unpacked),
}

#[cfg(feature = "precompiled")]
fn embedded(kind: SandboxKind, sha256: &str) -> Option<Code> {
    embedded::Embedded::of(sha256)?.unpack(kind).map(Code::Embedded)
}

#[cfg(not(feature = "precompiled"))]
fn embedded(_: SandboxKind, _: &str) -> Option<Code> {
    None
}

#[cfg(feature = "precompiled")]
fn is_embedded(kind: SandboxKind, sha256: &str) -> bool {
    embedded::Embedded::of(sha256).is_some_and(|embedded| embedded.is_of(kind))
}

#[cfg(not(feature = "precompiled"))]
fn is_embedded(_: SandboxKind, _: &str) -> bool {
    false
}

/// Takes code up, if this machine can run it, and if it is whole where it was kept.
#[allow(unsafe_code, reason = "there is no safe way to load compiled code")]
fn load(engine: &Engine, code: &Code) -> Option<Component> {
    let body = match code {
        Code::Kept(entry, key) => entry::body(entry.bytes(), key)?,
        #[cfg(feature = "precompiled")]
        Code::Embedded(unpacked) => unpacked.bytes(),
    };
    // SAFETY: `deserialize` runs what it is given as machine code, and asks for bytes that `Component::serialize` or
    // `Engine::precompile_component` made and that nobody altered. `body` is such:
    // 1. An `Unpacked` is only made by `Embedded::unpack`, of a constant of this program that its build script had from
    //    `precompile_component`. Who can alter it can alter the program. That it is code of our version of wasmtime, for our
    //    settings and our kind of system, is what `unpack` checks by its key.
    // 2. An `CodeEntry` is only made by `CodeFolder::read`, of a file that belongs to the effective user and that nobody else may
    //    write, in a folder whose whole path nobody but that user and root can write or put another in the place of
    //    (`trust.rs`). Who can act as this user or root can have anything run without our help.
    // 3. The user's own processes put files there in one place, `CodeFolder::write`, whole and under the name of their key. That
    //    the file is what one of them wrote, not cut off, damaged or renamed, is what `entry::body` has just checked: the
    //    key that stands in it is that of this component, form, version of ours and of wasmtime, compiler's settings and
    //    processor (`CodeKey::new` hashes `Engine::precompile_compatibility_hash`), and the body has the SHA-256 that was
    //    written with it.
    // 4. The bytes are in memory of ours, borrowed here from the check to the end of the call, so they cannot change between
    //    the two; `deserialize` copies them and keeps no reference.
    // What the code asks of the processor is noted in it; `deserialize` refuses what the processor at hand does not have.
    unsafe { Component::deserialize(engine, body) }.ok()
}
