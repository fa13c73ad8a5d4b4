// Days since 1970 in the calendar, of any year, and the periods that documents fall into.

export const UNITS = ["day", "week", "month", "quarter", "year", "decade"] as const;

export type Unit = (typeof UNITS)[number] | "century";

/** From the shortest on: where there would be too many periods, the next is taken. */
const COARSER: Unit[] = [...UNITS, "century"];

/** A period: from its first day on to that of the next. */
export interface Period {
  label: string;
  from: number;
  to: number;
  /** Whether a long time without documents, which has no periods of its own, comes before it. */
  afterGap: boolean;
}

interface Civil {
  year: number;
  month: number;
  day: number;
}

/** The calendar's day (Gregorian also before 1582); H. Hinnant's days_from_civil, turned round. */
function civil(days: number): Civil {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: year + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** The first day of a month; months beyond the year's are those of the next. */
function firstOf(year: number, month = 1): number {
  const months = year * 12 + month - 1 - 2;
  const [shifted, shiftedMonth] = [Math.floor(months / 12), months - Math.floor(months / 12) * 12];
  const era = Math.floor(shifted / 400);
  const ofEra = shifted - era * 400;
  const ofYear = Math.floor((153 * shiftedMonth + 2) / 5);
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}

const padded = (number: number, digits: number): string =>
  `${number < 0 ? "-" : ""}${String(Math.abs(number)).padStart(digits, "0")}`;

/** A day as ISO 8601 writes it; what is no day as a number. */
export function dayName(day: number): string {
  if (!Number.isFinite(day) || Math.abs(day) > 1e9) return String(day);
  const { year, month, day: of } = civil(Math.floor(day));
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(of, 2)}`;
}

const YEARS: Partial<Record<Unit, number>> = { year: 1, decade: 10, century: 100 };
const MONTHS: Partial<Record<Unit, number>> = { month: 1, quarter: 3 };

/** The first day of the period that a day is in. */
export function begin(day: number, unit: Unit): number {
  const whole = Math.floor(day);
  if (unit === "day") return whole;
  // 1970 began with a Thursday, and weeks begin on Monday.
  if (unit === "week") return Math.floor((whole + 3) / 7) * 7 - 3;
  const { year, month } = civil(whole);
  const years = YEARS[unit];
  if (years !== undefined) return firstOf(Math.floor(year / years) * years);
  const months = MONTHS[unit] ?? 1;
  return firstOf(year, Math.floor((month - 1) / months) * months + 1);
}

/** The first day of the period after the one that begins with a day. */
export function next(first: number, unit: Unit): number {
  if (unit === "day") return first + 1;
  if (unit === "week") return first + 7;
  const { year, month } = civil(first);
  const years = YEARS[unit];
  return years !== undefined ? firstOf(year + years) : firstOf(year, month + (MONTHS[unit] ?? 1));
}

/** What a period is called, as `textmill trends` calls it. */
export function periodName(first: number, unit: Unit): string {
  const { year, month } = civil(first);
  switch (unit) {
    case "day":
      return dayName(first);
    case "week": {
      // A week is of the year that its Thursday is in.
      const of = civil(first + 3).year;
      return `${padded(of, 4)}-W${padded(Math.floor((first + 3 - firstOf(of)) / 7) + 1, 2)}`;
    }
    case "month":
      return `${padded(year, 4)}-${padded(month, 2)}`;
    case "quarter":
      return `${padded(year, 4)}-Q${Math.floor((month + 2) / 3)}`;
    case "year":
      return padded(year, 4);
    default:
      return `${padded(year, 4)}s`;
  }
}

/** The day after a date that is a day, a month or a year, as its fraction tells (`day` in page/src/metadata.rs). */
export function endOf(date: number): number {
  const first = Math.floor(date);
  return next(first, date - first >= 0.5 ? "year" : date > first ? "month" : "day");
}

/** Whether all of a date lies in one period: a month alone is of no week. */
function isWithin(date: number, unit: Unit): boolean {
  return endOf(date) <= next(begin(date, unit), unit);
}

/** Periods without documents that stand between others; what lacks more of them is a gap. */
const GAP = 100;

/** Periods of a chart at most. */
const MOST = 400;

/** The periods of days: of the unit that is wanted, or of the next one that does not make too many. */
export function periodsOf(days: ArrayLike<number>, wanted: Unit | null): { unit: Unit; periods: Period[] } {
  const known = Array.from(days).filter((day) => Number.isFinite(day));
  const first = COARSER.indexOf(wanted ?? unitOf(known));
  for (const unit of COARSER.slice(first)) {
    const periods = periodsBy(known, unit);
    if (periods) return { unit, periods };
  }
  return { unit: "century", periods: [] };
}

/** Nothing where there are too many. */
function periodsBy(days: number[], unit: Unit): Period[] | null {
  const within = days.filter((date) => isWithin(date, unit));
  const begins = [...new Set(within.map((day) => begin(day, unit)))];
  if (begins.length > MOST) return null;
  begins.sort((one, other) => one - other);
  const periods: Period[] = [];
  for (const from of begins) {
    const before = periods.at(-1);
    const between: number[] = [];
    for (let empty = before?.to ?? from; empty < from && between.length <= GAP; empty = next(empty, unit))
      between.push(empty);
    const isGap = between.length > GAP;
    for (const empty of isGap ? [] : between) periods.push(period(empty, unit, false));
    periods.push(period(from, unit, isGap));
    if (periods.length > MOST) return null;
  }
  return periods;
}

function period(from: number, unit: Unit, afterGap: boolean): Period {
  return { label: periodName(from, unit), from, to: next(from, unit), afterGap };
}

/** Days of a month or two, months of some years, otherwise years: of most days, whatever a few far ones are, if they are so exact. */
function unitOf(days: number[]): Unit {
  const sorted = days.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  const reach = Math.max(31, (at(0.75) - at(0.25)) * 3);
  const near = sorted.filter((day) => day >= at(0.25) - reach && day <= at(0.75) + reach);
  const range = (near.at(-1) ?? 0) - (near[0] ?? 0);
  const exact = (unit: Unit): boolean =>
    days.filter((date) => isWithin(date, unit)).length * 5 >= days.length * 4;
  return range < 62 && exact("day")
    ? "day"
    : range < 366 * 8 && exact("month")
      ? "month"
      : range < 366 * 150
        ? "year"
        : "decade";
}
