use textmill_derive::Output;

#[derive(Output)]
struct Words {
    #[merge(map)]
    lengths: std::collections::BTreeMap<String, f64>,
    #[merge(map(top = 3))]
    scores: std::collections::BTreeMap<String, f64>,
}

fn main() {}
