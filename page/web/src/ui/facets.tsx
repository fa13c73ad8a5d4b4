// What sources say of documents, to choose by.

import { Bars } from "../charts/bars";
import { Columns } from "../charts/columns";
import { Figure } from "../charts/figure";
import { usePage } from "../context";
import type { Category, Numbers } from "../data/facts";
import { categoriesOf } from "../data/names";
import { sizesOfGroups } from "../data/report";
import { isFrom } from "../data/select";

export function Facets() {
  const { facts, report } = usePage();
  if (!facts) return report.groups ? <GroupChart /> : null;
  const categories = categoriesOf(facts, report).filter(({ name }) => name !== "language");
  const numbers = facts.numbers.filter(({ name, kind }) => kind === "number" && !name.includes("."));
  return (
    <>
      {categories.map((category) => (
        <CategoryChart key={category.name} category={category} />
      ))}
      {numbers.map((field) => (
        <NumberChart key={field.name} field={field} title={field.name} />
      ))}
    </>
  );
}

/** The groups of a report that is shown alone. */
function GroupChart() {
  const page = usePage();
  const { speech } = page;
  const groups = sizesOfGroups(page.report);
  const title = speech.say("group");
  const bars = groups.slice(0, 40).map(([group, documents]) => {
    const condition = { kind: "category", field: "group", value: group } as const;
    return {
      key: group,
      label: page.called("group", group),
      value: documents,
      shown: speech.number(documents),
      press: () => page.select(condition),
      pressed: page.isSelected(condition),
    };
  });
  const table = () => ({
    head: ["group", "documents"],
    rows: groups,
  });
  return (
    <Figure title={title} chart table={table}>
      <Bars bars={bars} label={title} />
    </Figure>
  );
}

function CategoryChart({ category }: { category: Category }) {
  const page = usePage();
  const { speech, mask } = page;
  const counts = new Array<number>(category.values.length).fill(0);
  for (let document = 0; document < category.codes.length; document++) {
    const code = category.codes[document]!;
    if (code > 0 && (!mask || mask.marks[document])) counts[code - 1]!++;
  }
  const rows = category.values.map((value, place) => ({ value, count: counts[place]! }));
  rows.sort((one, other) => other.count - one.count);
  const by = page.report.provenance.selection.group_by;
  const title =
    category.name === "group" && by ? `${speech.say("group")}: ${by}` : speech.field(category.name);
  const bars = rows
    .filter(({ count, value }) => count > 0 || page.isSelected(condition(value)))
    .slice(0, 12)
    .map(({ value, count }) => ({
      key: value,
      label: page.called(category.name, value),
      value: count,
      shown: speech.number(count),
      press: () => page.select(condition(value)),
      pressed: page.isSelected(condition(value)),
    }));
  function condition(value: string) {
    return { kind: "category", field: category.name, value } as const;
  }
  return (
    <Figure
      title={title}
      chart
      table={() => ({
        head: [category.name, "documents"],
        rows: rows.map(({ value, count }) => [value, count]),
      })}
    >
      <Bars bars={bars} label={title} />
    </Figure>
  );
}

const BINS = 16;

/** A histogram of a number by document. */
export function NumberChart({ field, title, edges }: { field: Numbers; title: string; edges?: number[] }) {
  const page = usePage();
  const { speech, mask } = page;
  let least = Infinity;
  let most = -Infinity;
  for (const value of field.values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least > most) return null;
  const bounds = edges ? [-Infinity, ...edges, Infinity] : even(least, most);
  const counts = new Array<number>(bounds.length - 1).fill(0);
  for (let document = 0; document < field.values.length; document++) {
    const value = field.values[document]!;
    if (Number.isNaN(value) || (mask && !mask.marks[document])) continue;
    const bin = bounds.findLastIndex((bound) => isFrom(value, bound));
    counts[Math.min(counts.length - 1, Math.max(0, bin))]!++;
  }
  const range = page.state.conditions.find(
    ({ kind, field: name }) => kind === "range" && name === field.name,
  );
  const shown = (bound: number): string => (Number.isFinite(bound) ? speech.number(bound, 2) : "");
  const name = (place: number): string => {
    const [from, to] = [bounds[place]!, bounds[place + 1]!];
    if (from === -Infinity) return speech.say("below", { to: shown(to) });
    return to === Infinity ? speech.say("above", { from: shown(from) }) : `${shown(from)} – ${shown(to)}`;
  };
  const columns = counts.map((value, place) => ({
    label: name(place),
    value,
    selected: range?.kind === "range" && bounds[place]! >= range.from && bounds[place + 1]! <= range.to,
    tone: edges ? toneOf(bounds[place]!, bounds[place + 1]!) : undefined,
  }));
  const choose = (first: number, last: number): void =>
    page.select({ kind: "range", field: field.name, from: bounds[first]!, to: bounds[last + 1]! });
  return (
    <Figure
      title={title}
      chart
      table={() => ({
        head: ["from", "to", "documents"],
        rows: counts.map((count, place) => [bounds[place], bounds[place + 1], count]),
      })}
    >
      <Columns columns={columns} label={title} edges={bounds.map(shown)} choose={choose} />
    </Figure>
  );
}

function toneOf(from: number, to: number): "good" | "bad" | "even" {
  if (from >= 0 && to > 0) return "good";
  return to <= 0 ? "bad" : "even";
}

function even(least: number, most: number): number[] {
  const whole = most > least ? most - least : 1;
  const magnitude = 10 ** Math.floor(Math.log10(whole / BINS));
  const step = [1, 2, 5, 10].map((factor) => factor * magnitude).find((step) => whole / step <= BINS)!;
  const first = Math.floor(least / step);
  const bounds: number[] = [];
  for (let place = first; bounds.length === 0 || bounds.at(-1)! <= most; place++) {
    bounds.push(Number((place * step).toPrecision(12)));
  }
  return bounds;
}
