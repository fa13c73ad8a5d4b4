//! The rows.

/// Hands all rows to a macro of the caller's, after what is given beside its name.
#[macro_export]
macro_rules! kinds {
    ($then:ident $($first:tt)*) => {
        $then! {
            $($first)*

            /// A number per document, or true for 1 and false for 0; the report shows their exact sum, rounded once.
            Sum "sum" takes Amount;

            /// A number per document; the report shows the least.
            Min "min" takes Number;

            /// A number per document; the report shows the greatest.
            Max "max" takes Number;

            /// Numbers; the report shows count, mean, population deviation, least and greatest.
            Stats "stats" takes Numbers;

            /// Counts by key; the report shows the total, the number of keys and the `top` greatest.
            Counts "counts" takes Counts {
                /// How many keys the report shows.
                top: Size(0, u32::MAX), Default("50");
                /// The least count that the report shows; all are kept.
                at_least: Size(0, u32::MAX), Optional;
                /// Whether the report shows how evenly each key is spread over documents. Not below a `map`.
                dispersion: Flag, Optional;
                /// Whether the report shows first what many documents have often, and last what one alone has, in place of what
                /// is counted most often.
                widespread: Flag, Optional;
            };

            /// Counts by pair, two words with a tab between them; the report shows the pairs that stand together more often than
            /// by chance, the `top` strongest by each of three measures.
            Pairs "pairs" takes Counts {
                /// How many pairs the report shows by each measure.
                top: Size(0, u32::MAX), Default("50");
                /// The least count that the report shows; all are kept.
                at_least: Size(0, u32::MAX), Optional;
            };

            /// Numbers; the report shows how many fall between each two edges, below the first and from the last up.
            Histogram "histogram" takes Numbers {
                /// Finite and strictly increasing; bin `i` is from `edges[i - 1]` (included) to `edges[i]` (excluded).
                edges: Points(f64::MIN, f64::MAX), Required("[0, 10, 100]");
            };

            /// Numbers; the report shows the asked quantiles, each within a relative error of 2⁻⁷.
            Quantiles "quantiles" takes Numbers {
                /// Strictly increasing, from 0 (the least) to 1 (the greatest).
                at: Points(0.0, 1.0), Default("[0.25, 0.5, 0.75, 0.9, 0.99]");
            };

            /// Keys; the report shows how many different ones there are: exactly up to 1,024, then estimated.
            Distinct "distinct" takes Keys;

            /// Keys; the report shows all different ones, or that there are more than `max`.
            Set "set" takes Keys {
                /// The most different keys, of a document and of all.
                max: Size(1, MAX_KEPT), Required("100");
            };

            /// Any JSON; the report shows `n` documents' values, chosen by a hash of document id and value.
            Sample "sample" takes Json {
                /// How many values the report shows.
                n: Size(1, MAX_KEPT), Required("10");
                /// Whether the items of a list are chosen from, and not whole lists.
                items: Flag, Optional;
            };

            /// A score per document; the report shows the `n` documents of the greatest scores.
            Top "top" takes Score {
                /// How many documents the report shows.
                n: Size(1, MAX_KEPT), Required("10");
                /// Whether a score may come with a payload, which the report shows beside it.
                payload: Flag, Optional;
            };

            /// An object of keys not known beforehand, whose values all merge alike.
            Map "map" takes Map {
                /// How the values merge.
                of: Of, Required("stats");
                /// How many keys the report shows.
                top: Size(0, u32::MAX), Default("50");
                /// In how many documents at least a key that the report shows has a value; all are kept.
                at_least: Size(0, u32::MAX), Optional;
            };

            /// An object of known fields.
            Record "record" takes Record {
                /// How each field merges, by its name.
                fields: Fields, Required("{}");
            };

            /// Any JSON, which stays with its document and is no part of the report.
            Each "each" takes Unkept;
        }
    };
}
