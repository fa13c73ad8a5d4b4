//! Which analyzers run again, and on what.

use std::collections::{BTreeMap, BTreeSet};

use super::limits::lowered;
use crate::error::{Error, ErrorKind};
use crate::partial::flat;
use crate::plugin::{PerStage, StageIndex};
use crate::report::{PluginRecord, Provenance};

/// By position the documents that an earlier run lost, each with the stages that lost it.
pub(super) type LostDocuments = BTreeMap<String, BTreeSet<StageIndex>>;

/// What becomes of an analyzer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// What the earlier run found stays.
    Keep,
    /// It runs again on the documents that it lost.
    Lost,
    /// It runs again on all documents.
    Everything {
        /// Why.
        because: String,
    },
}

/// An analyzer in its place, as far as it matters here.
#[derive(Debug)]
pub(super) struct StagePlace<'a> {
    pub(super) name: &'a str,
    pub(super) inputs: Vec<LayerRead<'a>>,
}

/// A layer that an analyzer reads and another makes.
#[derive(Clone, Debug)]
pub(super) struct LayerRead<'a> {
    pub(super) layer: &'a str,
    pub(super) provider: StageIndex,
    pub(super) optional: bool,
}

/// What the earlier run was, and what it lost.
#[derive(Debug)]
pub(super) struct Before<'a> {
    pub(super) provenance: &'a Provenance,
    /// The analyzers that lost documents.
    pub(super) at_fault: BTreeSet<&'a str>,
    /// The documents that were lost; nothing where there are no states into which more could be merged.
    pub(super) lost_documents: Option<&'a LostDocuments>,
}

/// Decides what becomes of each analyzer, in the order in which they run. `labels` are the layers by whose labels
/// documents are chosen or grouped, each with the stages that it takes to make it.
///
/// # Errors
/// [`ErrorKind::Settings`] where there are other analyzers than before, or a limit is lower.
pub(super) fn decide(
    places: &PerStage<StagePlace<'_>>,
    before: &Before<'_>,
    now: &Provenance,
    labels: &[(String, Vec<StageIndex>)],
) -> Result<PerStage<Decision>, Error> {
    check_names(before.provenance, now)?;
    check_selection(before.provenance, now)?;
    let all = |decision: Decision| places.iter().map(|_| decision.clone()).collect();
    if let Some(because) = other_engine(before.provenance, now) {
        return Ok(all(Decision::Everything { because }));
    }
    let mut decisions: PerStage<Decision> = all(Decision::Keep);
    for (stage, place) in places.indexed() {
        let (was, is) = (&before.provenance.plugins[place.name], &now.plugins[place.name]);
        let because = difference(was, is)
            .or_else(|| made_anew(place, places, &decisions))
            .or_else(|| did_without(stage, place, places, before.lost_documents))
            .or_else(|| no_states(place, before));
        decisions[stage] = match because {
            Some(because) => Decision::Everything { because },
            None if before.at_fault.contains(place.name) => Decision::Lost,
            None => Decision::Keep,
        };
        if matches!(decisions[stage], Decision::Keep | Decision::Lost) {
            check_limits(place.name, was, is)?;
        }
    }
    if let Some(because) = chosen_otherwise(places, &decisions, before.provenance, now, labels) {
        return Ok(all(Decision::Everything { because }));
    }
    Ok(decisions)
}

fn check_names(before: &Provenance, now: &Provenance) -> Result<(), Error> {
    let shown = |provenance: &Provenance| {
        let reported = provenance.plugins.iter().map(|(name, plugin)| match plugin.reported {
            true => name.clone(),
            false => format!("{name} (for its layers)"),
        });
        reported.collect::<Vec<_>>().join(", ")
    };
    let (was, is) = (shown(before), shown(now));
    if was == is {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Settings, format!("the analyzers are others: they were {was}, and are {is}"))
        .with_hint("analyze again to have other analyzers in a report"))
}

