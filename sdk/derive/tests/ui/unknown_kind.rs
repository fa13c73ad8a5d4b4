use textmill_derive::Output;

#[derive(Output)]
struct Words {
    #[merge(median)]
    length: f64,
    #[merge(map(mean))]
    lengths: std::collections::BTreeMap<String, f64>,
}

fn main() {}
