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

/// What a fuzzer does, in small and the same each time: bytes changed, taken out, repeated, and moved from other seeds.
#[test]
fn oracles_hold_for_seeds_that_are_changed() {
    // Changed inputs of a target; `TEXTMILL_INPUTS` asks for more.
    let inputs = std::env::var("TEXTMILL_INPUTS").ok().and_then(|inputs| inputs.parse().ok()).unwrap_or(400);
    for target in targets() {
        let seeds = (target.seeds)();
        let mut random =
            Random(target.name.bytes().fold(1_u64, |sum, byte| sum.wrapping_mul(31) + u64::from(byte)));
        for seed in seeds.iter().cycle().take(inputs) {
            let mut input = seed.clone();
            for _ in 0..=random.below(4) {
                change(&mut input, &seeds, &mut random);
            }
            (target.hold)(&input);
        }
    }
}

/// Changes an input once.
fn change(input: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Random) {
    /// The longest piece that is taken out, repeated or moved.
    const PIECE: usize = 64;
    if input.is_empty() {
        input.push(0);
    }
    let at = random.below(input.len());
    let end = input.len().min(at + 1 + random.below(PIECE));
    match random.below(5) {
        0 => input[at] ^= 1 << random.below(8),
        1 => input[at] = [0, 0x7f, 0xff, b'\n', b'"', b'<', b'&', b'{'][random.below(8)],
        2 => drop(input.drain(at..end)),
        3 => {
            let piece = input[at..end].repeat(1 + random.below(8));
            input.splice(at..at, piece);
        }
        _ => {
            let other = &seeds[random.below(seeds.len())];
            let from = random.below(other.len().max(1));
            let piece = other[from.min(other.len())..other.len().min(from + PIECE)].to_vec();
            input.splice(at..end, piece);
        }
    }
}

/// Numbers that look random and are the same each time (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        let mixed = mixed ^ mixed >> 31;
        usize::try_from(mixed % end.max(1) as u64).unwrap_or(0)
    }
}

#[test]
fn a_fuzz_target_has_its_oracle_and_seeds() {
    for target in targets() {
        assert!(!(target.seeds)().is_empty(), "{}", target.name);
    }
}
