//! The kinds of entities.

use schemars::JsonSchema;
use serde::Deserialize;

/// The kinds of entities, in the order of the report.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A person.
    Person,
    /// A body with a name: agency, party, company, paper, club.
    Organization,
    /// A place: country, region, town, street.
    Location,
    /// A day, month, year, or stretch of them.
    Date,
    /// A time of the day.
    Time,
    /// An amount of money.
    Money,
    /// A percentage.
    Percent,
    /// A number with a unit of measure.
    Quantity,
    /// An e-mail address.
    Email,
    /// The address of a page.
    Url,
}

impl Kind {
    /// All kinds, in order.
    pub const ALL: [Self; 10] = [
        Self::Person,
        Self::Organization,
        Self::Location,
        Self::Date,
        Self::Time,
        Self::Money,
        Self::Percent,
        Self::Quantity,
        Self::Email,
        Self::Url,
    ];

    /// The label in the layer.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Location => "location",
            Self::Date => "date",
            Self::Time => "time",
            Self::Money => "money",
            Self::Percent => "percent",
            Self::Quantity => "quantity",
            Self::Email => "email",
            Self::Url => "url",
        }
    }

    /// The field of the output that counts it.
    pub(crate) const fn field(self) -> &'static str {
        match self {
            Self::Person => "persons",
            Self::Organization => "organizations",
            Self::Location => "locations",
            Self::Date => "dates",
            Self::Time => "times",
            Self::Money => "money",
            Self::Percent => "percents",
            Self::Quantity => "quantities",
            Self::Email => "emails",
            Self::Url => "urls",
        }
    }
}
