//! Entries on disk: what is a miss, what is replaced, what goes, and whom a folder must belong to.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;
use wasmtime::Engine;
use wasmtime::component::Component;

use super::folder::CodeFolder;
use super::key::CodeKey;
use super::{CompiledCache, CompiledCode};
use crate::plugin::sandbox::settings::SandboxKind;

const KIND: SandboxKind = SandboxKind { stack: 1 << 20, counts_fuel: false };

/// The least component, and one more.
const ONE: &[u8] = b"\0asm\x0d\0\x01\0";
const OTHER: &[u8] = b"\0asm\x0d\0\x01\0\0\x04\x03abc";

struct Cache {
    folder: TempDir,
    engine: Engine,
}

impl Cache {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder"), engine: Engine::default() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("compiled")
    }

    fn open(&self) -> CompiledCode {
        CompiledCode::open(Some(&CompiledCache::folder(self.path())))
    }

    fn entry(&self, sha256: &str) -> PathBuf {
        self.path().join(CodeKey::new(&self.engine, sha256).file_name())
    }

    /// Whether a component was compiled, and not found.
    fn compiles(&self, code: &CompiledCode, sha256: &str, component: &[u8]) -> bool {
        let mut compiled = false;
        let made = code.component(&self.engine, KIND, sha256, || {
            compiled = true;
            Component::new(&self.engine, component)
        });
        made.expect("a sound component");
        compiled
    }

    /// Checks that a changed entry is a miss, and is replaced by a whole one.
    #[track_caller]
    fn check_replaced(&self, change: impl FnOnce(&Path)) {
        let code = self.open();
        self.compiles(&code, "one", ONE);
        let entry = self.entry("one");
        let whole = fs::read(&entry).expect("an entry");
        change(&entry);
        assert!(self.compiles(&code, "one", ONE), "the changed entry was taken");
        assert_eq!(code.warning(), None);
        assert_eq!(fs::read(&entry).expect("a new entry"), whole);
        assert!(entry.symlink_metadata().expect("a new entry").is_file());
        assert!(!self.compiles(&code, "one", ONE), "the new entry was not taken");
    }
}

#[test]
fn a_component_is_compiled_once() {
    let cache = Cache::new();
    let code = cache.open();
    assert!(cache.compiles(&code, "one", ONE));
    assert!(!cache.compiles(&code, "one", ONE));
    assert!(cache.compiles(&code, "other", OTHER));
    // At the next start too.
    let code = cache.open();
    assert!(!cache.compiles(&code, "one", ONE));
    assert!(!cache.compiles(&code, "other", OTHER));
    assert_eq!(code.warning(), None);
}

#[test]
fn nothing_is_kept_unasked() {
    let cache = Cache::new();
    let code = CompiledCode::open(None);
    assert!(cache.compiles(&code, "one", ONE));
    assert!(cache.compiles(&code, "one", ONE));
    assert_eq!(code.warning(), None);
}

#[test]
fn any_bit_that_differs_is_a_miss() {
    let cache = Cache::new();
    let code = cache.open();
    cache.compiles(&code, "one", ONE);
    let entry = cache.entry("one");
    let whole = fs::read(&entry).expect("an entry");
    let bits = whole.len() * 8;
    // All of the head, and some all over the body.
    let head = 0..super::entry::HEAD_BYTES * 8;
    for bit in head.step_by(7).chain((0..40).map(|sample| sample * (bits / 40) + sample % 8)) {
        let mut damaged = whole.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        fs::write(&entry, damaged).expect("it is ours");
        assert!(cache.compiles(&code, "one", ONE), "bit {bit} of {bits}");
        assert_eq!(fs::read(&entry).expect("a new entry"), whole);
    }
}

#[test]
fn what_is_cut_short_or_empty_is_replaced() {
    for length in [0, 1, 16, 87, 88, 200] {
        Cache::new().check_replaced(|entry| {
            let file = File::options().write(true).open(entry).expect("it is ours");
            file.set_len(length).expect("it can be cut");
        });
    }
}

#[test]
fn an_entry_in_the_place_of_another_is_a_miss() {
    let cache = Cache::new();
    cache.compiles(&cache.open(), "other", OTHER);
    cache.check_replaced(|entry| {
        fs::copy(cache.entry("other"), entry).expect("both are ours");
    });
}

