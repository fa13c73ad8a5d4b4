//! The currencies of nations that share a word for theirs: a `dinar` is another in Kuwait than in Tunisia.

/// A word for a currency, by what the lexicon gives for it, and for each nation of which it is one the nationality in
/// English and Arabic and the code.
type Currency = (&'static str, &'static [(&'static str, &'static str, &'static str)]);

/// Words that many nations share.
const NATIONAL: [Currency; 10] = [
    (
        "dinar",
        &[
            ("Algerian", "جزائري", "DZD"),
            ("Bahraini", "بحريني", "BHD"),
            ("Iraqi", "عراقي", "IQD"),
            ("Jordanian", "أردني", "JOD"),
            ("Jordanian", "اردني", "JOD"),
            ("Kuwaiti", "كويتي", "KWD"),
            ("Libyan", "ليبي", "LYD"),
            ("Serb", "صربي", "RSD"),
            ("Tunisian", "تونسي", "TND"),
        ],
    ),
    ("dirham", &[("Emirati", "إماراتي", "AED"), ("Emirati", "اماراتي", "AED"), ("Moroccan", "مغربي", "MAD")]),
    (
        "USD",
        &[
            ("Australian", "أسترالي", "AUD"),
            ("Canadian", "كندي", "CAD"),
            ("New Zealander", "نيوزيلندي", "NZD"),
            ("Singaporean", "سنغافوري", "SGD"),
            ("Taiwanese", "تايواني", "TWD"),
            ("Zimbabwean", "زيمبابوي", "ZWL"),
        ],
    ),
    ("franc", &[("Swiss", "سويسري", "CHF"), ("French", "فرنسي", "FRF"), ("Belgian", "بلجيكي", "BEF")]),
    (
        "krone",
        &[
            ("Dane", "دنماركي", "DKK"),
            ("Dane", "دانماركي", "DKK"),
            ("Icelandic", "آيسلندي", "ISK"),
            ("Norwegian", "نرويجي", "NOK"),
            ("Swede", "سويدي", "SEK"),
        ],
    ),
    (
        "lira",
        &[
            ("Italian", "إيطالي", "ITL"),
            ("Lebanese", "لبناني", "LBP"),
            ("Syrian", "سوري", "SYP"),
            ("Turk", "تركي", "TRY"),
        ],
    ),
    (
        "peso",
        &[
            ("Argentine", "أرجنتيني", "ARS"),
            ("Chilean", "تشيلي", "CLP"),
            ("Colombian", "كولومبي", "COP"),
            ("Cuban", "كوبي", "CUP"),
            ("Filipino", "فلبيني", "PHP"),
            ("Mexican", "مكسيكي", "MXN"),
        ],
    ),
    (
        "riyal",
        &[
            ("Iranian", "إيراني", "IRR"),
            ("Iranian", "ايراني", "IRR"),
            ("Omani", "عماني", "OMR"),
            ("Qatari", "قطري", "QAR"),
            ("Saudi", "سعودي", "SAR"),
            ("Yemeni", "يمني", "YER"),
        ],
    ),
    (
        "rupee",
        &[
            ("Indian", "هندي", "INR"),
            ("Nepalese", "نيبالي", "NPR"),
            ("Pakistani", "باكستاني", "PKR"),
            ("Sri Lankan", "سريلانكي", "LKR"),
        ],
    ),
    (
        "shilling",
        &[
            ("Kenyan", "كيني", "KES"),
            ("Somali", "صومالي", "SOS"),
            ("Tanzanian", "تنزاني", "TZS"),
            ("Ugandan", "أوغندي", "UGX"),
        ],
    ),
];

/// Codes of which a word without a nation is read as one, though other nations have it too: جنيه, ليرة.
const ALIKE: [Currency; 2] = [
    (
        "EGP",
        &[
            ("British", "استرليني", "GBP"),
            ("Sudanese", "سوداني", "SDG"),
            ("Lebanese", "لبناني", "LBP"),
            ("Syrian", "سوري", "SYP"),
        ],
    ),
    (
        "GBP",
        &[
            ("Egyptian", "مصري", "EGP"),
            ("Lebanese", "لبناني", "LBP"),
            ("Sudanese", "سوداني", "SDG"),
            ("Syrian", "سوري", "SYP"),
        ],
    ),
];

/// The code of a nation's currency, given the word and the nationality as the lexicon gives them; nothing where the
/// nation has none of that name.
pub(super) fn of_nation(currency: &str, nation: &str) -> Option<&'static str> {
    let base = if currency == "rial" { "riyal" } else { currency };
    let (_, nations) = NATIONAL.iter().chain(&ALIKE).find(|(word, _)| *word == base)?;
    nations
        .iter()
        .find(|(english, arabic, _)| nation == *english || nation == *arabic)
        .map(|(.., code)| *code)
}

#[cfg(test)]
mod tests {
    use super::of_nation;

    #[test]
    fn a_nation_has_its_currency_or_none() {
        assert_eq!(of_nation("dinar", "Kuwaiti"), Some("KWD"));
        assert_eq!(of_nation("rial", "عماني"), Some("OMR"));
        assert_eq!(of_nation("dinar", "French"), None);
        assert_eq!(of_nation("EUR", "French"), None);
    }
}
