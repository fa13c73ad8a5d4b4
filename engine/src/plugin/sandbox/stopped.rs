//! What stopped a guest: told from what wasmtime and the host's accounts saw.

use std::str::Utf8Error;

use rustc_demangle::demangle;
use wasmtime::{Trap, WasmBacktrace};

use super::guest::{Guest, printable};
use crate::plugin::instance::Allowance;
use crate::report::FaultKind;

/// Why a guest's function did not return, or said that it cannot do what it was asked.
#[derive(Debug)]
pub(in crate::plugin) struct Stopped {
    pub(in crate::plugin) kind: FaultKind,
    pub(in crate::plugin) message: String,
    pub(in crate::plugin) backtrace: Vec<String>,
    /// Whether the machine had no more to give: memory, files, threads.
    pub(in crate::plugin) by_machine: bool,
}

impl Stopped {
    fn new(kind: FaultKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), backtrace: Vec::new(), by_machine: false }
    }

    /// The guest's own word.
    pub(in crate::plugin) fn error(message: &str) -> Self {
        Self::new(FaultKind::Error, printable(message))
    }
}

/// Tells what stopped a guest that was given `allowance`.
pub(in crate::plugin) fn stopped(
    guest: &mut Guest,
    allowance: &Allowance,
    error: &wasmtime::Error,
) -> Stopped {
    let said = guest.take_last_error();
    let trap = error.downcast_ref::<Trap>();
    if trap == Some(&Trap::Interrupt) {
        // Where it was at that moment is chance, and the same run would tell another backtrace.
        let message = format!("it took longer than its limit of {} ms", allowance.time.as_millis());
        return Stopped::new(FaultKind::Timeout, message);
    }
    let (kind, message) = match trap {
        Some(Trap::OutOfFuel) => {
            let fuel = allowance.fuel.unwrap_or(u64::MAX);
            (FaultKind::Fuel, format!("it needs more fuel than its limit of {fuel}"))
        }
        _ if guest.refused_memory() => {
            (FaultKind::Memory, format!("it needs more memory than its limit of {} bytes", allowance.memory))
        }
        _ if guest.refused_table() => {
            let most = allowance.table_elements;
            (FaultKind::Memory, format!("it needs more entries of tables than its limit of {most}"))
        }
        None if is_output_limit(error) => {
            let message = format!("it gives back more than its limit of {} bytes", allowance.output);
            (FaultKind::Oversize, message)
        }
        None if error.root_cause().is::<Utf8Error>() => {
            (FaultKind::Output, "it gives back a string that is not UTF-8".to_string())
        }
        Some(Trap::StackOverflow) => {
            (FaultKind::Trap, format!("it needs more stack than its limit of {} bytes", allowance.stack))
        }
        Some(trap) => (FaultKind::Trap, said.unwrap_or_else(|| trap.to_string())),
        None => (FaultKind::Trap, said.unwrap_or_else(|| printable(&error.root_cause().to_string()))),
    };
    let by_machine = kind == FaultKind::Trap && trap.is_none() && error.chain().any(is_of_system);
    Stopped { kind, message, backtrace: backtrace(error), by_machine }
}

/// Whether an error is the operating system's: a guest, which may call nothing of it, has none.
fn is_of_system(cause: &(dyn std::error::Error + 'static)) -> bool {
    #[cfg(unix)]
    if cause.is::<rustix::io::Errno>() {
        return true;
    }
    cause.is::<std::io::Error>()
}

/// wasmtime's error for it is private; its message is what there is to tell it by.
fn is_output_limit(error: &wasmtime::Error) -> bool {
    error.root_cause().to_string().contains("fuel allocated for hostcalls has been exhausted")
}

/// The guest's functions that were at work, the innermost first. One that called itself is named once.
fn backtrace(error: &wasmtime::Error) -> Vec<String> {
    /// Functions that are named, of the thousands that a recursion may have.
    const MAX_FUNCTIONS: usize = 20;
    let frames = error.downcast_ref::<WasmBacktrace>().map(WasmBacktrace::frames).unwrap_or_default();
    let mut functions: Vec<String> = Vec::new();
    for frame in frames {
        let name = match frame.func_name() {
            Some(name) => printable(&format!("{:#}", demangle(name))),
            None => format!("function {}", frame.func_index()),
        };
        if functions.last() != Some(&name) {
            functions.push(name);
        }
        if functions.len() == MAX_FUNCTIONS {
            break;
        }
    }
    functions
}
