// How much of something there is over time.

import { Figure } from "../charts/figure";
import { Lines, type Point } from "../charts/lines";
import { usePage, type Page } from "../context";
import type { Numbers } from "../data/facts";
import { wilson } from "../data/figures";
import { maskOf, type Condition } from "../data/select";
import { UNITS, type Unit } from "../data/time";
import { datesOf, trendOf } from "../data/trend";
import { Choose } from "../ui/choose";
import { DispersionStrip, lastKey } from "../ui/where";

const AUTOMATIC = "auto";

export function Trends() {
  const page = usePage();
  const { say } = page.speech;
  const key = lastKey(page.state.conditions);
  const dates = dateOf(page);
  if (!page.facts || !dates) return <p class="note">{say("noDates")}</p>;
  const set = (name: string, value: string): void =>
    page.go({ options: { ...page.state.options, [name]: value } });
  return (
    <>
      <div class="card choose">
        <Choose
          label={say("dateField")}
          value={dates.name}
          choices={datesOf(page.facts).map(({ name }) => ({ value: name, title: page.speech.field(name) }))}
          set={(name) => set("dates", name)}
        />
        <Choose
          label={say("timeUnit")}
          value={unitOf(page) ?? AUTOMATIC}
          choices={[AUTOMATIC, ...UNITS].map((unit) => ({
            value: unit,
            title: unit === AUTOMATIC ? say("automatic") : say(unit as Unit),
          }))}
          set={(unit) => set("unit", unit)}
        />
      </div>
      {!key && <p class="note card">{say("pickKey")}</p>}
      <TimeChart />
      {key && <TimeChart share />}
      {key && <DispersionStrip condition={key} />}
    </>
  );
}

/** The dates that are meant: those chosen, those by which the report groups, or those that most documents have. */
function dateOf({ facts, report, state }: Page): Numbers | null {
  const all = facts ? datesOf(facts) : [];
  const grouped = report.provenance.selection.group_by?.replace(/:[a-z]+$/, "");
  const named = (wanted: string | undefined) => all.find(({ name }) => name === wanted);
  return named(state.options["dates"]) ?? named(grouped) ?? all[0] ?? null;
}

function unitOf({ state }: Page): Unit | null {
  return UNITS.find((unit) => unit === state.options["unit"]) ?? null;
}

/** The trend of the key that is selected; of documents where none is. */
export function TimeChart({ share = false }: { share?: boolean }) {
  const page = usePage();
  const { facts, speech } = page;
  const { say } = speech;
  const dates = dateOf(page);
  if (!facts || !dates) return null;
  const condition = lastKey(page.state.conditions);
  const field = condition ? facts.keys.get(condition.field) : undefined;
  const number = condition ? field?.numberOf(condition.value) : undefined;
  const key = field && number !== undefined ? { field, number } : null;
  // The time that is selected is shown among the others, and the key beside the documents that lack it.
  const others = page.state.conditions.filter((other) => other !== condition && other.field !== dates.name);
  const marks = others.length > 0 ? maskOf(facts, others).marks : null;
  const wanted = unitOf(page);
  const { unit, spans, undated } = trendOf(facts, dates.values, wanted, marks, key);
  if (spans.length === 0) {
    return wanted === null ? null : <p class="note card">{say("undated", { n: undated })}</p>;
  }
  const title =
    key && condition
      ? `${say("trendOf", { what: page.called(condition.field, condition.value) })} · ${say(share ? "share" : "perWords")}`
      : `${say("documents")} · ${speech.field(dates.name)}`;
  const notes = [
    ...(wanted !== null && unit !== wanted
      ? [say("coarserUnit", { what: say(wanted), unit: say(unit) })]
      : []),
    ...(spans.some(({ afterGap }) => afterGap) ? [say("gapsLeftOut")] : []),
    ...(share ? [say("interval")] : []),
    ...(undated > 0 ? [say("undated", { n: undated })] : []),
  ];
  const points = spans.map((span): Point => {
    const range: Condition = { kind: "range", field: dates.name, from: span.from, to: span.to };
    const rate = span.total > 0 ? (span.count / span.total) * 10_000 : 0;
    const part = span.documents > 0 ? span.having / span.documents : 0;
    const [low, high] = wilson(span.having, span.documents);
    const value = !key ? span.documents : share ? part : rate;
    const shown = share ? speech.percent(part) : speech.number(value, key ? 1 : 0);
    const of = `${speech.number(key ? span.having : span.documents)} ${say("documentsOf")}`;
    return {
      label: span.label,
      value,
      ...(share && span.documents > 0 ? { low, high } : {}),
      shown: key ? `${shown} (${of})` : shown,
      press: () => page.select(range),
      pressed: page.isSelected(range),
      afterGap: span.afterGap,
    };
  });
  const table = () => ({
    head: ["time", "documents", "documents with it", "count", "counted in all", "per 10000", "low", "high"],
    rows: spans.map((span) => [
      span.label,
      span.documents,
      ...(key
        ? [
            span.having,
            span.count,
            span.total,
            span.total > 0 ? (span.count / span.total) * 10_000 : null,
            ...wilson(span.having, span.documents),
          ]
        : []),
    ]),
  });
  const format = share ? speech.percent : (value: number) => speech.number(value, 1);
  return (
    <Figure title={title} note={notes.join(" · ") || undefined} chart table={table}>
      <Lines points={points} label={title} format={format} />
    </Figure>
  );
}
