//! Panics of the crates below that are caught, and become a word about the input.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    /// In how many calls of `catch` the thread is.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Calls `work`, whose panic is an error. What it holds has to be gone with it, or be as it was.
///
/// # Errors
/// What the panic carries.
pub fn catch<T>(work: impl FnOnce() -> T) -> Result<T, Box<dyn Any + Send>> {
    DEPTH.set(DEPTH.get() + 1);
    let done = catch_unwind(AssertUnwindSafe(work));
    DEPTH.set(DEPTH.get() - 1);
    done
}

/// Whether a panic of this thread would be caught and told of as what it is: a flaw in the reading of an input. A panic
/// hook asks this, so that a terminal shows no backtrace of what a report has in words.
///
/// ```
/// let default = std::panic::take_hook();
/// std::panic::set_hook(Box::new(move |panic| {
///     if !textmill_corpus::panic_is_caught() {
///         default(panic);
///     }
/// }));
/// ```
#[must_use]
pub fn panic_is_caught() -> bool {
    DEPTH.get() > 0
}

/// Notes that all panics of this thread are caught, as by who waits for its end.
pub(crate) fn all_of_this_thread() {
    DEPTH.set(DEPTH.get() + 1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_known_while_work_is_done_that_panics_are_caught() {
        assert!(!panic_is_caught());
        assert!(matches!(catch(panic_is_caught), Ok(true)));
        assert!(catch(|| panic!("a flaw")).is_err());
        assert!(!panic_is_caught());
        let nested = catch(|| catch(|| panic!("a flaw")).is_err() && panic_is_caught());
        assert!(matches!(nested, Ok(true)));
    }
}
