//! `distinct`: how many different keys there are.

use serde_json::{Value, json};

use crate::binary::{self, write_size};
use crate::error::StateError;
use crate::hash::hash;
use crate::json::{Reader, comma};
use crate::kind::whole::Distinct;
use crate::kind::{Kind, State, TakesKeys};

/// So many hashes are kept as they are, and the count is exact. One more, and registers take their place.
const MAX_HASHES: usize = 1_024;

/// The leading bits of a hash that choose its register: 14, for 16,384 registers.
const PRECISION: u32 = 14;

const REGISTERS: usize = 1 << PRECISION;

/// The greatest rank: all bits after those that chose the register are 0.
const MAX_RANK: u8 = (64 - PRECISION + 1) as u8;

/// The standard error of the estimate, as a part of it: 1.04 / √16,384.
const STANDARD_ERROR: f64 = 1.04 / 128.0;

/// Letters for the ranks 0 to 51.
const LETTERS: &[u8; MAX_RANK as usize + 1] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The hashes of all keys, or what HyperLogLog keeps of them. Which of the two is a matter of the keys alone:
/// registers are there if and only if there were more than [`MAX_HASHES`] hashes.
#[derive(Debug, Clone)]
pub(crate) enum DistinctState {
    /// Ascending.
    Hashes(Vec<u64>),
    /// By the leading bits, the greatest rank: one more than the zeros that follow them.
    Registers(Box<[u8; REGISTERS]>),
}

impl Default for DistinctState {
    fn default() -> Self {
        Self::Hashes(Vec::new())
    }
}

impl State for DistinctState {
    fn is_empty(&self) -> bool {
        matches!(self, Self::Hashes(hashes) if hashes.is_empty())
    }

    fn memory(&self) -> usize {
        match self {
            Self::Hashes(hashes) => hashes.capacity() * size_of::<u64>(),
            Self::Registers(_) => REGISTERS,
        }
    }

    /// `{"hashes": ["16 hexadecimal digits", …]}`, ascending, or `{"registers": "…"}`: a letter per register for
    /// its rank, with the length before a run of two or more.
    fn write(&self, out: &mut String) {
        match self {
            Self::Hashes(hashes) => {
                out.push_str("{\"hashes\":[");
                let mut first = true;
                for hash in hashes {
                    comma(out, &mut first);
                    out.push_str(&format!("\"{hash:016x}\""));
                }
                out.push_str("]}");
            }
            Self::Registers(registers) => {
                out.push_str("{\"registers\":\"");
                for run in registers.chunk_by(|left, right| left == right) {
                    if run.len() > 1 {
                        out.push_str(&run.len().to_string());
                    }
                    out.push(char::from(LETTERS[usize::from(run[0])]));
                }
                out.push_str("\"}");
            }
        }
    }
}

impl Kind for Distinct<'_> {
    type State = DistinctState;

    fn merge(self, distinct: &mut DistinctState, mut other: DistinctState) {
        if matches!(other, DistinctState::Registers(_)) {
            std::mem::swap(distinct, &mut other);
        }
        match other {
            DistinctState::Hashes(hashes) => hashes.into_iter().for_each(|hash| distinct.add_hash(hash)),
            DistinctState::Registers(theirs) => {
                if let DistinctState::Registers(ours) = distinct {
                    ours.iter_mut()
                        .zip(theirs.iter())
                        .for_each(|(ours, theirs)| *ours = (*ours).max(*theirs));
                }
            }
        }
    }

    fn read(self, reader: &mut Reader<'_>) -> Result<DistinctState, StateError> {
        let mut distinct = None;
        reader.object(|reader, key| {
            distinct = Some(match key {
                "hashes" => DistinctState::Hashes(read_hashes(reader)?),
                "registers" => DistinctState::Registers(read_registers(reader)?),
                _ => return Err(reader.error("expected hashes or registers")),
            });
            Ok(())
        })?;
        distinct.ok_or_else(|| reader.error("expected hashes or registers"))
    }

    /// 0 for no keys; 1, how many hashes there are, and each of 8 bytes, the low ones first; or 2 and a byte for each
    /// register.
    fn write_bytes(self, distinct: &DistinctState, out: &mut Vec<u8>) {
        match distinct {
            DistinctState::Hashes(hashes) if hashes.is_empty() => out.push(0),
            DistinctState::Hashes(hashes) => {
                out.push(1);
                write_size(out, hashes.len());
                hashes.iter().for_each(|hash| out.extend_from_slice(&hash.to_le_bytes()));
            }
            DistinctState::Registers(registers) => {
                out.push(2);
                out.extend_from_slice(&registers[..]);
            }
        }
    }

    fn read_bytes(self, reader: &mut binary::Reader<'_>) -> Result<DistinctState, StateError> {
        match reader.byte()? {
            0 => Ok(DistinctState::default()),
            1 => read_hash_bytes(reader).map(DistinctState::Hashes),
            2 => read_register_bytes(reader).map(DistinctState::Registers),
            _ => Err(reader.error("expected nothing, hashes or registers")),
        }
    }

    fn finish(self, distinct: &DistinctState) -> Value {
        match distinct {
            DistinctState::Hashes(hashes) => {
                json!({ "estimate": hashes.len(), "error": 0, "exact": true })
            }
            DistinctState::Registers(registers) => {
                let estimate = estimate(registers).round() as u64;
                json!({ "estimate": estimate, "error": STANDARD_ERROR, "exact": false })
            }
        }
    }
}

