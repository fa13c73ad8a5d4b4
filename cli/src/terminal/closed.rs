//! Whether the process began without a standard output (`>&-`).
//!
//! Rust's runtime opens `/dev/null` in its place before `main`, where all that is written is lost without an error, and where
//! nobody can tell it from a `/dev/null` that was given. So it is asked before that.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

static IS_CLOSED: AtomicBool = AtomicBool::new(false);

/// Whether what is written to the standard output goes nowhere. On other systems than Linux nobody knows.
pub(crate) fn stdout_is_closed() -> bool {
    IS_CLOSED.load(Ordering::Relaxed)
}

/// What the loader calls before `main`: a list of functions, to which this adds one.
#[cfg(target_os = "linux")]
#[used]
#[allow(
    unsafe_code,
    reason = "there is no safe way to be called before Rust's runtime has opened the streams"
)]
// SAFETY: the section is an array of pointers to functions, which are called once, with arguments that one without any leaves
// alone, when the C library is ready. `look` needs nothing else: it makes two system calls, and stores a flag.
#[unsafe(link_section = ".init_array")]
static LOOK: extern "C" fn() = look;

#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "it is asked where there is /proc"))]
extern "C" fn look() {
    let open = Path::new("/proc/self/fd");
    // Where /proc is not mounted, neither is there.
    let is_closed = fs::symlink_metadata(open).is_ok()
        && fs::symlink_metadata(open.join("1")).is_err_and(|error| error.kind() == ErrorKind::NotFound);
    IS_CLOSED.store(is_closed, Ordering::Relaxed);
}
