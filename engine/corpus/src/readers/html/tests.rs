//! Main text of whole pages, in Arabic and English: what goes, what stays, whatever surrounds it.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn main_of(html: &str) -> String {
    read(html.as_bytes().to_vec(), None, &Format::default()).unwrap().decoded.text
}

/// A language: a heading, three short paragraphs, and words of a page's frame.
struct Language {
    heading: &'static str,
    paragraphs: [&'static str; 3],
    menu: &'static str,
    links: &'static str,
    newsletter: &'static str,
    tags: &'static str,
    sharing: &'static str,
    cookies: &'static str,
    comments: &'static str,
    advertisement: &'static str,
    read_also: &'static str,
}

const ARABIC: Language = Language {
    heading: "إعادة فتح الميناء",
    paragraphs: [
        "أعيد فتح الميناء صباح الأحد بعد أسبوع من العواصف.",
        "وقال مدير الميناء إن السفن بدأت تصل، وإن حركة المسافرين ستعود غدا.",
        "ورحب الصيادون بالقرار، وخرجت قواربهم قبل الفجر.",
    ],
    menu: "<a href=/>XX الرئيسية</a> <a href=/s>XX رياضة</a>",
    links: "<h3>XX مقالات أخرى مهمة</h3><ul><li><a href=/1>XX أسعار السمك تتراجع مع بداية الموسم</a><li><a href=/2>XX خط \
            حافلات جديد</a></ul>",
    newsletter: "<h3>XX نشرة المرفأ</h3><p>XX اشترك ليصلك جديدنا كل صباح.</p><input><button>XX سجل</button>",
    tags: "<a href=/t/1>XX اقتصاد</a> <a href=/t/2>XX موانئ</a>",
    sharing: "<a href=#>XX فيسبوك</a> <a href=#>XX تويتر</a>",
    cookies: "<p>XX نستخدم ملفات تعريف الارتباط لتحسين تجربتك وتحليل الزيارات على هذا الموقع.</p><button>XX موافق</button>",
    comments: "<h3>XX ثلاثة تعليقات</h3><ol><li><p>XX سالم: خبر جيد، وكنا ننتظره منذ أيام طويلة والله.</p></ol>",
    advertisement: "<p>XX اشتر الآن بنصف السعر</p>",
    read_also: "<p>اقرأ أيضا: <a href=/3>XX متحف المدينة يفتح أبوابه</a></p>",
};

const ENGLISH: Language = Language {
    heading: "Harbour opens again",
    paragraphs: [
        "The harbour opened again on Sunday after a week of storms.",
        "Ships are coming in, its director said, and ferries will sail from tomorrow.",
        "Fishermen were glad, and their boats left before dawn.",
    ],
    menu: "<a href=/>XX Home</a> <a href=/s>XX Sport</a>",
    links: "<h3>XX Other important articles</h3><ul><li><a href=/1>XX Fish is cheaper as the season begins</a><li><a href=/2>XX A \
            new bus line</a></ul>",
    newsletter: "<h3>XX The Harbour letter</h3><p>XX Subscribe to hear from us each morning.</p><input><button>XX Go</button>",
    tags: "<a href=/t/1>XX economy</a> <a href=/t/2>XX harbours</a>",
    sharing: "<a href=#>XX Facebook</a> <a href=#>XX Twitter</a>",
    cookies: "<p>XX We use cookies to make your visit better and to count visits of this site.</p><button>XX OK</button>",
    comments: "<h3>XX Three comments</h3><ol><li><p>XX Sam: good news, we have been waiting for it for many a day.</p></ol>",
    advertisement: "<p>XX Buy now at half the price</p>",
    read_also: "<p>Read also: <a href=/3>XX The museum opens its doors</a></p>",
};

/// Blocks of the frame as the systems of many sites write them.
fn frame_blocks(language: &Language) -> Vec<String> {
    let Language { links, newsletter, tags, sharing, cookies, comments, advertisement, .. } = language;
    let mut blocks = Vec::new();
    let mut add = |tags: &[&str], content: &str| {
        for tag in tags {
            let name = tag.split(' ').next().unwrap();
            blocks.push(format!("<{tag}>{content}</{name}>"));
        }
    };
    add(
        &[
            "div class=related",
            "div class='related-posts'",
            "div class=relatedArticles",
            "section class='more-on'",
            "div class=recommended",
            "div class=jp-relatedposts",
            "div id=related_news",
            "aside",
            "div class='block block-views views--related'",
            "div class=you-may-also-like",
            "div class=readAlso",
            "div role=complementary",
            "div class=td-related-title-wrap",
            "div class='yarpp yarpp-related'",
        ],
        links,
    );
    add(
        &["div class=newsletter", "section class=newsletter-signup", "div id=mc_embed_signup-newsletter"],
        newsletter,
    );
    add(
        &[
            "div class=tags",
            "p class=post-tags",
            "ul class='tags inline'",
            "div class='field field--name-field-tags'",
            "span class=post-labels",
            "footer class=entry-footer",
            "div class=tags-links",
        ],
        tags,
    );
    blocks.retain(|block| !block.starts_with("<span"));
    let mut add = |tags: &[&str], content: &str| {
        for tag in tags {
            let name = tag.split(' ').next().unwrap();
            blocks.push(format!("<{tag}>{content}</{name}>"));
        }
    };
    add(
        &["div class=share-buttons", "div class='sharedaddy sd-sharing-enabled'", "ul class=social-links"],
        sharing,
    );
    add(&["div class=cookie-notice", "div id=cookieConsent", "div role=dialog"], cookies);
    add(&["div class=comments", "section id=comments", "div class=comments-area"], comments);
    add(
        &[
            "div class=ad-slot",
            "div class='ad ad-inline'",
            "div class=advertisement",
            "ins class=adsbygoogle",
        ],
        advertisement,
    );
    blocks.retain(|block| !block.starts_with("<ins"));
    blocks
}

/// The places of an article: what opens and closes them.
const PLACES: [(&str, &str); 5] = [
    ("<div class=content>", "</div>"),
    ("<main>", "</main>"),
    ("<article>", "</article>"),
    ("<div id=content><div class='post hentry'>", "</div></div>"),
    ("<form action=/><table><tr><td><div>", "</div></td></tr></table></form>"),
];

fn page(language: &Language, (opens, closes): (&str, &str), block: &str) -> String {
    let [first, second, third] = language.paragraphs;
    format!(
        "<!doctype html><title>{heading} | XX</title><body><nav>{menu}</nav>{opens}<h1>{heading}</h1><p>{first}</p>\
         <p>{second}</p>{block}<p>{third}</p>{closes}<footer>XX 2025</footer>",
        heading = language.heading,
        menu = language.menu,
    )
}

#[test]
fn the_frame_goes_from_short_articles_in_any_language() {
    for language in [&ARABIC, &ENGLISH] {
        let expected = [&[language.heading], &language.paragraphs[..]].concat().join("\n\n");
        let mut blocks = frame_blocks(language);
        blocks.push(language.read_also.to_owned());
        blocks.push(format!(
            "<h3>{}</h3><ul><li><a href=/1>XX</a></ul>",
            language.read_also.split(':').next().unwrap()
        ));
        for place in PLACES {
            for block in &blocks {
                assert_eq!(
                    main_of(&page(language, place, block)),
                    expected,
                    "without {block} in {}",
                    place.0
                );
            }
        }
    }
}

#[test]
fn text_stays_whatever_it_is_called() {
    let prose = "<p>Bakers of the old town have worked by night for as long as anyone here remembers, and nobody asked them why.</p>";
    for block in [
        format!("<div class=related>{prose}</div>"),
        format!("<section id=related-work>{prose}</section>"),
        format!("<div class=tags>{prose}</div>"),
        format!("<div class=newsletter>{prose}</div>"),
        format!("<div class=cookie-recipe>{prose}</div>"),
        format!("<div class=share-price>{prose}</div>"),
        format!("<div class='comments'><h1>Bakers</h1>{prose}</div>"),
        format!("<div class='ad-hoc'>{prose}</div>"),
        format!("<div class='has-sidebar'>{prose}</div>"),
        format!("<footer>{prose}</footer>"),
        format!("<blockquote>{prose}<footer>A baker</footer></blockquote>"),
        format!("<h2>Advertising</h2>{prose}"),
        format!("<h2 class=tags>Tags</h2>{prose}"),
        format!("<h2>Newsletter</h2>{prose}"),
    ] {
        for place in [PLACES[1], PLACES[2]] {
            let text = main_of(&page(&ENGLISH, place, &block));
            assert!(text.contains("Bakers of the old town"), "{text} of {block} in {}", place.0);
            assert!(ENGLISH.paragraphs.iter().all(|paragraph| text.contains(paragraph)), "{text}");
        }
    }
}

#[test]
fn a_place_of_text_loses_none_of_its_own() {
    for (content, expected) in [
        ("one<p>two</p>three<p>four</p>five", "one\n\ntwo\n\nthree\n\nfour\n\nfive"),
        ("<div>one</div><div>two</div><p>three</p>", "one\ntwo\n\nthree"),
        ("one<br><br>two<br>three", "one\n\ntwo\nthree"),
        ("<p>one</p><ul><li>two<li>three</ul><ol><li>four</ol>", "one\n\ntwo\nthree\n\nfour"),
        ("<p>one</p><blockquote>two</blockquote><pre>three\n  four</pre>", "one\n\ntwo\n\nthree\n  four"),
        ("<p>one</p><table><tr><th>two<td>three</table>", "one\n\ntwo\tthree"),
        ("<p>one</p><figure><img src=x><figcaption>two</figcaption></figure>", "one\n\ntwo"),
        ("<h2>one</h2>two<h3>three</h3><p>four</p>", "one\n\ntwo\n\nthree\n\nfour"),
        ("<dl><dt>one<dd>two</dl><details><summary>three</summary>four</details>", "one\ntwo\n\nthree\nfour"),
        ("<span>one</span> <b>two</b> <a href=x>three</a>", "one two three"),
        ("<section><p>one</p></section><section><div>two</div></section>", "one\n\ntwo"),
        ("<p>one</p><h3><button>two</button></h3><p>three</p>", "one\n\ntwo\n\nthree"),
    ] {
        let words = |text: &str| {
            ["one", "two", "three", "four", "five"].iter().fold(text.to_owned(), |text, word| {
                text.replace(word, &format!("السفينة {word} وصلت إلى الميناء قبل الفجر"))
            })
        };
        for place in ["main", "article", "div role=main"] {
            let name = place.split(' ').next().unwrap();
            let html = format!(
                "<nav>{}</nav><{place}>{}</{name}><aside>{}</aside>",
                ARABIC.menu,
                words(content),
                ARABIC.links
            );
            assert_eq!(main_of(&html), words(expected), "of {content} in {place}");
        }
    }
}

#[test]
fn tools_of_writers_in_headings_are_no_text() {
    let tool = "<span class=mw-editsection>[<a href=/>XX</a>]</span>";
    let prose = ARABIC.paragraphs.map(|paragraph| format!("<p>{paragraph}</p>")).concat();
    let html = format!(
        "<h1>x</h1><h2>عنوان{tool}</h2>{prose}<div class=catlinks><a href=/>XX</a>: <a href=/>XX</a></div>"
    );
    assert_eq!(main_of(&html), format!("x\n\nعنوان\n\n{}", ARABIC.paragraphs.join("\n\n")));
}

#[test]
fn an_article_that_stands_in_the_data_alone_is_read_there() {
    let body = ARABIC.paragraphs.join("\\n\\n");
    let expected = ARABIC.paragraphs.join("\n\n");
    let shell =
        format!("<title>x</title><nav>{}</nav><div id=app></div><footer>XX 2025 XX</footer>", ARABIC.menu);
    for data in [
        format!(r#"{{"@type":"NewsArticle","articleBody":"{body}"}}"#),
        format!(r#"[{{"@type":"WebSite"}},{{"@type":"NewsArticle","articleBody":"{body}"}}]"#),
        format!(r#"{{"@graph":[{{"@type":"WebPage"}},{{"@type":["Article"],"articleBody":"{body}"}}]}}"#),
    ] {
        let script = format!("<script type='application/ld+json'>{data}</script>");
        assert_eq!(main_of(&script), expected, "of {data}");
        assert_eq!(main_of(&format!("{script}{shell}")), expected, "of {data}");
        assert_eq!(main_of(&format!("{script}<h1>x</h1>{shell}")), format!("x\n\n{expected}"), "of {data}");
        // What the page shows is the article itself.
        let shown = page(&ARABIC, PLACES[0], "<h2>ما لا يقوله النص الآخر</h2>");
        assert!(main_of(&format!("{script}{shown}")).contains("ما لا يقوله النص الآخر"));
    }
}

#[test]
fn a_page_without_text_says_so() {
    for (html, expected) in [
        ("", "it is empty, or all of it is hidden"),
        ("<title>t</title><body> \n", "it is empty, or all of it is hidden"),
        ("<p hidden>a", "it is empty, or all of it is hidden"),
        ("<img src=a.png alt=a>", "it has pictures alone"),
        (
            "<div id=root></div><noscript>Turn it on</noscript><script src=a.js></script>",
            "a script may make it in a browser",
        ),
        (
            "<script type='application/ld+json'>{\"articleBody\":\"\"}</script>",
            "it is empty, or all of it is hidden",
        ),
    ] {
        for html_text in [HtmlText::Main, HtmlText::All] {
            let format = Format { html_text, ..Format::default() };
            let message = read(html.as_bytes().to_vec(), None, &format).unwrap_err();
            assert_eq!(message, format!("no text in the page; {expected}"), "of {html}");
        }
    }
}

/// What may stand around a text, and between its parts.
const SURROUNDINGS: &[&str] = &[
    "<nav><a href=/>XX</a></nav>",
    "<div class=related><a href=/>XX XX</a></div>",
    "<aside><p>XX XX XX XX XX XX XX XX XX XX XX XX.</p></aside>",
    "<div class=comments><p>XX XX XX XX XX XX XX XX XX XX XX XX XX.</p></div>",
    "<p>XX XX XX XX XX XX XX XX XX XX XX XX XX, XX.</p>",
    "<div><div>XX</div></div>",
    "<table><tr><td>XX</table>",
    "<form><input><button>XX</button></form>",
    "<footer>XX</footer>",
    "<header><h1>XX</h1></header>",
    "<ul><li><a href=/>XX</a><li>XX</ul>",
];

const SENTENCES: &[&str] = &[
    "أعيد فتح الميناء صباح الأحد بعد أسبوع من العواصف.",
    "وصل الوزير.",
    "قال المدير إن السفن بدأت تصل، وإن حركة المسافرين ستعود غدا، وإن كل شيء جاهز.",
    "The harbour opened again on Sunday.",
    "Ships are coming in, its director said, and ferries will sail from tomorrow, at last.",
    "Related work goes back to 1904.",
    "港は日曜日に再び開いた。",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_main_part_of_paragraphs_gives_every_word(
        paragraphs in proptest::collection::vec(select(SENTENCES), 2..12),
        before in proptest::collection::vec(select(SURROUNDINGS), 0..6),
        after in proptest::collection::vec(select(SURROUNDINGS), 0..6),
    ) {
        let main: String = paragraphs.iter().map(|text| format!("<p>{text}</p>")).collect();
        let html = format!("{}<main>{main}</main>{}", before.concat(), after.concat());
        prop_assert!(main_of(&html).contains(&paragraphs.join("\n\n")));
    }

    #[test]
    fn pages_of_one_structure_lose_the_same_blocks(
        blocks in proptest::collection::vec(0..frame_blocks(&ARABIC).len(), 0..4),
        place in select(&PLACES),
    ) {
        for language in [&ARABIC, &ENGLISH] {
            let all = frame_blocks(language);
            let block: String = blocks.iter().map(|&index| &*all[index]).collect();
            let expected = [&[language.heading], &language.paragraphs[..]].concat().join("\n\n");
            prop_assert_eq!(main_of(&page(language, place, &block)), expected);
        }
    }
}
