//! Language tags from metadata.

/// `tag` in the case that BCP 47 recommends (`ar-EG`, `zh-Hant`), with `-` for `_`; `None` where it is no tag: its
/// first part is no code of two or three letters, or another part is not of one to eight letters and digits.
pub(crate) fn well_formed(tag: &str) -> Option<String> {
    let mut formed = String::with_capacity(tag.len());
    for (place, part) in tag.trim().split(['-', '_']).enumerate() {
        if !(1..=8).contains(&part.len()) || !part.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        if place == 0 && !(matches!(part.len(), 2 | 3) && part.bytes().all(|byte| byte.is_ascii_alphabetic()))
        {
            return None;
        }
        if place > 0 {
            formed.push('-');
        }
        formed.push_str(&in_case(part, place));
    }
    Some(formed)
}

/// Regions in capitals, scripts with one capital, all else small (RFC 5646, section 2.1.1).
fn in_case(part: &str, place: usize) -> String {
    match part.len() {
        2 if place > 0 => part.to_ascii_uppercase(),
        4 if place > 0 => {
            let (first, rest) = part.split_at(1);
            first.to_ascii_uppercase() + &rest.to_ascii_lowercase()
        }
        _ => part.to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::well_formed;

    #[test]
    fn tags() {
        for (given, expected) in [
            ("ar", Some("ar")),
            ("EN_us", Some("en-US")),
            ("zh-hant-TW", Some("zh-Hant-TW")),
            ("arb", Some("arb")),
            (" fr ", Some("fr")),
            ("", None),
            ("Arabic", None),
            ("en-", None),
            ("e", None),
            ("12", None),
            ("عربي", None),
        ] {
            assert_eq!(well_formed(given).as_deref(), expected, "{given:?}");
        }
    }
}
