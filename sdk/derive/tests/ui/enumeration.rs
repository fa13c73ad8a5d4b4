use textmill_derive::Output;

#[derive(Output)]
enum Words {
    Some {
        #[merge(sum)]
        count: u64,
    },
    None,
}

fn main() {}
