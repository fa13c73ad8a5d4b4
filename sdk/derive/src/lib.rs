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

#[allow(
    missing_docs,
    reason = "they stand where `textmill-sdk` re-exports it, since an example needs that crate"
)]
#[proc_macro_derive(Output, attributes(merge))]
pub fn derive_output(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    output::expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}
