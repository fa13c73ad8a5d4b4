use super::{ARTICLE, Base, Clitics, LETTER, after_letters, article_alone, base, letters_and_marks};
use crate::lexicon::Lexicon;
use crate::settings::Settings;

#[test]
fn letters_are_passed_with_their_marks() {
    for (word, count, before, after) in [
        ("والكتاب", 3, "وال", "كتاب"),
        ("وَالْكِتاب", 3, "وَالْ", "كِتاب"),
        ("ـكِتاب", 0, "", "ـكِتاب"),
        ("و", 3, "و", ""),
    ] {
        assert_eq!((letters_and_marks(word, count), after_letters(word, count)), (before, after));
    }
}

/// Each word with `+` behind its particles and `ال` for its article.
#[test]
fn an_article_goes_where_nobody_tells_the_clitics() {
    let lexicon = Lexicon::new(&Settings::default());
    let by_script = lexicon.by_script("ar");
    let lists = lexicon.lists(&by_script);
    for (word, expected) in [
        ("الحكومه", "ال حكومه"),
        ("والحكومه", "و+ال حكومه"),
        ("وبالقاهره", "وب+ال قاهره"),
        ("للحكومه", "ل+ال حكومه"),
        ("وللحكومه", "ول+ال حكومه"),
        ("الام", "الام"),
        ("التزام", "التزام"),
        ("والتزام", "و+التزام"),
        ("بالغ", "بالغ"),
        ("كاليفورنيا", "كاليفورنيا"),
        ("وكتاب", "و+كتاب"),
        ("وليد", "وليد"),
        ("لذيذ", "لذيذ"),
        ("بحكومه", "بحكومه"),
    ] {
        let Clitics { particles, article, pronoun } = article_alone(word, &lists);
        let (before, rest) = word.split_at(LETTER * particles);
        let plus = if particles > 0 { "+" } else { "" };
        let the = if article > 0 { format!("{ARTICLE} ") } else { String::new() };
        assert_eq!(format!("{before}{plus}{the}{}", &rest[LETTER * article..]), expected, "{word}");
        assert_eq!(pronoun, 0);
    }
}

#[track_caller]
fn check(known: &[&str], before_pronoun: bool, words: &[(&str, &str)]) {
    for (word, expected) in words {
        let is_known = |key: &str| known.contains(&key);
        let found = base(word, is_known(word), before_pronoun, is_known, &mut String::new());
        let found = found.map_or((*word).to_string(), |Base { stem, ending }| format!("{stem}{ending}"));
        assert_eq!(found, *expected, "{word}");
    }
}

#[test]
fn endings_go_where_the_word_is_known() {
    let known = ["كتاب", "شركه", "قرار", "مسلم", "اسعار"];
    check(&known, false, &[("كتابا", "كتاب"), ("شركات", "شركة"), ("قرارات", "قرار"), ("مسلمين", "مسلم")]);
}

#[test]
fn what_is_known_or_would_leave_nothing_known_stays() {
    check(&["زيت", "قانون"], false, &[("زيتون", "زيتون"), ("قانون", "قانون")]);
    check(&[], false, &[("فلسطين", "فلسطين"), ("بيانات", "بيانات")]);
    check(&["ايطالي"], false, &[("ايطاليا", "ايطاليا")]);
}

#[test]
fn letters_that_change_before_a_pronoun_change_back() {
    let words =
        [("سيارت", "سيارة"), ("ابنائ", "ابناء"), ("مستوا", "مستوى"), ("بيت", "بيت"), ("قرارات", "قرار")];
    check(&["بيت", "مستوي", "قرار"], true, &words);
}
