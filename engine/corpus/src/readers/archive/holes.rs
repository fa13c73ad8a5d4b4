//! Files with holes, as GNU tar packs them: what stands between the holes, and a map of where that belongs (GNU tar's manual,
//! "Storing Sparse Files": the old format, and those of PAX, 0.0, 0.1 and 1.0).

use std::collections::VecDeque;
use std::io::{self, Read};
use std::ops::Range;

use tar::{GnuExtSparseHeader, GnuSparseHeader, Header};

use super::super::beginning::TAR_BLOCK as BLOCK;
use crate::damage::damage;

/// Pieces between holes, at most: the map of more is larger than any that a program wrote.
const MAX_PIECES: usize = 100_000;

/// What holes a member has.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) enum Holes {
    #[default]
    None,
    /// Those of a map.
    Mapped(Map),
    /// Those of a map that stands before the data, in a file of so many bytes.
    MappedBeforeData(u64),
    /// They are told in a form that is not known, or the map is damaged.
    Unknown,
}

/// Where the pieces of a file belong that stand one after another in an archive.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Map {
    /// In order, and none over another.
    pieces: VecDeque<Range<u64>>,
    /// The bytes of the file, holes among them.
    size: u64,
}

impl Map {
    /// The map of numbers, each offset with its bytes.
    fn of(numbers: &[u64], size: u64) -> Option<Self> {
        let mut pieces = VecDeque::new();
        let mut end = 0;
        for piece in numbers.chunks(2) {
            let &[start, bytes] = piece else { return None };
            if start < end || start.checked_add(bytes)? > size || pieces.len() == MAX_PIECES {
                return None;
            }
            end = start + bytes;
            pieces.push_back(start..end);
        }
        Some(Self { pieces, size })
    }

    /// The map that stands before the data: numbers on a line each, the first how many pieces there are, in whole blocks.
    fn before(data: &mut impl Read, size: u64) -> io::Result<Option<Self>> {
        let (mut numbers, mut number, mut expected) = (Vec::new(), None, None);
        while expected.is_none_or(|expected| numbers.len() < expected) {
            let mut block = [0; BLOCK];
            match data.read_exact(&mut block) {
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
                read => read?,
            }
            for byte in block {
                match (byte, number, expected) {
                    (b'0'..=b'9', _, _) => {
                        let digit = u64::from(byte - b'0');
                        let more =
                            number.unwrap_or(0_u64).checked_mul(10).and_then(|more| more.checked_add(digit));
                        let Some(more) = more else { return Ok(None) };
                        number = Some(more);
                    }
                    (b'\n', Some(pieces), None) if pieces <= MAX_PIECES as u64 => {
                        expected = usize::try_from(2 * pieces).ok();
                        number = None;
                    }
                    (b'\n', Some(_), Some(_)) => numbers.extend(number.take()),
                    // What fills the last block.
                    (0, None, Some(expected)) if numbers.len() == expected => break,
                    _ => return Ok(None),
                }
            }
        }
        Ok(Self::of(&numbers, size))
    }
}

