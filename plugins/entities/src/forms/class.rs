//! What the lexicon says of a word: a set of classes, small enough to be asked for every word of a document.

/// Makes the type and the list of its values.
macro_rules! classes {
    ($($(#[$meta:meta])* $class:ident,)*) => {
        /// What a table of the lexicon says of its entries.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Class {
            $($(#[$meta])* $class,)*
        }

        impl Class {
            /// All classes, by their numbers.
            #[allow(dead_code, reason = "the build script has no need of it")]
            pub(crate) const ALL: &[Self] = &[$(Self::$class),*];
        }
    };
}

classes! {
    /// A given name: `Maria`, `محمد`.
    Given,
    /// A family name: `Johnson`, `الخطيب`.
    Family,
    /// A small word inside a personal name: `van`, `bin`, `بن`.
    Particle,
    /// A word that stands before a personal name: `President`, `الدكتور`.
    Title,
    /// A verb whose subject is a person or a body: `said`, `قال`.
    Speech,
    /// A country.
    Country,
    /// A state, province, continent, sea, river or other region.
    Region,
    /// A town.
    City,
    /// A body with a name: agency, party, company, paper, club.
    Organization,
    /// A name of an organization that means something else as often, and needs context: `GCC`, الجزيرة.
    Doubtful,
    /// A word that makes an organization of the words after it: `University of`, `وزارة`.
    OrganizationHead,
    /// A word that makes an organization of the words before it: `Inc`, `Association`.
    OrganizationTail,
    /// A word that makes a place of the words after it: `Lake`, `مدينة`.
    LocationHead,
    /// A word that makes a place of the words before it: `River`, `Street`.
    LocationTail,
    /// A nationality, people, religion or language: a name, but none of the kinds looked for.
    Demonym,
    /// A word of the language that is no name by itself.
    Common,
    /// A word of texts about technology and science.
    Technical,
    /// A capitalized name of another kind: a product, an event, a god, an abbreviation such as `DVD`.
    OtherName,
    /// A program, a language or format of computers, a device: a name, but none of the kinds looked for.
    Product,
    /// A service whose name is also a button to share a page with.
    ShareLink,
    /// A number word; its value is the number.
    Number,
    /// A power of ten as a word; its value is the exponent.
    Scale,
    /// An ordinal; its value is the number.
    Ordinal,
    /// A currency as a word or code; its value is the ISO 4217 code, or the bare word where that is open.
    Currency,
    /// A hundredth part of a currency, `cents`; its value is the currency.
    CurrencyPart,
    /// A currency sign; its value as for [`Class::Currency`].
    CurrencySign,
    /// A word or sign that makes a number a percentage.
    Percent,
    /// A unit of measure; its value is its symbol.
    Unit,
    /// A month of the Gregorian calendar; its value is its number.
    Month,
    /// A month of the Islamic calendar; its value is its number.
    HijriMonth,
    /// A day of the week; its value is its ISO 8601 number, Monday being 1.
    Weekday,
    /// A day told from the day of writing: `yesterday`, `أمس`.
    RelativeDay,
    /// A stretch of the calendar: `week`, `year`, `الشهر`.
    Period,
    /// Words that take a part of the stretch after them: `the end of`, أواخر.
    DateEdge,
    /// A part of a day told from the time of writing: `tonight`, هذا الصباح.
    DayTime,
    /// A season of the year.
    Season,
    /// A day of the year with a name.
    Holiday,
    /// A word that points at a stretch of the calendar from today: `last`, `الماضي`.
    Deictic,
    /// A word before a year: `in`, `since`, `عام`.
    YearCue,
    /// A word after a year: `BC`, `م`; its value is the era's symbol.
    Era,
    /// A part of the day after a time, `pm`, `صباحا`; its value is the hours to add to one before noon.
    DayPart,
    /// A time of the day as a word, `noon`; its value is the ISO 8601 time.
    Clock,
    /// Ten years by name, `nineties`, الثمانينيات; its value is their first year within the century.
    Decade,
    /// A quarter or half of a year by its abbreviation, `Q3`; its value is the same.
    Quarter,
}

impl Class {
    /// The set that holds this class alone.
    pub(crate) const fn set(self) -> Classes {
        Classes(1 << self as u8)
    }
}

/// A set of [`Class`]es.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Classes(u64);

impl Classes {
    /// The set without a class.
    pub(crate) const NONE: Self = Self(0);

    /// Countries, regions and towns.
    pub(crate) const PLACE: Self = Class::Country.set().or(Class::Region.set()).or(Class::City.set());

    /// Parts of a personal name that the lexicon knows.
    pub(crate) const PERSON: Self = Class::Given.set().or(Class::Family.set());

    /// Classes of which nobody asks what an entry means: of a word that is one, that it is one is all.
    #[allow(dead_code, reason = "the build script asks")]
    pub(crate) const BARE: Self =
        Self::PERSON.or(Class::Common.set()).or(Class::Doubtful.set()).or(Class::Technical.set());

    /// The classes of either set.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The classes of both sets.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The classes of this set that are not in the other.
    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The classes by their numbers.
    pub(crate) fn iter(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let first = rest.trailing_zeros() as usize;
            rest &= rest.checked_sub(1)?;
            Some(first)
        })
    }

    /// Whether the sets share a class.
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether `class` is in the set.
    pub(crate) const fn has(self, class: Class) -> bool {
        self.meets(class.set())
    }

    /// The set of these bits, as [`Classes::bits`] gives them.
    pub(crate) const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The set as bits, one for each class.
    pub(crate) const fn bits(self) -> u64 {
        self.0
    }

    /// Whether the set is empty.
    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }
}
