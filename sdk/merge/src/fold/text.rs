//! Values that are given as JSON text.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::receive::Receiver;
use super::scalar::Scalar;
use super::take::{Take, TakeList, TakeObject};
use crate::error::FoldError;
use crate::number::Number;

/// Reads `json` from front to end into a receiver.
pub(super) fn receive(json: &str, receiver: Receiver<'_>) -> Result<(), FoldError> {
    let failure = RefCell::new(None);
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let read = TextSeed { receiver, failure: &failure }.deserialize(&mut deserializer);
    let read = read.and_then(|()| deserializer.end());
    // An error of ours is not what the deserializer makes of it: it has a place.
    read.map_err(|error| {
        failure.take().unwrap_or_else(|| FoldError::new(format!("invalid JSON: {error}"), ""))
    })
}

/// Where a receiver's error waits while the deserializer's own travels up, to be told its place on the way.
type Failure = RefCell<Option<FoldError>>;

struct TextSeed<'a> {
    receiver: Receiver<'a>,
    failure: &'a Failure,
}

impl<'a> TextSeed<'a> {
    fn scalar<E: serde::de::Error>(self, scalar: Scalar<'_>) -> Result<(), E> {
        let failure = self.failure;
        self.receiver.scalar(scalar).map_err(|error| fail(failure, error))
    }
}

fn fail<E: serde::de::Error>(failure: &Failure, error: FoldError) -> E {
    failure.replace(Some(error));
    E::custom("a value that does not fit")
}

fn place(failure: &Failure, under: impl FnOnce(FoldError) -> FoldError) {
    let error = failure.take();
    failure.replace(error.map(under));
}

impl<'de> DeserializeSeed<'de> for TextSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TextSeed<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        let failure = self.failure;
        self.receiver.null().map_err(|error| fail(failure, error))
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        self.scalar(Scalar::Boolean(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<(), E> {
        self.scalar(Scalar::Number(Number::from(value)))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        self.scalar(Scalar::Number(Number::Natural(value)))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<(), E> {
        let failure = self.failure;
        let scalar = Scalar::float(value).map_err(|error| fail(failure, error))?;
        self.scalar(scalar)
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<(), E> {
        self.scalar(Scalar::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let failure = self.failure;
        let mut list = self.receiver.list().map_err(|error| fail(failure, error))?;
        let mut index = 0;
        loop {
            let element = Element { list: &mut list, failure };
            match elements.next_element_seed(element) {
                Ok(Some(())) => index += 1,
                Ok(None) => return list.end().map_err(|error| fail(failure, error)),
                Err(error) => {
                    place(failure, |error| error.under_index(index));
                    return Err(error);
                }
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let failure = self.failure;
        let mut object = self.receiver.object().map_err(|error| fail(failure, error))?;
        let mut key = String::new();
        while fields.next_key_seed(Key(&mut key))?.is_some() {
            let receiver = object.value(&key).map_err(|error| fail::<A::Error>(failure, error));
            let read = receiver.and_then(|receiver| fields.next_value_seed(TextSeed { receiver, failure }));
            if read.is_err() {
                place(failure, |error| error.under_key(&key));
                return read;
            }
        }
        object.end();
        Ok(())
    }
}

/// The next element of a list. Its receiver is asked for once it is known that there is one.
struct Element<'a, 'b> {
    list: &'a mut super::receive::ListReceiver<'b>,
    failure: &'a Failure,
}

impl<'de> DeserializeSeed<'de> for Element<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let failure = self.failure;
        let receiver = self.list.element().map_err(|error| fail::<D::Error>(failure, error))?;
        TextSeed { receiver, failure }.deserialize(deserializer)
    }
}

/// Copies a key into a buffer that serves all keys of an object.
struct Key<'a>(&'a mut String);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<(), E> {
        self.0.clear();
        self.0.push_str(key);
        Ok(())
    }
}
