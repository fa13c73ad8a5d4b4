//! A pull reader for the binary form of states.

use super::{ReadLimits, VERSION, tag};
use crate::error::StateError;
use crate::number::Number;

/// Reads one state's bytes from front to end.
///
/// It recurses only where its caller does, which is as deep as the schema nests: no bytes can make it panic.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
    limits: ReadLimits,
}

impl<'a> Reader<'a> {
    /// Takes the version.
    pub(crate) fn new(bytes: &'a [u8], limits: ReadLimits) -> Result<Self, StateError> {
        let mut reader = Self { bytes, position: 0, limits };
        match reader.byte()? {
            VERSION => Ok(reader),
            other => Err(StateError::new(
                0,
                format!("expected a binary state of version {VERSION}, found {other}"),
            )),
        }
    }

    /// Takes one byte.
    #[inline]
    pub(crate) fn byte(&mut self) -> Result<u8, StateError> {
        let byte = self.bytes.get(self.position).copied().ok_or_else(|| self.cut_off())?;
        self.position += 1;
        Ok(byte)
    }

    /// Takes a whole number.
    #[inline]
    pub(crate) fn whole(&mut self) -> Result<u128, StateError> {
        match self.bytes.get(self.position) {
            Some(byte) if *byte < 0x80 => {
                self.position += 1;
                Ok((*byte).into())
            }
            _ => self.long(),
        }
    }

    /// Takes a whole number of 64 bits.
    #[inline]
    pub(crate) fn natural(&mut self) -> Result<u64, StateError> {
        match self.bytes.get(self.position) {
            Some(byte) if *byte < 0x80 => {
                self.position += 1;
                Ok((*byte).into())
            }
            _ => self.long_natural(),
        }
    }

    /// Takes a whole number up to `greatest`.
    pub(crate) fn index(&mut self, greatest: u32) -> Result<u32, StateError> {
        u32::try_from(self.natural()?)
            .ok()
            .filter(|index| *index <= greatest)
            .ok_or_else(|| self.error(format!("expected a whole number up to {greatest}")))
    }

    /// Takes how many things there are, each of which has at least `least` of the bytes that are left.
    pub(crate) fn size(&mut self, least: usize) -> Result<usize, StateError> {
        let size = self.natural()?;
        usize::try_from(size)
            .ok()
            .filter(|size| size.checked_mul(least).is_some_and(|bytes| bytes <= self.left()))
            .ok_or_else(|| self.error(format!("expected what {size} things take, and the end is nearer")))
    }

    /// Takes an integer.
    pub(crate) fn integer(&mut self) -> Result<i64, StateError> {
        let zigzag = self.natural()?;
        Ok((zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed())
    }

    /// Takes so many bytes.
    #[inline]
    pub(crate) fn take(&mut self, length: usize) -> Result<&'a [u8], StateError> {
        let end = self.position.checked_add(length);
        let taken = end.and_then(|end| self.bytes.get(self.position..end)).ok_or_else(|| self.cut_off())?;
        self.position += length;
        Ok(taken)
    }

    /// Takes a string.
    pub(crate) fn text(&mut self) -> Result<&'a str, StateError> {
        let length = self.size(1)?;
        let start = self.position;
        str::from_utf8(self.take(length)?)
            .map_err(|error| StateError::new(start + error.valid_up_to(), "expected UTF-8"))
    }

    /// Takes a number, or that there is none.
    pub(crate) fn number(&mut self) -> Result<Option<Number>, StateError> {
        Ok(match self.byte()? {
            tag::NONE => None,
            tag::NATURAL => Some(Number::Natural(self.natural()?)),
            tag::NEGATIVE => Some(self.negative()?),
            tag::FLOAT => Some(self.float()?),
            _ => return Err(self.error("expected a number: a natural, a negative or a float")),
        })
    }

    /// Holds that there may be so many keys more.
    pub(crate) fn allow_keys(&mut self, keys: usize) -> Result<(), StateError> {
        match self.limits.keys.checked_sub(keys as u64) {
            Some(left) => {
                self.limits.keys = left;
                Ok(())
            }
            None => Err(self.error("more keys than the limit").over_limit()),
        }
    }

    /// Holds that nothing is left, and gives what is left of the limits.
    pub(crate) fn end(self) -> Result<ReadLimits, StateError> {
        if self.left() == 0 { Ok(self.limits) } else { Err(self.error("expected the end")) }
    }

    /// Where the next byte stands.
    pub(crate) fn position(&self) -> usize {
        self.position
    }

    pub(crate) fn error(&self, message: impl Into<String>) -> StateError {
        StateError::new(self.position, message)
    }

    fn negative(&mut self) -> Result<Number, StateError> {
        match self.natural()? {
            magnitude @ 1..=0x8000_0000_0000_0000 => {
                Ok(Number::Negative(magnitude.cast_signed().wrapping_neg()))
            }
            _ => Err(self.error("expected a magnitude from 1 to 2^63")),
        }
    }

    fn float(&mut self) -> Result<Number, StateError> {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(self.take(8)?);
        let value = f64::from_le_bytes(bytes);
        if value.is_finite() {
            Ok(Number::from_f64(value))
        } else {
            Err(self.error("expected a finite float"))
        }
    }

    fn left(&self) -> usize {
        self.bytes.len() - self.position
    }

    #[inline(never)]
    fn long_natural(&mut self) -> Result<u64, StateError> {
        let value = self.long()?;
        u64::try_from(value).map_err(|_| self.error("expected a whole number of 64 bits"))
    }

    /// Takes a whole number of any length.
    #[inline(never)]
    fn long(&mut self) -> Result<u128, StateError> {
        let (mut value, mut shift) = (0_u128, 0);
        loop {
            let byte = self.byte()?;
            let bits = u128::from(byte & 0x7F);
            // The nineteenth byte has the last two bits of 128.
            if shift > 126 || (shift == 126 && bits > 3) {
                return Err(self.error("expected a whole number of 128 bits"));
            }
            value |= bits << shift;
            if byte < 0x80 {
                return Ok(value);
            }
            shift += 7;
        }
    }

    #[cold]
    fn cut_off(&self) -> StateError {
        StateError::new(self.bytes.len(), "expected more bytes")
    }
}
