//! Outputs and layers that an earlier run found, so that only what changed runs again.
//!
//! A document's output depends on nothing but its text, the metadata and layers that the analyzer declares, the
//! component, its settings and resources (design: purity). The hash of all that is the key; states, ids and faults are
//! never kept. Whether a body comes from the cache or from a call leaves no trace in a report.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::layers::MadeLayers;
use crate::batch::{Batch, DocumentIndex, Texts};
use crate::cache::{Cache, Key, Opened};
use crate::error::{Error, ErrorKind};
use crate::layer::{Layer, add_to_hash};
use crate::plugin::{CallRequest, Plugin, Stage};
use crate::report::CacheRecord;

/// A cache that the workers of a run share.
pub(crate) struct OutputCache {
    cache: Cache,
    warnings: Mutex<Vec<String>>,
    hits: AtomicU64,
    misses: AtomicU64,
}

/// What is kept of one analyzer and one document.
#[derive(Serialize, Deserialize)]
struct Body {
    /// JSON; empty where the analyzer runs for its layers alone.
    output: String,
    /// Each over the text of the document alone, by the manifest's names.
    layers: Vec<Layer>,
}

/// What was found in the cache, by the names of the run. Layers are over the text of their document alone.
pub(super) struct Restored {
    pub(super) output: String,
    pub(super) layers: Vec<Layer>,
}

/// The version of keys and bodies.
const FORM: &[u8] = b"textmill outputs 3";

impl OutputCache {
    /// # Errors
    /// [`ErrorKind::Cache`] where the folder cannot be used.
    pub(crate) fn open(folder: &Path, max_bytes: u64) -> Result<Self, Error> {
        let Opened { cache, warning } = Cache::open(folder, max_bytes).map_err(|error| {
            let wrapped = Error::new(ErrorKind::Cache, error.to_string());
            match error.hint() {
                Some(hint) => wrapped.with_hint(hint),
                None => wrapped,
            }
        })?;
        let warnings = Mutex::new(warning.into_iter().collect());
        Ok(Self { cache, warnings, hits: AtomicU64::new(0), misses: AtomicU64::new(0) })
    }

    /// For each key what is kept under it.
    pub(super) fn restore(
        &self,
        plugin: &Plugin,
        batch: &Batch,
        asked: &[(DocumentIndex, Key)],
    ) -> Vec<Option<Restored>> {
        let keys: Vec<Key> = asked.iter().map(|(_, key)| *key).collect();
        let bodies = self.cache.get_many(&keys);
        let restored: Vec<Option<Restored>> = asked
            .iter()
            .zip(bodies)
            .map(|((document, _), body)| restored(plugin, batch.texts.get(*document), &body?))
            .collect();
        let hits = restored.iter().filter(|restored| restored.is_some()).count() as u64;
        self.hits.fetch_add(hits, Ordering::Relaxed);
        self.misses.fetch_add(asked.len() as u64 - hits, Ordering::Relaxed);
        restored
    }

    /// Keeps what a call found.
    pub(super) fn keep<'a>(
        &self,
        plugin: &Plugin,
        batch: &Batch,
        found: impl IntoIterator<Item = (DocumentIndex, Key, &'a str)>,
        layers: &[Layer],
    ) {
        let bodies = found.into_iter().filter_map(|(document, key, output)| {
            let layers = layers.iter().map(|layer| {
                let name = plugin.layer_in_manifest(layer.name());
                layer.of_document(&batch.texts, document).named(name)
            });
            let body = Body { output: output.to_string(), layers: layers.collect() };
            Some((key, postcard::to_stdvec(&body).ok()?))
        });
        // A cache that cannot be written is no reason to fail: the run takes the time that it would have without.
        if let Err(error) = self.cache.put_all(bodies) {
            let mut warnings = self.warnings.lock().unwrap_or_else(PoisonError::into_inner);
            if warnings.len() < 2 {
                warnings.push(error.to_string());
            }
        }
    }

    pub(crate) fn record(&self) -> CacheRecord {
        let usage = self.cache.usage();
        CacheRecord {
            hits: self.hits.load(Ordering::Relaxed),
            misses: self.misses.load(Ordering::Relaxed),
            entries: usage.entries,
            bytes: usage.bytes,
            evicted: usage.evicted,
            damaged: usage.damaged,
            warnings: self.warnings.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }
}

fn restored(plugin: &Plugin, text: &str, body: &[u8]) -> Option<Restored> {
    let body: Body = postcard::from_bytes(body).ok()?;
    let mut texts = Texts::default();
    texts.push(text).then_some(())?;
    let layers = body.layers.into_iter().map(|layer| plugin.check_again(layer, &texts).ok());
    Some(Restored { output: body.output, layers: layers.collect::<Option<_>>()? })
}

/// The hash of what all documents of an analyzer depend on in the same way.
pub(super) fn stage_key(stage: &Stage, want: &CallRequest) -> Key {
    let plugin = &stage.plugin;
    let mut hash = Sha256::new();
    add_to_hash(&mut hash, FORM);
    add_to_hash(&mut hash, plugin.sha256.as_bytes());
    add_to_hash(&mut hash, textmill_wit::VERSION.as_bytes());
    add_to_hash(&mut hash, textmill_merge::VERSION.as_bytes());
    add_to_hash(&mut hash, plugin.compiled.settings.to_string().as_bytes());
    for (name, sha256) in plugin.compiled.resource_hashes() {
        add_to_hash(&mut hash, name.as_bytes());
        add_to_hash(&mut hash, sha256.as_bytes());
    }
    // A limit decides on what is a fault, and faults are not kept.
    add_to_hash(&mut hash, serde_json::to_string(&plugin.compiled.limits).unwrap_or_default().as_bytes());
    hash.update([u8::from(want.partials || want.outputs)]);
    for wanted in &want.layers {
        add_to_hash(&mut hash, wanted.layer.as_bytes());
        hash.update((wanted.attributes.len() as u64).to_le_bytes());
        wanted.attributes.iter().for_each(|attribute| add_to_hash(&mut hash, attribute.as_bytes()));
    }
    hash.finalize().into()
}

/// The hash of all that an analyzer's output for a document depends on.
pub(super) fn document_key(
    stage_key: &Key,
    stage: &Stage,
    batch: &Batch,
    layers: &MadeLayers,
    document: DocumentIndex,
) -> Key {
    let mut hash = Sha256::new();
    hash.update(stage_key);
    add_to_hash(&mut hash, batch.texts.get(document).as_bytes());
    for field in &stage.plugin.manifest.metadata {
        let value = batch.head(document).metadata.get(field);
        add_to_hash(&mut hash, value.map(ToString::to_string).unwrap_or_default().as_bytes());
    }
    for input in stage.inputs.iter().filter(|input| !input.is_enrichment) {
        let reads = |attribute: &str| stage.plugin.manifest.reads(&input.layer, attribute);
        match layers.get(&input.layer) {
            Some(layer) => layer.hash_document(&batch.texts, document, reads, &mut hash),
            None => hash.update([0]),
        }
    }
    hash.finalize().into()
}