impl TakesKeys for Distinct<'_> {
    #[inline]
    fn add(self, distinct: &mut DistinctState, key: &str, _: u64) {
        distinct.add(key);
    }
}

impl DistinctState {
    #[inline]
    pub(crate) fn add(&mut self, key: &str) {
        self.add_hash(hash(key.as_bytes()));
    }

    pub(crate) fn add_hash(&mut self, hash: u64) {
        match self {
            Self::Registers(registers) => register(registers, hash),
            Self::Hashes(hashes) => {
                if let Err(place) = hashes.binary_search(&hash) {
                    hashes.insert(place, hash);
                }
                if hashes.len() > MAX_HASHES {
                    let mut registers = Box::new([0; REGISTERS]);
                    hashes.iter().for_each(|hash| register(&mut registers, *hash));
                    *self = Self::Registers(registers);
                }
            }
        }
    }
}

fn register(registers: &mut [u8; REGISTERS], hash: u64) {
    let place = (hash >> (64 - PRECISION)) as usize;
    let rank = ((hash << PRECISION).leading_zeros() as u8 + 1).min(MAX_RANK);
    registers[place] = registers[place].max(rank);
}

/// The estimate of Otmar Ertl, "New cardinality estimation algorithms for HyperLogLog sketches" (2017,
/// arXiv:1702.01284), algorithm 6: no bias to correct by tables at any size, and nothing but the four operations
/// and roots.
fn estimate(registers: &[u8; REGISTERS]) -> f64 {
    let mut counts = [0_u32; MAX_RANK as usize + 1];
    registers.iter().for_each(|rank| counts[usize::from(*rank)] += 1);
    let size = REGISTERS as f64;
    let last = usize::from(MAX_RANK);
    let mut sum = size * tau(1.0 - f64::from(counts[last]) / size);
    for count in counts[1..last].iter().rev() {
        sum = 0.5 * (sum + f64::from(*count));
    }
    sum += size * sigma(f64::from(counts[0]) / size);
    // m² / (2 ln 2): the limit of HyperLogLog's constant.
    size / (2.0 * std::f64::consts::LN_2) * (size / sum)
}

/// x + Σ x^(2^k) · 2^(k − 1) for k from 1, which is infinite at 1: there the estimate is 0.
fn sigma(x: f64) -> f64 {
    if x == 1.0 {
        return f64::INFINITY;
    }
    let (mut power, mut factor, mut sum) = (x, 1.0, x);
    loop {
        power *= power;
        let before = sum;
        sum += power * factor;
        factor += factor;
        if sum == before {
            return sum;
        }
    }
}

/// (1 − x − Σ (1 − x^(2^−k))² · 2^−k) / 3 for k from 1.
fn tau(x: f64) -> f64 {
    if x == 0.0 || x == 1.0 {
        return 0.0;
    }
    let (mut root, mut factor, mut sum) = (x, 1.0, 1.0 - x);
    loop {
        root = root.sqrt();
        factor *= 0.5;
        let before = sum;
        sum -= (1.0 - root) * (1.0 - root) * factor;
        if sum == before {
            return sum / 3.0;
        }
    }
}

fn read_hashes(reader: &mut Reader<'_>) -> Result<Vec<u64>, StateError> {
    let mut hashes = Vec::new();
    reader.list(|reader| {
        let digits = reader.string()?;
        let plain =
            digits.len() == 16 && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let hash = u64::from_str_radix(&digits, 16).ok().filter(|_| plain);
        match hash.filter(|hash| hashes.last().is_none_or(|last| last < hash)) {
            Some(hash) if hashes.len() < MAX_HASHES => hashes.push(hash),
            _ => return Err(reader.error("expected up to 1024 hashes of 16 digits, ascending")),
        }
        Ok(())
    })?;
    Ok(hashes)
}

fn read_hash_bytes(reader: &mut binary::Reader<'_>) -> Result<Vec<u64>, StateError> {
    let length = reader.size(8)?;
    let (hashes, _) = reader.take(8 * length)?.as_chunks();
    let hashes: Vec<u64> = hashes.iter().map(|hash| u64::from_le_bytes(*hash)).collect();
    if length <= MAX_HASHES && hashes.is_sorted_by(|left, right| left < right) {
        Ok(hashes)
    } else {
        Err(reader.error("expected up to 1024 hashes, ascending"))
    }
}

fn read_register_bytes(reader: &mut binary::Reader<'_>) -> Result<Box<[u8; REGISTERS]>, StateError> {
    let mut registers = Box::new([0; REGISTERS]);
    registers.copy_from_slice(reader.take(REGISTERS)?);
    if registers.iter().all(|rank| *rank <= MAX_RANK) && registers.iter().any(|rank| *rank > 0) {
        Ok(registers)
    } else {
        Err(reader.error("expected ranks from 0 to 51, not all of them 0"))
    }
}

