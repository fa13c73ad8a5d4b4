//! What is counted in components, and where each bound is.

use super::{Refusal, Structure};
use crate::report::Limits;

fn limits() -> Limits {
    Limits { functions: 3, function_bytes: 100, ..Limits::default() }
}

fn read(component: &str) -> Result<Structure, Refusal> {
    let bytes = wat::parse_str(format!("(component {component})")).expect(component);
    Structure::read(&bytes, &limits())
}

#[track_caller]
fn check(component: &str) {
    if let Err(refusal) = read(component) {
        panic!("{refusal:?}");
    }
}

#[track_caller]
fn check_too_much(component: &str, what: &'static str, found: u64, most: u64, limit: Option<&'static str>) {
    let refusal = read(component).expect_err("there is too much of it");
    assert_eq!(refusal, Refusal::TooMuch { what, found, most, limit });
}

#[test]
fn imports_and_exports_are_those_of_the_outermost() {
    let structure = read(
        r#"(import "a:b/c" (instance $c))
           (component (import "inner" (func)) (instance $i) (export "within" (instance $i)))
           (core module (import "m" "f" (func)) (func (export "g")))
           (export "out" (instance $c))"#,
    );
    let structure = structure.expect("it is small");
    assert_eq!((structure.imports, structure.exports), (vec!["a:b/c".to_owned()], vec!["out".to_owned()]));
}

#[test]
fn functions_are_counted_in_all_modules() {
    check("(core module (func) (func)) (core module (func))");
    let four = "(core module (func) (func)) (component (core module (func) (func)))";
    check_too_much(four, "functions", 4, 3, Some("functions"));
}

#[test]
fn a_function_is_as_large_as_its_code_and_its_variables() {
    let what = "bytes of code and local variables in a function";
    let limit = Some("function_bytes");
    // One byte says that no variables are declared, and one ends the code.
    check(&format!("(core module (func {}))", "nop ".repeat(98)));
    let longer = format!("(core module (func {}))", "nop ".repeat(99));
    check_too_much(&longer, what, 101, 100, limit);
    // Declared in four bytes.
    let variables = format!("(core module (func (local {})))", "i32 ".repeat(97));
    check_too_much(&variables, what, 101, 100, limit);
}

