//! Kinds of numbers: `sum`, `min`, `max`, `stats`, `histogram`, `quantiles`.

mod buckets;
mod extreme;
mod histogram;
mod quantiles;
mod stats;
mod sum;