impl Holes {
    /// Those that a header of the old format tells, of which some may stand in blocks after it: `next` gives them.
    ///
    /// # Errors
    /// Where `next` fails.
    pub(super) fn of_header(
        header: &Header,
        mut next: impl FnMut() -> io::Result<Vec<u8>>,
    ) -> io::Result<Self> {
        let Some(gnu) = header.as_gnu() else { return Ok(Self::Unknown) };
        let (mut numbers, mut whole) = (Vec::new(), true);
        let mut add = |pieces: &[GnuSparseHeader], whole: &mut bool| {
            for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
                match (piece.offset(), piece.length()) {
                    (Ok(start), Ok(bytes)) => numbers.extend([start, bytes]),
                    _ => *whole = false,
                }
            }
            numbers.len()
        };
        let mut length = add(&gnu.sparse, &mut whole);
        let mut goes_on = gnu.is_extended();
        while goes_on && length <= 2 * MAX_PIECES {
            let mut more = GnuExtSparseHeader::new();
            more.as_mut_bytes().copy_from_slice(&next()?);
            length = add(more.sparse(), &mut whole);
            goes_on = more.is_extended();
        }
        let map = gnu.real_size().ok().and_then(|size| Map::of(&numbers, size));
        Ok(map.filter(|_| whole && !goes_on).map_or(Self::Unknown, Self::Mapped))
    }

    /// What a member holds, with its holes; and how many bytes that is. `data` is what stands in the archive.
    ///
    /// # Errors
    /// A map that is damaged or not known.
    pub(super) fn fill<R: Read>(self, mut data: R) -> io::Result<(Filled<R>, u64)> {
        let map = match self {
            Self::Mapped(map) => Some(map),
            Self::MappedBeforeData(size) => Map::before(&mut data, size)?,
            Self::None | Self::Unknown => None,
        };
        let Some(Map { pieces, size }) = map else {
            return Err(damage("a file with holes, whose map is damaged or not known: it is not read"));
        };
        Ok((Filled { data, pieces, at: 0, size }, size))
    }
}

/// What the records of PAX say of holes.
#[derive(Debug, Default)]
pub(super) struct Records {
    pub(super) name: Option<Vec<u8>>,
    size: Option<u64>,
    major: Option<u64>,
    numbers: Vec<u64>,
    flawed: bool,
}

impl Records {
    /// Takes a record, where it is one of them.
    pub(super) fn take(&mut self, key: &[u8], value: &[u8]) {
        let Some(key) = key.strip_prefix(b"GNU.sparse.") else { return };
        let number = |value: &[u8]| str::from_utf8(value).ok().and_then(|value| value.parse::<u64>().ok());
        match key {
            b"name" => self.name = Some(value.to_vec()),
            b"size" | b"realsize" => self.size = number(value),
            b"major" => self.major = number(value),
            b"offset" | b"numbytes" => self.add(number(value)),
            b"map" => value.split(|&byte| byte == b',').for_each(|value| self.add(number(value))),
            _ => {}
        }
    }

    fn add(&mut self, number: Option<u64>) {
        match number {
            Some(number) if self.numbers.len() < 2 * MAX_PIECES => self.numbers.push(number),
            _ => self.flawed = true,
        }
    }

    /// The holes; none, where nothing was said of any.
    pub(super) fn holes(&self) -> Holes {
        match (self.major, self.size) {
            (None, None) if self.numbers.is_empty() => Holes::None,
            (Some(1), Some(size)) => Holes::MappedBeforeData(size),
            (None | Some(0), Some(size)) if !self.flawed => {
                Map::of(&self.numbers, size).map_or(Holes::Unknown, Holes::Mapped)
            }
            _ => Holes::Unknown,
        }
    }
}

/// A file with its holes, which are zeros.
#[derive(Debug)]
pub(super) struct Filled<R> {
    data: R,
    /// Pieces that were not read to their end.
    pieces: VecDeque<Range<u64>>,
    at: u64,
    size: u64,
}

