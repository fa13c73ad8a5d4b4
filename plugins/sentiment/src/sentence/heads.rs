//! Names of streets, towns and societies after the word that says what they are: شارع السلام, مدينة السعادة, حزب العدالة.
//!
//! The noun before has no article, so the word after it with one is no adjective of it.

use crate::sentence::phrases::SentenceTokens;

/// What is named by a noun of any kind: وادي الموت.
const PLACES: [&str; 32] = [
    "باب",
    "بحر",
    "برج",
    "بوابه",
    "تل",
    "جاده",
    "جبل",
    "جزيره",
    "جسر",
    "حاره",
    "حي",
    "دوار",
    "زقاق",
    "ساحه",
    "سهل",
    "شارع",
    "ضاحيه",
    "طريق",
    "عين",
    "قريه",
    "قصر",
    "قلعه",
    "كوبري",
    "محافظه",
    "محطه",
    "مدينه",
    "مفرق",
    "ميدان",
    "مينا",
    "نفق",
    "نهر",
    "وادي",
];

/// What is named by something good; else the words judge it: حزب الفساد.
const SOCIETIES: [&str; 34] = [
    "اتحاد",
    "اكاديميه",
    "بنك",
    "تيار",
    "جامع",
    "جامعه",
    "جبهه",
    "جريده",
    "جمعيه",
    "حديقه",
    "حركه",
    "حزب",
    "دار",
    "روضه",
    "سوق",
    "شركه",
    "صحيفه",
    "صيدليه",
    "فندق",
    "فيلم",
    "قاعه",
    "قناه",
    "كتاب",
    "كليه",
    "مجله",
    "مدرسه",
    "مركز",
    "مستشفي",
    "مسجد",
    "مسرحيه",
    "مطعم",
    "معهد",
    "موسسه",
    "نادي",
];

/// A word that announces a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Head {
    /// One of [`PLACES`].
    Place,
    /// One of [`SOCIETIES`].
    Society,
}

impl Head {
    /// That of a word in the one spelling, with or without what is attached before it.
    pub(crate) fn of(levelled: &str) -> Option<Self> {
        let bare = levelled.strip_prefix(['و', 'ف']).unwrap_or(levelled);
        let bare = bare.strip_prefix(['ب', 'ل']).unwrap_or(bare);
        let is_one = |heads: &[&str]| heads.contains(&levelled) || heads.contains(&bare);
        match (is_one(&PLACES), is_one(&SOCIETIES)) {
            (true, _) => Some(Self::Place),
            (false, true) => Some(Self::Society),
            _ => None,
        }
    }
}

/// Whether a word of this weight, which begins with the article, is the name that the word before it announces.
pub(crate) fn announces(tokens: &SentenceTokens<'_, '_>, at: usize, weight: f64) -> bool {
    match at.checked_sub(1).and_then(|before| tokens.head(before)) {
        Some(Head::Place) => true,
        Some(Head::Society) => weight > 0.0,
        None => false,
    }
}
