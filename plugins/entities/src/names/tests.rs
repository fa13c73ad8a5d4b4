use crate::tests::found;

/// Checks the names of a text: each `label: surface = canonical`.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let names = found(text, |page| super::find(page, super::Reach::Guesses));
    assert_eq!(names, expected, "{text:?}");
}

#[test]
fn english_persons() {
    check("He met Conor McCourt there.", &["person: Conor McCourt = Conor McCourt"]);
    check("Former President Zubrov left.", &["person: Zubrov = Zubrov"]);
    check(
        "with Sam Pike there. Then President Pike left",
        &["person: Sam Pike = Sam Pike", "person: Pike = Sam Pike"],
    );
    check("They trust Zubrovsky, who left.", &["person: Zubrovsky = Zubrovsky"]);
    check(
        "Alexander Lebed won. Later Lebed said no.",
        &["person: Alexander Lebed = Alexander Lebed", "person: Lebed = Alexander Lebed"],
    );
}

#[test]
fn an_acronym_is_joined_where_its_letters_fit() {
    check(
        "the World Wheat Council (WWC) said",
        &[
            "organization: World Wheat Council = World Wheat Council",
            "organization: WWC = World Wheat Council",
        ],
    );
    check("the World Wheat Council (CEO) said", &["organization: World Wheat Council = World Wheat Council"]);
}

#[test]
fn an_acronym_of_common_words_is_a_thing() {
    check("a support vector machine (SVM) by hand, and results with SVM here", &[]);
    check("He loved the James there.", &[]);
    check("the Clinton administration", &["person: Clinton = Clinton"]);
}

#[test]
fn what_means_something_else_as_often_needs_context() {
    check("It compiles with GCC and runs.", &[]);
    check("leaders of the GCC met", &["organization: GCC = Gulf Cooperation Council"]);
    check("Released under the MIT License", &[]);
    check("عبروا الجزيرة سيرا", &[]);
    check("قالت الجزيرة إن", &["organization: الجزيرة = الجزيرة"]);
}

#[test]
fn a_first_word_is_no_person_for_its_capital() {
    check("Profit was high.", &[]);
    check("Zubrov was born there.", &["person: Zubrov = Zubrov"]);
}

#[test]
fn what_is_guessed_in_one_place_holds_in_all() {
    check(
        "They trust Zubrovo's word. Now Zubrovo sleeps.",
        &["person: Zubrovo = Zubrovo", "person: Zubrovo = Zubrovo"],
    );
}

#[test]
fn two_persons_and_numbered_kings() {
    check(
        "with Liam Fisher & Maria Jones",
        &["person: Liam Fisher = Liam Fisher", "person: Maria Jones = Maria Jones"],
    );
    check("under King Charles III of", &["person: Charles III = Charles III"]);
}

#[test]
fn capitals_in_headlines() {
    check("PRESIDENT BIDEN VISITS THE REGION", &["person: BIDEN = Biden"]);
}

#[test]
fn verbs_of_headlines_end_names() {
    for (text, expected) in [
        ("Conor Pike Beats Marcus Jones in Paris", vec!["Conor Pike", "Marcus Jones", "Paris"]),
        ("Maria Johnson Sues Landlord About Rent", vec!["Maria Johnson"]),
        ("Anna Smith Joins Inter Miami", vec!["Anna Smith", "Miami"]),
        ("Israel Strikes Beirut Suburb Again", vec!["Israel", "Beirut Suburb"]),
        ("Thomas Brown Publishes Long Memoir", vec!["Thomas Brown"]),
        ("Brown Addresses Congress About Water", vec!["Congress"]),
    ] {
        let names = found(text, |page| super::find(page, super::Reach::Guesses));
        let written: Vec<&str> =
            names.iter().filter_map(|name| name.split(": ").nth(1)?.split(" = ").next()).collect();
        assert_eq!(written, expected, "{names:?}");
    }
}

#[test]
fn institutions_have_the_names_of_persons() {
    for (text, expected) in [
        ("the Jacob K. Javits Convention Center", "organization: Jacob K. Javits Convention Center"),
        ("Zubrov International Convention Centre", "organization: Zubrov International Convention Centre"),
        ("King Fahd Hospital and Sultan Qaboos University", "organization: King Fahd Hospital"),
        ("at Boston Children's Hospital now", "organization: Boston Children's Hospital"),
    ] {
        let names = found(text, |page| super::find(page, super::Reach::Guesses));
        assert!(names.first().is_some_and(|name| name.starts_with(expected)), "{names:?}");
        assert!(!names.iter().any(|name| name.starts_with("person")), "{names:?}");
    }
}

