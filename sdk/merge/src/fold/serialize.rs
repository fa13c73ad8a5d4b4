//! Values that serde can serialize, in the shape that `serde_json` would give them.

use serde::Serialize;
use serde::ser::{self, SerializeMap, SerializeSeq, SerializeStruct, Serializer};
use serde_json::Value;

use super::any::Destination;
use super::key::KeySerializer;
use super::receive::Receiver;
use super::scalar::Scalar;
use super::take::{Take, TakeList, TakeObject};
use crate::error::FoldError;
use crate::number::Number;

/// Hands one value to what takes it.
pub(super) struct ValueSerializer<T>(pub(super) T);

/// The names under which `serde_json` passes text that only its own serializer may splice in.
const SERDE_JSON_PRIVATE: &str = "$serde_json::private::";

fn signed(value: i64) -> Number {
    Number::from(value)
}

fn unsigned(value: u64) -> Number {
    Number::Natural(value)
}

macro_rules! integers {
    ($number:ident: $($method:ident: $integer:ty),*) => {$(
        #[inline]
        fn $method(self, value: $integer) -> Result<(), FoldError> {
            self.0.scalar(Scalar::Number($number(value.into())))
        }
    )*};
}

impl<R: Take> Serializer for ValueSerializer<R> {
    type Ok = ();
    type Error = FoldError;
    type SerializeSeq = ListSerializer<R::List>;
    type SerializeTuple = ListSerializer<R::List>;
    type SerializeTupleStruct = ListSerializer<R::List>;
    type SerializeTupleVariant = VariantSerializer<R, Vec<Value>>;
    type SerializeMap = ObjectSerializer<R::Object>;
    type SerializeStruct = ObjectSerializer<R::Object>;
    type SerializeStructVariant = VariantSerializer<R, serde_json::Map<String, Value>>;

    integers! { signed: serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64 }
    integers! { unsigned: serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64 }

    fn serialize_i128(self, value: i128) -> Result<(), FoldError> {
        self.0.scalar(Scalar::Number(Number::from_i128(value)))
    }

    fn serialize_u128(self, value: u128) -> Result<(), FoldError> {
        match i128::try_from(value) {
            Ok(value) => self.serialize_i128(value),
            Err(_) => self.serialize_f64(value as f64),
        }
    }

    fn serialize_bool(self, value: bool) -> Result<(), FoldError> {
        self.0.scalar(Scalar::Boolean(value))
    }

    fn serialize_f32(self, value: f32) -> Result<(), FoldError> {
        self.0.scalar(Scalar::single(value)?)
    }

    #[inline]
    fn serialize_f64(self, value: f64) -> Result<(), FoldError> {
        self.0.scalar(Scalar::float(value)?)
    }

    fn serialize_char(self, value: char) -> Result<(), FoldError> {
        self.0.scalar(Scalar::String(value.encode_utf8(&mut [0; 4])))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<(), FoldError> {
        self.0.scalar(Scalar::String(value))
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), FoldError> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<(), FoldError> {
        self.0.null()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), FoldError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), FoldError> {
        self.0.null()
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<(), FoldError> {
        self.0.null()
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

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), FoldError> {
        let mut object = ObjectSerializer::new(self.0)?;
        field(&mut object.object, variant, value)?;
        object.finish()
    }

    fn serialize_seq(self, _length: Option<usize>) -> Result<ListSerializer<R::List>, FoldError> {
        Ok(ListSerializer { list: self.0.list()?, index: 0 })
    }

    fn serialize_tuple(self, length: usize) -> Result<ListSerializer<R::List>, FoldError> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(
        self,
        _name: &'static str,
        length: usize,
    ) -> Result<ListSerializer<R::List>, FoldError> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<Self::SerializeTupleVariant, FoldError> {
        Ok(VariantSerializer { taker: self.0, variant, contents: Vec::new() })
    }

    fn serialize_map(self, _length: Option<usize>) -> Result<ObjectSerializer<R::Object>, FoldError> {
        ObjectSerializer::new(self.0)
    }

    fn serialize_struct(
        self,
        name: &'static str,
        _length: usize,
    ) -> Result<ObjectSerializer<R::Object>, FoldError> {
        if name.starts_with(SERDE_JSON_PRIVATE) {
            return Err(FoldError::new("raw JSON", "a value that serde can see into"));
        }
        ObjectSerializer::new(self.0)
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<Self::SerializeStructVariant, FoldError> {
        Ok(VariantSerializer { taker: self.0, variant, contents: serde_json::Map::new() })
    }
}

/// Hands over the elements of a list.
pub(super) struct ListSerializer<L> {
    list: L,
    index: usize,
}

impl<L: TakeList> SerializeSeq for ListSerializer<L> {
    type Ok = ();
    type Error = FoldError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), FoldError> {
        let index = self.index;
        self.index += 1;
        let element = self.list.element().map(ValueSerializer);
        element.and_then(|element| value.serialize(element)).map_err(|error| error.under_index(index))
    }

    fn end(self) -> Result<(), FoldError> {
        self.list.end()
    }
}

impl<L: TakeList> ser::SerializeTuple for ListSerializer<L> {
    type Ok = ();
    type Error = FoldError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), FoldError> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), FoldError> {
        SerializeSeq::end(self)
    }
}

