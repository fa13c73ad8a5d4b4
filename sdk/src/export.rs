//! The other half of [`export!`](crate::export!): what makes an analyzer a component.

use std::cell::RefCell;

use textmill_wit::guest::textmill::analyzer::types as wit;

use crate::call::Instance;
use crate::{Analyzer, Output, Resources};

/// The bindings that the macro fills in.
#[doc(hidden)]
pub use textmill_wit::guest as bindings;

/// Exports an analyzer as the component's plugin: `textmill_sdk::export!(MyAnalyzer);`, once in a crate.
///
/// Outside of WebAssembly it exports nothing, so that the same crate is tested and benched natively.
#[macro_export]
macro_rules! export {
    ($analyzer:ty) => {
        // Natively too the type has to be an analyzer, and counts as used.
        #[cfg(not(target_arch = "wasm32"))]
        const _: $crate::export::Describe = $crate::export::describe::<$analyzer>;

        #[cfg(target_arch = "wasm32")]
        #[allow(unsafe_code, reason = "the exports of a component are symbols")]
        const _: () = {
            ::std::thread_local! {
                static PLUGIN: $crate::export::Plugin<$analyzer> = const { $crate::export::Plugin::new() };
            }

            struct Component;

            impl $crate::export::bindings::exports::textmill::analyzer::plugin::Guest for Component {
                fn describe() -> $crate::export::bindings::textmill::analyzer::types::Manifest {
                    $crate::export::describe::<$analyzer>()
                }

                fn configure(
                    settings: ::std::string::String,
                    resources: ::std::vec::Vec<
                        $crate::export::bindings::textmill::analyzer::types::ResourceFile,
                    >,
                ) -> ::std::result::Result<(), ::std::string::String> {
                    PLUGIN.with(|plugin| plugin.configure(&settings, resources))
                }

                fn analyze(
                    batch: $crate::export::bindings::textmill::analyzer::types::Batch,
                    layers: ::std::vec::Vec<$crate::export::bindings::textmill::analyzer::types::Layer>,
                    want: $crate::export::bindings::textmill::analyzer::types::Want,
                ) -> ::std::result::Result<
                    $crate::export::bindings::textmill::analyzer::types::Analysis,
                    ::std::string::String,
                > {
                    PLUGIN.with(|plugin| plugin.analyze(&batch, &layers, &want))
                }
            }

    $crate::export::bindings::export!(Component with_types_in $crate::export::bindings);
        };
    };
}

/// The one instance that a component holds.
#[doc(hidden)]
pub struct Plugin<A> {
    instance: RefCell<Option<Instance<A>>>,
}

impl<A: Analyzer> Plugin<A> {
    /// An instance yet to be configured.
    #[must_use]
    pub const fn new() -> Self {
        Self { instance: RefCell::new(None) }
    }

    /// The contract's `configure`.
    ///
    /// # Errors
    /// The message for the user.
    pub fn configure(&self, settings: &str, resources: Vec<wit::ResourceFile>) -> Result<(), String> {
        log_panics();
        let resources: Resources = resources.into_iter().map(|file| (file.name, file.content)).collect();
        let configured = Instance::configure(settings, &resources)?;
        *self.instance.borrow_mut() = Some(configured);
        Ok(())
    }

    /// The contract's `analyze`.
    ///
    /// # Errors
    /// Where the host does not keep the contract.
    pub fn analyze(
        &self,
        batch: &wit::Batch,
        layers: &[wit::Layer],
        want: &wit::Want,
    ) -> Result<wit::Analysis, String> {
        let instance = self.instance.borrow();
        instance.as_ref().ok_or("analyze was called before configure")?.analyze(batch, layers, want)
    }
}

impl<A: Analyzer> Default for Plugin<A> {
    fn default() -> Self {
        Self::new()
    }
}

impl<A> std::fmt::Debug for Plugin<A> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Plugin").finish_non_exhaustive()
    }
}

/// The type of [`describe`].
#[doc(hidden)]
pub type Describe = fn() -> wit::Manifest;

/// The contract's `describe`.
#[doc(hidden)]
#[must_use]
pub fn describe<A: Analyzer>() -> wit::Manifest {
    log_panics();
    A::manifest().into_wit::<A::Settings>(&A::Output::schema())
}

/// Sends the message and place of a panic to the host, which puts it into the fault: a trap alone says `unreachable`.
fn log_panics() {
    #[cfg(target_arch = "wasm32")]
    std::panic::set_hook(Box::new(|panic| {
        crate::log::write(crate::log::Level::Error, &panic.to_string().replace('\n', " "));
    }));
}
