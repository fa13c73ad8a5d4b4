//! The keys of objects.

use serde::Serialize;
use serde::ser::{Impossible, Serializer};

use crate::error::FoldError;

/// Spells a key, as `serde_json` would between its quotes, and hands it to a function that is called once.
pub(super) struct KeySerializer<F>(pub(super) F);

impl<F> KeySerializer<F> {
    fn misfit(found: &str) -> FoldError {
        FoldError::new(format!("{found} as a key"), "a string, or what is written as one")
    }
}

macro_rules! displayed_keys {
    ($($method:ident: $type:ty),*) => {$(
        fn $method(self, value: $type) -> Result<(), FoldError> {
            (self.0)(&value.to_string())
        }
    )*};
}

macro_rules! no_keys {
    ($($method:ident($($type:ty),*) -> $result:ty: $found:literal),* $(,)?) => {$(
        fn $method(self, $(_: $type),*) -> Result<$result, FoldError> {
            Err(Self::misfit($found))
        }
    )*};
}

type Never = Impossible<(), FoldError>;

impl<F: FnOnce(&str) -> Result<(), FoldError>> Serializer for KeySerializer<F> {
    type Ok = ();
    type Error = FoldError;
    type SerializeSeq = Never;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Never;
    type SerializeStructVariant = Never;

    displayed_keys! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
        serialize_bool: bool, serialize_char: char
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<(), FoldError> {
        (self.0)(value)
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<(), FoldError> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        value: &T,
    ) -> Result<(), FoldError> {
        value.serialize(self)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), FoldError> {
        value.serialize(self)
    }

    no_keys! {
        serialize_f32(f32) -> (): "a float",
        serialize_f64(f64) -> (): "a float",
        serialize_bytes(&[u8]) -> (): "bytes",
        serialize_none() -> (): "null",
        serialize_unit() -> (): "null",
        serialize_unit_struct(&'static str) -> (): "null",
        serialize_seq(Option<usize>) -> Never: "a list",
        serialize_tuple(usize) -> Never: "a list",
        serialize_tuple_struct(&'static str, usize) -> Never: "a list",
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Never: "a list",
        serialize_map(Option<usize>) -> Never: "an object",
        serialize_struct(&'static str, usize) -> Never: "an object",
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Never: "an object",
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _value: &T,
    ) -> Result<(), FoldError> {
        Err(Self::misfit("an object"))
    }
}
