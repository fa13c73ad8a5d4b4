//! `#[derive(Output)]`, for [`textmill-sdk`](../textmill_sdk/index.html), which re-exports it and documents it.
//!
//! The macro reads the `#[merge(…)]` attribute of each field and writes the output schema. Errors point at the
//! attribute, or at the field that lacks one.

mod merge;
mod output;
mod parameter;
mod serde_names;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Derives `textmill_sdk::Output` for a struct with named fields, each of which says how it merges:
///
/// ```ignore
/// #[derive(Serialize, Output)]
/// struct Words {
///     #[merge(counts, top = 50)]
///     words: Counts,
///     #[merge(map(stats), top = 10)]
///     lengths: BTreeMap<String, Vec<u32>>,
/// }
/// ```
///
/// `#[serde(rename = "…")]`, `#[serde(rename_all = "…")]` and `#[serde(skip)]` are heeded.
#[proc_macro_derive(Output, attributes(merge))]
pub fn derive_output(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    output::expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}
