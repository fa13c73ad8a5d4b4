//! The tailored rules, each by examples.

use proptest::prelude::*;

use super::closing::Closings;
use super::rules::Context;
use super::{Candidates, Splitter};
use crate::forms::Forms;
use crate::words::{Found, Tokenizer};

/// `text` is cut at each `|`, which is taken out first.
#[track_caller]
fn check(marked: &str) {
    let expected: Vec<&str> = marked.split('|').map(str::trim).filter(|part| !part.is_empty()).collect();
    let text = marked.replace('|', "");
    let tokens = Tokenizer::new(true).tokens(&text);
    let mut sentences = Vec::new();
    Splitter::new(true).sentences(&text, &tokens, &Candidates::all(tokens.len()), &mut sentences);
    let found: Vec<&str> = sentences.into_iter().map(|sentence| &text[sentence.span]).collect();
    assert_eq!(found, expected, "in {text:?}");
}

#[test]
fn full_stops_and_question_marks() {
    check("One. |Two! |Three? |Four");
    check("قال كذا. |لماذا؟ |لأنه ؛ كذا");
    check("他来了。|她走了！|好。|1970年。|11。|12人");
    check("これは山です．|３．２９％です．|これは川です（これは山です。これは川です）。");
    check("1.）これは山です。 \n|2.）これは川です。");
    // Burmese and Khmer write no blank after them either.
    check("နာမည်ဘယ်လိုခေါ်လဲ။|၇နေကောင်းလား။");
    check("នេះជាសៀវភៅ។|នោះជាប៊ិច។");
    check("यह है। |वह था।");
}

#[test]
fn abbreviations_do_not_end_a_sentence() {
    check("Dr. Smith met Mr. Jones. |They spoke.");
    check("The U.S. Army left. |It is in the U.S. |The end.");
    check("At 5 p.m. on Monday, Inc. and Co. etc. were there.");
    check("He left at 6 P.M. |Mr. Smith then went home.");
    check("See Fig. A for details. |Yes.");
    check("J. R. R. Tolkien wrote it. |He did.");
    check("قال د. أحمد زويل إن العلم نور.");
    check("Das ist z. B. gut, d. h. besser.");
}

#[test]
fn numbers_do_not_end_a_sentence() {
    check("It is 3.5 or No. 5 on p. 55. |Yes.");
    check("1. The first |2. The second |3. The third");
    check("(a) One. |(b) Two.");
    check("(i) one. |(ii) two.");
}

#[test]
fn quotes_and_brackets_stay_with_their_sentence() {
    check("He said: \"Go.\" |She went. |(It was late.) |Then");
    check("\"Really?\" she asked.");
    check("He teaches science (he worked as an engineer.) at the local university.");
    check("The end.[1] |And more.");
}

#[test]
fn what_is_quoted_goes_on_with_who_says_so() {
    check("«هل وصلت؟» سألته أمه. |نعم.");
    check("«لماذا تأخرت؟» قال المعلم.");
    check("\"كفى!\" صاحت الجارة.");
    check("\"Are you there?\" Anna asked. |Nobody was.");
    check("“Run!” Captain Ellen Marsh shouted.");
    check("\"Why?\" |He said no more.");
    check("«هل وصلت؟» |وقال المعلم إنه وصل.");
    check("(هل وصل؟) |قال المعلم ذلك.");
}

#[test]
fn a_year_in_brackets_is_no_label() {
    check("Marsh et al. (2019) found it. |So did Reed et al. (12) later.");
    check("It was so. |(b) The next");
}

#[test]
fn omissions() {
    check("I was... well, there. |Then... |The end.");
    check("A. . . . |Next.");
}

#[test]
fn a_text_without_capitals() {
    check("i had one and i loved it. |why do you think so");
    check("it took approx. ten days");
}

#[test]
fn line_breaks() {
    check("Headline\n|The text follows. |It ends\n\n|Menu\n|Home");
    check("This line of the message was folded at seventy characters by a mailer\nand goes on here. |End.");
    check("عنوان الخبر\n|نص الخبر هنا");
}