impl<L: TakeList> ser::SerializeTupleStruct for ListSerializer<L> {
    type Ok = ();
    type Error = FoldError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), FoldError> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), FoldError> {
        SerializeSeq::end(self)
    }
}

/// Hands over the fields of an object.
pub(super) struct ObjectSerializer<O> {
    object: O,
    /// The last key that came without its value; its buffer serves all keys of the object.
    key: String,
}

impl<O: TakeObject> ObjectSerializer<O> {
    fn new(taker: impl Take<Object = O>) -> Result<Self, FoldError> {
        Ok(Self { object: taker.object()?, key: String::new() })
    }

    fn finish(self) -> Result<(), FoldError> {
        self.object.end();
        Ok(())
    }
}

#[inline]
fn field<T: Serialize + ?Sized>(object: &mut impl TakeObject, key: &str, value: &T) -> Result<(), FoldError> {
    let taker = object.value(key).map(ValueSerializer);
    taker.and_then(|taker| value.serialize(taker)).map_err(|error| error.under_key(key))
}

impl<O: TakeObject> SerializeMap for ObjectSerializer<O> {
    type Ok = ();
    type Error = FoldError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), FoldError> {
        key.serialize(KeySerializer(|key: &str| {
            self.key.clear();
            self.key.push_str(key);
            Ok(())
        }))
    }

    /// What maps call: the key is handed on as it is, without a copy.
    #[inline]
    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), FoldError> {
        key.serialize(KeySerializer(|key: &str| field(&mut self.object, key, value)))
    }

    #[inline]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), FoldError> {
        field(&mut self.object, &self.key, value)
    }

    fn end(self) -> Result<(), FoldError> {
        self.finish()
    }
}

impl<O: TakeObject> SerializeStruct for ObjectSerializer<O> {
    type Ok = ();
    type Error = FoldError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), FoldError> {
        field(&mut self.object, key, value)
    }

    fn end(self) -> Result<(), FoldError> {
        self.finish()
    }
}

/// Puts together the contents of an enum's variant, which go into an object under the variant's name.
///
/// The object and its one value cannot be open at once without one borrowing the other, so the value is made
/// first. Enums with contents are rare in an output, and small.
pub(super) struct VariantSerializer<R, C> {
    taker: R,
    variant: &'static str,
    contents: C,
}

impl<R: Take, C> VariantSerializer<R, C>
where
    Value: From<C>,
{
    fn finish(self) -> Result<(), FoldError> {
        let mut object = ObjectSerializer::new(self.taker)?;
        field(&mut object.object, self.variant, &Value::from(self.contents))?;
        object.finish()
    }
}

fn to_value<T: Serialize + ?Sized>(value: &T) -> Result<Value, FoldError> {
    let mut slot = Value::Null;
    value.serialize(ValueSerializer(Receiver::Any {
        destination: Destination::Inside(&mut slot),
        depth: 0,
    }))?;
    Ok(slot)
}

impl<R: Take> ser::SerializeTupleVariant for VariantSerializer<R, Vec<Value>> {
    type Ok = ();
    type Error = FoldError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), FoldError> {
        let index = self.contents.len();
        let value = to_value(value).map_err(|error| error.under_index(index).under_key(self.variant))?;
        self.contents.push(value);
        Ok(())
    }

    fn end(self) -> Result<(), FoldError> {
        self.finish()
    }
}

impl<R: Take> ser::SerializeStructVariant for VariantSerializer<R, serde_json::Map<String, Value>> {
    type Ok = ();
    type Error = FoldError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), FoldError> {
        let value = to_value(value).map_err(|error| error.under_key(key).under_key(self.variant))?;
        self.contents.insert(key.to_owned(), value);
        Ok(())
    }

    fn end(self) -> Result<(), FoldError> {
        self.finish()
    }
}
