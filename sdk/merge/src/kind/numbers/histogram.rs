//! `histogram`: how many numbers lie between each two edges.

use serde_json::{Value, json};

use super::buckets::Buckets;
use crate::binary;
use crate::error::StateError;
use crate::json::Reader;
use crate::kind::whole::Histogram;
use crate::kind::{Kind, TakesNumbers};
use crate::number::{Number, count_value};

impl Kind for Histogram<'_> {
    type State = Buckets;

    fn merge(self, bins: &mut Buckets, other: Buckets) {
        bins.merge(other);
    }

    fn read(self, reader: &mut Reader<'_>) -> Result<Buckets, StateError> {
        Buckets::read(reader, count(self.edges))
    }

    fn write_bytes(self, bins: &Buckets, out: &mut Vec<u8>) {
        bins.write_bytes(out);
    }

    fn read_bytes(self, reader: &mut binary::Reader<'_>) -> Result<Buckets, StateError> {
        Buckets::read_bytes(reader, count(self.edges))
    }

    /// All bins, empty ones too; the first has no `from` and the last no `to`.
    fn finish(self, bins: &Buckets) -> Value {
        let edge = |index: Option<usize>| {
            index.and_then(|index| self.edges.get(index)).map(|edge| Number::from_f64(*edge))
        };
        let bin = |index: usize| {
            let count = u32::try_from(index).map_or(0, |bin| bins.get(bin));
            json!({
                "from": edge(index.checked_sub(1)).map(Number::to_value),
                "to": edge(Some(index)).map(Number::to_value),
                "count": count_value(count),
            })
        };
        let shown: Vec<Value> = (0..=self.edges.len()).map(bin).collect();
        json!({ "count": count_value(bins.total()), "bins": shown })
    }
}

impl TakesNumbers for Histogram<'_> {
    fn add(self, bins: &mut Buckets, number: Number, count: u64) {
        bins.add(bin(self.edges, number), count.into());
    }
}

/// The number of bins: one more than there are edges.
fn count(edges: &[f64]) -> u32 {
    u32::try_from(edges.len()).map_or(u32::MAX, |edges| edges.saturating_add(1))
}

/// The bin of a number, which is the count of edges that are not above it: an edge opens its bin.
fn bin(edges: &[f64], number: Number) -> u32 {
    let below = edges.partition_point(|edge| Number::from_f64(*edge) <= number);
    u32::try_from(below).unwrap_or(u32::MAX - 1)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::{Schema, State};

    fn state(edges: &[f64]) -> State {
        State::new(Schema::Histogram { edges: edges.to_vec() })
    }

    #[track_caller]
    fn check(value: Value, json: &str, counts: [u64; 4]) {
        let mut histogram = state(&[-0.5, 0.0, 10.0]);
        histogram.fold("", &value).unwrap();
        assert_eq!(histogram.to_json(), json, "of {value}");
        let report = histogram.finish();
        let shown: Vec<u64> =
            report["bins"].as_array().unwrap().iter().map(|bin| bin["count"].as_u64().unwrap()).collect();
        assert_eq!(shown, counts);
        assert_eq!(report["count"], counts.iter().sum::<u64>());
    }

    #[test]
    fn an_edge_opens_its_bin() {
        check(json!([]), "null", [0, 0, 0, 0]);
        check(json!([-1, -0.5, -0.0, 9.99, 10, 1e300]), "[[0,1],[1,1],[2,2],[3,2]]", [1, 1, 2, 2]);
        check(json!([[-5, 3], [10.0, 2]]), "[[0,3],[3,2]]", [3, 0, 0, 2]);
    }

    #[test]
    fn bins_say_where_they_lie() {
        let bins = json!([{"from": null, "to": 0.5, "count": 0}, {"from": 0.5, "to": null, "count": 0}]);
        assert_eq!(state(&[0.5]).finish(), json!({"count": 0, "bins": bins}));
    }

    #[test]
    fn bins_that_are_not_there_are_refused() {
        for bad in
            ["[[2,1]]", "[[1,1],[0,1]]", "[[0,1],[0,1]]", "[[0,0]]", "[[-1,1]]", "[[0,1.5]]", "{}", "[[0]]"]
        {
            let schema = Schema::Histogram { edges: vec![0.0] };
            assert!(State::from_json(schema, bad).is_err(), "{bad}");
        }
    }
}