#[test]
fn english_organizations() {
    check(
        "at the University of Maryland",
        &["organization: University of Maryland = University of Maryland"],
    );
    check("Zubrov Industries Inc. grew", &["organization: Zubrov Industries Inc = Zubrov Industries Inc"]);
    check("the Ministry of Health and others", &["organization: Ministry of Health = Ministry of Health"]);
}

#[test]
fn words_of_things_are_no_persons() {
    for text in [
        "Later VariSeed said so.",
        "By the Hartree–Fock method.",
        "a walk with R&D there",
        "Documentation says what documentation is.",
        "a curl -X POST there",
        "licence CC BY-SA here",
    ] {
        check(text, &[]);
    }
    check("1. Maria Chelimo (KEN)", &["person: Maria Chelimo = Maria Chelimo"]);
    check("Grace said so.", &["person: Grace = Grace"]);
    check("in Grant Park there", &["location: Grant Park = Grant Park"]);
    check("off County Mayo there", &["location: County Mayo = County Mayo"]);
}

#[test]
fn things_have_articles() {
    for text in [
        "They use the Mersenne Twister. Now Mersenne Twister sleeps.",
        "A Zubrovsky is a lock. Later Zubrovsky waits.",
        "They won the Krasnoye Sormovo yard.",
        "Frequently asked questions.",
        "Later Implementation notes say so.",
        "as shown in Zubrov 15 there",
        "It lives in HashMap now.",
    ] {
        check(text, &[]);
    }
    check("with the Zubrov Pankov administration", &["person: Zubrov Pankov = Zubrov Pankov"]);
    check("as a Zubrov Pankov fan", &["person: Zubrov Pankov = Zubrov Pankov"]);
    check(
        "by Robin Stocker and Keith Hall.",
        &["person: Robin Stocker = Robin Stocker", "person: Keith Hall = Keith Hall"],
    );
    check("in Albert Hall there", &["location: Albert Hall = Albert Hall"]);
}

#[test]
fn texts_about_technology_have_other_names() {
    let code = "The parser calls find_location and the tokenizer, then HashMap. ";
    for text in [
        "It works with Zubrovsky there.",
        "Use the Encoding Standard. Now Encoding is fast.",
        "The Grand Central Dispatch runs.",
        "Read the Unicode General Category of it.",
        "In Random Forest there.",
        "Vector Population Count Zubrov is fast.",
        "It compiles with the GCC.",
        "The Zubrov Congruential Generators (ZCG) said",
    ] {
        check(&[code, text].concat(), &[]);
    }
    for (text, expected) in [
        ("It was made by Conor McCourt.", "person: Conor McCourt = Conor McCourt"),
        ("Read the Washington Post now.", "organization: Washington Post = Washington Post"),
        ("Sails on Lake Victoria there.", "location: Lake Victoria = Lake Victoria"),
    ] {
        check(&[code, text].concat(), &[expected]);
    }
}

#[test]
fn english_places() {
    check("He lives in the U.S. now.", &["location: U.S. = United States"]);
    check("on the Orontes River", &["location: Orontes River = Orontes River"]);
    check("in Zubrovka, Russia", &["location: Zubrovka = Zubrovka", "location: Russia = Russia"]);
}

#[test]
fn capitals_that_are_no_names() {
    check("The Dog barked. However, nothing came. Yes.", &[]);
}

#[test]
fn arabic_persons() {
    check("قال الرئيس المصري محمد مرسي إن", &["person: محمد مرسي = محمد مرسي"]);
    check("وقال زوبروف إن الحرب", &["person: زوبروف = زوبروف"]);
    check("زار عبد الله بن عبد العزيز البلاد", &["person: عبد الله بن عبد العزيز = عبد الله بن عبد العزيز"]);
}

#[test]
fn arabic_words_that_are_no_persons() {
    for text in [
        "لدينا خطة واضحة",
        "بكيت في النهاية",
        "لأي سبب كان",
        "وفاء الشخصيات مؤثر",
        "وبلغ عددهم مليون نسمة",
        "رئيس جمهورية بلا سلطة",
        "المكان جميل والطعام حسن",
        "المؤلف صادق في طرحه",
        "أحمد الله أنني قرأته",
        "هي بسمة أمل لنا",
        "الديك الرومي شهي",
        "علبة محكمة الإغلاق",
        "دي خلتني أضحك",
        "ال تشيكو هنا",
        "وصلنا قبل المغرب بساعة",
        "تقيم الشاعرة أمسية هناك",
        "كان حلمي أن ألعب",
    ] {
        check(text, &[]);
    }
}

#[test]
fn arabic_names_end_before_two_of_a_thing() {
    check("بيع من حي بن يقظان نسختان", &["person: بن يقظان = بن يقظان"]);
}

