//! What reads the layers of a hostile plugin loses the same document, and nothing else.

use crate::harness::{TEMPTING, engine, plugin, report};

#[test]
fn what_can_do_without_them_keeps_the_document_and_has_no_spans_of_it() {
    for (provider, faults) in
        [("frame", 1), ("undeclared-field", 0), ("span-inside-character", 0), ("traps", 0)]
    {
        let source = plugin(provider).rename_layer("marks", "hints");
        let engine = engine(source).plugin(plugin("reads-hints")).build().expect("they look sound");
        let report = report(&engine, &TEMPTING);
        let reader = &report.analyzers["reads-hints"];
        // A sound provider's spans are there: otherwise this would show nothing.
        assert_eq!((reader.documents, reader.faults), (5 - faults, faults), "{provider}");
    }
}

#[cfg(feature = "builtin")]
mod built_in {
    use textmill::{FaultKind, PluginSource, Report};

    use crate::harness::{TEMPTING, engine, json, plugin, report};

    /// A run of the built-in `keywords` over the layer of a plugin of `tests/hostile`, as if its marks were tokens.
    fn keywords_over(provider: &str, texts: &[&str]) -> Report {
        let provider = plugin(provider).named("provider").rename_layer("marks", "tokens");
        let keywords = PluginSource::builtin("keywords").expect("it is built in");
        let engine = engine(provider).plugin(keywords).build().expect("they look sound");
        report(&engine, texts)
    }

    #[test]
    fn a_layer_that_breaks_the_contract_never_reaches_them() {
        let without: Vec<&str> = TEMPTING.into_iter().filter(|text| !text.starts_with('!')).collect();
        let expected = &keywords_over("frame", &without).analyzers["keywords"];
        for provider in ["span-inside-character", "undeclared-field"] {
            let report = keywords_over(provider, &TEMPTING);
            let of_keywords: Vec<_> = report
                .faults
                .first
                .iter()
                .filter(|fault| fault.analyzer.as_deref() == Some("keywords"))
                .map(|fault| (fault.document.as_str(), fault.kind, fault.message.as_str()))
                .collect();
            let message = "the document was lost by `provider`, which this analyzer depends on";
            assert_eq!(of_keywords, [("0001", FaultKind::Upstream, message)], "{provider}");
            let mut found = report.analyzers["keywords"].clone();
            found.faults = 0;
            assert_eq!(json(&found), json(expected), "{provider}");
        }
    }
}