/// A number as the binary format writes it.
fn leb128(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number > 0x7f {
        bytes.push(0x80 | (number & 0x7f) as u8);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

fn section(id: u8, content: &[u8]) -> Vec<u8> {
    [vec![id], leb128(content.len()), content.to_vec()].concat()
}

#[test]
fn what_is_declared_is_counted() {
    let most = Structure::MAX_DECLARATIONS;
    // A section says first how many there are, and what they are is for the compiler to read.
    let declared = |id: u8, count: u64| section(id, &leb128(usize::try_from(count).expect("it is small")));
    let module = |sections: Vec<u8>| section(1, &[b"\0asm\x01\0\0\0".to_vec(), sections].concat());
    let read = |sections: Vec<u8>| {
        let bytes = [b"\0asm\x0d\0\x01\0".to_vec(), sections].concat();
        Structure::read(&bytes, &limits()).map(|_| ())
    };
    let what = "types, imports, exports and the like";
    // Types, imports, tables, memories, globals, exports, data segments, tags.
    for id in [1, 2, 4, 5, 6, 7, 11, 13] {
        assert_eq!(read(module(declared(id, most))), Ok(()), "section {id}");
        let refusal = Refusal::TooMuch { what, found: most + 1, most, limit: None };
        assert_eq!(read(module(declared(id, most + 1))), Err(refusal), "section {id}");
    }
    // Types of core modules, and canonical functions, of a component.
    for id in [3, 8] {
        let Err(Refusal::TooMuch { found, .. }) = read(declared(id, most + 1)) else {
            panic!("section {id}")
        };
        assert_eq!(found, most + 1, "section {id}");
    }
}

#[test]
fn entries_of_tables_are_counted() {
    let what = "types, imports, exports and the like";
    for (segment, entry) in
        [("(elem (i32.const 0) ENTRIES)", "0 "), ("(elem funcref ENTRIES)", "(ref.null func) ")]
    {
        let module = |count: usize| {
            let segment = segment.replace("ENTRIES", &entry.repeat(count));
            format!("(core module (table 1 funcref) (func) {segment})")
        };
        // The module declares a type, a table and a segment too.
        check(&module(99_997));
        check_too_much(&module(99_998), what, 100_001, 100_000, None);
    }
}

#[test]
fn modules_and_components_are_counted() {
    check(&"(core module)".repeat(200));
    check_too_much(&"(core module)".repeat(201), "core modules", 201, 200, None);
    check(&"(component)".repeat(200));
    check_too_much(&"(component)".repeat(201), "components within", 201, 200, None);
    let names: String = (0..1_001).map(|index| format!("(import \"a{index}\" (func))")).collect();
    check_too_much(&names, "imports", 1_001, 1_000, None);
}

/// A pair of brackets in one another, that many times.
fn nested(open: &str, times: usize) -> String {
    format!("{}{}", open.repeat(times), ")".repeat(times))
}

#[test]
fn components_are_nested_to_a_depth() {
    check(&nested("(component ", 7));
    check_too_much(&nested("(component ", 8), "components in one another", 9, 8, None);
}

#[test]
fn types_are_nested_to_a_depth() {
    for open in ["(type (component ", "(type (instance "] {
        let nested = |times: usize| format!("{}{}", open.repeat(times), "))".repeat(times));
        check(&nested(32));
        check_too_much(&nested(33), "types in one another", 33, 32, None);
    }
}

/// Types in types, in three bytes each: the parser would read them until its stack is full.
#[test]
fn types_without_end_take_no_stack() {
    let levels = 2_000_000;
    let mut types = vec![1];
    types.extend([0x42, 1, 1].repeat(levels));
    types.extend([0x42, 0]);
    let component = [b"\0asm\x0d\0\x01\0".to_vec(), section(7, &types)].concat();
    let refusal = Structure::read(&component, &limits()).expect_err("they are too deep");
    assert_eq!(refusal, Refusal::TooMuch { what: "types in one another", found: 33, most: 32, limit: None });
}

#[test]
fn all_that_types_declare_is_gone_through() {
    check(
        r#"(type $a (component
              (core type (func))
              (type $t (record (field "a" u8)))
              (import "r" (type $r (sub resource)))
              (import "f" (func (param "x" (own $r))))
              (alias outer 1 0 (type))
              (export "i" (instance (export "g" (func))))
              (type (instance (type u8) (export "t" (type (eq 0)))))))
           (type (func (param "x" (list u8)) (result string)))"#,
    );
}

/// Components that make two instances each of that before, so that each weighs more than twice as much.
fn doubling(times: usize) -> String {
    let mut text = String::from("(component $c0 (core module))");
    for index in 1..=times {
        let before = index - 1;
        text.push_str(&format!(
            "(component $c{index} (alias outer 1 $c{before} (component $x))
               (instance (instantiate $x)) (instance (instantiate $x)))"
        ));
    }
    format!("{text} (instance (instantiate $c{times}))")
}

#[test]
fn components_that_double_are_bounded() {
    check(&doubling(8));
    let refusal = read(&doubling(30)).expect_err("it comes to four thousand million");
    let Refusal::TooMuch { found, most, .. } = refusal else { panic!("{refusal:?}") };
    assert!(most < found && found < 3 * most, "{found} over {most}");
    // What no instance is made of weighs nothing.
    check(&format!("{} (component)", "(component (instance) (instance))".repeat(100)));
}

#[test]
fn components_are_not_handed_on() {
    for component in [
        r#"(import "c" (component))"#,
        r#"(component $c) (export "c" (component $c))"#,
        r#"(component $c) (instance (export "c" (component $c)))"#,
        r#"(import "i" (instance $i (export "c" (component)))) (alias export $i "c" (component))"#,
        r#"(component $c) (component $d (import "c" (component))) (instance (instantiate $d (with "c" (component $c))))"#,
    ] {
        assert_eq!(read(component).map(|_| ()), Err(Refusal::HandsOn), "{component}");
    }
}

#[test]
fn what_is_cut_short_is_damaged() {
    let whole =
        wat::parse_str("(component (core module (func nop)) (type (instance)))").expect("it is sound");
    for length in 8..whole.len() {
        // Between two sections nothing is lacking.
        if let Err(refusal) = Structure::read(&whole[..length], &limits()) {
            assert!(matches!(refusal, Refusal::Malformed(_)), "{refusal:?}");
        }
    }
    Structure::read(&whole[..whole.len() - 1], &limits()).expect_err("the last section is not whole");
}
