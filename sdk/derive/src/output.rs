//! The implementation of `Output` for a struct.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Error, Field, Fields, Ident, Meta, Result};

use crate::merge::Kind;
use crate::serde_names::{Container, FieldNames};

/// Writes `impl Output for T`, whose schema is a record of the fields' kinds, and which folds field by field.
pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let container = Container::of(&input.attrs)?;
    let mut merged = merged_fields(named_fields(input)?, &container)?;
    let entries: Vec<TokenStream> = merged.iter().map(Merged::entry).collect();
    // The schema has its fields in this order, so that folding finds one after the other.
    merged.sort_by(|left, right| left.key.cmp(&right.key));
    let fold_into = fold_into(&merged);
    let name = &input.ident;
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    Ok(quote! {
        impl #impl_generics ::textmill_sdk::Output for #name #type_generics #where_clause {
            fn schema() -> ::textmill_sdk::merge::Schema {
                ::textmill_sdk::merge::Schema::Record {
                    fields: ::std::collections::BTreeMap::from([ #( #entries ),* ]),
                }
            }

            #fold_into
        }
    })
}

/// A field that serde writes.
struct Merged<'a> {
    field: &'a Field,
    member: &'a Ident,
    key: String,
    names: FieldNames,
    kind: Kind,
}

impl Merged<'_> {
    /// `("name", schema)`.
    fn entry(&self) -> TokenStream {
        let (key, schema) = (&self.key, self.kind.schema(&self.field.ty));
        quote_spanned! { self.field.span() => (::std::string::String::from(#key), #schema) }
    }

    /// A statement that folds the field, where it is not left out.
    fn fold(&self) -> TokenStream {
        let fold = self.kind.fold(&self.key, self.member, &self.field.ty);
        match &self.names.skipped_if {
            Some(skipped) => {
                let member = self.member;
                quote!(if !#skipped(&self.#member) { #fold })
            }
            None => fold,
        }
    }
}

/// The method that folds field by field; none, where serde writes something else than the fields.
fn fold_into(merged: &[Merged<'_>]) -> Option<TokenStream> {
    if merged.iter().any(|field| field.names.written_otherwise) {
        return None;
    }
    let folds = merged.iter().map(Merged::fold);
    Some(quote! {
        fn fold_into(
            &self,
            into: &mut impl ::textmill_sdk::merge::Folder,
        ) -> ::std::result::Result<(), ::textmill_sdk::merge::FoldError> {
            #( #folds )*
            ::std::result::Result::Ok(())
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
fn merged_fields<'a>(
    fields: impl Iterator<Item = &'a Field>,
    container: &Container,
) -> Result<Vec<Merged<'a>>> {
    let mut merged = Vec::new();
    let mut errors: Option<Error> = None;
    for field in fields {
        match merged_field(field, container) {
            Ok(field) => merged.extend(field),
            Err(error) => match &mut errors {
                Some(errors) => errors.combine(error),
                None => errors = Some(error),
            },
        }
    }
    errors.map_or(Ok(merged), Err)
}

/// Nothing where serde skips the field.
fn merged_field<'a>(field: &'a Field, container: &Container) -> Result<Option<Merged<'a>>> {
    let names = FieldNames::of(field)?;
    let Some(member) = field.ident.as_ref().filter(|_| !names.skipped) else { return Ok(None) };
    let kind = kind_of(field)?;
    Ok(Some(Merged { field, member, key: container.key(field, &names), names, kind }))
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
                Kind::list()
            ),
        ));
    };
    if let Some(second) = attributes.next() {
        return Err(Error::new(second.span(), "a field merges in one way: leave one #[merge(…)]"));
    }
    match attribute.meta {
        Meta::List(_) => attribute.parse_args(),
        _ => Err(Error::new(attribute.span(), format!("name a kind, as in #[merge(sum)]; {}", Kind::list()))),
    }
}
