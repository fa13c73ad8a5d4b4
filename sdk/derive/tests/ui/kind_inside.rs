use textmill_derive::Output;

#[derive(Output)]
struct Words {
    #[merge(counts(stats))]
    words: Vec<String>,
    #[merge(map(stats, sum))]
    lengths: std::collections::BTreeMap<String, f64>,
}

fn main() {}
