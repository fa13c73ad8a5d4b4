//! What the engine and the command line take from plugins, users and files.

mod documented;
mod partial;

pub use partial::partial;

use crate::Target;

/// The oracles of the engine and the command line.
pub const TARGETS: &[Target] = &[
    Target { name: "layer", hold: textmill::fuzz::layer, seeds: layers },
    Target { name: "manifest", hold: textmill::fuzz::manifest, seeds: manifests },
    Target { name: "selection", hold: textmill::fuzz::selection, seeds: selections },
    Target { name: "partial", hold: partial, seeds: documented::partials },
    Target { name: "report", hold: textmill_cli::fuzz::report, seeds: documented::reports },
    Target { name: "configuration", hold: textmill_cli::fuzz::configuration, seeds: configurations },
];

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
        format!("na\nv1.0.0-beta+1\no{{\"kind\":\"sum\"}}\nj{{\"type\":\"object\"}}\nptokens\nptokens\nrtokens\naend"),
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
