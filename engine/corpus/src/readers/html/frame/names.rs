//! What the tag of an element says it is: by its name, its role, and the words of its class and id.

/// What an element is said to be. It is believed where what stands in it is of that kind ([`super::fits`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Nothing is said.
    Unsaid,
    /// A menu, a breadcrumb, the way to the next page.
    Menu,
    /// Links to other pages, and the page's tags.
    Links,
    /// As `Links`, by a word that says nothing else.
    SurelyLinks,
    /// Buttons that share and follow.
    Sharing,
    /// What asks for something: newsletters, cookies, accounts.
    Request,
    Comments,
    Advertisement,
    /// What stands beside the text.
    Aside,
    Footer,
    Form,
    Button,
    /// A paragraph, which is a cell of the text itself: it takes more to say that it is none.
    Paragraph,
    Heading,
    /// The page itself, its main part and its articles.
    Article,
}

/// What a tag says of its element.
pub(super) fn part<'tag>(name: &str, attribute: impl Fn(&str) -> Option<&'tag str>) -> Part {
    let role = attribute("role").unwrap_or_default().to_ascii_lowercase();
    if matches!(name, "html" | "body" | "main" | "article") || matches!(&*role, "main" | "article") {
        return match words_of(&attribute).find_map(|name| word_part(&name)) {
            Some(Part::Comments) if name == "article" => Part::Comments,
            Some(Part::SurelyLinks) if name == "article" => Part::SurelyLinks,
            _ => Part::Article,
        };
    }
    if matches!(name, "td" | "th" | "table" | "figure" | "figcaption" | "blockquote" | "pre") {
        return Part::Unsaid;
    }
    match &*role {
        "navigation" | "menu" | "menubar" | "search" | "toolbar" => return Part::Menu,
        "complementary" => return Part::Aside,
        "contentinfo" => return Part::Footer,
        "dialog" | "alertdialog" => return Part::Request,
        _ => {}
    }
    let said = words_of(&attribute).find_map(|name| word_part(&name));
    match (name, said) {
        ("nav" | "menu", _) => Part::Menu,
        ("button", _) => Part::Button,
        ("h1", _) => Part::Unsaid,
        ("h2" | "h3" | "h4" | "h5" | "h6", _) => Part::Heading,
        (_, Some(said)) => said,
        ("aside", None) => Part::Aside,
        ("footer", None) => Part::Footer,
        ("form", None) => Part::Form,
        ("p", None) => Part::Paragraph,
        _ => Part::Unsaid,
    }
}

/// Whether an element in a line is a tool for whoever writes the page: the `[edit]` behind each heading of MediaWiki.
pub(super) fn is_tool<'tag>(name: &str, attribute: impl Fn(&str) -> Option<&'tag str>) -> bool {
    let class = attribute("class").filter(|_| name == "span").unwrap_or_default();
    class.split_ascii_whitespace().any(|class| class == "mw-editsection")
}

/// The names in the class and the id, each as its words in small letters, parted by `-`, with one before and after:
/// `relatedPosts` is `-related-posts-`.
fn words_of<'tag>(attribute: &impl Fn(&str) -> Option<&'tag str>) -> impl Iterator<Item = String> {
    let names = [attribute("class"), attribute("id")].into_iter().flatten();
    names.flat_map(str::split_ascii_whitespace).filter(|name| name.len() <= LONGEST).map(split)
}

/// Longer names say nothing.
const LONGEST: usize = 100;

fn split(name: &str) -> String {
    let mut words = String::from("-");
    let mut small = false;
    for character in name.chars() {
        if !character.is_ascii_alphabetic() {
            if !words.ends_with('-') {
                words.push('-');
            }
        } else {
            if character.is_ascii_uppercase() && small && !words.ends_with('-') {
                words.push('-');
            }
            words.push(character.to_ascii_lowercase());
        }
        small = character.is_ascii_lowercase();
    }
    if !words.ends_with('-') {
        words.push('-');
    }
    words
}

/// What one name says.
fn word_part(name: &str) -> Option<Part> {
    if NOT.iter().any(|word| name.contains(word)) {
        return None;
    }
    let found = NAMES.iter().find(|(names, _)| names.iter().any(|word| name.contains(word)));
    let found = found.map(|(_, part)| *part);
    found.or_else(|| is_slot(name).then_some(Part::Advertisement))
}

