//! The settings of WebAssembly engines, which compiled code depends on.
//!
//! The build script compiles the built-in components, and includes this file: one place says for both how code is made.

use wasmtime::Config;

/// In what WebAssembly engines differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SandboxKind {
    /// The stack of a call, in bytes.
    pub(crate) stack: usize,
    pub(crate) counts_fuel: bool,
}

impl SandboxKind {
    /// Settings for code that is made where it runs, with all that the processor at hand can do.
    pub(crate) fn native(self) -> Config {
        self.settings(cfg!(windows))
    }

    /// Settings for code that any processor of a target runs that is not older than some fifteen years. What such a processor
    /// has to have is noted in the code, and looked for when it is loaded.
    ///
    /// # Errors
    /// Where the compiler does not know the target.
    #[allow(unsafe_code, reason = "there is no safe way to name what a processor has to have")]
    pub(crate) fn portable(self, target: &str) -> wasmtime::Result<Config> {
        let mut config = self.settings(target.contains("windows"));
        config.target(target)?;
        if target.starts_with("x86_64") {
            // Without it, shuffling bytes and rounding numbers are calls of functions.
            //
            // SAFETY: what is to be feared of the flag is code that the processor does not have the instructions for. The
            // code names what it needs, and wasmtime loads none that the processor at hand falls short of. An engine of
            // these settings runs nothing itself: it compiles, and tells its compatibility hash.
            unsafe { config.cranelift_flag_enable("x86-64-v2") };
        }
        Ok(config)
    }

    fn settings(self, unwinds: bool) -> Config {
        let mut config = Config::new();
        config.wasm_component_model(true);
        // Calls are synchronous; without its support for concurrency a call costs 0.14 µs rather than 0.48.
        config.concurrency_support(false);
        config.epoch_interruption(true);
        config.consume_fuel(self.counts_fuel);
        config.max_wasm_stack(self.stack);
        // The stack of asynchronous calls, of which there are none, must not be smaller; by default it has 2 MiB.
        config.async_stack_size(self.stack.max(2 << 20));
        // The same bits on every machine.
        config.cranelift_nan_canonicalization(true);
        config.relaxed_simd_deterministic(true);
        // Places within functions, which nobody is told of, and tables for native debuggers, which Windows insists on: an
        // eighth of the code's size.
        config.generate_address_map(false);
        config.native_unwind_info(unwinds);
        config
    }
}
