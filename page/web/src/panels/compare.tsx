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
  type Difference,
} from "../data/compare";
import { fieldName } from "../data/report";
import { KeyButton } from "../ui/keys";

const SHOWN = 25;

/** A side, as the address has it: a group's field and name, or one of these. */
const SELECTION = "@selection";
const REST = "@rest";
const REPORT = "@report";
const AGAINST = "@against";

interface Choice {
  value: string;
  title: string;
}

function choices(page: Page): Choice[] {
  const { say, field, languageName } = page.speech;
  const found: Choice[] = [];
  if (page.against) found.push({ value: REPORT, title: say("thisReport") });
  if (page.mask) found.push({ value: SELECTION, title: say("nowSelected") });
  if (page.facts) {
    for (const { name, values } of page.facts.categories) {
      if (values.length > 200 || values.length < 2) continue;
      const called = (value: string): string => (name === "language" ? languageName(value) : value);
      const title = field(name === "language" ? "languages" : name);
      found.push(
        ...values.map((value) => ({ value: `${name}=${value}`, title: `${title}: ${called(value)}` })),
      );
    }
  } else {
    const groups = Object.keys(page.report.groups ?? {});
    found.push(...groups.map((group) => ({ value: `group=${group}`, title: group })));
  }
  return found;
}

export function Compare() {
  const page = usePage();
  const { say } = page.speech;
  const firsts = choices(page);
  const fields = page.fields.filter(({ schema }) => schema.kind === "counts").map(fieldName);
  const option = (name: string, all: string[]): string => {
    const value = page.state.options[name];
    return value !== undefined && all.includes(value) ? value : (all[0] ?? "");
  };
  const one = option(
    "one",
    firsts.map(({ value }) => value),
  );
  const seconds: Choice[] =
    one === REPORT
      ? [{ value: AGAINST, title: say("otherReport") }]
      : [
          { value: REST, title: say("rest") },
          ...firsts.filter(({ value }) => value !== one && value !== REPORT),
        ];
  const other = option(
    "other",
    seconds.map(({ value }) => value),
  );
  const terms = fields.find((name) => name.endsWith(".terms"));
  const name = page.state.options["compared"] ?? terms ?? fields[0] ?? "";
  const found = useMemo(() => compared(page, name, one, other), [page.facts, page.mask, name, one, other]);
  const set = (name: string, value: string): void =>
    page.go({ options: { ...page.state.options, [name]: value } });
  if (firsts.length === 0 || fields.length === 0) return <p class="note card">{say("nothing")}</p>;
  const titleOf = (value: string, all: Choice[]): string =>
    all.find((choice) => choice.value === value)?.title ?? value;
  const [first, second] = [titleOf(one, firsts), titleOf(other, seconds)];
  const isOfTop = one === REPORT || (!page.facts && other !== REST);
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
          {isOfTop ? ` · ${say("topOnly")}` : ""}
        </p>
      </div>
      <div class="columns">
        <Side
          name={name}
          title={say("moreIn", { what: first })}
          rows={found.filter(({ ratio }) => ratio > 0)}
        />
        <Side
          name={name}
          title={say("moreIn", { what: second })}
          rows={found.filter(({ ratio }) => ratio < 0).map(turned)}
        />
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
    ratio: -ratio,
  };
}

function compared(page: Page, name: string, one: string, other: string): Difference[] {
  const field = page.fields.find((field) => fieldName(field) === name);
  if (!field) return [];
  const { analyzer, path } = field;
  if (one === REPORT) {
    if (!page.against) return [];
    return differences(
      sideOfReport(page.report, analyzer, path, null),
      sideOfReport(page.against, analyzer, path, null),
    );
  }
  const facts = page.facts;
  if (!facts) {
    const group = (value: string): string => value.replace(/^group=/, "");
    if (other === REST) return distinctive(page.report, analyzer, path, group(one));
    return differences(
      sideOfReport(page.report, analyzer, path, group(one)),
      sideOfReport(page.report, analyzer, path, group(other)),
    );
  }
  const maskFor = (value: string) => {
    if (value === SELECTION) return page.mask;
    const at = value.indexOf("=");
    return at < 0 ? null : maskOfValue(facts, value.slice(0, at), value.slice(at + 1));
  };
  const first = maskFor(one);
  if (!first) return [];
  const second = other === REST ? restOf(facts, first) : maskFor(other);
  if (!second) return [];
  return differences(sideOfFacts(facts, name, first), sideOfFacts(facts, name, second));
}

interface ChooseProps {
  label: string;
  value: string;
  choices: Choice[];
  set: (value: string) => void;
}

function Choose({ label, value, choices, set }: ChooseProps) {
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => set(event.currentTarget.value)}>
        {choices.map(({ value, title }) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

function Side({ name, title, rows }: { name: string; title: string; rows: Difference[] }) {
  const { speech } = usePage();
  const { say, number } = speech;
  const table = () => ({
    head: ["key", "g2", "log_ratio", "count", "against", "documents", "documents_against"],
    rows: rows.map((row) => [
      row.key,
      row.g2,
      row.ratio,
      row.one,
      row.other,
      row.oneDocuments,
      row.otherDocuments,
    ]),
  });
  const bars = rows.slice(0, 10).map((row) => ({
    key: row.key,
    label: row.key,
    value: row.g2,
    shown: number(row.g2, 1),
    press: null,
    pressed: false,
  }));
  return (
    <Figure title={title} chart={rows.length > 0} table={table}>
      {rows.length > 0 && <Bars bars={bars} label={`${title}: G²`} />}
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
                  <td>{number(row.g2, 1)}</td>
                  <td>
                    <bdi dir="ltr">{`+${number(row.ratio, 1)}`}</bdi>
                  </td>
                  <td>{number(row.one)}</td>
                  <td>{number(row.other)}</td>
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
