//! Which documents are analyzed, by their texts.

use std::fmt;
use std::sync::Arc;

/// Lets through the texts for which a function says so. It is asked by workers.
#[derive(Clone)]
pub(crate) struct TextFilter(Arc<dyn Fn(&str) -> bool + Send + Sync>);

impl TextFilter {
    pub(crate) fn new(accepts: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(accepts))
    }

    pub(crate) fn accepts(&self, text: &str) -> bool {
        (self.0)(text)
    }
}

impl fmt::Debug for TextFilter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TextFilter")
    }
}
