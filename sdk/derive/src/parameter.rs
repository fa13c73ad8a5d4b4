//! The parameters of a kind, checked as far as they are literals: the rest, such as a constant, is checked when the
//! plugin is configured.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Error, Expr, ExprArray, ExprLit, ExprUnary, Ident, Lit, Result, Token, UnOp};
use textmill_kinds::Values;

/// `name = value`.
pub(crate) struct Parameter {
    pub(crate) name: Ident,
    value: Expr,
}

impl Parameter {
    /// The parameter of this name with a value that is given as text.
    pub(crate) fn of_text(name: &str, text: &str) -> Result<Self> {
        Ok(Self { name: Ident::new(name, Span::call_site()), value: syn::parse_str(text)? })
    }

    /// An expression for a field of what may stand there.
    pub(crate) fn expression(&self, values: Values) -> TokenStream {
        let value = &self.value;
        match values {
            Values::Points(..) => self.points(),
            Values::Size(..) | Values::Flag | Values::Of | Values::Fields => {
                quote_spanned!(value.span() => #value)
            }
        }
    }

    /// An expression for a field of the type `Vec<f64>`. Whole numbers are what authors write: `edges = [0, 10, 20]`.
    fn points(&self) -> TokenStream {
        match &self.value {
            Expr::Array(ExprArray { elems, .. }) => {
                let elements = elems.iter().map(float);
                quote!(::std::vec![ #( #elements ),* ])
            }
            other => quote_spanned!(other.span() => ::std::vec::Vec::<f64>::from(#other)),
        }
    }

    /// # Errors
    /// Where the value cannot be right, at that value.
    pub(crate) fn check(&self, values: Values) -> Result<()> {
        match values {
            Values::Points(least, greatest) => self.check_points(least, greatest),
            Values::Size(least, greatest) => self.check_size(least.into(), greatest.into()),
            Values::Flag => self.check_flag(),
            Values::Of | Values::Fields => Ok(()),
        }
    }

    fn check_flag(&self) -> Result<()> {
        match &self.value {
            Expr::Lit(ExprLit { lit, .. }) if !matches!(lit, Lit::Bool(_)) => {
                Err(Error::new_spanned(&self.value, format!("`{}` is true or false", self.name)))
            }
            _ => Ok(()),
        }
    }

    fn check_size(&self, least: f64, greatest: f64) -> Result<()> {
        let whole = match &self.value {
            Expr::Lit(ExprLit { lit, .. }) => matches!(lit, Lit::Int(_)),
            _ => true,
        };
        let inside = literal(&self.value).is_none_or(|size| (least..=greatest).contains(&size));
        if whole && inside {
            return Ok(());
        }
        let message = format!("`{}` is a whole number from {least} to {greatest}", self.name);
        Err(Error::new_spanned(&self.value, message))
    }

    /// The error where something else than a parameter stands.
    pub(crate) fn expected(input: ParseStream<'_>) -> Error {
        Error::new(input.span(), "expected a parameter, such as `top = 50`")
    }

    fn check_points(&self, least: f64, greatest: f64) -> Result<()> {
        let name = &self.name;
        if matches!(self.value, Expr::Lit(_) | Expr::Unary(_) | Expr::Tuple(_) | Expr::Range(_)) {
            return Err(Error::new_spanned(&self.value, format!("`{name}` is a list: {name} = [..]")));
        }
        let Expr::Array(ExprArray { elems, .. }) = &self.value else { return Ok(()) };
        if elems.is_empty() {
            return Err(Error::new_spanned(
                &self.value,
                format!("`{name}` is empty: give at least one number"),
            ));
        }
        let mut before = f64::NEG_INFINITY;
        for element in elems {
            let point = match literal(element) {
                Some(point) => point,
                None if matches!(element, Expr::Lit(_)) => f64::NAN,
                None => return Ok(()),
            };
            if !(least..=greatest).contains(&point) {
                let numbers =
                    if greatest == 1.0 { "numbers from 0 (the least) to 1" } else { "finite numbers" };
                return Err(Error::new_spanned(element, format!("`{name}` are {numbers}")));
            }
            if point <= before {
                return Err(Error::new_spanned(
                    element,
                    format!("`{name}` go up: this is not above {before}"),
                ));
            }
            before = point;
        }
        Ok(())
    }
}

impl Parse for Parameter {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if !(input.peek(Ident::peek_any) && input.peek2(Token![=])) {
            return Err(Self::expected(input));
        }
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok(Self { name, value: input.parse()? })
    }
}

/// The number that an expression is, where it is a literal with or without a sign.
fn literal(expression: &Expr) -> Option<f64> {
    match expression {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_digits().parse().ok(),
        Expr::Lit(ExprLit { lit: Lit::Float(number), .. }) => number.base10_digits().parse().ok(),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => literal(expr).map(|number| -number),
        _ => None,
    }
}

/// The expression as a float. A whole number becomes one here, since as an `i32` it might not fit.
fn float(expression: &Expr) -> TokenStream {
    match expression {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => match number.base10_digits().parse() {
            Ok(value) => {
                let mut literal = Literal::f64_suffixed(value);
                literal.set_span(number.span());
                quote!(#literal)
            }
            Err(_) => quote!(#expression),
        },
        Expr::Lit(ExprLit { lit: Lit::Float(number), .. }) if number.suffix().is_empty() => quote!(#number),
        Expr::Unary(ExprUnary { op: op @ UnOp::Neg(_), expr, .. }) => {
            let number = float(expr);
            quote!(#op #number)
        }
        // With the author's span clippy would find the cast of what is a float already.
        other => quote!((#other) as f64),
    }
}
