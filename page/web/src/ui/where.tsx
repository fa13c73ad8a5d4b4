// Of the key that is selected: where it stands in the documents, its trend, and how it is written.

import { useEffect, useState } from "preact/hooks";
import { Figure } from "../charts/figure";
import { Strip } from "../charts/strip";
import { usePage } from "../context";
import { dispersionOf, maskOf, type Condition } from "../data/select";
import { marksOf } from "../data/find";
import { TimeChart } from "../panels/trends";

/** The key that is selected last. */
export function lastKey(conditions: Condition[]): Extract<Condition, { kind: "key" }> | null {
  const last = conditions.findLast((condition) => condition.kind === "key");
  return last?.kind === "key" ? last : null;
}

const PARTS = 180;

export function WhereItStands() {
  const page = usePage();
  const { say } = page.speech;
  const key = lastKey(page.state.conditions);
  if (!page.facts) return null;
  if (!key) return <p class="note card">{say("pickKey")}</p>;
  return (
    <div>
      <DispersionStrip condition={key} />
      <TimeChart />
      <Forms condition={key} />
    </div>
  );
}

export function DispersionStrip({ condition }: { condition: Extract<Condition, { kind: "key" }> }) {
  const page = usePage();
  const { say, number } = page.speech;
  const facts = page.facts;
  const field = facts?.keys.get(condition.field);
  const key = field?.numberOf(condition.value);
  if (!facts || !field || key === undefined) return null;
  const others = page.state.conditions.filter((other) => other !== condition);
  const mask = others.length > 0 ? maskOf(facts, others) : null;
  const order: number[] = [];
  for (let document = 0; document < facts.documents; document++) {
    if (!mask || mask.marks[document]) order.push(document);
  }
  const places = new Map(order.map((document, place) => [document, place]));
  const parts = new Array<number>(Math.max(1, Math.min(PARTS, order.length))).fill(0);
  const { starts, documents, counts } = field.postings();
  for (let at = starts[key]!; at < starts[key + 1]!; at++) {
    const place = places.get(documents[at]!);
    if (place !== undefined) parts[Math.floor((place / order.length) * parts.length)]! += counts[at]!;
  }
  const spread = dispersionOf(field, condition.value, mask);
  const title = `${say("where")}: ${page.called(condition.field, condition.value)}`;
  const note =
    spread === undefined
      ? say("whereHint")
      : `${say("dispersion")} ${number(spread, 2)} · ${say("whereHint")}`;
  const table = () => ({ head: ["part", "count"], rows: parts.map((part, place) => [place + 1, part]) });
  return (
    <Figure title={title} note={note} chart table={table}>
      <Strip parts={parts} label={`${title}. ${note}`} />
    </Figure>
  );
}

/** The spellings of a name, as the texts in the page have them. */
function Forms({ condition }: { condition: Extract<Condition, { kind: "key" }> }) {
  const page = usePage();
  const { say, number } = page.speech;
  const [forms, setForms] = useState<[string, number][]>([]);
  useEffect(() => {
    let live = true;
    const counts = new Map<string, number>();
    const mask = page.mask;
    void page.texts
      .each(
        (document) => Boolean(mask?.marks[document]),
        (_, entry) => {
          for (const [start, end] of marksOf(entry, condition.value)) {
            const form = entry.text.slice(start, end).replace(/\s+/gu, " ");
            counts.set(form, (counts.get(form) ?? 0) + 1);
          }
          return live;
        },
      )
      .then(
        () => {
          if (live)
            setForms([...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1)));
        },
        () => live && setForms([]),
      );
    return () => {
      live = false;
    };
  }, [condition.value, page.mask]);
  if (forms.length === 0) return null;
  return (
    <Figure
      title={say("forms")}
      note={say("formsHint", { what: condition.value })}
      table={() => ({ head: ["form", "count"], rows: forms })}
    >
      <table>
        <tbody>
          {forms.slice(0, 20).map(([form, count]) => (
            <tr key={form}>
              <th scope="row">
                <bdi>{form}</bdi>
              </th>
              <td>{number(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Figure>
  );
}
