// The documents that are selected.

import { useState } from "preact/hooks";
import { Figure } from "../charts/figure";
import { usePage } from "../context";
import type { Category } from "../data/facts";
import { categoriesOf } from "../data/names";

const STEP = 50;

export function Documents() {
  const page = usePage();
  const { say, number, bytes } = page.speech;
  const [shown, setShown] = useState(STEP);
  const facts = page.facts;
  if (!facts) return <p class="note card">{say("noFacts")}</p>;
  const found: number[] = [];
  for (let document = 0; document < facts.documents; document++) {
    if (!page.mask || page.mask.marks[document]) found.push(document);
  }
  const unread = found.filter((document) => facts.unread[document] === 1).length;
  const notes = [
    number(found.length - unread),
    ...(unread > 0 ? [`${say("unread")}: ${number(unread)}`] : []),
  ];
  const columns = categoriesOf(facts, page.report).slice(0, 5);
  const value = (column: Category, document: number): string => {
    const value = column.values[column.codes[document]! - 1] ?? "";
    return value === "" ? "" : page.called(column.name, value);
  };
  const table = () => ({
    head: ["document", "bytes", ...columns.map(({ name }) => name)],
    rows: found.map((document) => [
      facts.ids[document],
      facts.bytes[document],
      ...columns.map((column) => column.values[column.codes[document]! - 1]),
    ]),
  });
  return (
    <Figure title={say("documents")} note={notes.join(" · ")} table={table}>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{say("document")}</th>
              <th scope="col">{say("length")}</th>
              {columns.map(({ name }) => (
                <th scope="col" class="text" key={name}>
                  <bdi>{page.speech.field(name === "language" ? "languages" : name)}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.slice(0, shown).map((document) => (
              <tr key={document}>
                <th scope="row">
                  <button type="button" class="key" onClick={() => page.go({ view: "reader", document })}>
                    <bdi>{facts.ids[document]}</bdi>
                  </button>
                  {facts.unread[document] === 1 && <span class="badge bad">{say("unread")}</span>}
                </th>
                <td>{bytes(facts.bytes[document]!)}</td>
                {columns.map((column) => (
                  <td key={column.name} class="text">
                    <bdi>{value(column, document)}</bdi>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {found.length > shown && (
        <button type="button" class="more" onClick={() => setShown(shown * 2)}>
          {say("more", { n: found.length - shown })}
        </button>
      )}
    </Figure>
  );
}
