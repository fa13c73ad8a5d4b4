//! Wikitext, the markup of MediaWiki (<https://www.mediawiki.org/wiki/Help:Formatting>), as plain text.
//!
//! What a template or a module would put into a page, nobody knows but the wiki: templates are left out. So are notes
//! (`<ref>`), categories, links to other languages, formulas and pictures; what stands below a picture is kept. Of links
//! there is the label, of tables the cells. Wikitext has HTML in it, and what MediaWiki makes of it is HTML: so it is made
//! into a little of that here, which is laid out as pages are. No crate that reads wikitext was found that is both kept
//! and small.
//!
//! Time is linear in the text, whatever it is, and there is no recursion.

mod lines;
mod links;
mod markup;

use super::super::html;

pub(super) use links::Namespaces;

/// The text of a page.
pub(super) fn text_of(wikitext: &str, namespaces: &Namespaces) -> String {
    html::text_of(&lines::laid_out(&markup::stripped(wikitext, namespaces)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(wikitext: &str, expected: &str) {
        assert_eq!(text_of(wikitext, &Namespaces::default()), expected, "of {wikitext}");
    }

    #[test]
    fn emphasis_headings_and_lists_lose_their_marks() {
        check("== Title ==\n''a'' '''b''' '''''c''''' d'e", "Title\n\na b c d'e");
        check("* a\n** b\n# c\n; d\n: e\ntext\n----\nmore", "a\nb\nc\nd\ne\ntext\n\nmore");
        check("one\ntwo\n\nthree", "one two\n\nthree");
        check("__TOC__a __NOEDITSECTION__ b__c", "a b__c");
        check("=", "=");
        check("a&nbsp;&lt;b&gt; 2 < 3", "a\u{a0}<b> 2 < 3");
    }

    #[test]
    fn links_are_their_labels() {
        check("[[Cairo]]s, [[Cairo|the city]], [[:Category:A|b]], [[#Part|c]]", "Cairos, the city, b, c");
        check(
            "[https://a.example label], [https://a.example], https://b.example",
            "label, , https://b.example",
        );
        check("a [not] b [[c", "a [not] b [[c");
        check("[[url/|embedded [brackets]]].", "embedded [brackets].");
        check("[[Category:A]][[تصنيف:ب]]a[[de:B]][[File:a.jpg|thumb|200px|A [[boat]].]]", "a\n\nA boat.");
        check("[[ملف:أ.jpg|تصغير|يسار|ميناء [[بيروت]]]] نص", "ميناء بيروت\n\nنص");
        check("[[Image:a.jpg|left|alternative]]a", "a");
    }

    #[test]
    fn templates_notes_and_comments_are_left_out() {
        check("a{{b|c={{d}}|[[e]]}}f", "af");
        check("a {{b c", "a {{b c");
        check("a }} b", "a }} b");
        check("{{{1|x}}}a{{b|{{{2}}}}}c", "ac");
        check("a<ref name='x'>b {{c}}</ref><ref name=y />d<!-- e -->f<!-- g", "adf<!-- g");
        check("a<math>x</math><gallery>\nFile:b.jpg|c\n</gallery>d", "ad");
        check("a<ref>b", "ab");
        check("a<includeonly>b</includeonly><noinclude>c</noinclude>", "ac");
    }

    #[test]
    fn of_variants_the_first_is_read() {
        check("a-{zh-hans:b;zh-hant:c}-d", "abd");
        check("-{zh-cn:[[x|b]]; zh-tw:c;}-", "b");
        check("-{H|zh-hans:b;zh-hant:c}-a-{T|zh:b}-", "a");
        check("-{b}- -{A|zh-hans:c;zh-hant:d}- -{zh;zh-hans|e}-", "b c e");
        check("a -{ b, c-{{d}}-{", "a -{ b, c--{");
    }

    #[test]
    fn code_is_kept_as_it_is() {
        check("<nowiki>''a'' [[b]] {{c}}</nowiki>", "''a'' [[b]] {{c}}");
        check("<pre>* a\n  '''b''' &lt;c></pre>d", "* a\n  '''b''' <c>\n\nd");
        check("<syntaxhighlight lang=c>\nif (a) {{ b }}\n</syntaxhighlight>", "if (a) {{ b }}");
        check("<code>a</code><br />b", "a\nb");
    }

    #[test]
    fn tables_give_their_cells() {
        check(
            "{| class=\"wikitable\"\n|+ Caption\n|-\n! style=\"x\"| Name !! Age\n|-\n| a || style='y' | 1\n|-\n| [[b|c]]\n| 2\n|}\nafter",
            "Caption\nName\tAge\na\t1\nc\t2\n\nafter",
        );
        check("{|\n| a\n{|\n| b\n|}\n|}", "a\n\nb");
    }

    #[test]
    fn nesting_costs_nothing() {
        for unit in [
            "[[a",
            "{{",
            "[[File:a|",
            "<ref>",
            "<!--",
            "{|\n|",
            "'''",
            "[http://a ",
            "]]",
            "__",
            "<a ",
            "-{",
            "-{a}-",
        ] {
            text_of(&unit.repeat(10_000), &Namespaces::default());
            let nested = unit.repeat(5_000) + &"]]}}".repeat(5_000);
            text_of(&nested, &Namespaces::default());
        }
    }

    proptest! {
        #[test]
        fn any_text_ends(text in "[\\[\\]{}|'<>/!=*#:;a_& \nس-]{0,60}") {
            text_of(&text, &Namespaces::default());
        }

        #[test]
        fn plain_words_come_back(words in proptest::collection::vec("[a-zس]{1,9}", 1..12)) {
            let text = words.join(" ");
            prop_assert_eq!(text_of(&text, &Namespaces::default()), text);
        }
    }
}
