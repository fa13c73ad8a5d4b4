//! What the table of fuel rests on: the count is of the plugin's code and of nothing else.
#![cfg(target_os = "linux")]

use textmill_benches::{Call, SHAPES, Sandbox, texts};

/// Fuel of two calls in a row.
fn fuel(sandbox: &Sandbox, call: &Call) -> [u64; 2] {
    let mut instance = sandbox.instance();
    [(); 2].map(|()| {
        let before = instance.fuel();
        instance.analyze(call);
        instance.fuel() - before
    })
}

#[test]
fn fuel_is_the_same_on_every_processor() {
    // The one that has vector instructions written by hand.
    let analyzer = "tokenize";
    let (here, anywhere) = (Sandbox::metered(analyzer), Sandbox::metered_for_any_processor(analyzer));
    for shape in SHAPES {
        let call = Call::new(analyzer, &texts(shape, 20_000), true);
        let expected = fuel(&here, &call);
        assert!(expected[0] > call.bytes(), "{}: {expected:?}", shape.name);
        assert_eq!(fuel(&here, &call), expected, "{}, another instance", shape.name);
        assert_eq!(fuel(&anywhere, &call), expected, "{}, a lesser processor", shape.name);
    }
}
