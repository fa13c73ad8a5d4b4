//! Times of the day: `10:30`, `3 p.m.`, `noon`, `الساعة الثالثة والنصف عصرا`.

use super::Value;
use super::date::digits;
use super::number::{number, range_mark};
use crate::forms::class::Class;
use crate::page::Page;
use crate::text::line::{Line, push_number};
use crate::text::piece::Form;

/// A time, or a range of times, that begins at the word; canonical is ISO 8601 `15:30`, `09:30/11:00`, as far as the
/// text tells the half of the day.
pub(super) fn time(page: &Page<'_>, at: usize) -> Option<Value> {
    let low = one_time(page, at)?;
    let second = range_mark(page, low.end).and_then(|next| one_time(page, next));
    let Some(high) = second else {
        return Some(Value { end: low.end, canonical: Line::new().with(|out| low.write(out)).done() });
    };
    let canonical = Line::new().with(|out| low.write(out)).text("/").with(|out| high.write(out)).done();
    Some(Value { end: high.end, canonical })
}

/// A part of a day told from the time of writing; canonical is the phrase.
pub(super) fn day_time(page: &Page<'_>, at: usize) -> Option<Value> {
    let (length, phrase) = page.entry(at, Class::DayTime)?;
    Some(Value { end: at + length, canonical: phrase.to_owned() })
}

fn one_time(page: &Page<'_>, at: usize) -> Option<Time> {
    let mut time = clock_word(page, at)
        .or_else(|| arabic_hour(page, at))
        .or_else(|| minutes_past(page, at))
        .or_else(|| digital(page, at))
        .or_else(|| bare_hour(page, at))?;
    time.end = after_zone(page, time.end);
    Some(time)
}

/// `half past ten`, `a quarter to noon`, `15 minutes past 3pm`.
fn minutes_past(page: &Page<'_>, at: usize) -> Option<Time> {
    // `10:30`, as most times are.
    if page.is_mark(at + 1, ':') && page.form(at) == Form::Digits {
        return None;
    }
    let start = at + usize::from(page.key(at) == "a");
    let (mut link, minutes) = match page.key(start) {
        "half" => (start + 1, 30),
        "quarter" => (start + 1, 15),
        _ => {
            let (end, minutes) = number(page, at)?;
            (end, minutes.integer()?)
        }
    };
    link += usize::from(matches!(page.key(link), "minutes" | "minute"));
    let is_past = matches!(page.key(link), "past" | "after");
    if minutes == 0 || minutes >= 60 || !(is_past || matches!(page.key(link), "to" | "before")) {
        return None;
    }
    let time = clock_word(page, link + 1).or_else(|| {
        let (end, hour) = hour(page, link + 1)?;
        let (time, has_part) = Time { end, hour, minute: 0, second: None }.with_day_part(page);
        // `Ten to twelve` may be people; a named half, quarter or part of the day makes a time of it.
        (has_part || page.form(start) != Form::Digits && matches!(page.key(start), "half" | "quarter"))
            .then_some(time)
    })?;
    let total = time.hour * 60 + if is_past { minutes } else { 24 * 60 - minutes };
    Some(Time { end: time.end, hour: total / 60 % 24, minute: total % 60, second: None })
}

struct Time {
    end: usize,
    hour: u32,
    minute: u32,
    second: Option<u32>,
}

impl Time {
    fn write(&self, out: &mut String) {
        push_number(out, self.hour.into(), 2);
        for part in [Some(self.minute), self.second].into_iter().flatten() {
            out.push(':');
            push_number(out, part.into(), 2);
        }
    }

    /// Moves the hour to its half of the day, where a word after the time names it.
    fn with_day_part(mut self, page: &Page<'_>) -> (Self, bool) {
        let found = page.entry(self.end, Class::DayPart).filter(|_| page.joins(self.end));
        let Some((length, part)) = found else {
            return (self, false);
        };
        self.end += length;
        match part {
            "12" if self.hour < 12 => self.hour += 12,
            "0" if self.hour == 12 => self.hour = 0,
            _ => {}
        }
        (self, true)
    }
}

fn clock_word(page: &Page<'_>, at: usize) -> Option<Time> {
    let (length, time) = page.entry(at, Class::Clock)?;
    let (hour, minute) = time.split_once(':')?;
    Some(Time { end: at + length, hour: hour.parse().ok()?, minute: minute.parse().ok()?, second: None })
}

/// `10:30`, `10:30:15 PM`, `8.30pm`.
fn digital(page: &Page<'_>, at: usize) -> Option<Time> {
    if let Some(time) = dotted(page, at) {
        return Some(time);
    }
    let hour = digits(page, at, 2).filter(|&hour| hour <= 24)?;
    let minute = sixtieth(page, at + 1)?;
    let second = sixtieth(page, at + 3);
    let end = at + if second.is_some() { 5 } else { 3 };
    // `1:30:45:12` and `3:16-18` are no times.
    if second.is_some() && page.is_mark(end, ':') && page.touches(end) {
        return None;
    }
    let time = Time { end, hour, minute, second };
    Some(time.with_day_part(page).0)
}

/// Two digits after a colon that touches both sides.
fn sixtieth(page: &Page<'_>, colon: usize) -> Option<u32> {
    let touches = page.is_mark(colon, ':') && page.touches(colon) && page.touches(colon + 1);
    let two = page.characters(colon + 1) == 2;
    digits(page, colon + 1, 2).filter(|&value| touches && two && value < 60)
}

/// Digits of which [`Page::digits`] knows that there is nothing else.
const MAX_PLAIN: usize = 4;

