//! What the compiler says of an output that does not say well how it merges: each file in `ui/` is one mistake, and
//! beside it stands the message. `TRYBUILD=overwrite cargo test -p textmill-derive --test ui` writes them anew.

#[test]
fn a_mistake_is_shown_where_it_is_to_be_mended() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
