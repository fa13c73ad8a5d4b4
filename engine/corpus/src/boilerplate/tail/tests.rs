use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::select;

use crate::boilerplate::cues::Cues;
use crate::boilerplate::key::Key;
use crate::boilerplate::remove;

const ENGLISH: &str = "The harbour opened again this morning, and the first boats have left.\n\n\
    The fishermen said that prices would fall by the end of the week.\n";
const ARABIC: &str = "أعيد فتح الميناء صباح اليوم وخرجت أولى السفن إلى البحر بعد توقف دام أسبوعين.\n\n\
    وقال الصيادون إن الأسعار ستنخفض قبل نهاية الأسبوع كما انخفضت في الشتاء الماضي.\n";

/// Ends of pages as site systems write them, each below an article that is read alone.
const TAILS: &[&str] = &[
    // A sentence of the form alone.
    "Your email address will not be published. Required fields are marked *",
    "Required fields are marked *",
    "Leave a Reply Your email address will not be published.",
    "You must be logged in to post a comment.",
    "لن يتم نشر عنوان بريدك الإلكتروني.",
    "لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *",
    "الحقول الإلزامية مشار إليها بـ *",
    "اترك تعليقاً لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *",
    "يجب أنت تكون مسجل الدخول لتضيف تعليقاً.",
    // One phrase.
    "Leave a comment",
    "Leave a Reply",
    "Add new comment",
    "No comments yet",
    "Back to top",
    "Back to top ↑",
    "↑ Back to Top",
    "Share this article",
    "Share on Facebook",
    "© 2024 The Harbour Times. All rights reserved.",
    "Copyright © 2024 The Harbour Times. All Rights Reserved",
    "Proudly powered by WordPress",
    "اترك تعليقا",
    "أضف تعليقاً",
    "أضف تعليق جديد",
    "لا توجد تعليقات",
    "العودة إلى الأعلى",
    "العودة إلى أعلى الصفحة",
    "شارك المقال",
    "شارك هذا الموضوع",
    "جميع الحقوق محفوظة © 2024 لموقع الميناء",
    "© 2024 جميع الحقوق محفوظة",
    "جميع الحقوق محفوظة لصحيفة الميناء 2024",
    // Related links.
    "Related articles\n- Storm closes the port\n- Ferry prices rise again",
    "Related Posts\nStorm closes the port\nFerry prices rise again",
    "You may also like\n\nStorm closes the port\nFerry prices rise again",
    "Read also: Ferry prices rise again",
    "مقالات ذات صلة\n- عاصفة تغلق الميناء\n- أسعار العبارات ترتفع",
    "مواضيع ذات صلة:\nعاصفة تغلق الميناء\nأسعار العبارات ترتفع",
    "قد يعجبك أيضاً\nعاصفة تغلق الميناء\nأسعار العبارات ترتفع",
    "اقرأ أيضاً: أسعار العبارات ترتفع",
    // Below rules.
    "________________\nShare\n________________\nComments",
    "____\nRelated articles\n- Storm closes the port\n____\nLeave a comment\n____\nBack to top\n____\n© 2024 The Harbour Times",
    "________________\nمشاركة",
    "____\nمقالات ذات صلة\n- عاصفة تغلق الميناء\n____\nاترك تعليقا\n____\nالعودة إلى الأعلى\n____\nجميع الحقوق محفوظة",
    "* * *\nShare this post\n* * *\nRelated posts\n* * *\nStorm closes the port\nFerry prices rise again",
    "----------\nPrint\nEmail\n----------\nTags: harbour, boats",
    // WordPress.
    "Share this:\nTwitter\nFacebook\nLike this:\nLike Loading...\nRelated\nStorm closes the port\nMay 3, 2024\nIn \"News\"\n\n\
     Leave a Reply Cancel reply\nYour email address will not be published. Required fields are marked *\nComment *\n\
     Name *\nEmail *\nWebsite\n\
     Save my name, email, and website in this browser for the next time I comment.\nPost Comment\n\
     This site uses Akismet to reduce spam. Learn how your comment data is processed.\n\n\
     Previous Post\nNext Post\n\nProudly powered by WordPress",
    "شارك هذا الموضوع:\nتويتر\nفيس بوك\nمعجب بهذه:\nإعجاب تحميل...\nمرتبط\n\nاترك تعليقاً إلغاء الرد\n\
     لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *\nالتعليق *\nالاسم *\nالبريد الإلكتروني *\n\
     الموقع الإلكتروني\nاحفظ اسمي، بريدي الإلكتروني، والموقع الإلكتروني في هذا المتصفح لاستخدامها المرة المقبلة في تعليقي.\n\
     إرسال التعليق\n\nالمقال السابق\nالمقال التالي\n\nبكل فخر مدعوم بواسطة ووردبريس",
    // Blogger.
    "Email ThisBlogThis!Share to XShare to FacebookShare to Pinterest\n\nNo comments:\n\nPost a Comment\n\n\
     Newer Post Older Post Home\n\nSubscribe to: Post Comments (Atom)\n\nPowered by Blogger.",
    "إرسال بالبريد الإلكتروني\nكتابة مدونة حول هذه المشاركة\nالمشاركة على X\nالمشاركة في Facebook\n\nليست هناك تعليقات:\n\n\
     إرسال تعليق\n\nرسالة أحدث رسالة أقدم الصفحة الرئيسية\n\nالاشتراك في: تعليقات الرسالة (Atom)\n\nيتم التشغيل بواسطة Blogger.",
    // Drupal.
    "Tags\nharbour\nboats\n\nLog in or register to post comments\n\nBack to top\n\nPowered by Drupal",
    "Add new comment\nYour name\nSubject\nComment\nMore information about text formats\n\
     Web page addresses and email addresses turn into links automatically.\nLines and paragraphs break automatically.\nSave",
    "إضافة تعليق جديد\nاسمك\nالموضوع\nتعليق\nمحتوى هذا الحقل سري ولن يظهر للآخرين.",
    // Joomla.
    "Prev\nNext\n\nAdd comment\n\nPowered by Joomla!",
    // News systems in Arabic.
    "طباعة\nشارك الخبر\n\nالكلمات الدلالية: الميناء، السفن\n\nأخبار ذات صلة\nعاصفة تغلق الميناء\nأسعار العبارات ترتفع\n\n\
     التعليقات (0)\nأضف تعليقك\nالاسم\nالبريد الإلكتروني\nنص التعليق\nإرسال\n\nالأكثر قراءة\n1. عاصفة تغلق الميناء\n2. أسعار العبارات ترتفع\n\n\
     من نحن | اتصل بنا | سياسة الخصوصية\nجميع الحقوق محفوظة © 2024",
];

