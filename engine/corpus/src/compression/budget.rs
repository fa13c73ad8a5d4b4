//! How much an input may become when it is decompressed.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::damage::damage;

/// What an input may become, whatever it says of itself: bytes per byte that was read of it, past [`GRACE`].
///
/// Text that people write becomes ten times as large at most, logs and tables a hundred times. Data that is made
/// to keep a reader busy becomes a thousand times (the most that DEFLATE can) to a million times as large.
#[derive(Clone, Debug)]
pub(crate) struct Budget(Arc<Account>);

#[derive(Debug)]
struct Account {
    /// Bytes that may come of one that is read.
    times: u64,
    /// The size of the input, where it is known: parts of it that are read again give no more.
    size: u64,
    read: AtomicU64,
    decompressed: AtomicU64,
}

/// What is allowed of any input, in bytes: a small file of a million equal lines is none that keeps anybody busy.
const GRACE: u64 = 64 * 1024 * 1024;

impl Budget {
    pub(crate) fn new(times: u64, size: Option<u64>) -> Self {
        let (read, decompressed) = (AtomicU64::new(0), AtomicU64::new(0));
        Self(Arc::new(Account { times, size: size.unwrap_or(u64::MAX), read, decompressed }))
    }

    /// A reader of the input itself: its bytes give credit.
    pub(crate) fn credit<R: Read>(&self, inner: R) -> Credit<R> {
        Credit { inner, budget: self.clone() }
    }

    /// A reader of what a decoder gives: its bytes are paid for.
    pub(crate) fn debit<R: Read>(&self, inner: R) -> Debit<R> {
        Debit { inner, budget: self.clone() }
    }

    fn pay(&self, bytes: u64) -> io::Result<()> {
        let account = &*self.0;
        let decompressed = account.decompressed.fetch_add(bytes, Relaxed) + bytes;
        let read = account.read.load(Relaxed).min(account.size);
        if decompressed.saturating_sub(GRACE) <= read.saturating_mul(account.times) {
            return Ok(());
        }
        Err(damage(format!(
            "becomes more than {} times as large when it is decompressed, as a decompression bomb does: a greater \
             `--max-expansion` allows it",
            account.times
        )))
    }
}

/// See [`Budget::credit`].
pub(crate) struct Credit<R> {
    inner: R,
    budget: Budget,
}

impl<R: Read> Read for Credit<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.budget.0.read.fetch_add(read as u64, Relaxed);
        Ok(read)
    }
}

/// See [`Budget::debit`].
pub(crate) struct Debit<R> {
    inner: R,
    budget: Budget,
}

impl<R: Read> Read for Debit<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.budget.pay(read as u64)?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(budget: &Budget, read: u64, decompressed: u64, allowed: bool) {
        io::copy(&mut budget.credit(io::repeat(0).take(read)), &mut io::sink()).unwrap();
        let paid = io::copy(&mut budget.debit(io::repeat(0).take(decompressed)), &mut io::sink());
        assert_eq!(paid.is_ok(), allowed, "{decompressed} bytes of {read}");
    }

    #[test]
    fn what_is_decompressed_is_measured_by_what_was_read() {
        check(&Budget::new(10, None), 0, GRACE, true);
        check(&Budget::new(10, None), 0, GRACE + 1, false);
        check(&Budget::new(10, None), 100_000, GRACE + 1_000_000, true);
        check(&Budget::new(10, None), 100_000, GRACE + 1_000_001, false);
        check(&Budget::new(u64::MAX, None), 1, 2 * GRACE, true);
    }

    #[test]
    fn the_same_bytes_give_credit_once() {
        let budget = Budget::new(10, Some(1_000));
        check(&budget, 1_000, GRACE, true);
        check(&budget, 1_000, 10_000, true);
        check(&budget, 1_000, 1, false);
    }
}
