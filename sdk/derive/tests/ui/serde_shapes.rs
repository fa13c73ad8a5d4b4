use serde::Serialize;
use textmill_derive::Output;

#[derive(Serialize)]
struct Inner {
    words: u64,
}

#[derive(Serialize, Output)]
struct Flattened {
    #[merge(record)]
    #[serde(flatten)]
    inner: Inner,
}

#[derive(Serialize, Output)]
#[serde(transparent)]
struct Transparent {
    #[merge(sum)]
    words: u64,
}

#[derive(Serialize, Output)]
#[serde(tag = "type")]
struct Tagged {
    #[merge(sum)]
    words: u64,
}

fn main() {}
