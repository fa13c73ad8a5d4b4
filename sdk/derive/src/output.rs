//! The implementation of `Output` for a struct.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Error, Field, Fields, Meta, Result};

use crate::merge::Kind;
use crate::serde_names::{Container, FieldNames};

/// Writes `impl Output for T`, whose schema is a record of the fields' kinds.
pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let container = Container::of(&input.attrs)?;
    let entries = record_entries(named_fields(input)?, &container)?;
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
    if let Data::Struct(data) = &input.data
        && let Fields::Named(fields) = &data.fields
    {
        return Ok(fields.named.iter());
    }
    Err(Error::new(
        input.ident.span(),
        "an output is a struct with named fields: their names are the keys of the report",
    ))
}

/// # Errors
/// Those of all fields, so that an author sees them at once.
fn record_entries<'a>(
    fields: impl Iterator<Item = &'a Field>,
    container: &Container,
) -> Result<Vec<TokenStream>> {
    let mut entries = Vec::new();
    let mut errors: Option<Error> = None;
    for field in fields {
        match record_entry(field, container) {
            Ok(entry) => entries.extend(entry),
            Err(error) => match &mut errors {
                Some(errors) => errors.combine(error),
                None => errors = Some(error),
            },
        }
    }
    errors.map_or(Ok(entries), Err)
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
            // The field's own span begins at its first attribute, which may be a page of documentation away.
            field.ident.span(),
            format!(
                "say how `{name}` merges over documents, such as #[merge(counts, top = 50)]; {}",
                Kind::KINDS
            ),
        ));
    };
    if let Some(second) = attributes.next() {
        return Err(Error::new(second.span(), "a field merges in one way: leave one #[merge(…)]"));
    }
    match attribute.meta {
        Meta::List(_) => attribute.parse_args(),
        _ => Err(Error::new(attribute.span(), format!("name a kind, as in #[merge(sum)]; {}", Kind::KINDS))),
    }
}
