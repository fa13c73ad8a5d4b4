//! Arabic adjectives of nationality: the lexicon has the masculine, and their inflections are told by their affixes.

/// Endings of gender and number, as keys have them, behind the ي of the masculine.
const ENDINGS: [&str; 8] = ["", "ه", "ا", "ون", "ين", "ات", "تان", "ان"];

/// Bytes of a letter of these.
const LETTER: usize = 2;

/// Letters of the longest of them.
const LONGEST: usize = 3;

/// What the key would be the inflection of, were it such an adjective: without the article and an ending.
pub(crate) fn masculines(key: &str) -> impl Iterator<Item = &str> {
    let bare = key.strip_prefix("ال").unwrap_or(key);
    (0..=LONGEST).filter_map(move |letters| {
        let end = bare.len().checked_sub(letters * LETTER)?;
        // Asked first, as most words have no such letter there.
        let is_masculine = matches!(bare.as_bytes().get(..end)?, [.., 0xD9, 0x89 | 0x8A]);
        let (stem, ending) = if is_masculine { bare.split_at_checked(end)? } else { return None };
        (stem.len() < key.len() && ENDINGS.contains(&ending)).then_some(stem)
    })
}

#[cfg(test)]
mod tests {
    use super::masculines;

    #[test]
    fn inflections_have_their_masculine() {
        for inflected in ["المصري", "المصريه", "مصريون", "المصريين", "مصريتان", "مصريات"]
        {
            assert!(masculines(inflected).any(|stem| stem == "مصري"), "{inflected}");
        }
        assert_eq!(masculines("مصري").count(), 0);
        assert_eq!(masculines("مصر").count(), 0);
    }
}
