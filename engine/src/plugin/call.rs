//! What a call asks for, and what came of it.

use crate::batch::DocumentIndex;
use crate::layer::Layer;

/// What the host asks of a call.
#[derive(Clone, Debug, Default)]
pub(crate) struct CallRequest {
    pub(crate) outputs: bool,
    pub(crate) partials: bool,
    pub(crate) layers: Vec<RequestedLayer>,
}

/// A layer that the host asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RequestedLayer {
    /// By the name of the plugin's manifest.
    pub(crate) layer: String,
    pub(crate) attributes: Vec<String>,
}

/// A document that an analyzer says it cannot do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DocumentFault {
    /// Its place in the batch.
    pub(crate) document: DocumentIndex,
    /// What reports count it by; empty for nothing.
    pub(crate) code: String,
    pub(crate) message: String,
}

/// The answer to a call, checked against the contract. What is JSON in it is not parsed yet.
#[derive(Debug)]
pub(crate) struct Answer {
    /// One per document where outputs were wanted, else none.
    pub(crate) outputs: Vec<String>,
    /// The state of each group of the call, where partials were wanted and the guest folds; one where there are no
    /// groups. JSON, or the binary form.
    pub(crate) partials: Vec<Vec<u8>>,
    /// The wanted layers, in the order of [`CallRequest::layers`], by the names of the run.
    pub(crate) layers: Vec<Layer>,
    /// Ascending by document.
    pub(crate) faults: Vec<DocumentFault>,
}

impl Answer {
    /// Bytes of what came back.
    pub(crate) fn bytes(&self) -> u64 {
        let outputs = self.outputs.iter().map(String::len).sum::<usize>();
        let partials = self.partials.iter().map(Vec::len).sum::<usize>();
        (outputs + partials + self.layers.iter().map(Layer::column_bytes).sum::<usize>()) as u64
    }
}
