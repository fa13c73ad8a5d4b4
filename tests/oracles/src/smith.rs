//! Components that nobody wrote, made by `wasm-smith` from any bytes.
//!
//! Random WebAssembly is refused at once, nearly always: it is no plugin. So most of these are put into the frame of a
//! sound plugin (`tests/hostile/frame.wat`), where random code answers in the place of one of its functions or of all.

mod framed;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use arbitrary::Unstructured;
use textmill::{Document, Engine, Error, ErrorKind, Limits, PluginSource, Report};
use wasm_smith::{Component, Config, Module};

use framed::{Frame, Part};

/// What a component came to: the furthest stage that it reached.
pub type Stage = &'static str;

/// Loads what is made of `bytes`, and analyzes with it where that goes well.
///
/// # Panics
/// Where a run ends on account of a plugin, or does not account for each document.
pub fn stage(bytes: &[u8]) -> Stage {
    let Some((kind, component)) = component(bytes) else { return "nothing was made" };
    let limits = Limits {
        memory: 16 << 20,
        time_ms: 50,
        output: 1 << 20,
        table_elements: 10_000,
        ..Limits::default()
    };
    let plugin = PluginSource::bytes(kind, component).limits(limits);
    match Engine::builder().plugin(plugin).threads(1).build() {
        Ok(engine) => analyzed(&engine),
        Err(error) => refused(&error),
    }
}

/// The same, for a fuzz target.
///
/// # Panics
/// As [`stage`].
pub fn hold(bytes: &[u8]) {
    stage(bytes);
}

/// As many bytes for component number `number` as one is made of: always the same.
#[must_use]
pub fn bytes(number: u64) -> Vec<u8> {
    const WORDS: u64 = 512;
    (0..WORDS).flat_map(|word| scrambled(number * WORDS + word).to_le_bytes()).collect()
}

/// The stages that components number `numbers` reach, and how many each.
///
/// # Panics
/// As [`stage`].
pub fn stages(numbers: impl IntoIterator<Item = u64>) -> BTreeMap<Stage, u64> {
    let mut stages = BTreeMap::new();
    for number in numbers {
        *stages.entry(stage(&bytes(number))).or_default() += 1;
    }
    stages
}

/// Seeds of the fuzz target.
pub fn seeds() -> Vec<Vec<u8>> {
    (0..16).map(bytes).collect()
}

/// The output function of SplitMix64 (Steele, Lea and Flood, 2014).
fn scrambled(number: u64) -> u64 {
    let mut z = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

static FRAME: LazyLock<Frame> = LazyLock::new(Frame::new);

/// What is made of bytes, and what it is called.
fn component(bytes: &[u8]) -> Option<(&'static str, Vec<u8>)> {
    let mut input = Unstructured::new(bytes);
    let kind = input.int_in_range(0..=9).ok()?;
    Some(match kind {
        0 => ("a module", Module::new(config(None), &mut input).ok()?.to_bytes()),
        1 => ("a component", Component::new(config(None), &mut input).ok()?.to_bytes()),
        2 => ("a module inside", framed(Part::Beside, &mut input)?),
        3 => ("a plugin", framed(Part::All, &mut input)?),
        4 => ("a description", framed(Part::Describe, &mut input)?),
        5 => ("a configuration", framed(Part::Configure, &mut input)?),
        _ => ("an analysis", framed(Part::Analyze, &mut input)?),
    })
}

fn framed(part: Part, input: &mut Unstructured<'_>) -> Option<Vec<u8>> {
    let own_realloc = input.ratio(1, 4).ok()?;
    let module = Module::new(config(Some(framed::exports())), input).ok()?.to_bytes();
    Some(FRAME.with(part, &module, own_realloc))
}

/// WebAssembly as the engine takes it; what it was built without would be refused by the compiler, each time alike.
fn config(exports: Option<Vec<u8>>) -> Config {
    Config {
        // Nothing in a frame gives what a random module would import.
        max_imports: if exports.is_some() { 0 } else { 10 },
        min_imports: 0,
        exports,
        max_instructions: 200,
        max_memory32_bytes: 1 << 22,
        compact_imports_enabled: false,
        exceptions_enabled: false,
        gc_enabled: false,
        // A reference to what the host has takes a garbage collector.
        reference_types_enabled: false,
        threads_enabled: false,
        wide_arithmetic_enabled: false,
        ..Config::default()
    }
}

const TEXTS: [&str; 4] = ["one two", "!éternité", "", "سلام"];

fn analyzed(engine: &Engine) -> Stage {
    let documents = (0..).zip(TEXTS).map(|(number, text): (u32, _)| Document::new(number.to_string(), text));
    let report = engine.analyze(&mut documents.into_iter()).expect("nothing that a plugin does ends a run");
    account(&report);
    if report.faults.total == 0 { "analyzed" } else { "loaded, and lost documents" }
}

/// Each document is in the output or a fault.
fn account(report: &Report) {
    for section in report.analyzers.values() {
        assert_eq!(section.documents + section.faults, TEXTS.len() as u64, "a document is lost in silence");
    }
    let json = report.to_json();
    let again: Report = serde_json::from_str(&json).expect("a report's own JSON is read");
    assert_eq!(again.to_json(), json, "a report survives its JSON");
}

fn refused(error: &Error) -> Stage {
    let message = error.to_string();
    const STAGES: [(&str, Stage); 7] = [
        ("core WebAssembly module", "refused as a module"),
        ("does not compile", "refused by the compiler"),
        ("does not export", "refused as no plugin"),
        ("which the host does not offer", "refused for an import"),
        ("over the limit", "refused for its size"),
        ("does not describe itself", "failed to describe itself"),
        ("cannot be configured", "failed to be configured"),
    ];
    let found = STAGES.iter().find(|(part, _)| message.contains(part)).map(|(_, stage)| *stage);
    found.unwrap_or(match error.kind() {
        ErrorKind::Settings => "refused its settings",
        ErrorKind::Plugin => "described itself unlawfully",
        _ => "refused otherwise",
    })
}
