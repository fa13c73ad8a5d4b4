//! Outputs folded together.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::error::{FoldError, MergeError, StateError};
use crate::schema::Schema;

/// Outputs of any number of documents, folded under one [`Schema`].
#[derive(Debug, Clone)]
pub struct State {
    schema: Arc<Schema>,
}

impl State {
    /// The state of no document: the identity of [`merge`](Self::merge).
    pub fn new(schema: impl Into<Arc<Schema>>) -> Self {
        Self { schema: schema.into() }
    }

    /// The schema that all was folded under.
    pub fn schema(&self) -> &Arc<Schema> {
        &self.schema
    }

    /// Whether nothing has been folded that left a trace: such a state is the identity.
    pub fn is_empty(&self) -> bool {
        true
    }

    /// Folds one document's value in.
    ///
    /// # Errors
    /// [`FoldError`]; the state is then unchanged.
    pub fn fold<V: Serialize + ?Sized>(&mut self, _document: &str, _value: &V) -> Result<(), FoldError> {
        Ok(())
    }

    /// [`fold`](Self::fold) of a value that is given as JSON text, without a `Value` in between.
    ///
    /// # Errors
    /// [`FoldError`]; the state is then unchanged.
    pub fn fold_json(&mut self, _document: &str, _json: &str) -> Result<(), FoldError> {
        Ok(())
    }

    /// Merges `other` into `self`.
    ///
    /// # Errors
    /// [`MergeError::Schema`]; `self` is then unchanged.
    pub fn merge(&mut self, _other: State) -> Result<(), MergeError> {
        Ok(())
    }

    /// Merges the JSON of a state of the same schema.
    ///
    /// # Errors
    /// [`StateError`]; `self` is then unchanged.
    pub fn merge_json(&mut self, _json: &str) -> Result<(), StateError> {
        Ok(())
    }

    /// The canonical JSON.
    pub fn to_json(&self) -> String {
        String::from("null")
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    /// [`StateError`] for anything else.
    pub fn from_json(schema: impl Into<Arc<Schema>>, _json: &str) -> Result<Self, StateError> {
        Ok(Self::new(schema))
    }

    /// What the report shows.
    pub fn finish(&self) -> Value {
        Value::Null
    }

    /// What the report shows, with `top` keys of every `counts` and `map`.
    pub fn finish_with_top(&self, _top: u32) -> Value {
        Value::Null
    }

    /// The same state with `top` keys shown of every `counts` and `map`.
    pub fn with_top(self, top: u32) -> Self {
        Self { schema: Arc::new(self.schema.with_top(top)), ..self }
    }
}
