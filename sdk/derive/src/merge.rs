//! The grammar of `#[merge(…)]`.
//!
//! ```text
//! merge     = kind { "," parameter } [ "," ]
//! kind      = name [ "(" [ kind | parameter ] { "," parameter } [ "," ] ")" ]
//! parameter = name "=" expression
//! ```
//!
//! A parameter may stand inside the kind's brackets or behind them, so `counts, top = 50` and `counts(top = 50)`
//! say the same.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Error, GenericArgument, Ident, PathArguments, Result, Token, Type, parenthesized};

use crate::parameter::Parameter;

/// How a field merges: a kind of the merge algebra with its parameters.
pub(crate) struct Kind {
    name: Ident,
    inner: Option<Box<Kind>>,
    parameters: Vec<Parameter>,
}

/// A parameter that a kind takes.
struct Known {
    name: &'static str,
    /// What to write, where it has to be given.
    required: Option<&'static str>,
}

const TOP: &[Known] = &[Known { name: "top", required: None }];
const EDGES: &[Known] = &[Known { name: "edges", required: Some("edges = [0, 10, 100]") }];
const AT: &[Known] = &[Known { name: "at", required: None }];
const N: &[Known] = &[Known { name: "n", required: Some("n = 10") }];

/// The kinds with the parameters that each takes.
const KINDS: &[(&str, &[Known])] = &[
    ("sum", &[]),
    ("min", &[]),
    ("max", &[]),
    ("stats", &[]),
    ("counts", TOP),
    ("histogram", EDGES),
    ("quantiles", AT),
    ("distinct", &[]),
    ("sample", N),
    ("top", N),
    ("map", TOP),
    ("record", &[]),
    ("each", &[]),
];

/// How many keys of `counts` and `map` the report shows, where the author does not say.
const DEFAULT_TOP: u32 = 50;

impl Kind {
    /// The list of kinds, for messages.
    pub(crate) const KINDS: &str = "the kinds are sum, min, max, stats, counts, histogram(edges = [..]), \
         quantiles(at = [..]), distinct, sample(n = ..), top(n = ..), map(kind), record and each";

    /// An expression of type `Schema`. `field` is the type of the field, which a `record` asks for its own schema.
    pub(crate) fn schema(&self, field: &Type) -> TokenStream {
        let schema = quote!(::textmill_sdk::merge::Schema);
        match self.name.to_string().as_str() {
            "sum" => quote!(#schema::Sum),
            "min" => quote!(#schema::Min),
            "max" => quote!(#schema::Max),
            "stats" => quote!(#schema::Stats),
            "distinct" => quote!(#schema::Distinct),
            "each" => quote!(#schema::Each),
            "counts" => {
                let top = self.top();
                quote!(#schema::Counts { top: #top })
            }
            "map" => {
                let of = self.inner.as_ref().map(|inner| inner.schema(value_type(field)));
                let top = self.top();
                quote!(#schema::Map { of: ::std::boxed::Box::new(#of), top: #top })
            }
            "histogram" => {
                let edges = self.parameter("edges").map(Parameter::points);
                quote!(#schema::Histogram { edges: #edges })
            }
            "quantiles" => {
                let quartiles = || quote!(::std::vec![0.25, 0.5, 0.75, 0.9, 0.99]);
                let at = self.parameter("at").map_or_else(quartiles, Parameter::points);
                quote!(#schema::Quantiles { at: #at })
            }
            "sample" => {
                let n = self.parameter("n").map(Parameter::size);
                quote!(#schema::Sample { n: #n })
            }
            "top" => {
                let n = self.parameter("n").map(Parameter::size);
                quote!(#schema::Top { n: #n })
            }
            // `check` has let no other name pass.
            _ => quote_spanned!(field.span() => <#field as ::textmill_sdk::Output>::schema()),
        }
    }

    /// A statement that hands a field to `into`, which takes values of this kind.
    pub(crate) fn fold(&self, key: &str, member: &Ident, field: &Type) -> TokenStream {
        let method = match self.name.to_string().as_str() {
            "sum" | "min" | "max" | "top" => "number",
            "stats" | "histogram" | "quantiles" => "numbers",
            "counts" => "counts",
            "distinct" => "keys",
            "each" => "each",
            "record" => {
                let value = quote!(&::textmill_sdk::OutputFields(&self.#member));
                return quote_spanned!(field.span() => ::textmill_sdk::merge::Folder::record(into, #key, #value)?;);
            }
            _ => "any",
        };
        let method = Ident::new(method, field.span());
        quote_spanned!(field.span() => ::textmill_sdk::merge::Folder::#method(into, #key, &self.#member)?;)
    }

    fn top(&self) -> TokenStream {
        self.parameter("top").map_or_else(|| quote!(#DEFAULT_TOP), Parameter::size)
    }

    fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }

    fn check(&self) -> Result<()> {
        let name = self.name.to_string();
        let Some((_, known)) = KINDS.iter().find(|(kind, _)| *kind == name) else {
            return Err(Error::new(self.name.span(), format!("`{name}` is no kind; {}", Self::KINDS)));
        };
        for parameter in &self.parameters {
            self.check_parameter(parameter, known)?;
        }
        for parameter in *known {
            if let Some(example) = parameter.required.filter(|_| self.parameter(parameter.name).is_none()) {
                let message = format!("`{name}` needs `{}`, such as {name}({example})", parameter.name);
                return Err(Error::new(self.name.span(), message));
            }
        }
        self.check_inner()
    }

    fn check_inner(&self) -> Result<()> {
        let name = &self.name;
        match &self.inner {
            None if name == "map" => {
                Err(Error::new(name.span(), "say how the values under each key merge, such as map(stats)"))
            }
            Some(inner) if name != "map" => {
                Err(Error::new(inner.name.span(), format!("`{name}` takes no kind inside it; `map` does")))
            }
            Some(inner) => inner.check(),
            None => Ok(()),
        }
    }

    fn check_parameter(&self, parameter: &Parameter, known: &[Known]) -> Result<()> {
        let name = &parameter.name;
        if self.parameters.iter().filter(|other| other.name == *name).count() > 1 {
            return Err(Error::new(name.span(), format!("`{name}` is given twice: leave one of them")));
        }
        if known.iter().any(|known| name == known.name) {
            return parameter.check();
        }
        let takes = match known {
            [] => "takes no parameter".to_string(),
            [only, ..] => format!("takes `{}` alone", only.name),
        };
        Err(Error::new(name.span(), format!("`{}` has no `{name}`: it {takes}", self.name)))
    }
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

/// A kind with what its brackets hold; the parameters behind them are the caller's.
fn parse_kind(input: ParseStream<'_>) -> Result<Kind> {
    if input.is_empty() {
        return Err(Error::new(input.span(), format!("name a kind; {}", Kind::KINDS)));
    }
    let mut kind = Kind { name: input.parse()?, inner: None, parameters: Vec::new() };
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