/// Documents have to be read, chosen and grouped as they were.
fn check_selection(before: &Provenance, now: &Provenance) -> Result<(), Error> {
    let (was, is) = (flat(&before.selection), flat(&now.selection));
    let mut keys = was.keys().chain(is.keys());
    let Some(other) = keys.find(|key| was.get(*key) != is.get(*key)) else { return Ok(()) };
    let shown = |values: &BTreeMap<String, String>| {
        values.get(other).map_or_else(|| "absent".to_string(), |value| shortened(value))
    };
    let (was, is) = (shown(&was), shown(&is));
    let message = format!("documents are read, chosen or grouped otherwise: {other} was {was}, and is {is}");
    Err(Error::new(ErrorKind::Settings, message).with_hint("analyze again, from the start"))
}

fn other_engine(before: &Provenance, now: &Provenance) -> Option<String> {
    let of = |provenance: &Provenance| format!("{}, {}", provenance.engine, provenance.interface);
    let (was, is) = (of(before), of(now));
    (was != is).then(|| format!("engine and interface were {was}, and are {is}"))
}

/// In what a plugin differs from what it was, but for its limits.
fn difference(was: &PluginRecord, is: &PluginRecord) -> Option<String> {
    let of = |record: &PluginRecord| {
        let mut values = flat(&PluginRecord { limits: Default::default(), ..record.clone() });
        values.retain(|_, value| value != "{}");
        values
    };
    let (before, now) = (of(was), of(is));
    // A version says more than a hash.
    let keys = ["version".to_string()].into_iter().chain(before.keys().chain(now.keys()).cloned());
    let other = keys.into_iter().find(|key| before.get(key) != now.get(key))?;
    let shown = |value: Option<&String>| value.map_or("absent".to_string(), |value| shortened(value));
    Some(format!("its {other} was {}, and is {}", shown(before.get(&other)), shown(now.get(&other))))
}

/// A value of a record, cut where it would fill the screen.
fn shortened(value: &str) -> String {
    const LONGEST: usize = 24;
    match value.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_string(),
    }
}

fn made_anew(
    place: &StagePlace<'_>,
    places: &PerStage<StagePlace<'_>>,
    decisions: &PerStage<Decision>,
) -> Option<String> {
    let is_anew = |input: &&LayerRead<'_>| matches!(decisions[input.provider], Decision::Everything { .. });
    let input = place.inputs.iter().find(is_anew)?;
    Some(format!("it reads `{}` of `{}`, which runs again", input.layer, places[input.provider].name))
}

/// Where a provider lost a document, an analyzer that can do without it analyzed the document in its absence. That is in
/// its state by now, and would be another with the layer.
fn did_without(
    stage: StageIndex,
    place: &StagePlace<'_>,
    places: &PerStage<StagePlace<'_>>,
    lost_documents: Option<&LostDocuments>,
) -> Option<String> {
    let did_without = |input: &&LayerRead<'_>| {
        let lost =
            |stages: &BTreeSet<StageIndex>| stages.contains(&input.provider) && !stages.contains(&stage);
        input.optional && lost_documents.is_some_and(|lost_documents| lost_documents.values().any(lost))
    };
    let input = place.inputs.iter().find(did_without)?;
    let provider = places[input.provider].name;
    Some(format!("it did without `{}` on documents that `{provider}` lost", input.layer))
}

fn no_states(place: &StagePlace<'_>, before: &Before<'_>) -> Option<String> {
    let lacks = before.lost_documents.is_none() && before.at_fault.contains(place.name);
    lacks.then(|| "there is no partial file of the run to merge into".to_string())
}

/// Where documents are chosen or grouped by a layer, an analyzer on the way to it that does more than before may put a
/// document into another group, or among those that are analyzed.
fn chosen_otherwise(
    places: &PerStage<StagePlace<'_>>,
    decisions: &PerStage<Decision>,
    before: &Provenance,
    now: &Provenance,
    labels: &[(String, Vec<StageIndex>)],
) -> Option<String> {
    let does_more = |stage: StageIndex| {
        let name = places[stage].name;
        decisions[stage] != Decision::Keep || before.plugins[name].limits != now.plugins[name].limits
    };
    let (layer, stage) = labels
        .iter()
        .find_map(|(layer, stages)| Some((layer, stages.iter().copied().find(|&stage| does_more(stage))?)))?;
    Some(format!(
        "documents are chosen or grouped by `{layer}`, for which `{}` runs again",
        places[stage].name
    ))
}

