//! Columns of numbers between the host's memory and the bytes in which they travel.

use std::borrow::Cow;

/// The bytes of 32-bit numbers, the least first. On a processor that has them so in memory nothing is copied.
pub(crate) fn bytes_of(numbers: &[u32]) -> Cow<'_, [u8]> {
    match cfg!(target_endian = "little") {
        true => Cow::Borrowed(bytemuck::cast_slice(numbers)),
        false => Cow::Owned(numbers.iter().flat_map(|number| number.to_le_bytes()).collect()),
    }
}

/// The bytes of 64-bit floating-point numbers, the least first.
pub(crate) fn bytes_of_doubles(numbers: &[f64]) -> Cow<'_, [u8]> {
    match cfg!(target_endian = "little") {
        true => Cow::Borrowed(bytemuck::cast_slice(numbers)),
        false => Cow::Owned(numbers.iter().flat_map(|number| number.to_le_bytes()).collect()),
    }
}

/// The bytes of 32-bit floating-point numbers, the least first.
pub(crate) fn bytes_of_singles(numbers: &[f32]) -> Cow<'_, [u8]> {
    match cfg!(target_endian = "little") {
        true => Cow::Borrowed(bytemuck::cast_slice(numbers)),
        false => Cow::Owned(numbers.iter().flat_map(|number| number.to_le_bytes()).collect()),
    }
}

/// # Errors
/// Where the bytes are not four for each number.
pub(crate) fn numbers(what: &str, bytes: &[u8]) -> Result<Vec<u32>, String> {
    whole(what, bytes.as_chunks())
        .map(|entries| entries.iter().map(|&entry| u32::from_le_bytes(entry)).collect())
}

/// # Errors
/// Where the bytes are not eight for each number.
pub(crate) fn doubles(what: &str, bytes: &[u8]) -> Result<Vec<f64>, String> {
    whole(what, bytes.as_chunks())
        .map(|entries| entries.iter().map(|&entry| f64::from_le_bytes(entry)).collect())
}

/// # Errors
/// Where the bytes are not four for each number.
pub(crate) fn singles(what: &str, bytes: &[u8]) -> Result<Vec<f32>, String> {
    whole(what, bytes.as_chunks())
        .map(|entries| entries.iter().map(|&entry| f32::from_le_bytes(entry)).collect())
}

fn whole<'a, const SIZE: usize>(
    what: &str,
    (entries, rest): (&'a [[u8; SIZE]], &[u8]),
) -> Result<&'a [[u8; SIZE]], String> {
    match rest {
        [] => Ok(entries),
        _ => Err(format!(
            "its {what} are {} bytes, not whole numbers of {SIZE}",
            entries.len() * SIZE + rest.len()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::{bytes_of, bytes_of_doubles, bytes_of_singles, doubles, numbers, singles};

    #[test]
    fn numbers_come_back_from_their_bytes() {
        assert_eq!(numbers("starts", &bytes_of(&[0, 1, u32::MAX])), Ok(vec![0, 1, u32::MAX]));
        assert_eq!(doubles("values", &bytes_of_doubles(&[-0.5, 1e300])), Ok(vec![-0.5, 1e300]));
        assert_eq!(singles("values", &bytes_of_singles(&[-0.5, 1e30])), Ok(vec![-0.5, 1e30]));
        assert_eq!(bytes_of(&[258])[..], [2, 1, 0, 0]);
    }

    #[test]
    fn what_is_not_whole_numbers_is_named() {
        let problem = numbers("starts", &[0; 5]).expect_err("a number and a byte");
        assert_eq!(problem, "its starts are 5 bytes, not whole numbers of 4");
    }
}
