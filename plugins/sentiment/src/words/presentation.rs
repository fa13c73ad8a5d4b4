//! Arabic letters in their presentation forms, which old software and ornamental posts write.

/// The letter of a presentation form of Arabic Presentation Forms-B; any other character as it is.
///
/// The block lists the forms letter by letter in the order of the alphabet (Unicode code chart U+FE70).
pub(crate) fn base_letter(form: char) -> char {
    if !('\u{FE80}'..='\u{FEF4}').contains(&form) {
        return form;
    }
    let letter = LETTERS.iter().rev().find(|(first, _)| *first <= form);
    letter.map_or(form, |&(_, letter)| letter)
}

/// Each letter with the first of its forms.
const LETTERS: &[(char, char)] = &[
    ('\u{FE80}', 'ء'),
    ('\u{FE81}', 'آ'),
    ('\u{FE83}', 'أ'),
    ('\u{FE85}', 'ؤ'),
    ('\u{FE87}', 'إ'),
    ('\u{FE89}', 'ئ'),
    ('\u{FE8D}', 'ا'),
    ('\u{FE8F}', 'ب'),
    ('\u{FE93}', 'ة'),
    ('\u{FE95}', 'ت'),
    ('\u{FE99}', 'ث'),
    ('\u{FE9D}', 'ج'),
    ('\u{FEA1}', 'ح'),
    ('\u{FEA5}', 'خ'),
    ('\u{FEA9}', 'د'),
    ('\u{FEAB}', 'ذ'),
    ('\u{FEAD}', 'ر'),
    ('\u{FEAF}', 'ز'),
    ('\u{FEB1}', 'س'),
    ('\u{FEB5}', 'ش'),
    ('\u{FEB9}', 'ص'),
    ('\u{FEBD}', 'ض'),
    ('\u{FEC1}', 'ط'),
    ('\u{FEC5}', 'ظ'),
    ('\u{FEC9}', 'ع'),
    ('\u{FECD}', 'غ'),
    ('\u{FED1}', 'ف'),
    ('\u{FED5}', 'ق'),
    ('\u{FED9}', 'ك'),
    ('\u{FEDD}', 'ل'),
    ('\u{FEE1}', 'م'),
    ('\u{FEE5}', 'ن'),
    ('\u{FEE9}', 'ه'),
    ('\u{FEED}', 'و'),
    ('\u{FEEF}', 'ى'),
    ('\u{FEF1}', 'ي'),
];

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::base_letter;

    #[test]
    fn forms_lead_to_the_letter_of_their_compatibility_decomposition() {
        for form in '\u{FE80}'..='\u{FEF4}' {
            let expected: String = form.nfkc().collect();
            assert_eq!(base_letter(form).to_string(), expected, "of U+{:04X}", u32::from(form));
        }
    }

    #[test]
    fn other_characters_stay() {
        assert_eq!(base_letter('a'), 'a');
        assert_eq!(base_letter('ب'), 'ب');
    }
}
