//! The tables of the lexicon, as they stand in `lexicon/`, and how their lines read.

use textmill_text::list::List;

use super::class::Class;

/// How the lines of a table read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// `form|form|form`, the value being the first form; or `form|form = value`.
    Forms,
    /// `English|forms = forms|in Arabic`; either side may be empty; the value is the first form of the side.
    Bilingual,
}

/// A table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table {
    /// Its path below `lexicon/`, for messages of tests.
    pub(crate) path: &'static str,
    /// What it says of its entries.
    pub(crate) class: Class,
    /// How its lines read.
    pub(crate) layout: Layout,
    /// The file.
    pub(crate) text: &'static str,
}

macro_rules! tables {
    ($($class:ident $layout:ident $path:literal;)*) => {
        /// All tables. Where two give the same word the same class, the first one's value stands.
        pub(crate) const TABLES: &[Table] = &[$(Table {
            path: $path,
            class: Class::$class,
            layout: Layout::$layout,
            text: include_str!(concat!("../lexicon/", $path)),
        }),*];
    };
}

tables! {
    Country Bilingual "countries.txt";
    City Bilingual "cities.txt";
    Region Bilingual "regions.txt";
    Organization Bilingual "organizations.txt";
    Doubtful Forms "en/doubtful-names.txt";
    Doubtful Forms "ar/doubtful-names.txt";
    Given Forms "en/given-names.txt";
    Given Forms "ar/given-names.txt";
    Family Forms "en/family-names.txt";
    Family Forms "ar/family-names.txt";
    Particle Forms "en/name-particles.txt";
    Particle Forms "ar/name-particles.txt";
    Title Forms "en/titles.txt";
    Title Forms "ar/titles.txt";
    Speech Forms "en/speech-verbs.txt";
    Speech Forms "ar/speech-verbs.txt";
    OrganizationHead Forms "en/organization-heads.txt";
    OrganizationHead Forms "ar/organization-heads.txt";
    OrganizationTail Forms "en/organization-tails.txt";
    LocationHead Forms "en/location-heads.txt";
    LocationHead Forms "ar/location-heads.txt";
    LocationTail Forms "en/location-tails.txt";
    Demonym Forms "en/demonyms.txt";
    Demonym Forms "ar/demonyms.txt";
    Common Forms "en/common-words.txt";
    Common Forms "ar/common-words.txt";
    OtherName Forms "en/other-names.txt";
    OtherName Forms "ar/other-names.txt";
    Product Forms "products.txt";
    ShareLink Forms "share-links.txt";
    Technical Forms "en/technical-words.txt";
    Number Forms "en/numbers.txt";
    Number Forms "ar/numbers.txt";
    Scale Forms "en/scales.txt";
    Scale Forms "ar/scales.txt";
    Ordinal Forms "en/ordinals.txt";
    Ordinal Forms "ar/ordinals.txt";
    Currency Forms "en/currencies.txt";
    Currency Forms "ar/currencies.txt";
    CurrencyPart Forms "en/currency-parts.txt";
    CurrencyPart Forms "ar/currency-parts.txt";
    CurrencySign Forms "currency-signs.txt";
    Percent Forms "percent.txt";
    Unit Forms "en/units.txt";
    Unit Forms "ar/units.txt";
    Month Forms "en/months.txt";
    Month Forms "ar/months.txt";
    HijriMonth Forms "hijri-months.txt";
    Weekday Forms "en/weekdays.txt";
    Weekday Forms "ar/weekdays.txt";
    RelativeDay Forms "en/relative-days.txt";
    RelativeDay Forms "ar/relative-days.txt";
    Period Forms "en/periods.txt";
    Period Forms "ar/periods.txt";
    DateEdge Forms "en/date-edges.txt";
    DateEdge Forms "ar/date-edges.txt";
    DayTime Forms "en/day-times.txt";
    DayTime Forms "ar/day-times.txt";
    Season Forms "en/seasons.txt";
    Season Forms "ar/seasons.txt";
    Holiday Forms "en/holidays.txt";
    Holiday Forms "ar/holidays.txt";
    Deictic Forms "en/deictics.txt";
    Deictic Forms "ar/deictics.txt";
    YearCue Forms "en/year-cues.txt";
    YearCue Forms "ar/year-cues.txt";
    Era Forms "eras.txt";
    DayPart Forms "day-parts.txt";
    Clock Forms "clock-words.txt";
    Decade Forms "en/decades.txt";
    Decade Forms "ar/decades.txt";
    Quarter Forms "en/quarters.txt";
}

/// The entries of a table's text: a form and its value.
pub(crate) fn entries(
    text: &'static str,
    layout: Layout,
) -> impl Iterator<Item = (&'static str, &'static str)> {
    List::new(text)
        .entries()
        .flat_map(move |entry| sides(entry.text, layout))
        .flatten()
        .flat_map(|(forms, value)| {
            let value = value.or_else(|| forms.split('|').next()).unwrap_or(forms);
            forms.split('|').map(move |form| (form.trim(), value.trim()))
        })
        .filter(|(form, _)| !form.is_empty())
}

type Side = Option<(&'static str, Option<&'static str>)>;

fn sides(line: &'static str, layout: Layout) -> [Side; 2] {
    match (line.split_once('='), layout) {
        (None, _) => [Some((line, None)), None],
        (Some((english, arabic)), Layout::Bilingual) => [Some((english, None)), Some((arabic, None))],
        (Some((forms, value)), _) => [Some((forms, Some(value))), None],
    }
}
