//! Numbers of what is given, of which none would be no answer.

/// A number of at least one.
///
/// # Errors
/// What is none.
pub(crate) fn at_least_one(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|&number| number > 0).ok_or_else(|| "expected a number from 1 on".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_is_no_number_of_what_is_given() {
        assert_eq!(at_least_one("12"), Ok(12));
        for text in ["0", "-1", "", "x", "1.5"] {
            assert!(at_least_one(text).is_err(), "{text}");
        }
    }
}
