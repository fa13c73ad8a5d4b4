//! The time of a call.

use std::time::{Duration, Instant};

/// How long a guest may run, and how long it has run.
///
/// The guest stops at every tick of the engine, and the clock is looked at. So it runs over its limit by one tick at the
/// most, and the time that it takes to wake the thread that ticks; were ticks counted, each of them would add that to it.
#[derive(Debug)]
pub(super) struct Clock {
    limit: Duration,
    used: Duration,
    /// When it was looked at last.
    seen: Instant,
}

impl Clock {
    /// What counts at most from one look to the next. They are milliseconds apart; where they are not, the process
    /// was stopped, or the machine slept, and that is no fault of the guest.
    const LONGEST: Duration = Duration::from_secs(1);

    pub(super) fn start(limit: Duration) -> Self {
        Self { limit, used: Duration::ZERO, seen: Instant::now() }
    }

    /// Whether the time is over.
    pub(super) fn is_over(&mut self) -> bool {
        self.is_over_at(Instant::now())
    }

    fn is_over_at(&mut self, now: Instant) -> bool {
        self.used += now.saturating_duration_since(self.seen).min(Self::LONGEST);
        self.seen = now;
        self.used >= self.limit
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Clock;

    /// Looks at a clock of five seconds at these times in milliseconds, and gives the first at which it is over.
    fn over(looks: impl IntoIterator<Item = u64>) -> Option<u64> {
        let mut clock = Clock::start(Duration::from_secs(5));
        let start = clock.seen;
        looks.into_iter().find(|&look| clock.is_over_at(start + Duration::from_millis(look)))
    }

    #[test]
    fn it_is_over_at_the_first_look_behind_the_limit() {
        assert_eq!(over((0..).step_by(10)), Some(5_000));
        assert_eq!(over((0..).step_by(13)), Some(5_005));
        assert_eq!(over((0..5_000).step_by(10)), None);
    }

    #[test]
    fn while_the_process_was_stopped_no_time_passed() {
        let looks = || (0..2_000).step_by(10);
        let after_an_hour = (3_600_000..).step_by(10);
        assert_eq!(over(looks().chain(after_an_hour)), Some(3_600_000 + 2_010));
    }
}
