//! What is no plugin, or does not fit the others, is refused with a message that says what to do.

use textmill::{Engine, EngineBuilder, ErrorKind, Limits, PluginSource};
use textmill_test_plugins::{FAULTY, NEEDY, hostile};

#[track_caller]
fn check(engine: EngineBuilder, kind: ErrorKind, expected: &str) {
    let error = engine.build().expect_err("this engine cannot be built");
    assert_eq!(error.kind(), kind);
    let hint = error.hint().map_or(String::new(), |hint| format!("\nhint: {hint}"));
    assert_eq!(format!("{error}{hint}"), expected);
}

fn engine(name: &str) -> EngineBuilder {
    Engine::builder().plugin(PluginSource::bytes("x.wasm", hostile(name)))
}

#[test]
fn what_is_not_webassembly() {
    check(
        Engine::builder().plugin(PluginSource::bytes("x.wasm", &b"hello"[..])),
        ErrorKind::Plugin,
        "plugin x.wasm: it is not WebAssembly\nhint: a plugin is a WebAssembly component, a .wasm file",
    );
}

#[test]
fn a_core_module() {
    check(
        engine("core-module"),
        ErrorKind::Plugin,
        "plugin x.wasm: it is a core WebAssembly module, and a plugin is a component\n\
         hint: build it with these lines in .cargo/config.toml:\n\n    \
         [target.wasm32-unknown-unknown]\n    linker = \"wasm-component-ld\"\n",
    );
}

#[test]
fn a_component_that_is_no_plugin() {
    check(
        engine("no-plugin"),
        ErrorKind::Plugin,
        "plugin x.wasm: it does not export textmill:analyzer/plugin, so it is no plugin\n\
         hint: export an analyzer with `textmill_sdk::export!`",
    );
}

#[test]
fn a_component_of_another_version() {
    check(
        engine("other-version"),
        ErrorKind::Plugin,
        "plugin x.wasm: it speaks textmill:analyzer@0.2.0, and this engine textmill:analyzer@0.1.0\n\
         hint: build it against the SDK of this engine's version",
    );
}

#[test]
fn a_component_that_wants_wasi() {
    check(
        engine("wants-wasi"),
        ErrorKind::Plugin,
        "plugin x.wasm: it imports `wasi:cli/environment@0.2.0`, which the host does not offer\n\
         hint: a plugin has no WASI. In Rust, build for wasm32-unknown-unknown: for wasm32-wasip2 the standard library \
         asks for it, used or not. Give componentize-py and componentize-qjs the option --stub-wasi, jco componentize the \
         option --disable all. What TinyGo and wasi-sdk (C, C++) make can be wrapped by wasi-virt, which denies all that \
         it is not told to allow",
    );
}

/// A component that exports what a plugin does by name, and more of what is given.
fn plugin(more: &str) -> PluginSource {
    let text = format!(
        "(component {more} (instance $plugin) (export \"textmill:analyzer/plugin@0.1.0\" (instance $plugin)))"
    );
    PluginSource::bytes("x.wasm", wat::parse_str(text).expect("it is sound"))
}

#[test]
fn a_component_that_wants_what_is_not_offered() {
    check(
        Engine::builder().plugin(plugin("(import \"docs:adder/add@0.1.0\" (instance))")),
        ErrorKind::Plugin,
        "plugin x.wasm: it imports `docs:adder/add@0.1.0`, which the host does not offer\n\
         hint: a plugin may import the interfaces `log` and `types` of its contract alone",
    );
    // Of another version, it is another interface.
    check(
        Engine::builder().plugin(plugin("(import \"textmill:analyzer/log@0.2.0\" (instance))")),
        ErrorKind::Plugin,
        "plugin x.wasm: it imports `textmill:analyzer/log@0.2.0`, which the host does not offer\n\
         hint: a plugin may import the interfaces `log` and `types` of its contract alone",
    );
}

#[test]
fn a_component_of_asynchronous_calls() {
    check(
        Engine::builder().plugin(plugin("(core func (canon task.cancel))")),
        ErrorKind::Plugin,
        "plugin x.wasm: it does not compile: `task.cancel` requires the component model async feature (at offset 0xb)\n\
         hint: calls to a plugin are synchronous: give componentize-qjs the option --sync",
    );
}

#[test]
fn a_component_over_a_limit() {
    let limits = Limits { functions: 2, function_bytes: 10, ..Limits::default() };
    check(
        Engine::builder().plugin(plugin("(core module (func) (func) (func))").limits(limits.clone())),
        ErrorKind::Plugin,
        "plugin x.wasm: it has 3 functions, over the limit of 2\nhint: raise the limit `functions` of this plugin",
    );
    check(
        Engine::builder()
            .plugin(plugin("(core module (func nop nop nop nop nop nop nop nop nop))").limits(limits)),
        ErrorKind::Plugin,
        "plugin x.wasm: it has 11 bytes of code and local variables in a function, over the limit of 10\n\
         hint: raise the limit `function_bytes` of this plugin",
    );
    let limits = Limits { component: 100, ..Limits::default() };
    check(
        Engine::builder().plugin(plugin(&"(core module)".repeat(10)).limits(limits)),
        ErrorKind::Plugin,
        "plugin x.wasm: it has 180 bytes, over the limit of 100\nhint: raise the limit `component` of this plugin",
    );
}