/// Whether a name has the word `ad`, and all its other words are those of a place on a page.
fn is_slot(name: &str) -> bool {
    let mut words = name.split('-').filter(|word| !word.is_empty());
    let is_ad = |word: &str| matches!(word, "ad" | "ads" | "adv" | "advert" | "adverts");
    name.split('-').any(is_ad) && words.all(|word| is_ad(word) || PLACES.contains(&word))
}

const PLACES: &[&str] = &[
    "after",
    "area",
    "article",
    "banner",
    "before",
    "between",
    "block",
    "body",
    "bottom",
    "box",
    "break",
    "center",
    "col",
    "container",
    "content",
    "desktop",
    "div",
    "dfp",
    "footer",
    "frame",
    "google",
    "gpt",
    "header",
    "holder",
    "home",
    "in",
    "inline",
    "inner",
    "item",
    "label",
    "leaderboard",
    "left",
    "middle",
    "mid",
    "mobile",
    "mpu",
    "native",
    "outer",
    "page",
    "paragraph",
    "placeholder",
    "position",
    "post",
    "rectangle",
    "region",
    "right",
    "section",
    "sidebar",
    "single",
    "site",
    "slot",
    "space",
    "spot",
    "sticky",
    "text",
    "top",
    "unit",
    "widget",
    "wrap",
    "wrapper",
    "zone",
];

/// Words by which a name says what is in another place, or is not there.
const NOT: &[&str] = &["-no-", "-not-", "-has-", "-have-", "-with-", "-without-", "-hide-", "-is-"];