/// `8.30pm`, where only the word after it says that it is a time.
fn dotted(page: &Page<'_>, at: usize) -> Option<Time> {
    if page.form(at) != Form::Digits || page.digits(at, MAX_PLAIN).is_some() {
        return None;
    }
    let (hour, minute) = page.written(at).split_once('.')?;
    let time = Time {
        end: at + 1,
        hour: hour.parse().ok().filter(|&hour| hour <= 24)?,
        minute: minute.parse().ok().filter(|&minute| minute < 60 && hour.len() <= 2)?,
        second: None,
    };
    let (time, has_part) = time.with_day_part(page);
    has_part.then_some(time)
}

/// `3 pm`, `3 o'clock`, `الثالثة فجرا`, `3 صباحا`.
fn bare_hour(page: &Page<'_>, at: usize) -> Option<Time> {
    let (end, hour) = hour(page, at)?;
    let is_clock = matches!(page.key(end), "o'clock" | "oclock") && page.joins(end);
    let time = Time { end: end + usize::from(is_clock), hour, minute: 0, second: None };
    let time = if page.form(at) == Form::Arabic { with_minutes(page, time) } else { time };
    let (time, has_part) = time.with_day_part(page);
    (has_part || is_clock).then_some(time)
}

/// الساعة with an hour and its parts.
fn arabic_hour(page: &Page<'_>, at: usize) -> Option<Time> {
    if page.form(at) != Form::Arabic || page.stem_key(at) != "الساعه" || !page.joins(at + 1) {
        return None;
    }
    if let Some(time) = digital(page, at + 1) {
        return Some(time);
    }
    let (end, hour) = hour(page, at + 1)?;
    let time = Time { end, hour, minute: 0, second: None };
    Some(with_minutes(page, time).with_day_part(page).0)
}

fn hour(page: &Page<'_>, at: usize) -> Option<(usize, u32)> {
    if let Some(hour) = digits(page, at, 2) {
        return Some((at + 1, hour)).filter(|_| hour <= 24);
    }
    let (end, hour) = match page.entry(at, Class::Ordinal) {
        Some((length, hour)) => (at + length, hour.parse().ok()?),
        None => hour_word(page, at)?,
    };
    (1..=24).contains(&hour).then_some((end, hour))
}

/// A number word alone: what follows with و are minutes.
fn hour_word(page: &Page<'_>, at: usize) -> Option<(usize, u32)> {
    let (length, hour) = page.entry(at, Class::Number)?;
    let hour: u32 = hour.parse().ok()?;
    let is_teen =
        page.form(at) == Form::Arabic && page.joins(at + length) && page.key(at + length).starts_with("عشر");
    Some(if is_teen { (at + length + 1, hour + 10) } else { (at + length, hour) })
}

/// والنصف, وربع, إلا ثلثا, و18 دقيقة.
fn with_minutes(page: &Page<'_>, mut time: Time) -> Time {
    if !page.joins(time.end) {
        return time;
    }
    let except = matches!(page.key(time.end), "الا");
    let conjunction = usize::from(except || page.key(time.end) == "و");
    let place = time.end + conjunction;
    let (end, minutes) = match page.key(place) {
        "ونصف" | "والنصف" | "نصف" | "النصف" => (place + 1, 30),
        "وربع" | "والربع" | "ربع" | "ربعا" | "الربع" => (place + 1, 15),
        "وثلث" | "والثلث" | "ثلث" | "ثلثا" | "الثلث" => (place + 1, 20),
        _ => match number(page, place) {
            Some((end, minutes)) if is_minutes(page, end) => (end + 1, minutes.integer().unwrap_or(60)),
            _ => return time,
        },
    };
    if minutes >= 60 || except && time.hour == 0 {
        return time;
    }
    time.end = end;
    (time.hour, time.minute) = if except { (time.hour - 1, 60 - minutes) } else { (time.hour, minutes) };
    time
}

fn is_minutes(page: &Page<'_>, at: usize) -> bool {
    page.joins(at) && matches!(page.key(at), "دقيقه" | "دقائق" | "دقيقتين")
}

/// The place after a time zone: `GMT`, بتوقيت غرينتش.
fn after_zone(page: &Page<'_>, end: usize) -> usize {
    if !page.joins(end) {
        return end;
    }
    match page.key(end) {
        "gmt" | "utc" | "est" | "edt" | "cst" | "cdt" | "mst" | "pst" | "pdt" | "cet" | "cest" | "bst" => {
            end + 1
        }
        "بتوقيت" if page.joins(end + 1) => end + 2,
        _ => end,
    }
}

#[cfg(test)]
mod tests {
    use crate::values::tests::check;

    #[test]
    fn digits_and_day_parts() {
        check("at 10:30", &["time: 10:30 = 10:30"]);
        check("10:46:08 PM", &["time: 10:46:08 PM = 22:46:08"]);
        check("by 3 p.m. GMT", &["time: 3 p.m. GMT = 15:00"]);
        check("8.30pm", &["time: 8.30pm = 20:30"]);
        check("at noon", &["time: noon = 12:00"]);
        check("12am", &["time: 12am = 00:00"]);
        check("9:30 - 11:00", &["time: 9:30 - 11:00 = 09:30/11:00"]);
        check("at a quarter to noon", &["time: a quarter to noon = 11:45"]);
        check("15 minutes past 3pm", &["time: 15 minutes past 3pm = 15:15"]);
        check("a ratio of 3:1", &[]);
    }

    #[test]
    fn arabic_times() {
        check("الساعة الثالثة والنصف عصرا", &["time: الساعة الثالثة والنصف عصرا = 15:30"]);
        check("الساعة 3 صباحا", &["time: الساعة 3 صباحا = 03:00"]);
        check("الساعة 12 إلا ربع", &["time: الساعة 12 إلا ربع = 11:45"]);
        check("الساعة الحادية عشرة مساء", &["time: الساعة الحادية عشرة مساء = 23:00"]);
    }
}