#[test]
fn the_oldest_goes_first() {
    let cache = Cache::new();
    let code = cache.open();
    let age = |sha256: &str, days: u64| {
        cache.compiles(&code, sha256, ONE);
        let file = File::options().write(true).open(cache.entry(sha256)).expect("it is ours");
        let time = SystemTime::now() - Duration::from_secs(days * 24 * 60 * 60);
        file.set_modified(time).expect("it is ours");
        file.metadata().expect("it is open").len()
    };
    let bytes = age("a", 3);
    age("b", 9);
    age("c", 6);
    // Found, so in use.
    cache.compiles(&code, "c", ONE);
    let small = CompiledCache::folder(cache.path()).max_bytes(2 * bytes + bytes / 2);
    cache.compiles(&CompiledCode::open(Some(&small)), "d", ONE);
    let there = ["a", "b", "c", "d"].map(|sha256| cache.entry(sha256).exists());
    assert_eq!(there, [false, false, true, true]);

    let tiny = CompiledCode::open(Some(&CompiledCache::folder(cache.path()).max_bytes(bytes / 2)));
    assert!(
        cache.compiles(&tiny, "e", ONE) && cache.compiles(&tiny, "e", ONE),
        "it is larger than the cache"
    );
}

#[test]
fn what_a_killed_process_left_goes_and_what_is_not_ours_stays() {
    let cache = Cache::new();
    let code = cache.open();
    let long_ago = SystemTime::now() - Duration::from_secs(2 * 60 * 60);
    for name in [".new-old", ".new-young", "notes.txt"] {
        let file = File::create(cache.path().join(name)).expect("it is ours");
        if name != ".new-young" {
            file.set_modified(long_ago).expect("it is ours");
        }
    }
    cache.compiles(&code, "one", ONE);
    let there = [".new-old", ".new-young", "notes.txt"].map(|name| cache.path().join(name).exists());
    assert_eq!(there, [false, true, true]);
}

#[test]
fn many_write_at_once() {
    let cache = Cache::new();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for round in 0..8 {
                    let code = cache.open();
                    let sha256 = format!("{}", round % 3);
                    cache.compiles(&code, &sha256, ONE);
                    if round % 2 == 0 {
                        // Somebody empties the folder meanwhile.
                        let _ = fs::remove_file(cache.entry(&sha256));
                    }
                    assert_eq!(code.warning(), None);
                }
            });
        }
    });
    let files: Vec<String> = fs::read_dir(cache.path())
        .expect("the folder is there")
        .map(|file| file.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert!(files.iter().all(|name| name.len() == 64), "{files:?}");
}

#[test]
fn a_folder_that_cannot_be_made_is_told_of() {
    let cache = Cache::new();
    fs::write(cache.path(), "a file").expect("the folder is ours");
    let code = cache.open();
    assert!(cache.compiles(&code, "one", ONE));
    let warning = code.warning().expect("a warning");
    assert!(warning.starts_with("compiled analyzers are not kept: "), "{warning}");
    assert!(warning.contains(&cache.path().display().to_string()), "{warning}");
}

#[test]
fn a_folder_that_is_gone_is_told_of() {
    let cache = Cache::new();
    let code = cache.open();
    fs::remove_dir(cache.path()).expect("it is empty");
    assert!(cache.compiles(&code, "one", ONE));
    let warning = code.warning().expect("a warning");
    assert!(warning.starts_with("compiled analyzers are not kept in "), "{warning}");
}

#[cfg(feature = "precompiled")]
mod of_the_program {
    use super::*;
    use crate::plugin::sandbox::component::sha256;

    /// Whether the code of each built-in component is taken from the program by an engine of this kind.
    fn is_taken(kind: SandboxKind) -> bool {
        let engine = Engine::new(&kind.native()).expect("this machine runs WebAssembly");
        let code = CompiledCode::open(None);
        let mut taken = textmill_plugins::ALL.iter().map(|builtin| {
            code.component(&engine, kind, &sha256(builtin.component), || Err("it would be compiled")).is_ok()
        });
        taken.all(|taken| taken)
    }

    #[test]
    fn built_in_components_are_not_compiled() {
        assert!(is_taken(KIND));
        assert!(is_taken(SandboxKind { stack: 1 << 16, ..KIND }), "code is the same for any stack");
    }

    #[test]
    fn code_that_counts_fuel_is_another() {
        assert!(!is_taken(SandboxKind { counts_fuel: true, ..KIND }));
    }

    #[test]
    fn what_is_no_part_of_the_program_is_compiled() {
        let cache = Cache::new();
        assert!(cache.compiles(&CompiledCode::open(None), &sha256(ONE), ONE));
    }
}