#[test]
fn folded_lines() {
    check(
        "أعلنت الوزارة أمس أن المدارس ستفتح أبوابها في الأول من أيلول بعد أن\n\
         أنهت فرق الصيانة أعمالها في جميع المحافظات. |وقال الوزير عبد الفتاح\n\
         السعدي إن الكتب وصلت إلى المخازن وإن توزيعها على التلاميذ سيبدأ في\n\
         الأسبوع الأول من العام الدراسي الجديد.",
    );
    check(
        "The ferry company said on Monday that its new line to New York City and\n\
         the islands around it will open in the spring. |Captain Ellen Marsh will\n\
         command the first of three ships, which the yard in Bath delivered a\n\
         week ago.",
    );
    check(
        "The ferry company said on Monday that its\n\
         new line to the islands will open in spring.\n\
         |Captain Ellen Marsh will command the first\n\
         of three ships. |Two more are being built in\n\
         the yard of Bath and will follow next year.",
    );
    check(
        "أعلنت الوزارة أمس أن المدارس ستفتح أبوابها\n\
         في الأول من أيلول. |وقال الوزير عبد الفتاح\n\
         السعدي إن الكتب وصلت إلى المخازن وإن عملية\n\
         توزيعها على التلاميذ ستبدأ في هذا الأسبوع.",
    );
    check("They met in the old town of\nBath in May. |Rain fell.");
    check("وصلت السفينة إلى\nالميناء أمس. |وغادرت");
    check("Fresh apples from Kent\n|Lemons and limes\n|Onions from Brittany\n|White cabbages");
    // Lines of a list are as long as they are.
    check(
        "The museum opens its doors again on the first of March at nine\n|Tickets at the door\n|Children and pupils of all schools of the town and around it\n|Closed",
    );
}

#[test]
fn rules_and_emoji() {
    check("All computers. |======== |Next part");
    check("I love it 😍 |You should go. :) |Then");
}

#[test]
fn a_forgotten_space() {
    check("ماذا قال؟|ثم ذهب");
    check("وصل الوزير.|واجتمع بالرئيس.|ثم غادر");
    check("It is done.|It was late.");
    check("Yahoo!x and Y!J");
}

#[test]
fn marks_of_greek_and_armenian() {
    check("Τι κάνεις; |Καλά.");
    check("Ոչինչ: |Այո:");
}

const PIECES: &str = "word|Word|The|he| | | | | |\n|\n\n|\r\n|\u{2028}|.|.|.|!|?|؟|…|...|:|;|,|\"|'|)|(|[|]|[1]|[...]|•|-|=====|1|2|3|a|b|i|12|Dr.|U.S.|etc.|J.|No.|د.|😀|:-)|كلمة|وقال|λέξη|բառ|。|「|」|中|\u{200F}|\u{301}|#tag|@name|x.com|٣|100";

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// No rule ends a sentence after a token that the pass has not noted.
    #[test]
    fn candidates_are_all_there_are(pieces in prop::collection::vec(prop::sample::select(PIECES.split('|').collect::<Vec<_>>()), 0..30)) {
        let text = pieces.concat();
        let (mut forms, mut found) = (Forms::new(), Found::default());
        forms.begin_call();
        Tokenizer::new(true).find(&text, None, &mut forms, &mut found);
        let sentences = |candidates: &Candidates| {
            let mut sentences = Vec::new();
            Splitter::new(true).sentences(&text, &found.tokens, candidates, &mut sentences);
            sentences
        };
        prop_assert_eq!(sentences(&found.candidates), sentences(&Candidates::all(found.tokens.len())), "in {:?}", text);
    }

    /// What is told at a glance is what the rules say.
    #[test]
    fn what_plainly_ends_ends(pieces in prop::collection::vec(prop::sample::select(PIECES.split('|').collect::<Vec<_>>()), 0..30)) {
        let text = pieces.concat();
        let tokens = Tokenizer::new(true).tokens(&text);
        let context = Context { text: &text, tokens: &tokens };
        for index in 0..tokens.len() {
            for first in (index.saturating_sub(4)..=index).filter(|&first| context.plainly_ends(first, index)) {
                let by_rules = context.end(first, index, &mut Closings::default());
                prop_assert_eq!(by_rules, Some(index), "from token {} in {:?}", first, text);
            }
        }
    }
}

/// Each mark would go over all that closes after it.
#[test]
fn marks_that_end_nothing_take_linear_time() {
    for piece in [". ", "!\"", "?)", "[...]", "!([", ".'"] {
        let text = piece.repeat(100_000 / piece.len()) + "a";
        let (mut forms, mut found) = (Forms::new(), Found::default());
        forms.begin_call();
        Tokenizer::new(true).find(&text, None, &mut forms, &mut found);
        let mut sentences = Vec::new();
        Splitter::new(true).sentences(&text, &found.tokens, &found.candidates, &mut sentences);
        assert!(!sentences.is_empty());
    }
}
