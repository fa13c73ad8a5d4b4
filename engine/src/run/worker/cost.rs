//! What an analyzer cost: in one worker, and in all of them.

use std::time::Duration;

use crate::batch::Batch;
use crate::plugin::{CallCost, Instance};
use crate::report::{Cost, SlowDocuments};

/// What an analyzer cost so far. Costs of several workers add up.
#[derive(Clone, Debug, Default)]
pub(crate) struct StageCost {
    /// In calls, in making instances, and in merging what calls gave.
    time: Duration,
    calls: u64,
    documents: u64,
    bytes_in: u64,
    bytes_out: u64,
    fuel: u64,
    instances: u64,
    peak_memory: u64,
    /// The slowest calls or documents, the slowest first.
    slowest: Vec<SlowDocuments>,
}

impl StageCost {
    /// How many of the slowest are named.
    const SLOWEST: usize = 5;

    pub(crate) fn add_time(&mut self, time: Duration) {
        self.time += time;
    }

    pub(crate) fn add_instance(&mut self) {
        self.instances += 1;
    }

    /// Counts a call to `instance`, failed or not.
    pub(crate) fn add_call(&mut self, batch: &Batch, instance: &Instance) {
        let CallCost { bytes_in, bytes_out, fuel } = instance.cost();
        self.calls += 1;
        self.documents += batch.len() as u64;
        self.bytes_in += bytes_in;
        self.bytes_out += bytes_out;
        self.fuel = self.fuel.saturating_add(fuel);
        self.peak_memory = self.peak_memory.max(instance.memory() as u64);
    }

    /// Names the documents of a call, if it is one of the slowest.
    pub(crate) fn note_slow(&mut self, batch: &Batch, time: Duration) {
        let seconds = time.as_secs_f64();
        let is_full = self.slowest.len() == Self::SLOWEST;
        if is_full && self.slowest.last().is_some_and(|least| least.seconds >= seconds) {
            return;
        }
        let Some(first) = batch.heads().first() else { return };
        self.note(SlowDocuments {
            document: first.id.clone(),
            source: first.position.clone(),
            documents: batch.len() as u64,
            bytes: batch.texts.text().len() as u64,
            seconds,
        });
    }

    /// Leaves out a call whose documents were measured one by one since.
    pub(crate) fn forget_slow(&mut self, batch: &Batch) {
        let first = batch.heads().first().map(|head| head.position.as_str());
        self.slowest
            .retain(|slow| slow.documents != batch.len() as u64 || Some(slow.source.as_str()) != first);
    }

    /// Seconds of calls for each byte that was handed over; nothing before the first call.
    pub(crate) fn seconds_per_byte(&self) -> Option<f64> {
        (self.bytes_in > 0).then(|| self.time.as_secs_f64() / self.bytes_in as f64)
    }

    /// Fuel for each byte that was handed over; nothing where none was counted.
    pub(crate) fn fuel_per_byte(&self) -> Option<f64> {
        (self.fuel > 0 && self.bytes_in > 0).then(|| self.fuel as f64 / self.bytes_in as f64)
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.time += other.time;
        self.calls += other.calls;
        self.documents += other.documents;
        self.bytes_in += other.bytes_in;
        self.bytes_out += other.bytes_out;
        self.fuel = self.fuel.saturating_add(other.fuel);
        self.instances += other.instances;
        self.peak_memory = self.peak_memory.max(other.peak_memory);
        other.slowest.into_iter().for_each(|slow| self.note(slow));
    }

    /// The cost as a report has it, of an analyzer with `faults`. `all` is what all analyzers took.
    pub(crate) fn into_cost(self, all: Duration, counts_fuel: bool, faults: u64) -> Cost {
        let share = if all.is_zero() { 0.0 } else { self.time.as_secs_f64() / all.as_secs_f64() };
        Cost {
            seconds: rounded(self.time.as_secs_f64()),
            share: rounded(share),
            calls: self.calls,
            documents: self.documents,
            bytes_in: self.bytes_in,
            bytes_out: self.bytes_out,
            fuel: counts_fuel.then_some(self.fuel),
            peak_memory: self.peak_memory,
            instances: self.instances,
            faults,
            slowest: self.slowest,
        }
    }

    pub(crate) fn time(&self) -> Duration {
        self.time
    }

    fn note(&mut self, slow: SlowDocuments) {
        let place = self.slowest.partition_point(|other| other.seconds >= slow.seconds);
        self.slowest.insert(place, slow);
        self.slowest.truncate(Self::SLOWEST);
    }
}

/// Microseconds are as exact as a clock is.
fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use textmill_corpus::Document;

    use super::{Batch, StageCost};

    fn batch(ids: &[&str]) -> Batch {
        let mut batch = Batch::default();
        for id in ids {
            batch.push(Document::new(*id, "text")).expect("a few bytes");
        }
        batch
    }

    #[test]
    fn costs_add_up_and_name_the_slowest() {
        let mut cost = StageCost::default();
        for (id, milliseconds) in [("a", 3), ("b", 9), ("c", 1), ("d", 2)] {
            cost.note_slow(&batch(&[id]), Duration::from_millis(milliseconds));
        }
        let mut other = StageCost::default();
        other.note_slow(&batch(&["e", "f"]), Duration::from_millis(5));
        other.note_slow(&batch(&["g"]), Duration::from_millis(4));
        other.add_time(Duration::from_millis(10));
        cost.add_time(Duration::from_millis(20));
        cost.merge(other);
        let reported = cost.clone().into_cost(Duration::from_millis(60), false, 7);
        let named: Vec<&str> = reported.slowest.iter().map(|slow| slow.document.as_str()).collect();
        assert_eq!(named, ["b", "e", "g", "a", "d"]);
        assert_eq!((reported.seconds, reported.share, reported.fuel, reported.faults), (0.03, 0.5, None, 7));
        cost.forget_slow(&batch(&["e", "f"]));
        assert_eq!(cost.slowest.len(), 4);
    }
}
