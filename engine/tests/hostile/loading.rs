//! Plugins that go wrong before the first document are refused, with their name, and the process continues.

use textmill::{EngineBuilder, ErrorKind, Limits, PluginSource};
use textmill_test_plugins::{hostile, large_component, many_exports};

use crate::harness::{alone, engine, limits, neighbour, shown};

fn plugin(name: &str, limits: Limits) -> PluginSource {
    PluginSource::bytes(format!("{name}.wasm"), hostile(name)).limits(limits)
}

/// Checks that a plugin of `tests/hostile` is refused.
#[track_caller]
fn check(name: &str, expected: &str) {
    check_plugin(plugin(name, limits()), expected);
}

/// Checks that a plugin of `tests/hostile` which never comes back is refused.
#[track_caller]
fn check_endless(name: &str, expected: &str) {
    check_plugin(plugin(name, Limits { time_ms: 200, ..limits() }), expected);
}

#[track_caller]
fn check_plugin(plugin: PluginSource, expected: &str) {
    check_engine(engine(plugin), ErrorKind::Plugin, expected);
}

#[track_caller]
fn check_engine(engine: EngineBuilder, kind: ErrorKind, expected: &str) {
    let before = alone();
    let error = engine.build().expect_err("it is not to be had");
    assert_eq!((error.kind(), shown(&error).as_str()), (kind, expected));
    assert_eq!(alone(), before);
}

#[test]
fn a_describe_that_traps() {
    check(
        "describe-traps",
        "plugin `describe-traps.wasm`: it does not describe itself: trap: \
         wasm trap: wasm `unreachable` instruction executed",
    );
}

#[test]
fn a_describe_that_never_ends() {
    check_endless(
        "describe-loops",
        "plugin `describe-loops.wasm`: it does not describe itself: timeout: it took longer than its limit of 200 ms",
    );
}

#[test]
fn a_describe_that_calls_itself_without_end() {
    check(
        "describe-recurses",
        "plugin `describe-recurses.wasm`: it does not describe itself: trap: \
         it needs more stack than its limit of 1048576 bytes",
    );
}

#[test]
fn a_manifest_of_many_gigabytes() {
    check(
        "describe-floods",
        "plugin `describe-floods.wasm`: it does not describe itself: oversize: \
         it gives back more than its limit of 8388608 bytes",
    );
}

#[test]
fn a_manifest_that_is_no_utf8() {
    check(
        "describe-not-utf8",
        "plugin `describe-not-utf8.wasm`: it does not describe itself: output: it gives back a string that is not UTF-8",
    );
}

#[test]
fn a_schema_ten_thousand_deep() {
    check(
        "describe-nests",
        "plugin describe-nests.wasm: its output schema is not lawful: invalid JSON: recursion limit exceeded at line 1 column 2795",
    );
}

#[test]
fn a_name_that_moves_the_cursor() {
    check(
        "name-with-escapes",
        "plugin name-with-escapes.wasm: its name `h\\u{1b}[2Jle` is not lower-case letters, digits and `-`, \
         first a letter, at most 64",
    );
}

#[test]
fn a_start_function_that_never_ends() {
    check_endless(
        "starts-forever",
        "plugin `starts-forever.wasm`: it does not describe itself: timeout: it took longer than its limit of 200 ms",
    );
}

#[test]
fn a_configure_that_never_ends() {
    check_endless(
        "configure-loops",
        "plugin `hostile`: it cannot be configured: timeout: it took longer than its limit of 200 ms",
    );
}

#[test]
fn room_where_there_is_no_memory() {
    check(
        "realloc-lies",
        "plugin `hostile`: it cannot be configured: trap: realloc return: beyond end of memory",
    );
}

#[test]
fn room_that_is_never_found() {
    check_endless(
        "realloc-loops",
        "plugin `hostile`: it cannot be configured: timeout: it took longer than its limit of 200 ms",
    );
}

#[test]
fn all_of_memory_at_once() {
    check(
        "memory-at-once",
        "plugin `memory-at-once.wasm`: it does not describe itself: memory: \
         it needs more memory than its limit of 67108864 bytes",
    );
}

#[test]
fn tables_without_measure_at_once() {
    check(
        "tables-at-once",
        "plugin `tables-at-once.wasm`: it does not describe itself: memory: \
         it needs more entries of tables than its limit of 1048576",
    );
}

#[test]
fn an_interface_of_other_types() {
    check(
        "wrong-types",
        "plugin wrong-types.wasm: its textmill:analyzer@0.1.0 has another shape than this engine's: \
         instance export `textmill:analyzer/plugin@0.1.0` does not have export `configure`\n\
         hint: it was built against a draft of the contract, or by hand: build it against sdk/wit/analyzer.wit",
    );
}

#[test]
fn a_hundred_thousand_exported_functions() {
    // Those of the frame come to them.
    let component = many_exports(hostile("frame"), 100_000);
    check_plugin(
        PluginSource::bytes("many.wasm", component),
        "plugin many.wasm: it has 100172 types, imports, exports and the like, over the limit of 100000\n\
         hint: no toolchain makes as many, so this limit is the same for all plugins",
    );
}

#[test]
fn a_component_of_a_hundred_megabytes() {
    let component = large_component(hostile("frame"), 100_000_000);
    let bytes = component.len();
    check_plugin(
        PluginSource::bytes("large.wasm", component),
        &format!(
            "plugin large.wasm: it has {bytes} bytes, over the limit of 67108864\n\
             hint: raise the limit `component` of this plugin"
        ),
    );
}

#[test]
fn requirements_in_a_circle() {
    let circle = engine(plugin("circle-a", limits())).plugin(plugin("circle-b", limits()));
    check_engine(
        circle.plugin(neighbour()),
        ErrorKind::Pipeline,
        "the requirements of `circle-a`, `circle-b` go in a circle",
    );
}

#[test]
fn two_of_one_name() {
    let (first, second) = (plugin("frame", limits()), plugin("traps", limits()));
    check_engine(
        engine(first).plugin(second).plugin(neighbour()),
        ErrorKind::Pipeline,
        "two analyzers are called `hostile` (frame.wasm and traps.wasm)\n\
         hint: give one of them another name in the configuration",
    );
}
