// What one group of documents has more often than another.

import { useMemo } from "preact/hooks";
import { Bars } from "../charts/bars";
import { Figure } from "../charts/figure";
import { usePage, type Page } from "../context";
import {
  differences,
  distinctive,
  LEAST_COUNT,
  maskOfValue,
  restOf,
  sideOfFacts,
  sideOfReport,
  type Count,
  type Difference,
  type Differences,
  type Side as Counted,
} from "../data/compare";
import { categoriesOf, isOfLanguages } from "../data/names";
import { fieldName, sizesOfGroups, type FieldRef } from "../data/report";
import { Choose, type Choice } from "../ui/choose";
import { KeyButton } from "../ui/keys";

const SHOWN = 25;

/** A side, as the address has it: a group's field and name, or one of these. */
const SELECTION = "@selection";
const REST = "@rest";
const REPORT = "@report";
const AGAINST = "@against";

/** Groups of a field of which a choice has room. */
const MOST_GROUPS = 200;

/** A field's groups of documents, those with a value first, and of these the largest. */
interface Grouping {
  name: string;
  groups: { value: string; documents: number; isNone: boolean }[];
}

/** What documents without a value, or without a date, are grouped as. */
const NONE = ["(none)", "(no date)"];

function groupings({ facts, report }: Page): Grouping[] {
  const isNone = (name: string, value: string): boolean =>
    NONE.includes(value) || (isOfLanguages(report, name) && value === "und");
  const grouping = (name: string, sizes: [value: string, documents: number][]): Grouping => ({
    name,
    groups: sizes
      .map(([value, documents]) => ({ value, documents, isNone: isNone(name, value) }))
      .sort((one, other) => Number(one.isNone) - Number(other.isNone) || other.documents - one.documents),
  });
  if (!facts) return [grouping("group", sizesOfGroups(report))];
  const categories = categoriesOf(facts, report).filter(
    ({ values: { length } }) => length >= 2 && length <= MOST_GROUPS,
  );
  return categories.map(({ name, values, codes }) => {
    const counts = new Array<number>(values.length + 1).fill(0);
    for (const code of codes) counts[code]!++;
    return grouping(
      name,
      values.map((value, place) => [value, counts[place + 1]!]),
    );
  });
}

/** The two sides that are compared at first: the largest groups that have a value, of the first field that has two. */
function firstSides(all: Grouping[]): string[] {
  const valued = all.map(({ name, groups }) => ({ name, groups: groups.filter(({ isNone }) => !isNone) }));
  const found =
    valued.find(({ groups }) => groups.length >= 2) ?? valued.find(({ groups }) => groups.length > 0);
  return (found?.groups ?? []).slice(0, 2).map(({ value }) => `${found!.name}=${value}`);
}

function choices(page: Page, all: Grouping[]): Choice[] {
  const { say, field } = page.speech;
  const found: Choice[] = [];
  if (page.against) found.push({ value: REPORT, title: say("thisReport") });
  if (page.mask) found.push({ value: SELECTION, title: say("nowSelected") });
  for (const { name, groups } of all) {
    for (const { value } of groups) {
      const title = page.called(name, value);
      found.push({ value: `${name}=${value}`, title: page.facts ? `${field(name)}: ${title}` : title });
    }
  }
  return found;
}

