//! English plurals.

/// Appends a noun without its plural ending to `out`; other words pass as they are, or lose an `s` that they share with
/// all their forms.
///
/// For comparing alone: what comes out is no word that is shown. The rules are those of the S stemmer (Harman 1991,
/// "How effective is suffixing?"), with the endings in `-es` of sibilants.
pub(crate) fn singular(word: &str, out: &mut String) {
    let without = |count: usize| &word[..word.len() - count];
    let long = word.len() > 3 && word.is_ascii();
    if !long || !word.ends_with('s') || word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        out.push_str(word);
    } else if word.ends_with("ies") && word.len() > 4 {
        out.push_str(without(3));
        out.push('y');
    } else if ["sses", "shes", "ches", "xes", "zes"].iter().any(|ending| word.ends_with(ending)) {
        out.push_str(without(2));
    } else {
        out.push_str(without(1));
    }
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn plurals_meet_their_singulars() {
        let pairs = [
            ("networks", "network"),
            ("companies", "company"),
            ("classes", "class"),
            ("boxes", "box"),
            ("class", "class"),
            ("virus", "virus"),
            ("analysis", "analysis"),
            ("gas", "gas"),
            ("ties", "tie"),
            ("cafés", "cafés"),
        ];
        for (word, expected) in pairs {
            let mut out = String::new();
            singular(word, &mut out);
            assert_eq!(out, expected);
        }
    }
}
