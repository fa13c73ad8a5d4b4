//! What a call asks for, and what came of it.

use super::Layer;

/// What the host asks of a call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Want {
    pub(crate) outputs: bool,
    pub(crate) partials: bool,
    /// By the names of the plugin's manifest.
    pub(crate) layers: Vec<String>,
}

/// The answer to a call, checked against the contract. What is JSON in it is not parsed yet.
#[derive(Debug)]
pub(crate) struct Analysis {
    /// One per document where outputs were wanted, else none.
    pub(crate) outputs: Vec<String>,
    /// The state of each group of the call, where partials were wanted and the guest folds; one where there are no
    /// groups.
    pub(crate) partials: Vec<String>,
    /// The wanted layers, in the order of [`Want::layers`], by the names of the run.
    pub(crate) layers: Vec<Layer>,
    /// Documents at fault with the message, ascending.
    pub(crate) faults: Vec<(usize, String)>,
}

impl Analysis {
    /// Bytes of what came back.
    pub(crate) fn bytes(&self) -> u64 {
        let texts = self.outputs.iter().chain(&self.partials).map(String::len);
        (texts.sum::<usize>() + self.layers.iter().map(Layer::column_bytes).sum::<usize>()) as u64
    }
}
