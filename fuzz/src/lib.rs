//! What fuzz targets share: which panics are finds.

use std::collections::BTreeSet;
use std::panic::{self, PanicHookInfo};
use std::process;
use std::sync::Mutex;

/// Lets panics in other people's crates pass, where something contains them.
///
/// A reader stands on parsers of others, and a panic in one is contained at its edge: the document is unread and the run
/// continues. One that nothing contains ends the fuzzer all the same, as it would end a run; so does every panic of our
/// own. Each place is told once.
pub fn let_contained_panics_pass() {
    static TOLD: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let abort = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if !is_of_others(panic) {
            abort(panic);
            process::abort();
        }
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let mut told = TOLD.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if told.insert(place) {
            eprintln!("contained: {panic}");
        }
    }));
}

/// Cargo keeps the sources of others in a folder of this name.
fn is_of_others(panic: &PanicHookInfo<'_>) -> bool {
    panic.location().is_some_and(|location| location.file().contains("/registry/src/"))
}
