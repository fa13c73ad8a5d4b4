//! What serde makes of fields: the schema has to use the same names, and folding has to leave out the same values.

use syn::ext::IdentExt;
use syn::{Attribute, Error, ExprPath, Field, LitStr, Result};

/// `#[serde(…)]` on the struct.
#[derive(Default)]
pub(crate) struct Container {
    rename_all: Option<RenameAll>,
}

/// `#[serde(…)]` on a field.
#[derive(Default)]
pub(crate) struct FieldNames {
    rename: Option<String>,
    pub(crate) skipped: bool,
    /// The function that says of a value whether it is left out.
    pub(crate) skipped_if: Option<ExprPath>,
    /// Whether something else is written than the field's own type writes.
    pub(crate) written_otherwise: bool,
}

#[derive(Clone, Copy)]
enum RenameAll {
    Camel,
    Kebab,
    Lower,
    Pascal,
    ScreamingKebab,
    ScreamingSnake,
    Snake,
    Upper,
}

impl Container {
    pub(crate) fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut container = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("rename_all") {
                    if let Some(name) = serialized_name(&meta)? {
                        container.rename_all = Some(RenameAll::parse(&name)?);
                    }
                    Ok(())
                } else if ["transparent", "tag", "into"].iter().any(|other| meta.path.is_ident(other)) {
                    Err(meta.error("an output is written as an object of its fields and nothing else"))
                } else {
                    skip_value(&meta)
                }
            })?;
        }
        Ok(container)
    }

    /// The key under which serde writes `field`.
    pub(crate) fn key(&self, field: &Field, names: &FieldNames) -> String {
        let name = field.ident.as_ref().map(|name| name.unraw().to_string()).unwrap_or_default();
        match (&names.rename, self.rename_all) {
            (Some(rename), _) => rename.clone(),
            (None, Some(rule)) => rule.apply(&name),
            (None, None) => name,
        }
    }
}

impl FieldNames {
    pub(crate) fn of(field: &Field) -> Result<Self> {
        let mut names = Self::default();
        for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("rename") {
                    names.rename = serialized_name(&meta)?.map(|name| name.value());
                    Ok(())
                } else if meta.path.is_ident("skip") || meta.path.is_ident("skip_serializing") {
                    names.skipped = true;
                    Ok(())
                } else if meta.path.is_ident("skip_serializing_if") {
                    names.skipped_if = Some(meta.value()?.parse::<LitStr>()?.parse()?);
                    Ok(())
                } else if meta.path.is_ident("with") || meta.path.is_ident("serialize_with") {
                    names.written_otherwise = true;
                    skip_value(&meta)
                } else if meta.path.is_ident("flatten") {
                    Err(meta
                        .error("a flattened field has no name to merge under: nest it with #[merge(record)]"))
                } else {
                    skip_value(&meta)
                }
            })?;
        }
        Ok(names)
    }
}

impl RenameAll {
    fn parse(name: &LitStr) -> Result<Self> {
        Ok(match name.value().as_str() {
            "camelCase" => Self::Camel,
            "kebab-case" => Self::Kebab,
            "lowercase" => Self::Lower,
            "PascalCase" => Self::Pascal,
            "SCREAMING-KEBAB-CASE" => Self::ScreamingKebab,
            "SCREAMING_SNAKE_CASE" => Self::ScreamingSnake,
            "snake_case" => Self::Snake,
            "UPPERCASE" => Self::Upper,
            _ => return Err(Error::new(name.span(), "a rule that serde does not know")),
        })
    }

    /// serde's rules for fields, whose Rust names are in snake case.
    fn apply(self, field: &str) -> String {
        match self {
            Self::Lower | Self::Snake => field.to_string(),
            Self::Upper | Self::ScreamingSnake => field.to_ascii_uppercase(),
            Self::Kebab => field.replace('_', "-"),
            Self::ScreamingKebab => field.to_ascii_uppercase().replace('_', "-"),
            Self::Pascal => field.split('_').map(capitalized).collect(),
            Self::Camel => {
                let pascal = Self::Pascal.apply(field);
                let mut characters = pascal.chars();
                characters
                    .next()
                    .map(|first| first.to_ascii_lowercase())
                    .into_iter()
                    .chain(characters)
                    .collect()
            }
        }
    }
}

fn capitalized(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(characters).collect()
}

/// The name in `= "…"` or `(serialize = "…", deserialize = "…")`.
fn serialized_name(meta: &syn::meta::ParseNestedMeta<'_>) -> Result<Option<LitStr>> {
    if meta.input.peek(syn::Token![=]) {
        return Ok(Some(meta.value()?.parse()?));
    }
    let mut name = None;
    meta.parse_nested_meta(|inner| {
        let value: LitStr = inner.value()?.parse()?;
        if inner.path.is_ident("serialize") {
            name = Some(value);
        }
        Ok(())
    })?;
    Ok(name)
}

/// Reads past an attribute that does not concern names.
fn skip_value(meta: &syn::meta::ParseNestedMeta<'_>) -> Result<()> {
    if meta.input.peek(syn::Token![=]) {
        meta.value()?.parse::<syn::Expr>()?;
    } else if meta.input.peek(syn::token::Paren) {
        meta.parse_nested_meta(|inner| skip_value(&inner))?;
    }
    Ok(())
}
