use std::string::{String, ToString};
use std::vec::Vec;

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::{Alef, BARE, Case, Folder, Folding, KafAndYeh, LOOKUP, LOOSE, WRITTEN};
use crate::marks::has_strange_marks;

#[track_caller]
fn check(folder: &Folder, words: &[(&str, &str)]) {
    for (word, expected) in words {
        let mut out = String::from("kept ");
        folder.fold(word, &mut out);
        assert_eq!(out.strip_prefix("kept "), Some(*expected), "{word:?}");
        assert_eq!(folder.mapped(word).text(), *expected, "{word:?}");
    }
}

#[test]
fn what_looks_the_same_is_the_same() {
    check(&WRITTEN, &[("ا\u{654}حمد", "أحمد"), ("ﻣﺤﻤﺪ", "محمد"), ("محـــمد", "محمد"), ("كِتَابٌ", "كِتَابٌ")]);
    check(&WRITTEN, &[("Cafe\u{301}", "Café"), ("ﬁne", "fine"), ("soft\u{AD}ware", "software"), ("", "")]);
}

#[test]
fn marks_and_tatweel_go() {
    check(&BARE, &[("كِتَابٌ", "كتاب"), ("أَحْمَد", "أحمد"), ("ا\u{64E}\u{654}حمد", "أحمد"), ("שָׁלוֹם", "שלום")]);
    check(&BARE, &[("می\u{200C}رود", "می\u{200C}رود"), ("ﱞ", ""), ("له\u{6E5}", "له")]);
}

#[test]
fn what_many_type_alike_is_one() {
    check(
        &LOOKUP,
        &[("أحمد", "احمد"), ("آسيا", "اسيا"), ("مدرسة", "مدرسه"), ("على", "على"), ("مسؤول", "مسؤول")],
    );
    check(
        &LOOKUP,
        &[("کتابی", "كتابي"), ("ہے", "هي"), ("٢٠٢٤", "2024"), ("O’Brien", "o'brien"), ("İzmir", "izmir")],
    );
    for sign in ["’", "‘", "ʼ", "＇", "`", "´", "′", "ʹ", "‛"] {
        check(&LOOKUP, &[(&["Wasn", sign, "t"].concat(), "wasn't"), (&["é", sign, "a"].concat(), "é'a")]);
    }
    check(&LOOKUP, &[("`a` b´ 5′", "`a` b´ 5′"), ("a\u{AD}`\u{AD}b", "a'b")]);
    check(&BARE, &[("wasn`t", "wasn`t")]);
    check(&LOOKUP, &[("ΛΟΓΟΣ", "λογος"), ("Σ", "σ"), ("ＷＥＢ", "web"), ("ÜBER", "über")]);
}

#[test]
fn what_careless_writers_type_alike_is_one() {
    check(&LOOSE, &[("مستشفى", "مستشفي"), ("مسؤول", "مسوول"), ("رائع", "رايع"), ("راي\u{654}ع", "رايع")]);
}

#[test]
fn each_difference_has_its_rule() {
    let folder =
        Folder::new(Folding { alef: Alef::PlainButMadda, letters: KafAndYeh::Persian, ..Folding::BARE });
    check(&folder, &[("آب", "آب"), ("ا\u{653}ب", "آب"), ("أب", "اب"), ("كتابي", "کتابی")]);
    let folder = Folder::new(Folding { case: Case::Turkic, ..Folding::WRITTEN });
    check(&folder, &[("ISPARTA", "ısparta"), ("İstanbul", "istanbul"), ("I\u{307}zmir", "izmir")]);
    let folder = Folder::new(Folding { letters: KafAndYeh::ArabicForPersian, ..Folding::BARE });
    check(&folder, &[("کیا", "كيا"), ("ہے", "ہے")]);
}

#[test]
fn parts_lead_back_to_their_letters() {
    for (text, part, expected) in [
        ("محـــمد", "مد", "مد"),
        ("مح\u{64E}ـمد", "مح", "مح\u{64E}ـ"),
        ("ﻭﺃﺣﻤﺪ", "احمد", "ﺃﺣﻤﺪ"),
        ("وا\u{654}حمد", "احمد", "ا\u{654}حمد"),
        ("ﻷﺣﻤﺪ", "احمد", "ﻷﺣﻤﺪ"),
        ("ﻷﺣﻤﺪ", "حمد", "ﺣﻤﺪ"),
        ("The Cafe\u{301} x", "café", "Cafe\u{301}"),
        ("İİa", "a", "a"),
    ] {
        let mapped = LOOKUP.mapped(text);
        let at = mapped.text().find(part).expect("a part of the text");
        assert_eq!(&text[mapped.source(at..at + part.len())], expected, "{part:?} in {text:?}");
    }
}

/// All that is ready.
const ALL: [&Folder; 4] = [&WRITTEN, &BARE, &LOOKUP, &LOOSE];

proptest! {
    #[test]
    fn folding_twice_is_folding_once(text in "[ا-يأإآؤئءةىکیےہھ\u{640}\u{64B}-\u{655}ﺃﻻﷲaAéŞİI’`´ʹ\u{AD}٣ς]{0,12}|\\PC{0,12}") {
        for folder in ALL {
            let once = folder.folded(&text).into_owned();
            prop_assert_eq!(folder.folded(&once), once.clone());
        }
    }

    #[test]
    fn canonical_forms_fold_alike(text in "[ا-يأإآؤئ\u{640}\u{64B}-\u{655}ۀۓaAéÉŞİ가]{0,12}|\\PC{0,12}") {
        let (composed, decomposed): (String, String) = (text.nfc().collect(), text.nfd().collect());
        prop_assume!(!has_strange_marks(&text));
        for folder in ALL {
            prop_assert_eq!(folder.folded(&composed), folder.folded(&decomposed));
        }
    }

    #[test]
    fn the_quick_way_gives_what_the_long_one_gives(text in "[\u{600}-\u{6FF}]{0,9}|[ -~]{0,9}|[\u{5FF}-\u{703}a]{0,9}") {
        for folder in ALL {
            let mapped = folder.mapped(&text);
            prop_assert_eq!(folder.folded(&text), mapped.text());
            let mut room = String::from("left");
            prop_assert_eq!(folder.folded_in(&text, &mut room), mapped.text());
        }
    }

    #[test]
    fn all_parts_lead_back(text in "[اويأـ\u{64B}-\u{655}ﻻﷲ é’İA٣a\u{301}\u{200D}]{0,9}|\\PC{0,9}") {
        prop_assume!(!has_strange_marks(&text));
        let mapped = LOOKUP.mapped(&text);
        let places: Vec<usize> = mapped.text().char_indices().map(|(at, _)| at).chain([mapped.text().len()]).collect();
        let mut before = 0;
        for pair in places.windows(2) {
            let source = mapped.source(pair[0]..pair[1]);
            prop_assert!(text.is_char_boundary(source.start) && text.is_char_boundary(source.end));
            prop_assert!(source.start >= before && source.end > source.start, "{source:?}");
            // What a part leads back to folds to the part, but where a sigma ends a word, a character is several, or the letters
            // beside it make it an apostrophe.
            let part = mapped.text()[pair[0]..pair[1]].to_string();
            let again = LOOKUP.folded(&text[source.clone()]).replace('ς', "σ");
            prop_assert!(again.contains(&part.replace('ς', "σ")) || part == "'", "{again:?} {part:?}");
            before = source.start;
        }
    }
}