fn check_limits(name: &str, was: &PluginRecord, is: &PluginRecord) -> Result<(), Error> {
    match lowered(&was.limits, &is.limits) {
        None => Ok(()),
        Some(lower) => Err(Error::new(
            ErrorKind::Settings,
            format!("the limit `{}` of `{name}` was {}, and is {}", lower.name, lower.was, lower.is),
        )
        .with_hint(
            "what was found within the greater limit stays in the report: analyze again for lower ones",
        )),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::report::Limits;
    use crate::report::SelectionRecord;

    const NAMES: [&str; 4] = ["tokens", "terms", "names", "mood"];

    fn provenance() -> Provenance {
        let plugin = |name: &&str| {
            let record = PluginRecord {
                name: name.to_string(),
                version: "1.0.0".into(),
                sha256: "ab".repeat(32),
                reported: true,
                settings: json!({}),
                limits: Limits::default(),
                layers: BTreeMap::new(),
                resources: BTreeMap::new(),
            };
            (name.to_string(), record)
        };
        Provenance {
            engine: "0.1.0".into(),
            interface: "textmill:analyzer@0.1.0".into(),
            selection: SelectionRecord::default(),
            plugins: NAMES.iter().map(plugin).collect(),
        }
    }

    /// `terms` requires `tokens`; `names` can do without; `mood` requires what `names` makes.
    fn places() -> PerStage<StagePlace<'static>> {
        let reads = |layer, provider, optional| {
            vec![LayerRead { layer, provider: StageIndex::new(provider), optional }]
        };
        let inputs = [vec![], reads("tokens", 0, false), reads("tokens", 0, true), reads("names", 2, false)];
        NAMES.into_iter().zip(inputs).map(|(name, inputs)| StagePlace { name, inputs }).collect()
    }

    /// Decides, and gives one word per analyzer: what is kept, `lost`, or the reason to run over everything.
    fn decided(
        lost_documents: Option<&[(&str, usize)]>,
        at_fault: &[&str],
        now: &Provenance,
        labels: &[(String, Vec<StageIndex>)],
    ) -> Result<Vec<String>, String> {
        let mut by_position = LostDocuments::new();
        for (position, stage) in lost_documents.unwrap_or_default() {
            by_position.entry((*position).to_string()).or_default().insert(StageIndex::new(*stage));
        }
        let earlier = provenance();
        let before = Before {
            provenance: &earlier,
            at_fault: at_fault.iter().copied().collect(),
            lost_documents: lost_documents.map(|_| &by_position),
        };
        let decisions = decide(&places(), &before, now, labels).map_err(|error| error.to_string())?;
        let word = |decision| match decision {
            Decision::Keep => "keep".to_string(),
            Decision::Lost => "lost".to_string(),
            Decision::Everything { because } => because,
        };
        Ok(decisions.into_iter().map(word).collect())
    }

    fn with(change: impl FnOnce(&mut PluginRecord), name: &str) -> Provenance {
        let mut now = provenance();
        change(now.plugins.get_mut(name).expect("it is one of the names"));
        now
    }

    #[test]
    fn only_what_was_lost_runs_again() {
        let found = decided(Some(&[("a", 1)]), &["terms"], &provenance(), &[]);
        assert_eq!(found.unwrap(), ["keep", "lost", "keep", "keep"]);
        let nothing = decided(Some(&[]), &[], &provenance(), &[]);
        assert_eq!(nothing.unwrap(), ["keep"; 4]);
    }

    #[test]
    fn what_did_without_a_layer_runs_over_everything_and_so_do_its_dependents() {
        let found = decided(Some(&[("a", 0), ("a", 1)]), &["tokens", "terms"], &provenance(), &[]);
        assert_eq!(
            found.unwrap(),
            [
                "lost",
                "lost",
                "it did without `tokens` on documents that `tokens` lost",
                "it reads `names` of `names`, which runs again"
            ]
        );
        // Where it lost the document too, for another reason, nothing of it was analyzed without.
        let found = decided(
            Some(&[("a", 0), ("a", 1), ("a", 2), ("a", 3)]),
            &["tokens", "terms", "names", "mood"],
            &provenance(),
            &[],
        );
        assert_eq!(found.unwrap(), ["lost"; 4]);
    }

    #[test]
    fn another_version_runs_over_everything_whether_it_was_at_fault_or_not() {
        let now = with(|plugin| plugin.version = "1.1.0".into(), "names");
        let found = decided(Some(&[("a", 1)]), &["terms"], &now, &[]).unwrap();
        let anew = "it reads `names` of `names`, which runs again";
        assert_eq!(found, ["keep", "lost", "its version was \"1.0.0\", and is \"1.1.0\"", anew]);
        let now = with(|plugin| plugin.settings = json!({"k": 3}), "mood");
        let found = decided(Some(&[]), &[], &now, &[]).unwrap();
        assert_eq!(found[3], "its settings.k was absent, and is 3");
        let now = with(|plugin| plugin.sha256 = "cd".repeat(32), "mood");
        let found = decided(Some(&[]), &[], &now, &[]).unwrap();
        assert_eq!(found[3], "its sha256 was \"abababababababababababa…, and is \"cdcdcdcdcdcdcdcdcdcdcdc…");
        let other = Provenance { engine: "0.2.0".into(), ..provenance() };
        let found = decided(Some(&[]), &[], &other, &[]).unwrap();
        assert!(
            found.iter().all(|because| because.starts_with("engine and interface were 0.1.0")),
            "{found:?}"
        );
    }

    #[test]
    fn without_states_what_was_at_fault_runs_over_everything() {
        let found = decided(None, &["terms"], &provenance(), &[]).unwrap();
        assert_eq!(found, ["keep", "there is no partial file of the run to merge into", "keep", "keep"]);
    }

    #[test]
    fn what_chooses_documents_runs_everything_again() {
        let labels = [("language".to_string(), vec![StageIndex::new(0)])];
        let found = decided(Some(&[("a", 1)]), &["terms"], &provenance(), &labels).unwrap();
        assert_eq!(found, ["keep", "lost", "keep", "keep"]);
        let more = with(|plugin| plugin.limits.memory += 1, "tokens");
        let found = decided(Some(&[("a", 1)]), &["terms"], &more, &labels).unwrap();
        let because = "documents are chosen or grouped by `language`, for which `tokens` runs again";
        assert_eq!(found, [because; 4]);
    }

    #[test]
    fn limits_may_grow_and_not_shrink() {
        let more = with(|plugin| plugin.limits.memory += 1, "terms");
        assert!(decided(Some(&[("a", 1)]), &["terms"], &more, &[]).is_ok());
        let less = with(|plugin| plugin.limits.spans = 1, "mood");
        let error = decided(Some(&[("a", 1)]), &["terms"], &less, &[]).unwrap_err();
        assert_eq!(error, "the limit `spans` of `mood` was 65536, and is 1");
        // What runs again over everything has no verdicts that stay.
        let anew = with(
            |plugin| {
                plugin.limits.spans = 1;
                plugin.version = "2.0.0".into();
            },
            "mood",
        );
        assert!(decided(Some(&[("a", 1)]), &["terms"], &anew, &[]).is_ok());
    }

    #[test]
    fn documents_that_are_chosen_otherwise_are_refused() {
        let mut now = provenance();
        now.selection.filter.push("language=ar".into());
        let error = decided(Some(&[]), &[], &now, &[]).unwrap_err();
        assert_eq!(
            error,
            "documents are read, chosen or grouped otherwise: filter was [], and is [\"language=ar\"]"
        );
    }

    #[test]
    fn other_analyzers_are_refused() {
        let mut now = provenance();
        now.plugins.remove("mood");
        let error = decided(Some(&[]), &[], &now, &[]).unwrap_err();
        assert_eq!(
            error,
            "the analyzers are others: they were mood, names, terms, tokens, and are names, terms, tokens"
        );
    }
}