#[test]
fn names_are_whole_and_words_are_none() {
    for (text, expected) in [
        ("with Michael J. Fox there", "person: Michael J. Fox = Michael J. Fox"),
        ("President Michael J. Fox went there", "person: Michael J. Fox = Michael J. Fox"),
        ("where Virginia Woolf lived", "person: Virginia Woolf = Virginia Woolf"),
        ("when Sydney Zubrov said so", "person: Sydney Zubrov = Sydney Zubrov"),
        ("the Sydney Zubro line", "location: Sydney = Sydney"),
        ("زار البابا بنيامين الثاني دمشقا", "person: بنيامين الثاني = بنيامين الثاني"),
        ("قال البابا بنديكيت السادس عشر إن", "person: بنديكيت السادس عشر = بنديكيت السادس عشر"),
        ("سجل الهولندي فيرجيل فان دايك هدفا", "person: فيرجيل فان دايك = فيرجيل فان دايك"),
        ("قال الخليل بن أحمد ذلك", "person: الخليل بن أحمد = الخليل بن أحمد"),
    ] {
        check(text, &[expected]);
    }
    for text in [
        "Pat the chicken dry",
        "Sue them all",
        "Chase the dream",
        "She has Parkinson's now",
        "with non-Hodgkin's lymphoma",
        "in Brent crude prices",
        "هذا ابن عمك هنا",
        "رأى ابن آوى هناك",
        "من قبيلة بني تميم",
    ] {
        check(text, &[]);
    }
}

#[test]
fn arabic_names_by_nation_and_build() {
    check("سجل البرازيلي كاكا هدفا", &["person: كاكا = كاكا"]);
    check("توفي سهل بن حنيف هناك", &["person: سهل بن حنيف = سهل بن حنيف"]);
    check("وأضاف نصر الله أن", &["person: نصر الله = نصر الله"]);
}

#[test]
fn streets_have_the_names_of_rulers() {
    check("على طريق الملك عبدالعزيز", &["location: طريق الملك عبدالعزيز = طريق الملك عبدالعزيز"]);
    check("في شارع الأمير سلطان", &["location: شارع الأمير سلطان = شارع الأمير سلطان"]);
}

#[test]
fn arabic_bodies_have_their_whole_phrase() {
    check("أعلن البنك الآسيوي للتنمية قرضا", &["organization: البنك الآسيوي للتنمية = البنك الآسيوي للتنمية"]);
    check(
        "قالت وزارة التربية والتعليم أمس",
        &["organization: وزارة التربية والتعليم = وزارة التربية والتعليم"],
    );
    check(
        "قرر المعهد الوطني لرصد الزلازل",
        &["organization: المعهد الوطني لرصد الزلازل = المعهد الوطني لرصد الزلازل"],
    );
    check("بين أعضاء الهيئة الأكاديمية هناك", &[]);
}

#[test]
fn arabic_proclitics_stay_outside() {
    check(
        "بين فرنسا وبريطانيا وفي بالقاهرة وللعراق",
        &[
            "location: فرنسا = فرنسا",
            "location: بريطانيا = بريطانيا",
            "location: القاهرة = القاهرة",
            "location: للعراق = العراق",
        ],
    );
}

#[test]
fn towns_that_play_are_clubs() {
    for (text, expected) in [
        ("where Liverpool beat Sevilla", vec!["organization", "organization"]),
        ("when Milan drew with Valencia", vec!["organization", "organization"]),
        ("from Milan to Valencia", vec!["location", "location"]),
        ("فاز برشلونة على ريال مدريد", vec!["organization", "organization"]),
        ("في برشلونة مع باريس", vec!["location", "location"]),
    ] {
        let names = found(text, |page| super::find(page, super::Reach::Guesses));
        let kinds: Vec<&str> = names.iter().filter_map(|name| name.split(':').next()).collect();
        assert_eq!(kinds, expected, "{names:?}");
    }
}

#[test]
fn arabic_bodies_are_whole() {
    for (text, expected) in [
        ("حذرت الهيئة العامة للغذاء والدواء أمس", "الهيئة العامة للغذاء والدواء"),
        ("قرر المجلس الأعلى للقضاء أمس", "المجلس الأعلى للقضاء"),
        ("أعلن صندوق الاستثمارات العامة أمس", "صندوق الاستثمارات العامة"),
        ("قالت المديرية العامة للدفاع المدني إن", "المديرية العامة للدفاع المدني"),
        ("قرر الاتحاد السعودي لكرة القدم أمس", "الاتحاد السعودي لكرة القدم"),
        ("أعلن بنك أبوظبي الأول أمس", "بنك أبوظبي الأول"),
    ] {
        check(text, &[&format!("organization: {expected} = {expected}")]);
    }
}

#[test]
fn arabic_organizations() {
    check("أعلنت وزارة الزراعة أمس", &["organization: وزارة الزراعة = وزارة الزراعة"]);
    check("في جامعة القاهرة", &["organization: جامعة القاهرة = جامعة القاهرة"]);
}
