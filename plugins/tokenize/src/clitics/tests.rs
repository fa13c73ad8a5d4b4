//! Words, each with how it is cut.

use super::split;

#[track_caller]
fn check(word: &str, expected: &str) {
    let mut value = String::new();
    split(word).expect("an Arabic word").write(&mut value);
    assert_eq!(value, expected, "{word}");
}

#[test]
fn letters_of_a_word_are_no_clitics() {
    for word in [
        "لذيذ",
        "لذيذة",
        "وزير",
        "والد",
        "واحد",
        "ولاية",
        "وكالة",
        "فريق",
        "فيلم",
        "فلسطين",
        "فقط",
        "لجنة",
        "لبنان",
        "كتاب",
        "كبير",
        "كان",
        "باب",
        "بحر",
        "بعد",
        "بيروت",
        "سياسة",
        "سيارة",
        "ثنائي",
        "هذه",
        "وجه",
        "مياه",
        "اتجاه",
        "مهم",
        "فهم",
        "حكم",
        "بنك",
        "ملك",
        "هناك",
        "ذلك",
        "كنا",
        "هنا",
        "التي",
        "الذين",
        "إلى",
        "التزام",
        "آلاف",
        "ألمانيا",
    ] {
        check(word, "_");
    }
}

#[test]
fn clitics_are_found() {
    for (word, expected) in [
        ("لدينا", "_+نا"),
        ("وقال", "و+_"),
        ("والكتاب", "و+ال+_"),
        ("وبالكتاب", "و+ب+ال+_"),
        ("بالمئة", "ب+ال+_"),
        ("للحكومة", "ل+ل+_"),
        ("البحرين", "ال+_"),
        ("اللجنة", "ال+_"),
        ("كتابه", "_+ه"),
        ("وكتابها", "و+_+ها"),
        ("مدينتهم", "_+هم"),
        ("سيكون", "س+_"),
        ("وسيكون", "و+س+_"),
        ("له", "_+ه"),
        ("بأنه", "ب+_+ه"),
        ("وَقَالَ", "و+_"),
    ] {
        check(word, expected);
    }
}

#[test]
fn other_words_have_none() {
    for word in ["word", "слово", "2015", "شركةX", "", "#وسم"] {
        assert_eq!(split(word), None, "{word}");
    }
}
