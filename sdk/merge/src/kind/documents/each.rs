//! `each`: a value that stays with its document.

use serde_json::Value;

use crate::binary;
use crate::error::StateError;
use crate::json::Reader;
use crate::kind::whole::Each;
use crate::kind::{Kind, State};

/// Nothing is kept.
#[derive(Debug, Clone, Default)]
pub(crate) struct EachState;

impl State for EachState {
    fn is_empty(&self) -> bool {
        true
    }

    fn memory(&self) -> usize {
        0
    }

    fn write(&self, out: &mut String) {
        out.push_str("null");
    }
}

impl Kind for Each<'_> {
    type State = EachState;

    fn merge(self, _: &mut EachState, _: EachState) {}

    fn read(self, reader: &mut Reader<'_>) -> Result<EachState, StateError> {
        Err(reader.error("expected null: nothing is kept of `each`"))
    }

    fn write_bytes(self, _: &EachState, out: &mut Vec<u8>) {
        out.push(0);
    }

    fn read_bytes(self, reader: &mut binary::Reader<'_>) -> Result<EachState, StateError> {
        match reader.byte()? {
            0 => Ok(EachState),
            _ => Err(reader.error("expected 0: nothing is kept of `each`")),
        }
    }

    fn finish(self, _: &EachState) -> Value {
        Value::Null
    }
}
