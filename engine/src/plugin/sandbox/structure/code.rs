//! What makes a function of few bytes long to compile.
//!
//! A compiler that keeps variables in registers asks at each place where branches meet which value each variable has there,
//! so its work is branches times variables; and where loops are in one another, each is looked at from within all those
//! around it: in Cranelift a function of 7 KB with a thousand takes 1.5 s. Both are bounded here. Time is that of reading
//! the code once, so it is done only where code is compiled. What waits at calls is put away and taken back at each: 80,000
//! values across 100,000 calls take 72 s.

use wasmparser::{
    CompositeInnerType, FuncToValidate, FuncValidatorAllocations, FunctionBody, Operator, Parser, Payload,
    RecGroup, SectionLimited, ValidPayload, Validator, ValidatorResources, WasmFeatures,
};

use super::{Refusal, at_most};

/// Loops in one another. Compilers make some ten of what people write.
const MAX_LOOPS: u64 = 64;

/// What a branch takes by itself: as much as this many variables do.
const BRANCH: u64 = 100;

/// Branches that a use of a table's entry counts for: Cranelift has a slow path for an entry that was not made yet, and a
/// function of 128 KB with 26,000 takes 7 s.
const TABLE_USE: u64 = 20;

/// Branches that growing, filling or copying a table counts for: up to 125 µs each, in which 360 KB of it take 5 s.
const TABLE_CHANGE: u64 = 25;

/// Calls that such a change is made of: a slow path for each of its parts.
const CALLS_OF_TABLE_CHANGE: u64 = 4;

/// Branches times variables in a function: a second, and 400 MB. In CPython the most are 2 million.
const MAX_IN_FUNCTION: u64 = 20_000_000;

/// The same in all functions. In CPython they are 66 million.
const MAX_IN_ALL: u64 = 400_000_000;

/// Holds the code of a component to these bounds.
///
/// # Errors
/// What there is too much of, or where the code is broken.
pub(in crate::plugin) fn check(component: &[u8]) -> Result<(), Refusal> {
    let (mut arity, mut all) = (0, 0_u64);
    // Whatever wasmtime takes is valid here too. What is not, it refuses itself, with a message of its own.
    let mut validator = Validator::new_with_features(WasmFeatures::all());
    let mut allocations = FuncValidatorAllocations::default();
    for payload in Parser::new(0).parse_all(component) {
        let payload = payload?;
        match &payload {
            Payload::Version { .. } => arity = 0,
            Payload::TypeSection(section) => arity = greatest_arity(section)?,
            _ => {}
        }
        let Ok(valid) = validator.payload(&payload) else { return Ok(()) };
        if let ValidPayload::Func(function, body) = valid {
            let Some(merged) = merged_values(function, &body, arity, &mut allocations)? else {
                return Ok(());
            };
            at_most("branches times variables in a function", merged, MAX_IN_FUNCTION)?;
            all = all.saturating_add(merged);
            at_most("branches times variables in all functions", all, MAX_IN_ALL)?;
        }
    }
    Ok(())
}

/// The most parameters and results that a type of a module has. Blocks and calls are taken to have as many: which type is
/// theirs would make no difference to what compilers write.
fn greatest_arity(section: &SectionLimited<'_, RecGroup>) -> Result<u64, Refusal> {
    let mut greatest = 0;
    for group in section.clone() {
        for declared in group?.types() {
            if let CompositeInnerType::Func(function) = &declared.composite_type.inner {
                greatest = greatest.max(function.params().len() + function.results().len());
            }
        }
    }
    Ok(greatest as u64)
}