/// Words of names, in the order in which they are looked for. Those without a `-` at one end go on there.
const NAMES: &[(&[&str], Part)] = &[
    (
        &[
            "-comments-",
            "-comment-list-",
            "-commentlist-",
            "-comment-form-",
            "-commentform-",
            "-comment-respond-",
            "-comment-area-",
            "-comment-section-",
            "-comment-thread-",
            "-comment-body-",
            "-comment-wrap",
            "-respond-",
            "-disqus-",
            "-disqusthread-",
            "-fb-comments-",
            "-livefyre",
            "-coral-talk",
        ],
        Part::Comments,
    ),
    (
        &[
            "-related",
            "-recommended-",
            "-recommend-",
            "-recommendation",
            "-jp-relatedposts-",
            "-yarpp-",
            "-outbrain",
            "-taboola",
            "-zergnet-",
            "-mgid-",
            "-revcontent",
            "-tags-",
            "-tag-list-",
            "-taglist-",
            "-tag-links-",
            "-tag-cloud-",
            "-tagcloud-",
            "-hashtags-",
            "-post-labels-",
            "-read-also-",
            "-readalso-",
            "-also-read-",
            "-alsoread-",
            "-read-next-",
            "-readnext-",
            "-read-more-box-",
            "-more-on-",
            "-more-from-",
            "-more-stories-",
            "-more-news-",
            "-more-articles-",
            "-more-posts-",
            "-more-like-",
            "-you-may-",
            "-you-might-",
            "-may-like-",
            "-also-like-",
            "-recirc",
            "-most-read-",
            "-mostread-",
            "-most-viewed-",
            "-most-popular-",
            "-mostpopular-",
            "-popular-posts-",
            "-trending-",
            "-recent-posts-",
            "-latest-news-",
            "-latest-posts-",
            "-similar-posts-",
            "-similar-articles-",
            "-suggested-",
            "-cat-links-",
            "-up-next-",
            "-next-up-",
            "-in-this-section-",
            "-see-more-",
        ],
        Part::SurelyLinks,
    ),
    (
        &[
            "-breadcrumb",
            "-bread-crumb",
            "-crumbs-",
            "-pagination-",
            "-pager-",
            "-paging-",
            "-nav-links-",
            "-post-navigation-",
            "-posts-navigation-",
            "-navigation-",
            "-navbar-",
            "-menu-",
            "-prev-next-",
            "-prevnext-",
            "-next-prev-",
            "-pagenav-",
            "-pagenavi-",
            "-skip-link",
            "-mw-jump-link-",
            "-navbox-",
            "-catlinks-",
        ],
        Part::Menu,
    ),
    (
        &[
            "-share-",
            "-shares-",
            "-sharing-",
            "-sharebar-",
            "-sharebuttons-",
            "-sharedaddy-",
            "-sharethis-",
            "-sharer-",
            "-shareaholic-",
            "-social",
            "-addtoany-",
            "-addthis-",
            "-ssba-",
            "-heateor-",
            "-follow-us-",
            "-followus-",
            "-post-share",
            "-print-link",
        ],
        Part::Sharing,
    ),
    (
        &[
            "-newsletter",
            "-subscribe",
            "-subscription-",
            "-signup-",
            "-sign-up-",
            "-mailchimp-",
            "-mc-embed-",
            "-mailing-list-",
            "-optin-",
            "-opt-in-",
            "-cookie",
            "-consent-",
            "-gdpr-",
            "-onetrust",
            "-cmp-",
            "-cmplz-",
            "-privacy-notice-",
            "-privacy-banner-",
            "-paywall-",
            "-app-promo-",
            "-app-download-",
            "-push-notification",
            "-whatsapp-channel-",
            "-telegram-channel-",
            "-login-form-",
            "-signin-",
        ],
        Part::Request,
    ),
    (
        &[
            "-advertisement-",
            "-advertising-",
            "-advertorial-",
            "-adsbygoogle-",
            "-adsense-",
            "-adslot-",
            "-adunit-",
            "-adbox-",
            "-adcontainer-",
            "-adwrapper-",
            "-adblock-",
            "-sponsored-",
            "-dfp-",
            "-promo-",
            "-promoted-",
        ],
        Part::Advertisement,
    ),
    (
        &["-sidebar-", "-side-bar-", "-rightrail-", "-right-rail-", "-left-rail-", "-widget-area-"],
        Part::Aside,
    ),
    (
        &[
            "-popular-",
            "-latest-",
            "-recent-",
            "-similar-",
            "-topics-",
            "-keywords-",
            "-labels-",
            "-tag-",
            "-categories-",
            "-suggestions-",
            "-widget-",
            "-links-",
        ],
        Part::Links,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, class: &'static str, expected: Part) {
        let of_class = part(name, |attribute| (attribute == "class").then_some(class));
        let of_id = part(name, |attribute| (attribute == "id").then_some(class));
        assert_eq!((of_class, of_id), (expected, expected), "of {name} {class}");
    }

    #[test]
    fn names_say_what_an_element_is() {
        for (class, expected) in [
            ("related", Part::SurelyLinks),
            ("relatedPosts", Part::SurelyLinks),
            ("jp-relatedposts", Part::SurelyLinks),
            ("article__related-links", Part::SurelyLinks),
            ("more-on", Part::SurelyLinks),
            ("entry tags-links", Part::SurelyLinks),
            ("field--name-field-tags", Part::SurelyLinks),
            ("post-labels", Part::SurelyLinks),
            ("newsletter_signup", Part::Request),
            ("cookieConsent", Part::Request),
            ("social-share", Part::Sharing),
            ("ad-slot", Part::Advertisement),
            ("ad-slot-2 in-article", Part::Advertisement),
            ("adsbygoogle", Part::Advertisement),
            ("comments-area", Part::Comments),
            ("breadcrumbs", Part::Menu),
            ("catlinks", Part::Menu),
            ("sidebar", Part::Aside),
            ("no-related", Part::Unsaid),
            ("has-sidebar", Part::Unsaid),
            ("content-with-newsletter", Part::Unsaid),
            ("ad-hoc", Part::Unsaid),
            ("shadow broad head", Part::Unsaid),
            ("unrelated", Part::Unsaid),
            ("تعليقات", Part::Unsaid),
        ] {
            check("div", class, expected);
        }
        check("article", "related", Part::SurelyLinks);
        check("article", "post tag-economy category-news", Part::Article);
        check("main", "related", Part::Article);
        check("h2", "related-work", Part::Heading);
        check("td", "tags", Part::Unsaid);
    }
}
