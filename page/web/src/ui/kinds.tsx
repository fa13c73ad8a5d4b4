// An output of any analyzer, shown by the kind by which it merges: no line of code of its author's.

import { Figure } from "../charts/figure";
import { usePage } from "../context";
import { fieldName, type FieldRef, type Json, type Schema } from "../data/report";
import { BinChart, binsOf } from "../panels/mood";
import { NumberChart } from "./facets";
import { KeyTable } from "./keys";

export function Field({ field, value }: { field: FieldRef; value: Json }) {
  const page = usePage();
  const name = fieldName(field);
  const numbers = page.facts?.numbers.find((numbers) => numbers.name === name);
  if (field.schema.kind === "each") return null;
  if (field.schema.kind === "counts") {
    return <KeyTable key={name} name={name} title={name} />;
  }
  return (
    <>
      <Value schema={field.schema} value={value} title={name} />
      {numbers && page.mask && (
        <NumberChart field={numbers} title={`${name} · ${page.speech.say("selection")}`} />
      )}
    </>
  );
}

type Rows = [name: string, value: Json][];

function entries(value: Json): Rows {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? Object.entries(value) : [];
}

/** What is shown of a value: rows of names and values. */
function rowsOf(schema: Schema, value: Json): Rows {
  switch (schema.kind) {
    case "stats":
    case "distinct":
      return entries(value);
    case "quantiles":
      return [
        ...entries(value).filter(([name]) => name !== "quantiles"),
        ...list(entries(value).find(([name]) => name === "quantiles")?.[1]).map((item): [string, Json] => {
          const pairs = Object.fromEntries(entries(item));
          return [`${String(pairs["at"])}`, pairs["value"] ?? null];
        }),
      ];
    case "set":
      return list(entries(value).find(([name]) => name === "keys")?.[1]).map((key, place) => [
        String(place + 1),
        key,
      ]);
    case "top":
    case "sample":
      return list(value).map((item): [string, Json] => {
        const pairs = Object.fromEntries(entries(item));
        return [String(pairs["document"]), pairs["payload"] ?? pairs["score"] ?? pairs["value"] ?? null];
      });
    default:
      return [["", value]];
  }
}

function list(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

function Value({ schema, value, title }: { schema: Schema; value: Json; title: string }) {
  const page = usePage();
  const { say, field, number } = page.speech;
  if (schema.kind === "histogram") return <BinChart bins={binsOf(value)} title={title} />;
  const note = say("kinds", { kind: schema.kind });
  const shown = (value: Json): string =>
    typeof value === "number" ? number(value, 3) : typeof value === "string" ? value : JSON.stringify(value);
  if (schema.kind === "map" && schema.of) {
    const of = schema.of;
    const inner = entries(value);
    const names = [...new Set(inner.flatMap(([, value]) => rowsOf(of, value).map(([name]) => name)))];
    const cells = (value: Json): (Json | undefined)[] => {
      const rows = new Map(rowsOf(of, value));
      return names.map((name) => rows.get(name));
    };
    const flat = inner.map(([key, value]) => [key, ...cells(value).map((cell) => shown(cell ?? null))]);
    return (
      <Figure title={title} note={note} table={() => ({ head: ["key", ...names], rows: flat })}>
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{say("key")}</th>
                {names.map((name) => (
                  <th scope="col" key={name}>
                    {name === "" ? field(of.kind) : field(name)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {flat.map(([key, ...cells]) => (
                <tr key={key}>
                  <th scope="row">
                    <bdi>{page.called(title, key ?? "")}</bdi>
                  </th>
                  {cells.map((cell, place) => (
                    <td key={place}>
                      <bdi>{cell}</bdi>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Figure>
    );
  }
  const rows = rowsOf(schema, value);
  return (
    <Figure
      title={title}
      note={note}
      table={() => ({ head: ["name", "value"], rows: rows.map(([name, value]) => [name, shown(value)]) })}
    >
      <table>
        <tbody>
          {rows.map(([name, value], place) => (
            <tr key={place}>
              {name !== "" && (
                <th scope="row">
                  <bdi>{field(name)}</bdi>
                </th>
              )}
              <td>
                <bdi>{shown(value)}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Figure>
  );
}
