//! Puts fragments behind the phrases that they are parts of.

use super::Candidate;
use super::runs::Runs;

/// Only so many of the best are looked at: nobody lists more.
const LOOKED_AT: usize = 100;

/// Puts each candidate that is mostly met as a part of a longer one, of those that are looked at, behind the last
/// of these.
pub(super) fn put_behind(ranked: &mut [Candidate], runs: &Runs) {
    let looked_at = ranked.len().min(LOOKED_AT);
    let ranked = &mut ranked[..looked_at];
    // From the last up, so that what stands behind a place is in its final order.
    for place in (0..looked_at).rev() {
        let fragment = ranked[place];
        let whole = ranked[place + 1..].iter().rposition(|whole| is_fragment(&fragment, whole, runs));
        if let Some(after) = whole {
            ranked[place..=place + 1 + after].rotate_left(1);
        }
    }
}

/// Whether at least two of three occurrences of a candidate are within a longer one.
fn is_fragment(fragment: &Candidate, whole: &Candidate, runs: &Runs) -> bool {
    fragment.length < whole.length
        && 3 * whole.count >= 2 * fragment.count
        && runs
            .words_of(whole)
            .windows(fragment.length as usize)
            .any(|part| part.iter().map(|word| word.group).eq(runs.groups_of(fragment)))
}

#[cfg(test)]
mod tests {
    use super::super::runs::Runs;
    use super::{Candidate, put_behind};

    #[test]
    fn a_fragment_stands_behind_its_phrase() {
        let runs = Runs::of_groups(&[vec![1, 2, 3, 2, 4]]);
        let candidate = |start, length, count| Candidate { start, length, count };
        // "4" is met alone more often than in "2 4".
        let mut ranked = [
            candidate(1, 1, 1),
            candidate(4, 1, 9),
            candidate(0, 2, 1),
            candidate(0, 3, 1),
            candidate(3, 2, 1),
        ];
        put_behind(&mut ranked, &runs);
        let expected = [
            candidate(4, 1, 9),
            candidate(0, 3, 1),
            candidate(0, 2, 1),
            candidate(3, 2, 1),
            candidate(1, 1, 1),
        ];
        assert_eq!(ranked, expected);
    }
}