export function Compare() {
  const page = usePage();
  const { say } = page.speech;
  const all = useMemo(() => groupings(page), [page.facts, page.report]);
  const firsts = choices(page, all);
  const fields = page.fields.filter(({ schema }) => schema.kind === "counts").map(fieldName);
  const option = (name: string, choices: Choice[], first: string | undefined): string => {
    const has = (wanted: string | undefined): boolean => choices.some(({ value }) => value === wanted);
    const found = [page.state.options[name], first].find(has);
    return found ?? choices[0]?.value ?? "";
  };
  const [largest, second] = firstSides(all);
  const isOfGroups = !page.against && !page.mask;
  const one = option("one", firsts, isOfGroups ? largest : undefined);
  const seconds: Choice[] =
    one === REPORT
      ? [{ value: AGAINST, title: say("otherReport") }]
      : [
          { value: REST, title: say("rest") },
          ...firsts.filter(({ value }) => value !== one && value !== REPORT),
        ];
  const other = option("other", seconds, isOfGroups && one === largest ? second : undefined);
  const terms = fields.find((name) => name.endsWith(".terms"));
  const name = page.state.options["compared"] ?? terms ?? fields[0] ?? "";
  const found = useMemo(() => compared(page, name, one, other), [page.facts, page.mask, name, one, other]);
  const lone = useMemo(() => fieldsOfOne(page, one, other), [page.facts, page.mask, one, other]);
  const set = (name: string, value: string): void =>
    page.go({ options: { ...page.state.options, [name]: value } });
  if (firsts.length === 0 || fields.length === 0) return <p class="note card">{say("nothing")}</p>;
  const titleOf = (value: string, all: Choice[]): string =>
    all.find((choice) => choice.value === value)?.title ?? value;
  const [here, there] = [titleOf(one, firsts), titleOf(other, seconds)];
  return (
    <>
      <div class="card choose">
        <Choose
          label={say("field")}
          value={name}
          choices={fields.map((value) => ({ value, title: value }))}
          set={(value) => set("compared", value)}
        />
        <Choose label={say("sideA")} value={one} choices={firsts} set={(value) => set("one", value)} />
        <Choose label={say("sideB")} value={other} choices={seconds} set={(value) => set("other", value)} />
        <p class="note">
          {say("leastCount", { n: LEAST_COUNT })}
          {found.isOfTop ? ` · ${say("topOnly")}` : ""}
          {found.unsure > 0 ? ` · ${say("notSure", { n: found.unsure })}` : ""}
          {found.isOfDocuments ? ` · ${say("ofDocuments")}` : ""}
        </p>
        {[here, there].map((what, side) =>
          lone[side]!.length === 0 ? null : (
            <p class="note" key={side}>
              {say("onlyIn", { what })}{" "}
              {lone[side]!.map((field, place) => (
                <>
                  {place > 0 ? ", " : ""}
                  <button type="button" class="key" onClick={() => set("compared", field)}>
                    <bdi>{field}</bdi>
                  </button>
                </>
              ))}
            </p>
          ),
        )}
      </div>
      <div class="columns">
        <Side name={name} title={say("moreIn", { what: here })} rows={found.moreInOne} />
        <Side name={name} title={say("moreIn", { what: there })} rows={found.moreInOther.map(turned)} />
      </div>
    </>
  );
}

/** The other side's view of it. */
function turned(difference: Difference): Difference {
  const { one, other, oneDocuments, otherDocuments, ratio } = difference;
  return {
    ...difference,
    one: other,
    other: one,
    oneDocuments: otherDocuments,
    otherDocuments: oneDocuments,
    ratio: ratio === null ? null : -ratio,
  };
}

const NOTHING: Differences = {
  moreInOne: [],
  moreInOther: [],
  unsure: 0,
  isOfTop: false,
  isOfDocuments: false,
};

const groupOf = (value: string): string => value.replace(/^group=/, "");

function compared(page: Page, name: string, one: string, other: string): Differences {
  const field = page.fields.find((field) => fieldName(field) === name);
  if (!field) return NOTHING;
  const isOfReport = one === REPORT || page.facts;
  if (!isOfReport && other === REST) {
    return distinctive(page.report, field.analyzer, field.path, groupOf(one));
  }
  const sides = sidesOf(page, one, other)?.(field);
  return sides ? differences(...sides) : NOTHING;
}

