//! Numbers for people.

/// Between groups of three digits: narrow, and never at the end of a line.
const SEPARATOR: char = '\u{202f}';

/// A whole number with its digits in groups of three: `1 204`.
pub(crate) fn whole(number: u64) -> String {
    grouped(&number.to_string())
}

/// A number as short as it can be told: a whole one in full, another with one or two decimals.
pub(crate) fn decimal(number: f64) -> String {
    let magnitude = number.abs();
    let digits = if magnitude.fract() == 0.0 && magnitude < 1e15 {
        format!("{magnitude:.0}")
    } else if (0.01..1e15).contains(&magnitude) {
        let places = if magnitude < 10.0 { 2 } else { 1 };
        format!("{magnitude:.places$}").trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        return format!("{number:.2e}");
    };
    let (integer, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let sign = if number < 0.0 { "−" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}", grouped(integer))
}

/// A number that is read against zero: `+0.12`, `−0.40`, `0.00`.
pub(crate) fn signed(number: f64) -> String {
    let digits = format!("{:.2}", number.abs());
    match number {
        _ if digits == "0.00" => digits,
        number if number < 0.0 => format!("−{digits}"),
        _ => format!("+{digits}"),
    }
}

/// A share of a whole in percent: `52 %`, and `<1 %` for what is there but little.
pub(crate) fn share(part: u64, whole: u64) -> String {
    if part == 0 || whole == 0 {
        return "0 %".to_owned();
    }
    let percent = part as f64 * 100.0 / whole as f64;
    if percent < 1.0 { "<1 %".to_owned() } else { format!("{percent:.0} %") }
}

/// A size in bytes, in units of a thousand: `389 kB`, `3.4 MB`.
pub(crate) fn bytes(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["kB", "MB", "GB", "TB", "PB"];
    if bytes < 1_000 {
        return format!("{bytes} B");
    }
    let mut size = bytes as f64 / 1e3;
    let mut unit = 0;
    // 999.5 would be printed as a thousand of its unit.
    while size >= 999.5 && unit + 1 < UNITS.len() {
        size /= 1e3;
        unit += 1;
    }
    let places = if size < 9.95 { 1 } else { 0 };
    format!("{size:.places$} {}", UNITS[unit])
}

/// A time: `0.8 s`, `12 s`, `3 min 20 s`, `2 h 5 min`.
pub(crate) fn seconds(seconds: f64) -> String {
    if seconds < 0.95 {
        return format!("{:.0} ms", seconds * 1e3);
    }
    if seconds < 9.95 {
        return format!("{seconds:.1} s");
    }
    let whole = seconds.round() as u64;
    match whole {
        0..60 => format!("{whole} s"),
        60..3_600 => format!("{} min {} s", whole / 60, whole % 60),
        _ => format!("{} h {} min", whole / 3_600, whole % 3_600 / 60),
    }
}

/// A number of things: `1 document`, `1 204 documents`.
pub(crate) fn counted(number: u64, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", whole(number))
}

fn grouped(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() * 2);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(SEPARATOR);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(printed: String, expected: &str) {
        assert_eq!(printed.replace(SEPARATOR, "_"), expected);
    }

    #[test]
    fn digits_stand_in_groups_of_three() {
        for (number, expected) in [
            (0, "0"),
            (999, "999"),
            (1_204, "1_204"),
            (1_000_000, "1_000_000"),
            (u64::MAX, "18_446_744_073_709_551_615"),
        ] {
            check(whole(number), expected);
        }
    }

    #[test]
    fn decimals_are_short() {
        for (number, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (7.0, "7"),
            (-1_204.0, "−1_204"),
            (1.0 / 3.0, "0.33"),
            (0.5, "0.5"),
            (99.99, "100"),
            (12_345.678, "12_345.7"),
            (0.000_12, "1.20e-4"),
            (1e300, "1.00e300"),
        ] {
            check(decimal(number), expected);
        }
    }

    #[test]
    fn signs_are_shown_but_not_of_nothing() {
        for (number, expected) in [(0.123, "+0.12"), (-0.4, "−0.40"), (-0.001, "0.00"), (0.0, "0.00")] {
            check(signed(number), expected);
        }
    }

    #[test]
    fn shares_are_in_percent() {
        for (part, of, expected) in
            [(0, 0, "0 %"), (0, 5, "0 %"), (1, 1_000, "<1 %"), (1, 3, "33 %"), (3, 3, "100 %")]
        {
            check(share(part, of), expected);
        }
    }

    #[test]
    fn sizes_have_two_or_three_digits() {
        for (size, expected) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1.0 kB"),
            (9_949, "9.9 kB"),
            (389_400, "389 kB"),
            (999_499, "999 kB"),
            (999_999, "1.0 MB"),
            (100_000_000, "100 MB"),
            (u64::MAX, "18447 PB"),
        ] {
            check(bytes(size), expected);
        }
    }

    #[test]
    fn times_have_the_unit_that_fits() {
        for (time, expected) in [
            (0.004, "4 ms"),
            (1.04, "1.0 s"),
            (12.4, "12 s"),
            (59.7, "1 min 0 s"),
            (200.0, "3 min 20 s"),
            (7_500.0, "2 h 5 min"),
        ] {
            check(seconds(time), expected);
        }
    }

    #[test]
    fn things_are_counted() {
        check(counted(1, "document"), "1 document");
        check(counted(1_204, "document"), "1_204 documents");
        check(counted(0, "fault"), "0 faults");
    }
}
