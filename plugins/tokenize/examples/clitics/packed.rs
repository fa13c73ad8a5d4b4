//! The files of the package `wordfreq`: MessagePack, compressed by gzip.

use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};
use flate2::read::GzDecoder;

/// Gives each word of a list with its frequency: a list of a head and lists of words, of which list `i` has those of a
/// frequency of 10 to the power of `-i / 100`.
pub(super) fn for_each_word(path: &Path, mut take: impl FnMut(&str, f64)) -> Result<()> {
    let bytes = unpacked(path)?;
    let mut reader = Reader { bytes: &bytes };
    let lists = reader.list()?;
    reader.skip_head()?;
    for centibels in 0..lists.saturating_sub(1) {
        let frequency = libm::pow(10.0, -(centibels as f64) / 100.0);
        for _ in 0..reader.list()? {
            take(reader.text()?, frequency);
        }
    }
    Ok(())
}

/// Gives each character of a table with the text that stands for it.
#[allow(dead_code, reason = "clitics have no such table")]
pub(super) fn for_each_character(path: &Path, mut take: impl FnMut(u32, &str)) -> Result<()> {
    let bytes = unpacked(path)?;
    let mut reader = Reader { bytes: &bytes };
    for _ in 0..reader.table()? {
        let character = reader.code()?;
        take(character, reader.text()?);
    }
    Ok(())
}

fn unpacked(path: &Path) -> Result<Vec<u8>> {
    let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
    let mut bytes = Vec::new();
    GzDecoder::new(file).read_to_end(&mut bytes).with_context(|| path.display().to_string())?;
    Ok(bytes)
}

/// The few forms of MessagePack that they have.
struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (taken, rest) =
            self.bytes.split_at_checked(count).context("the list of frequencies is cut off")?;
        self.bytes = rest;
        Ok(taken)
    }

    fn number(&mut self, bytes: usize) -> Result<usize> {
        Ok(self.take(bytes)?.iter().fold(0, |number, &byte| number << 8 | usize::from(byte)))
    }

    fn list(&mut self) -> Result<usize> {
        match self.number(1)? {
            tag @ 0x90..=0x9F => Ok(tag & 0xF),
            0xDC => self.number(2),
            0xDD => self.number(4),
            tag => bail!("{tag:#x} where a list should begin"),
        }
    }

    fn table(&mut self) -> Result<usize> {
        match self.number(1)? {
            tag @ 0x80..=0x8F => Ok(tag & 0xF),
            0xDE => self.number(2),
            0xDF => self.number(4),
            tag => bail!("{tag:#x} where a table should begin"),
        }
    }

    fn code(&mut self) -> Result<u32> {
        Ok(match self.number(1)? {
            number @ 0..0x80 => number as u32,
            0xCD => self.number(2)? as u32,
            0xCE => self.number(4)? as u32,
            tag => bail!("{tag:#x} where a number should be"),
        })
    }

    fn text(&mut self) -> Result<&'a str> {
        let length = match self.number(1)? {
            tag @ 0xA0..=0xBF => tag & 0x1F,
            0xD9 => self.number(1)?,
            0xDA => self.number(2)?,
            tag => bail!("{tag:#x} where a text should begin"),
        };
        Ok(std::str::from_utf8(self.take(length)?)?)
    }

    /// Names with a text or a small number each.
    fn skip_head(&mut self) -> Result<()> {
        for _ in 0..self.table()? {
            self.text()?;
            match self.bytes.first() {
                Some(0..0x80) => _ = self.take(1)?,
                _ => _ = self.text()?,
            }
        }
        Ok(())
    }
}
