use super::{Parts, parts};
use crate::lexicon::Lexicon;
use crate::settings::Settings;

/// Each word with its stem, `+` before it where a particle was taken off and `ال` where the article was; nothing at a
/// stop word. `seen` are the words of the document without the article.
#[track_caller]
fn check(seen: &[&str], words: &[(&str, &str)]) {
    let lexicon = Lexicon::new(&Settings::default());
    let by_script = lexicon.by_script("ar");
    let lists = lexicon.lists(&by_script);
    for (word, expected) in words {
        let found = match parts(word, &lists, |word| seen.contains(&word)) {
            Parts::StopWord => String::new(),
            Parts::Word { stem, before, particle, article } => {
                assert_eq!(word.len() - stem.len(), 2 * before, "{word}");
                format!("{}{}{stem}", if particle { "+" } else { "" }, if article { "ال " } else { "" })
            }
        };
        assert_eq!(found, *expected, "{word}");
    }
}

#[test]
fn the_article_goes_where_three_letters_stay() {
    check(&[], &[("الحكومه", "ال حكومه"), ("البيت", "ال بيت"), ("الام", "الام"), ("حكومه", "حكومه")]);
}

#[test]
fn particles_before_the_article_go() {
    check(&[], &[("والحكومه", "+ال حكومه"), ("بالقاهره", "+ال قاهره"), ("كالعاصفه", "+ال عاصفه")]);
    check(&[], &[("للحكومه", "+ال حكومه"), ("وللحكومه", "+ال حكومه"), ("وبالحكومه", "+ال حكومه")]);
}

#[test]
fn a_particle_before_a_bare_word_needs_evidence() {
    check(&[], &[("بحكومه", "بحكومه"), ("كحكومه", "كحكومه")]);
    check(&["حكومه"], &[("بحكومه", "+حكومه"), ("وبحكومه", "+حكومه")]);
    check(&[], &[("وحكومه", "+حكومه"), ("لحكومه", "+حكومه"), ("ليون", "ليون")]);
    // Too short to be sure: فكرة is an idea, كرة a ball.
    check(&["كره"], &[("فكره", "فكره")]);
}

#[test]
fn words_that_only_look_so_stay() {
    check(&["ليد", "زير"], &[("وليد", "وليد"), ("وزير", "وزير"), ("والده", "والده"), ("وزارتنا", "وزارتنا")]);
    check(&[], &[("التزام", "التزام"), ("بالغ", "بالغ"), ("العاب", "العاب"), ("كاليفورنيا", "كاليفورنيا")]);
    check(&[], &[("للجنه", "+لجنه"), ("للبنان", "+لبنان"), ("والتزام", "+التزام"), ("بالتزام", "+التزام")]);
}

#[test]
fn stop_words_are_found_after_particles_and_article() {
    check(&[], &[("في", ""), ("وفي", ""), ("والتي", ""), ("البعض", ""), ("وبعض", ""), ("ولكنهم", "")]);
    check(&[], &[("الاحد", "ال احد"), ("وليد", "وليد"), ("ولي", "ولي")]);
}
