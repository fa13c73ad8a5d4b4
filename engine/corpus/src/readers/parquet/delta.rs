//! Strings whose lengths are packed as differences (Parquet's encodings DELTA_LENGTH_BYTE_ARRAY and DELTA_BYTE_ARRAY).
//!
//! Such a page tells in its first bytes how many values it has, and the crate makes room for as many before it reads one:
//! three kilobytes can ask for gigabytes. So what a page tells is held to what a page of its size can have.

use ::parquet::basic::Encoding;

/// Lengths that a byte of a page may stand for. Writers pack 128 of them in five bytes at least (parquet-java, Arrow)
/// or 2,048 in nine (DuckDB).
const MAX_PER_BYTE: u64 = 256;

/// Whether the values of a page, which are encoded so, tell of more than can be in them.
pub(super) fn tells_too_much(encoding: Encoding, values: &[u8]) -> bool {
    match encoding {
        Encoding::DELTA_LENGTH_BYTE_ARRAY => lengths(values).is_none(),
        // Lengths of prefixes, and after them the suffixes with lengths of their own.
        Encoding::DELTA_BYTE_ARRAY => lengths(values).and_then(|end| lengths(values.get(end..)?)).is_none(),
        _ => false,
    }
}

/// Where packed lengths end. Nothing where there are too many for so few bytes, or they are cut off.
fn lengths(values: &[u8]) -> Option<usize> {
    let mut reader = Reader { bytes: values, at: 0 };
    let block = reader.number()?;
    let miniblocks = reader.number()?;
    let mut left = reader.number()?;
    reader.number()?;
    if left > MAX_PER_BYTE * values.len() as u64 || miniblocks == 0 || miniblocks > values.len() as u64 {
        return None;
    }
    // The first value stands in the header.
    left = left.saturating_sub(1);
    let values_per_miniblock = block / miniblocks;
    if left > 0 && values_per_miniblock == 0 {
        return None;
    }
    while left > 0 {
        // The least difference.
        reader.number()?;
        let widths = reader.take(miniblocks)?;
        for &width in widths {
            // Those after the last value are not there, whatever their widths say.
            if left > 0 {
                reader.take(values_per_miniblock.checked_mul(u64::from(width))? / 8)?;
                left = left.saturating_sub(values_per_miniblock);
            }
        }
    }
    Some(reader.at)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// A number of seven bits a byte, the least first.
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn take(&mut self, count: u64) -> Option<&'a [u8]> {
        let end = self.at.checked_add(usize::try_from(count).ok()?)?;
        let taken = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The header of lengths in blocks of 128 with 4 miniblocks, the first of them 0.
    fn header(count: u64) -> Vec<u8> {
        let mut bytes = vec![0x80, 1, 4];
        let mut rest = count;
        while rest > 0x7f {
            bytes.push((rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        bytes.extend([rest as u8, 0]);
        bytes
    }

    /// Blocks of equal lengths: no difference, and no bits.
    fn equal(count: u64) -> Vec<u8> {
        let blocks = (count.max(1) - 1).div_ceil(128) as usize;
        [header(count), [0; 5].repeat(blocks)].concat()
    }

    #[track_caller]
    fn check(encoding: Encoding, values: &[u8], expected: bool) {
        assert_eq!(tells_too_much(encoding, values), expected, "{encoding} {values:?}");
    }

    #[test]
    fn what_is_there_is_taken() {
        for count in [0, 1, 2, 129, 10_000] {
            check(Encoding::DELTA_LENGTH_BYTE_ARRAY, &equal(count), false);
            check(Encoding::DELTA_BYTE_ARRAY, &[equal(count), equal(count)].concat(), false);
        }
        // Three values: two differences of three bits, in a miniblock of 32.
        let packed = [header(3), vec![0, 3, 0xff, 0, 0], vec![0; 12]].concat();
        check(Encoding::DELTA_BYTE_ARRAY, &[packed, equal(3)].concat(), false);
        check(Encoding::PLAIN, b"", false);
    }

    #[test]
    fn more_than_can_be_there_is_refused() {
        for count in [100_000, 1 << 28, u64::MAX] {
            check(Encoding::DELTA_LENGTH_BYTE_ARRAY, &header(count), true);
            check(Encoding::DELTA_BYTE_ARRAY, &header(count), true);
            check(Encoding::DELTA_BYTE_ARRAY, &[equal(2), header(count)].concat(), true);
        }
        check(Encoding::DELTA_LENGTH_BYTE_ARRAY, b"", true);
        check(Encoding::DELTA_LENGTH_BYTE_ARRAY, &[0xff; 40], true);
        check(Encoding::DELTA_LENGTH_BYTE_ARRAY, &[0, 1, 9, 0], true);
    }
}
