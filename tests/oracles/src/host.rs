//! What the engine and the command line take from plugins, users and files.

mod documented;
mod partial;

pub use partial::partial;
pub use textmill::fuzz::layer;
pub use textmill_cli::fuzz::report;

use crate::Target;

/// The oracles of the engine and the command line.
pub const TARGETS: &[Target] = &[
    Target { name: "layer", hold: textmill::fuzz::layer, seeds: layers },
    Target { name: "settings", hold: settings, seeds: all_settings },
    Target { name: "partial", hold: partial, seeds: documented::partials },
    Target { name: "report", hold: textmill_cli::fuzz::report, seeds: documented::reports },
];

/// What users and plugins set, by the first byte: a manifest, filters and groups, a configuration or a lock file.
///
/// # Panics
/// Where one that is taken breaks a promise.
pub fn settings(input: &[u8]) {
    let Some((&kind, content)) = input.split_first() else { return };
    let hold = SETTINGS[usize::from(kind) % SETTINGS.len()].0;
    hold(content);
}

/// An oracle, and what it begins from.
type Setting = (fn(&[u8]), fn() -> Vec<Vec<u8>>);

const SETTINGS: [Setting; 4] = [
    (textmill::fuzz::manifest, manifests),
    (textmill::fuzz::selection, selections),
    (textmill_cli::fuzz::configuration, configurations),
    (textmill_cli::fuzz::lock_file, lock_files),
];

fn all_settings() -> Vec<Vec<u8>> {
    let of_kind = |(kind, (_, seeds)): (u8, &Setting)| {
        seeds().into_iter().map(move |seed| [&[kind], seed.as_slice()].concat())
    };
    (0..).zip(&SETTINGS).flat_map(of_kind).collect()
}

/// Decisions that are lawful at first, and less and less so.
fn layers() -> Vec<Vec<u8>> {
    let seed = |step: u8| (0..200_u8).map(|at| at.wrapping_mul(step) % 7).collect();
    [0, 1, 2, 3, 5, 11].map(seed).to_vec()
}

fn manifests() -> Vec<Vec<u8>> {
    let schema = r#"{"kind":"record","fields":{"words":{"kind":"counts","top":5}}}"#;
    [
        format!("nshouting\nv0.1.0\nsWords in capitals\no{schema}\nj{{}}\nrtokens\nrlanguage\npshouts\nlword\nascore\nmlanguage\nflexicon"),
        format!("nÜber\nv1\no{schema}\nj{{"),
        "na\nv1.0.0-beta+1\no{\"kind\":\"sum\"}\nj{\"type\":\"object\"}\nptokens\nptokens\nrtokens\naend".to_string(),
    ]
    .map(String::into_bytes)
    .to_vec()
}

fn selections() -> Vec<Vec<u8>> {
    [
        "language=ar,en\ndate:year\n{\"language\":\"ar-EG\",\"date\":\"2024-05-01T23:59:59+03:00\"}",
        "stars>=4\ndate:month\n{\"stars\":4.5,\"date\":1714521600000}",
        "!city\nfolder\n{\"city\":null,\"date\":\"2024-13\"}",
        "date<2024-06\nsource\n{\"date\":\"2024-05\"}",
        "city!=Leeds\na:b\n{\"a:b\":[1]}",
    ]
    .map(|seed| seed.as_bytes().to_vec())
    .to_vec()
}

fn configurations() -> Vec<Vec<u8>> {
    [
        "threads = 4\n[plugins.keywords]\n[plugins.mood]\nplugin = \"sentiment\"\nsettings = { neutral = 0.1, words = { meh = -1 }, list = [\"a\", 1979-05-27] }\nlayers = { sentiment = \"mood\" }\n[plugins.mood.limits]\ntime_ms = 2000\nfuel = 1\n",
        "threads = 0\n",
        "[plugins.a]\nsettings = { x = [1, nan, inf] }\nlimits = { memry = 1 }\n",
        "[plugins.Loud]\nplugin = \"./a.wasm\"\n[[plugins.b]]\n",
        "'' = \"\"\"\n\"\"\"\n\"a\\u0007\".b = 1e999\n",
    ]
    .map(|seed| seed.as_bytes().to_vec())
    .to_vec()
}

fn lock_files() -> Vec<Vec<u8>> {
    let plugin = "[plugins.loud]\nname = \"shouting\"\norigin = \"./shouting.wasm\"\nsettings_json = \"{}\"\n[plugins.loud.settings]\nx = [1, nan, 1979-05-27]\n[plugins.loud.limits]\nmemory = 9223372036854775807\n";
    [
        format!("format = 1\nengine = \"0.1.0\"\n{plugin}"),
        "format = 2\n".to_owned(),
        "plugins = 1\nformat = 1".to_owned(),
    ]
    .map(String::into_bytes)
    .to_vec()
}
