//! Signals that are held back, since the process does better without them.

/// Holds back, in this thread and all that it will make, the signal of a file that grows beyond what the process may write: the
/// write then fails, which is told as where a disk is full. And the end of the session, where whoever started the process has it
/// ignored (`nohup`). Programs that are run have it so too.
#[cfg(unix)]
pub(crate) fn hold_back() {
    use nix::sys::signal::{SigSet, Signal};

    let mut held = SigSet::from(Signal::SIGXFSZ);
    if is_ignored(Signal::SIGHUP as i32) {
        held.add(Signal::SIGHUP);
    }
    // A system that does not do it ends the process, as it would have.
    let _ = held.thread_block();
}

#[cfg(not(unix))]
pub(crate) fn hold_back() {}

/// Whether a signal was ignored when the process began, where the system tells.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored =
        status.lines().find_map(|line| u64::from_str_radix(line.strip_prefix("SigIgn:")?.trim(), 16).ok());
    ignored.is_some_and(|ignored| (ignored >> (signal - 1)) & 1 == 1)
}