fn article(tail: &str) -> &'static str {
    if tail.chars().any(|character| matches!(character, 'ء'..='ي')) { ARABIC } else { ENGLISH }
}

/// What is left of a page below its article.
fn left_below(article: &str, page: &str) -> String {
    let cleaned = remove(page);
    let removed: usize = cleaned.removed.iter().map(|removed| removed.text.len()).sum();
    assert_eq!(cleaned.text.len() + removed, page.len(), "of {page:?}");
    let left = cleaned.text.strip_prefix(article.trim_end()).unwrap_or(&cleaned.text);
    left.trim_end_matches('\n').to_owned()
}

#[test]
fn tails_go_whole_and_leave_the_article() {
    let mut wrong = String::new();
    for tail in TAILS {
        let article = article(tail);
        for page in [
            format!("{article}\n{tail}\n"),
            format!("{article}{tail}"),
            format!("{}\n\n______\n\n{tail}\n", article.trim_end()),
        ] {
            let left = left_below(article, &page);
            if !left.is_empty() {
                writeln!(wrong, "--- of\n{tail}\n--- is left\n{left}").unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn tails_go_from_a_page_in_one_line() {
    for tail in TAILS {
        // A line of less is none that holds a page.
        let article = article(tail).repeat(2).split_whitespace().collect::<Vec<_>>().join(" ");
        let page = format!("{article} ________ {}", tail.replace('\n', " ____ "));
        let left = remove(&page).text;
        assert!(left.starts_with(&article) && left.len() < page.len(), "{left}");
    }
}

#[test]
fn texts_that_speak_of_them_stay() {
    for text in [
        "Leave a comment",
        "Great pictures!\nShare this post",
        "Dear Ruth, the meeting is on Thursday at seven, in the room above the shop.\n\nComments are welcome.\n\nSam",
        "The label said nothing but what had been said before, by all of them.\n\nShare",
        "She read the last line aloud, and then she closed the book for good.\n\nAll rights reserved",
        "قرأت السطر الأخير بصوت عال ثم أغلقت الكتاب ولم تفتحه بعد ذلك اليوم.\n\nمشاركة",
        "They wrote \"Your email address will not be published\" below every form that they had made.\n",
        "The form said: Required fields are marked, and nobody knew by what they were marked.\n",
        "It was a long day at the harbour, and nobody spoke on the way home.\n\n____\n\nIt rained on the next day, and on the day after it.\n\n____\n",
        "The minutes of the meeting are kept in the drawer below the window.\n\nRelated\n",
        "The council heard the fishermen on Tuesday, and will hear them again in the spring.\n\nRelated\n- The old quay\n- The new one\n",
        "ناقشت اللجنة أحوال الميناء في اجتماعها يوم الثلاثاء وستعود إليها في الربيع المقبل.\n\nمقترحات\n- توسيع الرصيف\n- خفض الرسوم\n",
        "We walked along the sea wall until it was dark, and then we went home.\n\nContact us\n",
    ] {
        assert_eq!(remove(text).text, text);
    }
}

/// Whether a text has none of the phrases, and none of what else a page is known by: rights, and choices of a form.
fn says_nothing(text: &str) -> bool {
    let (cues, mut key) = (Cues::get(), Key::default());
    let mut is_phrase = |rest: &str| {
        key.read(rest);
        (1..=cues.reach(&key, 0)).any(|words| !cues.phrase(&key, 0, words).is_empty())
    };
    let begins_word = |at: usize| !text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
    let mut words = text.char_indices().map(|(at, _)| at).filter(|&at| begins_word(at));
    let signs = ["©", "(c)", "☐", "○", "[", "eserved", "ESERVED", "محفو", "Copyright "];
    !words.any(|at| is_phrase(&text[at..])) && !signs.iter().any(|sign| text.contains(sign))
}

/// Words that phrases are made of, and others.
const WORDS: [&str; 22] = [
    "harbour",
    "the",
    "of",
    "a",
    "articles",
    "leave",
    "will",
    "not",
    "be",
    "published",
    "fields",
    "marked",
    "address",
    "الميناء",
    "ذات",
    "صلة",
    "لن",
    "عنوان",
    "الحقول",
    "إلى",
    "جميع",
    "2024",
];

/// What stands between words and between lines.
const ENDS: [&str; 14] =
    [" ", " ", " ", " ", " ", ". ", "\n", "\n", "\n\n", "\n____\n", "\n- ", " | ", ":\n", ".\n\n* * *\n"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_text_without_any_of_the_phrases_comes_back(
        pieces in prop::collection::vec((select(&WORDS[..]), select(&ENDS[..])), 0..80),
    ) {
        let text: String = pieces.into_iter().flat_map(|(word, end)| [word, end]).collect();
        prop_assume!(says_nothing(&text));
        prop_assert_eq!(&remove(&text).text, &text);
    }

    #[test]
    fn any_characters_without_them_come_back(text in "([a-z]{1,9}|\\PC|[ \n.|_*:-]){0,80}") {
        prop_assume!(says_nothing(&text));
        prop_assert_eq!(&remove(&text).text, &text);
    }

    #[test]
    fn what_goes_is_the_end_of_the_text(
        tail in select(TAILS),
        other in "[a-z ]{0,20}",
    ) {
        let article = article(tail);
        let page = format!("{article}{other}\n\n{tail}\n");
        prop_assert!(remove(&page).text.starts_with(article));
    }
}
