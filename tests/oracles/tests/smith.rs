//! Components that nobody wrote end no run.

use textmill_oracles::smith::stages;

#[test]
fn random_components_are_refused_or_lose_their_documents() {
    let stages = stages(0..100);
    let reached = |stage: &str| stages.get(stage).copied().unwrap_or_default();
    assert!(reached("loaded, and lost documents") + reached("analyzed") > 10, "{stages:?}");
    assert!(reached("failed to describe itself") > 3, "{stages:?}");
    assert_eq!(reached("refused otherwise"), 0, "{stages:?}");
}
