//! Every oracle holds for the seeds of its fuzz target, and for what is a little more broken than those.

use textmill_oracles::targets;

#[test]
fn oracles_hold_for_their_seeds() {
    for target in targets() {
        for seed in (target.seeds)() {
            (target.hold)(&seed);
        }
    }
}

#[test]
fn oracles_hold_for_cut_seeds() {
    for target in targets() {
        for seed in (target.seeds)() {
            (target.hold)(&seed[..seed.len() / 2]);
            (target.hold)(&seed[..seed.len().saturating_sub(1)]);
        }
    }
}

#[test]
fn a_fuzz_target_has_its_oracle_and_seeds() {
    for target in targets() {
        assert!(!(target.seeds)().is_empty(), "{}", target.name);
    }
}
