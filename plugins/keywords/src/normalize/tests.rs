use textmill_text::Script;

use super::{Normalizer, Spelling, key};
use crate::settings::{Alef, Arabic};

#[track_caller]
fn check_with(settings: Arabic, language: &str, words: &[(&str, &str)]) {
    let normalizer = Normalizer::new(settings);
    for (word, expected) in words {
        let mut room = String::from("left");
        let found = normalizer.normalize(word, Script::of(word), Spelling::of(language), &mut room);
        assert_eq!(found, *expected, "{word}");
    }
}

#[track_caller]
fn check(language: &str, words: &[(&str, &str)]) {
    check_with(Arabic::default(), language, words);
}

#[test]
fn case_goes_and_spelling_stays() {
    check("en", &[("Word", "word"), ("NATO", "nato"), ("H2O", "h2o"), ("", "")]);
    check("de", &[("Straße", "straße"), ("ÜBER", "über"), ("GROẞ", "groß")]);
    check("el", &[("ΛΟΓΟΣ", "λογος"), ("Σ", "σ"), ("ΣΟΣ", "σος")]);
    check("ru", &[("Москва", "москва"), ("ЁЖ", "ёж")]);
}

#[test]
fn names_that_would_be_stop_words_keep_their_capitals() {
    check("en", &[("US", "US"), ("WHO", "WHO"), ("Us", "us"), ("IT", "it")]);
}

#[test]
fn turkish_has_two_letters_i() {
    check("tr", &[("ISPARTA", "ısparta"), ("İstanbul", "istanbul")]);
    check("en", &[("İstanbul", "istanbul"), ("IT", "it")]);
}

#[test]
fn the_possessive_and_the_full_stop_go() {
    check("en", &[("Egypt's", "egypt"), ("Egypt’s", "egypt"), ("don’t", "don't"), ("'s", "'s")]);
    check("en", &[("Dr.", "dr"), ("U.S.", "u.s."), ("e.g.", "e.g."), ("o'", "o"), (".", "")]);
}

#[test]
fn forms_of_compatibility_go() {
    check(
        "en",
        &[("ﬁne", "fine"), ("ＷＥＢ", "web"), ("cafe\u{301}", "café"), ("soft\u{AD}ware", "software")],
    );
    check("ar", &[("ﻣﺤﻤﺪ", "محمد"), ("ﻻ", "لا"), ("ﷲ", "الله"), ("ﷺ", "صلى الله عليه وسلم"), ("ﱞ", "")]);
}

#[test]
fn arabic_marks_and_alef_forms_go() {
    check("ar", &[("كِتَابٌ", "كتاب"), ("جـــدا", "جدا"), ("أحمد", "احمد"), ("إلى", "الى"), ("آسيا", "اسيا")]);
    check(
        "ar",
        &[("مدرسة", "مدرسة"), ("مستشفى", "مستشفى"), ("\u{202B}نص\u{202C}", "نص"), ("ٱلرحمٰن", "الرحمن")],
    );
    check("ar", &[("ايران\u{200C}", "ايران"), ("کتاب", "كتاب"), ("علی", "علي")]);
}

#[test]
fn persian_keeps_its_letters() {
    check("fa", &[("كتاب", "کتاب"), ("آب", "آب"), ("مي\u{200C}رود", "می\u{200C}رود")]);
}

#[test]
fn each_group_has_its_setting() {
    let off = Arabic { drop_marks: false, alef: Alef::Keep, unify_letters: false, ..Arabic::default() };
    check_with(off, "ar", &[("كِتَابٌ", "كِتَابٌ"), ("أحمـد", "أحمـد"), ("علی", "علی")]);
    let on = Arabic { fold_ya: true, fold_ta_marbuta: true, ..Arabic::default() };
    check_with(on, "ar", &[("مستشفى", "مستشفي"), ("مدرسة", "مدرسه")]);
}

#[test]
fn hebrew_points_go() {
    check("he", &[("שָׁלוֹם", "שלום")]);
}

#[test]
fn digits_become_european() {
    check("ar", &[("٢٠٢٤", "2024"), ("۱۲", "12"), ("ج٣", "ج3")]);
}

#[test]
fn lookup_knows_no_spelling() {
    let mut room = String::new();
    for (term, script, expected) in
        [("إلَـى", Script::Arabic, "الي"), ("هذة", Script::Arabic, "هذه"), ("é", Script::Latin, "é")]
    {
        assert_eq!(key(term, script, &mut room), expected);
    }
}
