//! States by the form of what goes in, each with its kind, made of the rows.
//!
//! Who adds numbers holds a state that takes numbers, and nothing else: what a kind does not take cannot be handed to it.

use serde_json::Value;

use super::whole::*;
use super::{Kind, Node, OtherKind, Score, TakesJson, TakesKeys, TakesNumbers, TakesScores, Whole};
use crate::number::Number;
use crate::schema::Schema;

macro_rules! rows {
    ($(
        $(#[$doc:meta])*
        $kind:ident $name:literal takes $form:ident $({ $(
            $(#[$about:meta])*
            $parameter:ident: $values:ident $(($($bound:expr),*))?, $given:ident $(($text:literal))?;
        )* })?;
    )*) => {
        sort! { [] [] [] [] $($form $kind ($($($parameter),*)?);)* }
    };
}

/// Sorts the rows by form.
macro_rules! sort {
    ([$($numbers:tt)*] [$($keys:tt)*] [$($json:tt)*] [$($scores:tt)*]) => {
        sink! { NumbersOf, TakesNumbers, numbers, (number: Number, count: u64): $($numbers)* }
        sink! { KeysOf, TakesKeys, keys, (key: &str, count: u64): $($keys)* }
        sink! { JsonOf, TakesJson, json, (value: &Value, document: &str): $($json)* }
        sink! { ScoresOf, TakesScores, scores, (score: Score<'_>, document: &str): $($scores)* }
        payloads! { $($scores)* }
    };
    ([$($n:tt)*] $k:tt $j:tt $s:tt Number $kind:ident $parameters:tt; $($rest:tt)*) => {
        sort! { [$($n)* $kind $parameters;] $k $j $s $($rest)* }
    };
    ([$($n:tt)*] $k:tt $j:tt $s:tt Amount $kind:ident $parameters:tt; $($rest:tt)*) => {
        sort! { [$($n)* $kind $parameters;] $k $j $s $($rest)* }
    };
    ([$($n:tt)*] $k:tt $j:tt $s:tt Numbers $kind:ident $parameters:tt; $($rest:tt)*) => {
        sort! { [$($n)* $kind $parameters;] $k $j $s $($rest)* }
    };
    ($n:tt [$($k:tt)*] $j:tt $s:tt Keys $kind:ident $parameters:tt; $($rest:tt)*) => {
        sort! { $n [$($k)* $kind $parameters;] $j $s $($rest)* }
    };
    ($n:tt $k:tt [$($j:tt)*] $s:tt Json $kind:ident $parameters:tt; $($rest:tt)*) => {
        sort! { $n $k [$($j)* $kind $parameters;] $s $($rest)* }
    };
    ($n:tt $k:tt $j:tt [$($s:tt)*] Score $kind:ident $parameters:tt; $($rest:tt)*) => {
        sort! { $n $k $j [$($s)* $kind $parameters;] $($rest)* }
    };
    // These are folded by arms of their own.
    ($n:tt $k:tt $j:tt $s:tt Counts $kind:ident $parameters:tt; $($rest:tt)*) => {
        sort! { $n $k $j $s $($rest)* }
    };
    ($n:tt $k:tt $j:tt $s:tt Map $kind:ident $parameters:tt; $($rest:tt)*) => {
        sort! { $n $k $j $s $($rest)* }
    };
    ($n:tt $k:tt $j:tt $s:tt Record $kind:ident $parameters:tt; $($rest:tt)*) => {
        sort! { $n $k $j $s $($rest)* }
    };
    // Nothing goes in.
    ($n:tt $k:tt $j:tt $s:tt Unkept $kind:ident $parameters:tt; $($rest:tt)*) => {
        sort! { $n $k $j $s $($rest)* }
    };
}

macro_rules! sink {
    (
        $sink:ident, $takes:ident, $what:ident, ($first:ident: $first_type:ty, $second:ident: $second_type:ty):
        $($kind:ident ($($parameter:ident),*);)*
    ) => {
        #[doc = concat!("A state that takes ", stringify!($what), ", with its kind.")]
        #[derive(Debug)]
        pub(crate) enum $sink<'a> {
            // Of the static kind: a projection of `'a` would make the whole invariant.
            $($kind($kind<'a>, &'a mut <$kind<'static> as Kind>::State),)*
        }

        impl<'a> $sink<'a> {
            #[doc = concat!("None where the schema takes no ", stringify!($what), ", or the state is not of it.")]
            #[inline]
            pub(crate) fn of(schema: &'a Schema, node: &'a mut Node) -> Option<Self> {
                match (schema, node) {
                    $((Schema::$kind { $($parameter),* }, Node::Whole(Whole::$kind(state))) => {
                        Some(Self::$kind($kind::new($($parameter),*), state))
                    })*
                    _ => None,
                }
            }

            /// Adds one, where the next may be another's: as [`of`](Self::of) and [`add`](Self::add), in one step.
            ///
            /// # Errors
            #[doc = concat!("Where the schema takes no ", stringify!($what), ", or the state is not of it.")]
            #[allow(dead_code, reason = "not every form has lists")]
            #[inline]
            pub(crate) fn add_to(
                schema: &Schema,
                node: &mut Node,
                $first: $first_type,
                $second: $second_type,
            ) -> Result<(), OtherKind> {
                match (schema, node) {
                    $((Schema::$kind { $($parameter),* }, Node::Whole(Whole::$kind(state))) => {
                        $takes::add($kind::new($($parameter),*), state, $first, $second);
                        Ok(())
                    })*
                    _ => Err(OtherKind),
                }
            }

            #[inline]
            pub(crate) fn add(&mut self, $first: $first_type, $second: $second_type) {
                match self {
                    $(Self::$kind(kind, state) => $takes::add(*kind, state, $first, $second),)*
                }
            }
        }
    };
}

macro_rules! payloads {
    ($($kind:ident ($($parameter:ident),*);)*) => {
        impl ScoresOf<'_> {
            /// Whether a score may come with a payload.
            pub(crate) fn takes_payload(schema: &Schema) -> bool {
                match schema {
                    $(Schema::$kind { $($parameter),* } => {
                        TakesScores::takes_payload($kind::new($($parameter),*))
                    })*
                    _ => false,
                }
            }
        }
    };
}

textmill_kinds::kinds!(rows);