#[cfg(unix)]
mod of_others {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};

    use super::*;

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
    }

    fn is_root() -> bool {
        rustix::process::geteuid().is_root()
    }

    #[test]
    fn what_is_made_is_the_users_alone() {
        let cache = Cache::new();
        let folder = CompiledCache::folder(cache.path().join("a/b"));
        let code = CompiledCode::open(Some(&folder));
        cache.compiles(&code, "one", ONE);
        let mode = |path: &Path| path.metadata().expect("it is there").mode() & 0o777;
        assert_eq!(mode(&cache.path()), 0o700);
        assert_eq!(mode(&cache.path().join("a/b")), 0o700);
        assert_eq!(
            mode(&cache.path().join("a/b").join(cache.entry("one").file_name().expect("a file"))),
            0o600
        );
    }

    /// Checks that a folder is not used, and not written to, after `change`.
    #[track_caller]
    fn check_refused(change: impl FnOnce(&Path), expected: &str) {
        let cache = Cache::new();
        fs::create_dir(cache.path()).expect("the folder is ours");
        change(&cache.path());
        let refused =
            CodeFolder::open(&cache.path(), &["textmill", "compiled"], 1 << 20).expect_err("it is open");
        let root = cache.folder.path().canonicalize().expect("it is there").display().to_string();
        assert_eq!(refused.replace(&root, "DIR"), expected);
    }

    #[test]
    fn a_folder_that_others_can_write_is_not_used() {
        check_refused(|base| set_mode(base, 0o770), "DIR/compiled can be written by other users");
        check_refused(|base| set_mode(base, 0o702), "DIR/compiled can be written by other users");
        let inner = |base: &Path, mode: u32| {
            fs::create_dir_all(base.join("textmill/compiled")).expect("the folder is ours");
            set_mode(&base.join("textmill"), mode);
        };
        check_refused(|base| inner(base, 0o775), "DIR/compiled/textmill can be written by other users");
        // Sticky is enough above our folders, where others have business, and not for our own.
        check_refused(|base| inner(base, 0o1777), "DIR/compiled/textmill can be written by other users");
    }

    #[test]
    fn a_sticky_folder_above_is_trusted_as_long_as_it_is() {
        let cache = Cache::new();
        fs::create_dir(cache.path()).expect("the folder is ours");
        set_mode(&cache.path(), 0o1777);
        CodeFolder::open(&cache.path(), &["textmill", "compiled"], 1 << 20)
            .expect("only owners rename in it");
    }

    #[test]
    fn a_link_in_the_place_of_our_folder_is_not_followed() {
        let to = tempfile::tempdir().expect("a temporary folder");
        check_refused(
            |base| symlink(to.path(), base.join("textmill")).expect("the folder is ours"),
            "DIR/compiled/textmill is not a folder",
        );
    }

    #[test]
    fn a_link_above_our_folder_is_judged_by_what_it_leads_to() {
        let cache = Cache::new();
        fs::create_dir(cache.path()).expect("the folder is ours");
        let link = cache.folder.path().join("link");
        symlink(cache.path(), &link).expect("the folder is ours");
        let folder = CodeFolder::open(&link, &["textmill"], 1 << 20).expect("it leads to a folder of ours");
        assert_eq!(folder.path(), cache.path().canonicalize().expect("it is there").join("textmill"));
        set_mode(&cache.path(), 0o777);
        CodeFolder::open(&link, &["textmill"], 1 << 20).expect_err("it leads to an open folder");
    }

    #[test]
    fn what_belongs_to_another_user_is_not_used() {
        // Only root can give things away.
        if !is_root() {
            return;
        }
        let give_away = |path: &Path| chown(path, Some(12_345), None).expect("root may");
        check_refused(give_away, "DIR/compiled belongs to another user");
        let inner = |base: &Path| {
            fs::create_dir(base.join("textmill")).expect("the folder is ours");
            give_away(&base.join("textmill"));
        };
        check_refused(inner, "DIR/compiled/textmill belongs to another user");
        Cache::new().check_replaced(give_away);
    }

    #[test]
    fn a_file_that_others_can_write_is_replaced() {
        Cache::new().check_replaced(|entry| set_mode(entry, 0o620));
        Cache::new().check_replaced(|entry| set_mode(entry, 0o602));
    }

    #[test]
    fn a_link_or_a_pipe_in_the_place_of_an_entry_is_replaced() {
        Cache::new().check_replaced(|entry| {
            let aside = entry.with_extension("aside");
            fs::rename(entry, &aside).expect("it is ours");
            symlink(&aside, entry).expect("the folder is ours");
        });
        Cache::new().check_replaced(|entry| {
            fs::remove_file(entry).expect("it is ours");
            let made = std::process::Command::new("mkfifo").arg(entry).status().expect("a tool of POSIX");
            assert!(made.success());
        });
    }

    #[test]
    fn a_folder_that_cannot_be_read_is_told_of() {
        // Root reads all.
        if is_root() {
            return;
        }
        let cache = Cache::new();
        fs::create_dir(cache.path()).expect("the folder is ours");
        set_mode(&cache.path(), 0o500);
        let code = cache.open();
        assert!(cache.compiles(&code, "one", ONE));
        assert!(code.warning().is_some());
    }
}