fn read_registers(reader: &mut Reader<'_>) -> Result<Box<[u8; REGISTERS]>, StateError> {
    let text = reader.string()?;
    reader.allow(REGISTERS)?;
    decode(&text).ok_or_else(|| reader.error("expected the ranks of 16384 registers as letters"))
}

fn decode(text: &str) -> Option<Box<[u8; REGISTERS]>> {
    let mut registers = Box::new([0; REGISTERS]);
    let (mut place, mut run) = (0, 0_usize);
    for byte in text.bytes() {
        if byte.is_ascii_digit() {
            run = 10 * run + usize::from(byte - b'0');
            // A run that is too long ends the reading before its length can overflow.
            if run > REGISTERS {
                return None;
            }
        } else {
            let rank = LETTERS.iter().position(|letter| *letter == byte)?;
            let end = place + run.max(1);
            registers.get_mut(place..end)?.fill(u8::try_from(rank).ok()?);
            (place, run) = (end, 0);
        }
    }
    (place == REGISTERS && run == 0 && registers.iter().any(|rank| *rank > 0)).then_some(registers)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Distinct, DistinctState, Kind, MAX_HASHES, STANDARD_ERROR, register};
    use crate::{Schema, State};

    fn of_keys(count: usize) -> State {
        let mut distinct = State::new(Schema::Distinct);
        for number in 0..count {
            distinct.fold("", &number.to_string()).unwrap();
        }
        distinct
    }

    #[test]
    fn few_keys_are_counted() {
        let mut distinct = State::new(Schema::Distinct);
        distinct.fold("", &json!(["a", "b", "a", null])).unwrap();
        distinct.fold("", "b").unwrap();
        assert_eq!(distinct.finish(), json!({"estimate": 2, "error": 0, "exact": true}));
        assert_eq!(distinct.to_json(), r#"{"hashes":["575a0b1c44d8843f","e6c632b61e964e1f"]}"#);
    }

    #[test]
    fn many_keys_are_estimated() {
        assert_eq!(of_keys(MAX_HASHES).finish(), json!({"estimate": 1024, "error": 0, "exact": true}));
        for count in [MAX_HASHES + 1, 5_000, 30_000, 200_000] {
            let report = of_keys(count).finish();
            assert_eq!(report["exact"], false);
            let estimate = report["estimate"].as_f64().unwrap();
            let deviation = (estimate - count as f64).abs() / count as f64;
            assert!(deviation < 3.0 * STANDARD_ERROR, "{estimate} for {count}");
        }
    }

    #[test]
    fn full_registers_do_not_break_the_estimate() {
        let full = DistinctState::Registers(Box::new([51; 16_384]));
        assert_eq!(Distinct::new().finish(&full)["estimate"], u64::MAX);
        let mut registers = Box::new([0; 16_384]);
        register(&mut registers, 0);
        assert_eq!(registers[0], 51);
        register(&mut registers, u64::MAX);
        assert_eq!(registers[16_383], 1);
    }

    #[test]
    fn registers_survive() {
        let state = of_keys(MAX_HASHES + 1);
        let json = state.to_json();
        assert!(json.starts_with("{\"registers\":\""), "{json}");
        assert_eq!(State::from_json(Schema::Distinct, &json).unwrap().to_json(), json);
    }

    #[test]
    fn what_is_neither_is_refused() {
        for bad in [
            "{}",
            "[]",
            r#"{"hashes":["a"]}"#,
            r#"{"hashes":["A2EC58C99AC2EE1D"]}"#,
            r#"{"hashes":["e6c632b61e964e1f","a2ec58c99ac2ee1d"]}"#,
            r#"{"hashes":["a2ec58c99ac2ee1d","a2ec58c99ac2ee1d"]}"#,
            r#"{"registers":""}"#,
            r#"{"registers":"16384A"}"#,
            r#"{"registers":"16385B"}"#,
            r#"{"registers":"16383B"}"#,
            r#"{"registers":"16384B1"}"#,
            r#"{"registers":"99999999999999999999999B"}"#,
            r#"{"registers":"16384é"}"#,
        ] {
            assert!(State::from_json(Schema::Distinct, bad).is_err(), "{bad}");
        }
        // Each of these few bytes stands for 16 KiB: that is allowed a thousand times, and not ten thousand.
        let key = |key: usize| format!(r#""{key:05}":[1,{{"registers":"16384B"}}]"#);
        let map = |keys: usize| format!("{{{}}}", (0..keys).map(key).collect::<Vec<String>>().join(","));
        let schema = Schema::map(Schema::Distinct, 1);
        assert!(State::from_json(schema.clone(), &map(1_000)).is_ok());
        assert!(State::from_json(schema, &map(10_000)).is_err());
        let hashes: Vec<String> = (0..1_025).map(|hash| format!("\"{hash:016x}\"")).collect();
        let too_many = format!("{{\"hashes\":[{}]}}", hashes.join(","));
        assert!(State::from_json(Schema::Distinct, &too_many).is_err());
    }
}