/// How many values a compiler has to find for the variables of a function, all branches together; and how many it has to put
/// away and take back at calls, which is what stands on the stack of operands there, and the local variables. Nothing where it
/// is not valid.
fn merged_values(
    function: FuncToValidate<ValidatorResources>,
    body: &FunctionBody<'_>,
    arity: u64,
    allocations: &mut FuncValidatorAllocations,
) -> Result<Option<u64>, Refusal> {
    let mut validator = function.into_validator(std::mem::take(allocations));
    if validator.read_locals(&mut body.get_binary_reader()).is_err() {
        return Ok(None);
    }
    let mut locals = 0;
    for declared in body.get_locals_reader()? {
        locals += u64::from(declared?.0);
    }
    let variables = arity + BRANCH + locals;
    // Variables have their first values at the beginning, which is like a branch to there.
    let (mut branches, mut at_calls) = (1_u64, 0_u64);
    let mut loops = Loops::default();
    let mut reader = body.get_operators_reader()?;
    while !reader.eof() {
        let offset = reader.original_position();
        let operator = reader.read()?;
        loops.follow(&operator)?;
        if validator.op(offset, &operator).is_err() {
            return Ok(None);
        }
        let waiting = u64::from(validator.operand_stack_height()) + locals;
        let calls = match operator {
            Operator::Block { .. }
            | Operator::Loop { .. }
            | Operator::If { .. }
            | Operator::Else
            | Operator::Br { .. }
            | Operator::BrIf { .. } => {
                branches += 1;
                0
            }
            Operator::BrTable { targets } => {
                branches += 1 + u64::from(targets.len());
                0
            }
            Operator::Call { .. } => 1,
            Operator::CallIndirect { .. } => {
                branches += TABLE_USE;
                1
            }
            Operator::TableGet { .. } | Operator::TableSet { .. } => {
                branches += TABLE_USE;
                1
            }
            Operator::TableGrow { .. }
            | Operator::TableFill { .. }
            | Operator::TableCopy { .. }
            | Operator::TableInit { .. } => {
                branches += TABLE_CHANGE;
                CALLS_OF_TABLE_CHANGE
            }
            Operator::MemoryGrow { .. }
            | Operator::MemoryFill { .. }
            | Operator::MemoryCopy { .. }
            | Operator::MemoryInit { .. } => 1,
            _ => 0,
        };
        at_calls = at_calls.saturating_add(calls * (arity + waiting));
    }
    *allocations = validator.into_allocations();
    Ok(Some(branches.saturating_mul(variables).saturating_add(at_calls)))
}

/// The blocks that are open in a function, and how many of them are loops.
#[derive(Default)]
struct Loops {
    open: Vec<bool>,
    depth: u64,
}

impl Loops {
    fn follow(&mut self, operator: &Operator<'_>) -> Result<(), Refusal> {
        match operator {
            Operator::Block { .. } | Operator::If { .. } | Operator::TryTable { .. } => self.open.push(false),
            Operator::Loop { .. } => {
                self.open.push(true);
                self.depth += 1;
            }
            Operator::End => self.depth -= u64::from(self.open.pop() == Some(true)),
            _ => {}
        }
        at_most("loops in one another", self.depth, MAX_LOOPS)
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_IN_FUNCTION, check};
    use crate::plugin::sandbox::structure::Refusal;

    fn read(module: &str) -> Result<(), Refusal> {
        let bytes = wat::parse_str(format!("(component (core module {module}))")).expect(module);
        check(&bytes)
    }

    #[track_caller]
    fn check_too_much(module: &str, what: &'static str, found: u64, most: u64) {
        assert_eq!(read(module), Err(Refusal::TooMuch { what, found, most, limit: None }));
    }

    fn nested(open: &str, times: usize) -> String {
        format!("(func {} {})", open.repeat(times), "end ".repeat(times))
    }

    #[test]
    fn loops_are_nested_to_a_depth() {
        assert_eq!(read(&nested("loop ", 64)), Ok(()));
        check_too_much(&nested("loop ", 65), "loops in one another", 65, 64);
        assert_eq!(read(&format!("(func {})", "loop end ".repeat(1_000))), Ok(()));
        assert_eq!(read(&nested("block ", 10_000)), Ok(()));
        check_too_much(
            &nested("block loop ", 65).replace("end ", "end end "),
            "loops in one another",
            65,
            64,
        );
    }

