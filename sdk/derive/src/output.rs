//! The implementation of `Output` for a struct.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Error, Field, Fields, Result};

use crate::merge::Kind;
use crate::serde_names::{Container, FieldNames};

/// Writes `impl Output for T`, whose schema is a record of the fields' kinds.
pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let container = Container::of(&input.attrs)?;
    let mut entries = Vec::new();
    for field in named_fields(input)? {
        if let Some(entry) = record_entry(field, &container)? {
            entries.push(entry);
        }
    }
    let name = &input.ident;
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    Ok(quote! {
        impl #impl_generics ::textmill_sdk::Output for #name #type_generics #where_clause {
            fn schema() -> ::textmill_sdk::merge::Schema {
                ::textmill_sdk::merge::Schema::Record {
                    fields: ::std::collections::BTreeMap::from([ #( #entries ),* ]),
                }
            }
        }
    })
}

fn named_fields(input: &DeriveInput) -> Result<impl Iterator<Item = &Field>> {
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Ok(fields.named.iter()),
            other => Err(Error::new(
                if other.is_empty() { input.ident.span() } else { other.span() },
                "an output is a struct with named fields: the names are the keys of the report",
            )),
        },
        _ => Err(Error::new(
            input.ident.span(),
            "an output is a struct with named fields: the names are the keys of the report",
        )),
    }
}

/// `("name", schema)`, or nothing where serde skips the field.
fn record_entry(field: &Field, container: &Container) -> Result<Option<TokenStream>> {
    let names = FieldNames::of(field)?;
    if names.skipped {
        return Ok(None);
    }
    let kind = kind_of(field)?;
    let key = container.key(field, &names);
    let schema = kind.schema(&field.ty);
    Ok(Some(quote_spanned! { field.span() => (::std::string::String::from(#key), #schema) }))
}

fn kind_of(field: &Field) -> Result<Kind> {
    let mut attributes = field.attrs.iter().filter(|attribute| attribute.path().is_ident("merge"));
    let Some(attribute) = attributes.next() else {
        let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        return Err(Error::new(
            field.span(),
            format!(
                "say how `{name}` merges over documents, such as #[merge(counts, top = 50)]; {}",
                Kind::KINDS
            ),
        ));
    };
    if let Some(second) = attributes.next() {
        return Err(Error::new(second.span(), "a field merges in one way: leave one #[merge(…)]"));
    }
    parse(attribute)
}

fn parse(attribute: &Attribute) -> Result<Kind> {
    attribute.parse_args::<Kind>()
}
