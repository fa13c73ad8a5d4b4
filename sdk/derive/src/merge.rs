//! The grammar of `#[merge(…)]`.
//!
//! ```text
//! merge     = kind { "," parameter } [ "," ]
//! kind      = name [ "(" [ kind | parameter ] { "," parameter } [ "," ] ")" ]
//! parameter = name "=" expression
//! ```
//!
//! A parameter may stand inside the kind's brackets or after them, so `counts, top = 50` and `counts(top = 50)`
//! say the same. Which kinds there are, and what each takes, is the list of `textmill-kinds`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Error, GenericArgument, Ident, PathArguments, Result, Token, Type, parenthesized};
use textmill_kinds::{Form, Given, KINDS, Parameter as Known, Values};

use crate::parameter::Parameter;

/// How a field merges: a kind of the merge algebra with its parameters.
pub(crate) struct Kind {
    name: Ident,
    row: &'static textmill_kinds::Kind,
    inner: Option<Box<Kind>>,
    parameters: Vec<Parameter>,
}

impl Kind {
    /// The list of kinds, for messages: each with what an author has to write or may well want to.
    pub(crate) fn list() -> String {
        let kinds: Vec<String> = KINDS.iter().map(shown).collect();
        let (last, others) =
            kinds.split_last().map_or((String::new(), &[][..]), |(last, others)| (last.clone(), others));
        format!("the kinds are {} and {last}", others.join(", "))
    }

