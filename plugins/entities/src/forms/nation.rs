//! Arabic adjectives of nationality: the lexicon has the masculine, and their inflections are told by their affixes.

/// Endings of gender and number, as keys have them, behind the ي of the masculine.
const ENDINGS: [&str; 8] = ["", "ه", "ا", "ون", "ين", "ات", "تان", "ان"];

/// Letters of the longest of them, with the ي before it.
const LONGEST_END: usize = 4;

/// What the key would be the inflection of, were it such an adjective: without the article and an ending.
pub(crate) fn masculines(key: &str) -> impl Iterator<Item = &str> {
    let bare = key.strip_prefix("ال").unwrap_or(key);
    // Most words have no ي where the stem would end.
    let end = bare.as_bytes().get(bare.len().saturating_sub(2 * LONGEST_END)..).unwrap_or_default();
    let may_be = end.iter().any(|byte| matches!(byte, 0x89 | 0x8A));
    let endings = if may_be { ENDINGS.as_slice() } else { &[] };
    endings
        .iter()
        .filter_map(move |ending| bare.strip_suffix(ending))
        .filter(move |stem| stem.len() < key.len() && stem.ends_with(['ي', 'ى']))
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
