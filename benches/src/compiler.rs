//! The compiler that made the built-in plugins, as they say themselves.

use wasmparser::{KnownCustom, Parser, Payload};

/// The compiler of the built-in plugins, such as `rustc 1.95.0 (59807616e 2026-04-14)`.
///
/// It stands in the `producers` section of their modules (WebAssembly tool conventions).
///
/// # Panics
/// Where they do not say it.
#[must_use]
pub fn compiler() -> String {
    let [plugin, ..] = textmill_plugins::ALL else { panic!("there are built-in plugins") };
    producer(plugin.component).expect("rustc names itself in what it makes")
}

fn producer(component: &[u8]) -> Option<String> {
    let payloads = Parser::new(0).parse_all(component).filter_map(Result::ok);
    let sections = payloads.filter_map(|payload| match payload {
        Payload::CustomSection(section) => Some(section),
        _ => None,
    });
    for section in sections {
        let KnownCustom::Producers(fields) = section.as_known() else { continue };
        for field in fields.into_iter().filter_map(Result::ok) {
            let values = field.values.into_iter().filter_map(Result::ok);
            if let Some(rustc) = values.into_iter().find(|value| value.name == "rustc") {
                return Some(format!("rustc {}", rustc.version));
            }
        }
    }
    None
}