    /// An expression of type `Schema`. `field` is the type of the field, which a `record` asks for its own schema.
    pub(crate) fn schema(&self, field: &Type) -> TokenStream {
        if self.row.takes == Form::Record {
            return quote_spanned!(field.span() => <#field as ::textmill_sdk::Output>::schema());
        }
        let variant = Ident::new(self.row.variant, Span::call_site());
        let parameters = self.row.parameters.iter().map(|known| {
            let name = Ident::new(known.name, Span::call_site());
            let value = self.value(known, field);
            quote!(#name: #value)
        });
        quote!(::textmill_sdk::merge::Schema::#variant { #( #parameters ),* })
    }

    /// An expression for a parameter. `check` has held that it is given where it has to be.
    fn value(&self, known: &Known, field: &Type) -> TokenStream {
        if known.values == Values::Of {
            let of = self.inner.as_ref().map(|inner| inner.schema(value_type(field)));
            return quote!(::std::boxed::Box::new(#of));
        }
        match (self.parameter(known.name), known.given) {
            (Some(parameter), _) => parameter.expression(known.values),
            (None, Given::Required(text) | Given::Default(text)) => Parameter::of_text(known.name, text)
                .map_or_else(syn::Error::into_compile_error, |parameter| parameter.expression(known.values)),
            (None, Given::Optional) => quote!(::std::default::Default::default()),
        }
    }

    /// A statement that hands a field to `into`, which takes values of this kind.
    pub(crate) fn fold(&self, key: &str, member: &Ident, field: &Type) -> TokenStream {
        let method = match self.row.takes {
            Form::Number | Form::Amount | Form::Score => "number",
            Form::Numbers => "numbers",
            Form::Counts => "counts",
            Form::Keys => "keys",
            Form::Unkept => "each",
            Form::Record => {
                let value = quote!(&::textmill_sdk::OutputFields(&self.#member));
                return quote_spanned!(field.span() => ::textmill_sdk::merge::Folder::record(into, #key, #value)?;);
            }
            Form::Json | Form::Map => "any",
        };
        let method = Ident::new(method, field.span());
        quote_spanned!(field.span() => ::textmill_sdk::merge::Folder::#method(into, #key, &self.#member)?;)
    }

    fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }

    fn check(&self) -> Result<()> {
        for parameter in &self.parameters {
            self.check_parameter(parameter)?;
        }
        let name = &self.name;
        for known in written(self.row) {
            if let (None, Given::Required(example)) = (self.parameter(known.name), known.given) {
                let needed = known.name;
                let message = format!("`{name}` needs `{needed}`, such as {name}({needed} = {example})");
                return Err(Error::new(name.span(), message));
            }
        }
        self.check_inner()
    }

    fn check_inner(&self) -> Result<()> {
        let name = &self.name;
        match (&self.inner, inner(self.row)) {
            (None, Some(example)) => Err(Error::new(
                name.span(),
                format!("say how the values under each key merge, such as {name}({example})"),
            )),
            (Some(inside), None) => {
                let others: Vec<String> = KINDS
                    .iter()
                    .filter(|kind| inner(kind).is_some())
                    .map(|kind| format!("`{}`", kind.name))
                    .collect();
                let message = format!("`{name}` takes no kind inside it; {} does", others.join(" or "));
                Err(Error::new(inside.name.span(), message))
            }
            (Some(inside), Some(_)) => inside.check(),
            (None, None) => Ok(()),
        }
    }

    fn check_parameter(&self, parameter: &Parameter) -> Result<()> {
        let name = &parameter.name;
        if self.parameters.iter().filter(|other| other.name == *name).count() > 1 {
            return Err(Error::new(name.span(), format!("`{name}` is given twice: leave one of them")));
        }
        if let Some(known) = written(self.row).find(|known| name == known.name) {
            return parameter.check(known.values);
        }
        let known: Vec<String> = written(self.row).map(|known| format!("`{}`", known.name)).collect();
        let takes = match known.as_slice() {
            [] => "takes no parameter".to_string(),
            [only] => format!("takes {only} alone"),
            several => format!("takes {}", several.join(" and ")),
        };
        Err(Error::new(name.span(), format!("`{}` has no `{name}`: it {takes}", self.name)))
    }
}

/// The parameters that are written as `name = value`.
fn written(row: &textmill_kinds::Kind) -> impl Iterator<Item = &'static Known> {
    row.parameters.iter().filter(|known| !matches!(known.values, Values::Of | Values::Fields))
}

/// An example of the kind that stands inside, where one does.
fn inner(row: &textmill_kinds::Kind) -> Option<&'static str> {
    row.parameters.iter().find_map(|known| match (known.values, known.given) {
        (Values::Of, Given::Required(example) | Given::Default(example)) => Some(example),
        _ => None,
    })
}

/// A kind as the list of kinds has it.
fn shown(row: &textmill_kinds::Kind) -> String {
    let parameters: Vec<String> = row
        .parameters
        .iter()
        .filter_map(|known| match (known.values, known.given) {
            (Values::Of, _) => Some("kind".to_string()),
            (Values::Points(..), _) => Some(format!("{} = [..]", known.name)),
            (Values::Size(..) | Values::Flag, Given::Required(_)) => Some(format!("{} = ..", known.name)),
            _ => None,
        })
        .collect();
    if parameters.is_empty() {
        return row.name.to_string();
    }
    format!("{}({})", row.name, parameters.join(", "))
}

impl Parse for Kind {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut kind = parse_kind(input)?;
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if !input.is_empty() {
                kind.parameters.push(input.parse()?);
            }
        }
        kind.check()?;
        Ok(kind)
    }
}

/// A kind with what its brackets hold; the parameters after them are the caller's.
fn parse_kind(input: ParseStream<'_>) -> Result<Kind> {
    if input.is_empty() {
        return Err(Error::new(input.span(), format!("name a kind; {}", Kind::list())));
    }
    let name: Ident = input.parse()?;
    let Some(row) = textmill_kinds::Kind::of(&name.to_string()) else {
        return Err(Error::new(name.span(), format!("`{name}` is no kind; {}", Kind::list())));
    };
    let mut kind = Kind { name, row, inner: None, parameters: Vec::new() };
    if input.peek(syn::token::Paren) {
        let content;
        parenthesized!(content in input);
        while !content.is_empty() {
            if content.peek2(Token![=]) {
                kind.parameters.push(content.parse()?);
            } else if kind.inner.is_none() && kind.parameters.is_empty() {
                kind.inner = Some(Box::new(parse_kind(&content)?));
            } else {
                return Err(Parameter::expected(&content));
            }
            if !content.is_empty() {
                content.parse::<Token![,]>()?;
            }
        }
    }
    Ok(kind)
}

/// The type of a map's values: `V` of `BTreeMap<K, V>`, also inside an `Option` or a `Box`.
fn value_type(field: &Type) -> &Type {
    let Type::Path(path) = field else { return field };
    let Some(segment) = path.path.segments.last() else { return field };
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return field };
    let mut types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(argument) => Some(argument),
        _ => None,
    });
    match (types.next(), types.next()) {
        (Some(_), Some(value)) => value,
        (Some(only), None) => value_type(only),
        (None, _) => field,
    }
}