    #[test]
    fn branches_are_counted_by_variables() {
        let what = "branches times variables in a function";
        // Variables of one type are declared in four bytes.
        let function = |blocks: usize| {
            format!("(func (local {}) {})", "i32 ".repeat(9_900), "block end ".repeat(blocks))
        };
        assert_eq!(read(&function(1_999)), Ok(()));
        check_too_much(&function(2_000), what, 20_010_000, MAX_IN_FUNCTION);
        let table = |targets: usize| {
            format!("(func (local {}) i32.const 0 br_table {})", "i32 ".repeat(9_900), "0 ".repeat(targets))
        };
        assert_eq!(read(&table(1_999)), Ok(()));
        check_too_much(&table(2_000), what, 20_010_000, MAX_IN_FUNCTION);
    }

    #[test]
    fn results_of_calls_are_counted() {
        // A block is a branch of 1,100; a call has 1,000 results, and as many values stand on the stack behind it.
        let results = "i32 ".repeat(1_000);
        let calls = |times: usize| {
            let call = "block call $f unreachable end ";
            format!("(import \"a\" \"f\" (func $f (result {results}))) (func {})", call.repeat(times))
        };
        assert_eq!(read(&calls(6_451)), Ok(()));
        check_too_much(&calls(6_452), "branches times variables in a function", 20_002_300, MAX_IN_FUNCTION);
    }

    #[test]
    fn changes_of_tables_are_counted() {
        // A change is 25 branches of a hundred each, and four calls with three operands.
        let fill = "i32.const 0 ref.null func i32.const 0 table.fill 0 ";
        let fills = |times: usize| format!("(table 1 funcref) (func {})", fill.repeat(times));
        assert_eq!(read(&fills(7_999)), Ok(()));
        let what = "branches times variables in a function";
        check_too_much(&fills(8_000), what, 20_000_100, MAX_IN_FUNCTION);
    }

    #[test]
    fn values_that_wait_while_others_are_called_are_counted() {
        let function = |waiting: usize, calls: usize| {
            format!(
                "(func $f) (func (result i32) {} {} {})",
                "i32.const 0 ".repeat(waiting + 1),
                "call $f ".repeat(calls),
                "i32.add ".repeat(waiting)
            )
        };
        assert_eq!(read(&function(3_999, 4_900)), Ok(()));
        check_too_much(
            &function(3_999, 5_000),
            "branches times variables in a function",
            20_005_101,
            MAX_IN_FUNCTION,
        );
        // Local variables wait too.
        let locals =
            format!("(func $f) (func (local {}) {})", "i32 ".repeat(4_000), "call $f ".repeat(5_000));
        check_too_much(&locals, "branches times variables in a function", 20_004_100, MAX_IN_FUNCTION);
    }

    #[test]
    fn all_functions_are_counted_together() {
        let function = format!("(func (local {}) {})", "i32 ".repeat(9_900), "block end ".repeat(1_999));
        assert_eq!(read(&function.repeat(20)), Ok(()));
        let what = "branches times variables in all functions";
        check_too_much(&function.repeat(21), what, 420_000_000, 400_000_000);
    }

    #[test]
    fn uses_of_tables_are_counted() {
        // Twenty branches of a hundred each, and the beginning one.
        let calls = |times: usize| {
            let calls = "i32.const 0 call_indirect ".repeat(times);
            format!("(table 1 funcref) (func {calls})")
        };
        assert_eq!(read(&calls(9_999)), Ok(()));
        let what = "branches times variables in a function";
        check_too_much(&calls(10_000), what, 20_000_100, MAX_IN_FUNCTION);
    }

    #[test]
    fn broken_code_is_damaged() {
        let mut bytes = wat::parse_str("(component (core module (func nop)))").expect("it is sound");
        let place = bytes.iter().rposition(|byte| *byte == 1).expect("a `nop` is 1");
        bytes[place] = 0xff;
        assert!(matches!(check(&bytes), Err(Refusal::Malformed(_))));
    }
}
