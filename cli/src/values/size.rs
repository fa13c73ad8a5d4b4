//! Sizes and times as a user writes them.

use std::str::FromStr;
use std::time::Duration;

/// A number of bytes, as `65536`, `64K`, `64M` or `1G` (units of 1 024).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size(pub(crate) u64);

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let shift = match text[digits.len()..].to_ascii_uppercase().as_str() {
            "" | "B" => 0,
            "K" | "KB" | "KIB" => 10,
            "M" | "MB" | "MIB" => 20,
            "G" | "GB" | "GIB" => 30,
            unit => return Err(format!("`{unit}` is no unit of bytes, expected K, M or G")),
        };
        let number: u64 =
            digits.parse().map_err(|_| "expected a number of bytes, as 65536, 64K or 1M".to_owned())?;
        match number.checked_mul(1 << shift) {
            None => Err("more bytes than can be counted".to_owned()),
            Some(0) => Err("expected at least one byte".to_owned()),
            Some(bytes) => Ok(Self(bytes)),
        }
    }
}

/// A time in seconds, as `5` or `0.5`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seconds(pub(crate) Duration);

impl FromStr for Seconds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let seconds: f64 =
            text.parse().map_err(|_| "expected a number of seconds, as 5 or 0.5".to_owned())?;
        Duration::try_from_secs_f64(seconds)
            .map(Self)
            .map_err(|_| "expected seconds from 0 on, as 5 or 0.5".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        for (text, bytes) in [
            ("1", 1),
            ("500K", 500 << 10),
            ("64m", 64 << 20),
            ("1GiB", 1 << 30),
            ("10B", 10),
            ("3MB", 3 << 20),
        ] {
            assert_eq!(text.parse(), Ok(Size(bytes)), "{text}");
        }
    }
}