/** What both sides count of a field; nothing where there is no such side. */
function sidesOf(
  page: Page,
  one: string,
  other: string,
): ((field: FieldRef) => [one: Counted, other: Counted]) | null {
  const { report, against, facts } = page;
  if (one === REPORT) {
    if (!against) return null;
    return ({ analyzer, path }) => [
      sideOfReport(report, analyzer, path, null, facts),
      sideOfReport(against, analyzer, path, null),
    ];
  }
  if (!facts) {
    return ({ analyzer, path }) => [
      sideOfReport(report, analyzer, path, groupOf(one)),
      sideOfReport(report, analyzer, path, groupOf(other)),
    ];
  }
  const maskFor = (value: string) => {
    if (value === SELECTION) return page.mask;
    const at = value.indexOf("=");
    return at < 0 ? null : maskOfValue(facts, value.slice(0, at), value.slice(at + 1));
  };
  const first = maskFor(one);
  if (!first) return null;
  const second = other === REST ? restOf(facts, first) : maskFor(other);
  if (!second) return null;
  return (field) => [
    sideOfFacts(facts, fieldName(field), first),
    sideOfFacts(facts, fieldName(field), second),
  ];
}

/** The fields of which one side alone counts anything: those of the first, and those of the second. */
function fieldsOfOne(page: Page, one: string, other: string): [one: string[], other: string[]] {
  const found: [one: string[], other: string[]] = [[], []];
  const sides = sidesOf(page, one, other);
  if (!sides || (!page.facts && other === REST)) return found;
  for (const field of page.fields.filter(({ schema }) => schema.kind === "counts")) {
    const [here, there] = sides(field);
    if (here.total > 0 && there.total === 0) found[0].push(fieldName(field));
    if (here.total === 0 && there.total > 0) found[1].push(fieldName(field));
  }
  return found;
}

function Side({ name, title, rows }: { name: string; title: string; rows: Difference[] }) {
  const { speech, called } = usePage();
  const { say, number } = speech;
  const shown = (count: Count): string =>
    typeof count === "number" ? number(count) : say("atMost", { n: count.most });
  // What a spreadsheet has to reckon with is a number; a bound is none.
  const written = (count: Count): number | string => (typeof count === "number" ? count : `<=${count.most}`);
  const table = () => ({
    head: ["key", "g2", "log_ratio", "count", "against", "documents", "documents_against"],
    rows: rows.map((row) => [
      row.key,
      row.g2,
      row.ratio,
      written(row.one),
      written(row.other),
      row.oneDocuments,
      row.otherDocuments,
    ]),
  });
  const sure = rows.flatMap((row) => (row.g2 === null ? [] : [{ key: row.key, g2: row.g2 }]));
  const bars = sure.slice(0, 10).map(({ key, g2 }) => ({
    key,
    label: called(name, key),
    value: g2,
    shown: number(g2, 1),
    press: null,
    pressed: false,
  }));
  return (
    <Figure title={title} chart={bars.length > 0} table={table}>
      {bars.length > 0 && <Bars bars={bars} label={`${title}: G²`} />}
      {rows.length === 0 ? (
        <p class="note">{say("nothing")}</p>
      ) : (
        <div class="scroll">
          <table class="keys">
            <thead>
              <tr>
                <th scope="col">{say("key")}</th>
                <th scope="col">G²</th>
                <th scope="col">{say("ratio")}</th>
                <th scope="col">{say("count")}</th>
                <th scope="col">{say("against")}</th>
                <th scope="col">{say("inDocuments")}</th>
                <th scope="col">{say("against")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, SHOWN).map((row) => (
                <tr key={row.key}>
                  <th scope="row">
                    <KeyButton name={name} value={row.key} />
                  </th>
                  <td>{row.g2 === null ? "–" : number(row.g2, 1)}</td>
                  <td>
                    <bdi dir="ltr">{row.ratio === null ? "–" : `+${number(row.ratio, 1)}`}</bdi>
                  </td>
                  <td>
                    <bdi dir="ltr">{shown(row.one)}</bdi>
                  </td>
                  <td>
                    <bdi dir="ltr">{shown(row.other)}</bdi>
                  </td>
                  <td>{row.oneDocuments === null ? "" : number(row.oneDocuments)}</td>
                  <td>{row.otherDocuments === null ? "" : number(row.otherDocuments)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Figure>
  );
}
