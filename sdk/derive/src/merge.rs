//! The grammar of `#[merge(…)]`.
//!
//! ```text
//! merge     = kind { "," parameter }
//! kind      = name [ "(" [ kind | parameter ] { "," parameter } ")" ]
//! parameter = name "=" expression
//! ```
//!
//! A parameter may stand inside the kind's brackets or behind them, so `counts, top = 50` and `counts(top = 50)`
//! say the same.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Error, Expr, ExprArray, Ident, Result, Token, Type, parenthesized};

/// How a field merges: a kind of the merge algebra with its parameters.
pub(crate) struct Kind {
    name: Ident,
    inner: Option<Box<Kind>>,
    parameters: Vec<Parameter>,
}

struct Parameter {
    name: Ident,
    value: Expr,
}

/// The kinds with the parameters each takes: name, and whether it must be given.
const KINDS: &[(&str, &[(&str, bool)])] = &[
    ("sum", &[]),
    ("min", &[]),
    ("max", &[]),
    ("stats", &[]),
    ("counts", &[("top", false)]),
    ("histogram", &[("edges", true)]),
    ("quantiles", &[("at", false)]),
    ("distinct", &[]),
    ("sample", &[("n", true)]),
    ("top", &[("n", true)]),
    ("map", &[("top", false)]),
    ("record", &[]),
    ("each", &[]),
];

impl Kind {
    /// The list of kinds, for messages.
    pub(crate) const KINDS: &str = "the kinds are sum, min, max, stats, counts, histogram(edges = [..]), \
         quantiles(at = [..]), distinct, sample(n = ..), top(n = ..), map(kind), record and each";

    /// An expression of type `Schema`. `field` is the type of the field, which a `record` asks for its own schema.
    pub(crate) fn schema(&self, field: &Type) -> TokenStream {
        let schema = quote!(::textmill_sdk::merge::Schema);
        let span = self.name.span();
        match self.name.to_string().as_str() {
            "sum" => quote!(#schema::Sum),
            "min" => quote!(#schema::Min),
            "max" => quote!(#schema::Max),
            "stats" => quote!(#schema::Stats),
            "counts" => {
                let top = self.number("top", 50);
                quote!(#schema::Counts { top: #top })
            }
            "histogram" => {
                let edges = self.numbers("edges");
                quote!(#schema::Histogram { edges: #edges })
            }
            "quantiles" => {
                let at = self.numbers("at");
                quote!(#schema::Quantiles { at: #at })
            }
            "distinct" => quote!(#schema::Distinct),
            "sample" => {
                let n = self.number("n", 10);
                quote!(#schema::Sample { n: #n })
            }
            "top" => {
                let n = self.number("n", 10);
                quote!(#schema::Top { n: #n })
            }
            "map" => {
                let of = self.inner.as_ref().map(|inner| inner.schema(&value_type(field)));
                let top = self.number("top", 50);
                quote!(#schema::Map { of: ::std::boxed::Box::new(#of), top: #top })
            }
            "record" => quote_spanned! { span => <#field as ::textmill_sdk::Output>::schema() },
            _ => quote!(#schema::Each),
        }
    }

    fn parameter(&self, name: &str) -> Option<&Expr> {
        self.parameters.iter().find(|parameter| parameter.name == name).map(|parameter| &parameter.value)
    }

    fn number(&self, name: &str, default: u32) -> TokenStream {
        match self.parameter(name) {
            Some(value) => quote_spanned!(value.span() => #value),
            None => quote!(#default),
        }
    }

    /// `vec![…]` of the array given, each element as a float: `edges = [0, 0.5]` is what an author writes.
    fn numbers(&self, name: &str) -> TokenStream {
        match self.parameter(name) {
            Some(Expr::Array(ExprArray { elems, .. })) => {
                let elements = elems.iter();
                quote!(::std::vec![ #( (#elements) as f64 ),* ])
            }
            Some(other) => quote_spanned!(other.span() => (#other).to_vec()),
            None => quote!(::std::vec![0.25, 0.5, 0.75, 0.9, 0.99]),
        }
    }

    fn check(&self) -> Result<()> {
        let name = self.name.to_string();
        let Some((_, known)) = KINDS.iter().find(|(kind, _)| *kind == name) else {
            return Err(Error::new(
                self.name.span(),
                format!("`{name}` is no way to merge; {}", Self::KINDS),
            ));
        };
        for parameter in &self.parameters {
            self.check_parameter(parameter, known)?;
        }
        for (required, _) in known.iter().filter(|(_, required)| *required) {
            if self.parameter(required).is_none() {
                return Err(Error::new(self.name.span(), format!("`{name}` needs `{required} = …`")));
            }
        }
        match (name.as_str(), &self.inner) {
            ("map", None) => Err(Error::new(
                self.name.span(),
                "say how the values under each key merge, such as map(stats)",
            )),
            (_, Some(inner)) if name != "map" => {
                Err(Error::new(inner.name.span(), format!("`{name}` takes no kind inside it; `map` does")))
            }
            _ => Ok(()),
        }
    }

    fn check_parameter(&self, parameter: &Parameter, known: &[(&str, bool)]) -> Result<()> {
        let twice = self.parameters.iter().filter(|other| other.name == parameter.name).count() > 1;
        if twice {
            return Err(Error::new(parameter.name.span(), format!("`{}` is given twice", parameter.name)));
        }
        if known.iter().any(|(name, _)| parameter.name == name) {
            return Ok(());
        }
        let takes = match known {
            [] => "takes no parameter".to_string(),
            [(only, _), ..] => format!("takes `{only}` alone"),
        };
        Err(Error::new(parameter.name.span(), format!("`{}` {takes}", self.name)))
    }
}

impl Parse for Kind {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut kind = parse_kind(input)?;
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            kind.parameters.push(input.parse()?);
        }
        kind.check()?;
        Ok(kind)
    }
}

/// A kind with what its brackets hold; the parameters behind them are the caller's.
fn parse_kind(input: ParseStream<'_>) -> Result<Kind> {
    if input.is_empty() {
        return Err(Error::new(Span::call_site(), format!("name a kind; {}", Kind::KINDS)));
    }
    let mut kind = Kind { name: input.parse()?, inner: None, parameters: Vec::new() };
    if input.peek(syn::token::Paren) {
        let content;
        parenthesized!(content in input);
        while !content.is_empty() {
            if content.peek2(Token![=]) {
                kind.parameters.push(content.parse()?);
            } else if kind.inner.is_none() {
                let inner = parse_kind(&content)?;
                kind.inner = Some(Box::new(inner));
            } else {
                return Err(content.error("expected a parameter, such as `top = 50`"));
            }
            if !content.is_empty() {
                content.parse::<Token![,]>()?;
            }
        }
    }
    if let Some(inner) = &kind.inner {
        inner.check()?;
    }
    Ok(kind)
}

impl Parse for Parameter {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok(Self { name, value: input.parse()? })
    }
}

/// The type of a map's values, by the last type argument: `V` of `BTreeMap<K, V>`.
fn value_type(field: &Type) -> Type {
    let Type::Path(path) = field else { return field.clone() };
    let Some(segment) = path.path.segments.last() else { return field.clone() };
    let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments else { return field.clone() };
    arguments
        .args
        .iter()
        .filter_map(|argument| match argument {
            syn::GenericArgument::Type(value) => Some(value.clone()),
            _ => None,
        })
        .nth(1)
        .unwrap_or_else(|| field.clone())
}