impl<R: Read> Read for Filled<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.pieces.front().is_some_and(|piece| piece.end <= self.at) {
            self.pieces.pop_front();
        }
        let piece = self.pieces.front();
        let in_piece = piece.is_some_and(|piece| piece.start <= self.at);
        let until = piece.map_or(self.size, |piece| if in_piece { piece.end } else { piece.start });
        let wanted = usize::try_from(until - self.at).map_or(buffer.len(), |left| left.min(buffer.len()));
        let buffer = &mut buffer[..wanted];
        let read = if in_piece {
            let read = self.data.read(buffer)?;
            if read == 0 && wanted > 0 {
                return Err(damage("a file with holes ends before its map does"));
            }
            read
        } else {
            buffer.fill(0);
            wanted
        };
        self.at += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn filled(holes: Holes, data: &[u8]) -> Result<Vec<u8>, String> {
        let mut content = Vec::new();
        let (mut filled, size) = holes.fill(data).map_err(|error| error.to_string())?;
        filled.read_to_end(&mut content).map_err(|error| error.to_string())?;
        assert_eq!(content.len() as u64, size);
        Ok(content)
    }

    fn records(records: &[(&str, &str)]) -> Holes {
        let mut said = Records::default();
        records.iter().for_each(|(key, value)| said.take(key.as_bytes(), value.as_bytes()));
        said.holes()
    }

    #[test]
    fn records_tell_where_pieces_belong() {
        let content = b"ab\0\0\0cd\0".to_vec();
        let pairs = [
            ("GNU.sparse.size", "8"),
            ("GNU.sparse.offset", "0"),
            ("GNU.sparse.numbytes", "2"),
            ("GNU.sparse.offset", "5"),
            ("GNU.sparse.numbytes", "2"),
        ];
        assert_eq!(filled(records(&pairs), b"abcd").unwrap(), content);
        let list = [("GNU.sparse.size", "8"), ("GNU.sparse.map", "0,2,5,2"), ("path", "x")];
        assert_eq!(filled(records(&list), b"abcd").unwrap(), content);
        let before = [("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0"), ("GNU.sparse.realsize", "8")];
        let mut data = b"2\n0\n2\n5\n2\n".to_vec();
        data.resize(BLOCK, 0);
        data.extend(b"abcd");
        assert_eq!(filled(records(&before), &data).unwrap(), content);
        assert_eq!(records(&[("path", "x")]), Holes::None);
    }

    #[test]
    fn a_map_that_is_damaged_is_named() {
        let unknown = "a file with holes, whose map is damaged or not known: it is not read";
        for map in ["0,2,1,2", "0,9", "0,2,5", "0,x", "18446744073709551615,2"] {
            assert_eq!(
                filled(records(&[("GNU.sparse.size", "8"), ("GNU.sparse.map", map)]), b"abcd").unwrap_err(),
                unknown
            );
        }
        assert_eq!(filled(records(&[("GNU.sparse.major", "2")]), b"").unwrap_err(), unknown);
        let short = records(&[("GNU.sparse.size", "8"), ("GNU.sparse.map", "0,4")]);
        assert_eq!(filled(short, b"ab").unwrap_err(), "a file with holes ends before its map does");
        for map in ["x\n", "2\n0\n\n", "99999999999\n", "99999999999999999999999\n"] {
            let mut data = map.as_bytes().to_vec();
            data.resize(BLOCK, 0);
            assert_eq!(filled(Holes::MappedBeforeData(8), &data).unwrap_err(), unknown, "of {map}");
        }
    }

    proptest! {
        #[test]
        fn content_comes_back(pieces in proptest::collection::vec(("[a-z]{1,9}", 0..700_u64), 0..90)) {
            let (mut content, mut data, mut map) = (Vec::new(), Vec::new(), Vec::new());
            for (piece, hole) in &pieces {
                map.extend([content.len(), piece.len()]);
                content.extend(piece.bytes());
                data.extend(piece.bytes());
                content.resize(content.len() + usize::try_from(*hole).unwrap(), 0);
            }
            let lines = std::iter::once(pieces.len()).chain(map.iter().copied()).map(|number| format!("{number}\n"));
            let mut before = lines.collect::<String>().into_bytes();
            before.resize(before.len().next_multiple_of(BLOCK), 0);
            before.extend(&data);
            let size = content.len() as u64;
            prop_assert_eq!(filled(Holes::MappedBeforeData(size), &before).unwrap(), content);
        }

        #[test]
        fn any_map_ends(bytes in proptest::collection::vec(prop::sample::select(&b"0123456789\n\0"[..]), 0..1200)) {
            let _ = Map::before(&mut &bytes[..], 1 << 40);
        }
    }
}