#[test]
fn a_component_over_a_bound_of_all() {
    check(
        Engine::builder().plugin(plugin(&"(core module)".repeat(201))),
        ErrorKind::Plugin,
        "plugin x.wasm: it has 201 core modules, over the limit of 200\n\
         hint: no toolchain makes as many, so this limit is the same for all plugins",
    );
    check(
        Engine::builder().plugin(plugin("(component $c) (export \"c\" (component $c))")),
        ErrorKind::Plugin,
        "plugin x.wasm: it hands components on as values, and what that comes to is not known\n\
         hint: compose components by instances, as `wac plug` does",
    );
}

#[test]
fn a_component_cut_short() {
    let engine = Engine::builder().plugin(PluginSource::bytes("x.wasm", &FAULTY[..FAULTY.len() / 2]));
    let error = engine.build().expect_err("half a component");
    assert_eq!(error.kind(), ErrorKind::Plugin);
    assert!(error.to_string().starts_with("plugin x.wasm: it is damaged: "), "{error}");
}

#[test]
fn a_setting_that_the_plugin_does_not_know() {
    let plugin = PluginSource::bytes("x.wasm", FAULTY).settings(serde_json::json!({"colour": 1}));
    check(
        Engine::builder().plugin(plugin),
        ErrorKind::Settings,
        "plugin `faulty`: `colour`: unknown field `colour`, there are no fields\n\
         hint: `textmill plugin inspect x.wasm` shows its settings",
    );
}

#[test]
fn two_analyzers_of_one_name() {
    let plugin = || PluginSource::bytes("x.wasm", FAULTY);
    check(
        Engine::builder().plugin(plugin()).plugin(plugin()),
        ErrorKind::Pipeline,
        "two analyzers are called `faulty` (x.wasm and x.wasm)\n\
         hint: give one of them another name in the configuration",
    );
}

#[test]
fn two_providers_of_one_layer() {
    let plugin = || PluginSource::bytes("x.wasm", FAULTY);
    check(
        Engine::builder().plugin(plugin()).plugin(plugin().named("second")),
        ErrorKind::Pipeline,
        "`faulty` and `second` both provide the layer `tokens`\n\
         hint: leave one out, or give its layer another name in the configuration",
    );
    let renamed = plugin()
        .named("second")
        .rename_layer("tokens", "more-tokens")
        .rename_layer("sentences", "more-sentences");
    Engine::builder().plugin(plugin()).plugin(renamed).build().expect("their layers differ now");
}

#[test]
fn a_layer_that_nobody_provides() {
    let needy = PluginSource::bytes("needy.wasm", NEEDY);
    check(
        Engine::builder().plugin(PluginSource::bytes("x.wasm", FAULTY)).plugin(needy),
        ErrorKind::Pipeline,
        "plugin `needy` requires the layer `lemmas`, which no loaded plugin provides (loaded: faulty, needy)\n\
         hint: add the plugin that provides it with -p",
    );
}

#[test]
fn a_layer_without_what_is_relied_on() {
    let lemmas = PluginSource::bytes("x.wasm", FAULTY).rename_layer("tokens", "lemmas");
    check(
        Engine::builder().plugin(lemmas).plugin(PluginSource::bytes("needy.wasm", NEEDY)),
        ErrorKind::Pipeline,
        "plugin `needy` relies on the text attribute `root` of the layer `lemmas`, which `faulty` does not declare",
    );
}

#[test]
fn requirements_in_a_circle() {
    let needy = PluginSource::bytes("needy.wasm", NEEDY).rename_layer("needs", "lemmas");
    check(Engine::builder().plugin(needy), ErrorKind::Pipeline, "the requirements of `needy` go in a circle");
}

#[cfg(feature = "builtin")]
#[test]
fn a_builtin_whose_name_is_taken() {
    let keywords = PluginSource::builtin("keywords").expect("it is built in");
    let tokens_elsewhere =
        PluginSource::bytes("x.wasm", FAULTY).named("tokenize").rename_layer("tokens", "words");
    check(
        Engine::builder().plugin(keywords).plugin(tokens_elsewhere),
        ErrorKind::Pipeline,
        "the built-in plugin `tokenize` would provide a required layer, but another analyzer has its name (x.wasm)\n\
         hint: give that analyzer another name in the configuration",
    );
}

#[test]
fn a_resource_or_layer_that_the_plugin_does_not_know() {
    check(
        Engine::builder().plugin(PluginSource::bytes("x.wasm", FAULTY).resource("lexicon", "a")),
        ErrorKind::Settings,
        "plugin `faulty`: it looks for no resource `lexicon` (its resources: none)",
    );
    check(
        Engine::builder().plugin(PluginSource::bytes("x.wasm", FAULTY).rename_layer("token", "words")),
        ErrorKind::Settings,
        "plugin `faulty`: it provides no layer `token` that could be renamed (its layers: tokens, sentences)",
    );
}

#[test]
fn an_engine_without_plugins() {
    check(
        Engine::builder(),
        ErrorKind::Pipeline,
        "an engine needs a plugin\nhint: add the built-in ones with EngineBuilder::builtins",
    );
}

#[test]
fn more_threads_than_a_run_may_have() {
    let builder = || Engine::builder().plugin(PluginSource::bytes("faulty.wasm", FAULTY));
    for threads in [EngineBuilder::MAX_THREADS + 1, usize::MAX] {
        check(
            builder().threads(threads),
            ErrorKind::Settings,
            &format!(
                "{threads} threads, over the limit of 1024\nhint: more than there are cores make no run faster"
            ),
        );
    }
    assert!(builder().threads(EngineBuilder::MAX_THREADS).build().is_ok());
}
