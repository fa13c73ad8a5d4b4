//! Caching: what the cache has of the documents of a batch, what is missed, and both put together.

use super::outcome::StageOutcome;
use super::output_cache::{OutputCache, Restored, document_key, stage_key};
use super::pieces::Pieces;
use super::stage::StageWork;
use crate::batch::{Batch, DocumentIndex};
use crate::cache::Key;
use crate::plugin::{CallRequest, Stage};

/// The cache of the workers, for one stage.
#[derive(Clone, Copy)]
pub(super) struct StageCache<'a> {
    cache: &'a OutputCache,
    stage: &'a Stage,
    /// The part of its keys that is the same for all documents.
    key: Key,
}

/// What the cache has of each of some documents.
pub(super) struct Lookup(Vec<CachedDocument>);

struct CachedDocument {
    document: DocumentIndex,
    key: Key,
    /// Nothing where the document is missed.
    restored: Option<Restored>,
}

impl<'a> StageCache<'a> {
    /// The cache for a stage of which `request` is asked.
    pub(super) fn new(cache: &'a OutputCache, stage: &'a Stage, request: &CallRequest) -> Self {
        Self { cache, stage, key: stage_key(stage, request) }
    }

    /// What the cache has of the documents.
    pub(super) fn look_up(&self, work: StageWork<'_>) -> Lookup {
        let StageWork { batch, layers, documents } = work;
        let key = |&document: &DocumentIndex| {
            (document, document_key(&self.key, self.stage, batch, layers, document))
        };
        let asked: Vec<(DocumentIndex, Key)> = documents.iter().map(key).collect();
        let restored = self.cache.restore(&self.stage.plugin, batch, &asked);
        let found = asked.into_iter().zip(restored);
        Lookup(found.map(|((document, key), restored)| CachedDocument { document, key, restored }).collect())
    }

    /// Keeps what was made of the documents that were missed, but for those that are lost.
    pub(super) fn keep(&self, batch: &Batch, lookup: &Lookup, made: &StageOutcome) {
        let lost = made.lost();
        let found = lookup.missed().filter(|found| !lost.contains(found.document)).map(|found| {
            let output = made.outputs.get(&found.document).map(String::as_str).unwrap_or_default();
            (found.document, found.key, output)
        });
        self.cache.keep(&self.stage.plugin, batch, found, &made.layers);
    }
}

impl Lookup {
    /// The documents that the cache does not have.
    pub(super) fn missed_documents(&self) -> Vec<DocumentIndex> {
        self.missed().map(|missed| missed.document).collect()
    }

    /// Adds what the cache had to what was made of the documents that were missed.
    pub(super) fn add_to(self, made: &mut StageOutcome, batch: &Batch) {
        if self.0.iter().all(|found| found.restored.is_none()) {
            return;
        }
        let computed = std::mem::take(&mut made.layers);
        let mut pieces = Pieces::default();
        for CachedDocument { document, restored, .. } in self.0 {
            let layers = match restored {
                Some(Restored { output, layers }) => {
                    if !output.is_empty() {
                        made.outputs.insert(document, output);
                    }
                    layers
                }
                None => computed.iter().map(|layer| layer.select(&batch.texts, &[document])).collect(),
            };
            pieces.add(layers, batch, &[document]);
        }
        made.layers = pieces.join();
    }

    fn missed(&self) -> impl Iterator<Item = &CachedDocument> {
        self.0.iter().filter(|found| found.restored.is_none())
    }
}
