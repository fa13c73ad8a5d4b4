// Every place of a word, with the words around it.

import { useEffect, useMemo, useState } from "preact/hooks";
import { Figure } from "../charts/figure";
import { usePage, type Page } from "../context";
import { linesOf, MOST_HITS, neighbour, type HitLine, type Wanted } from "../data/lines";
import { Tabs } from "../ui/tabs";
import { lastKey } from "../ui/where";

type Order = "text" | "left" | "right";

const STEP = 100;

/** What is looked for: what was written, or the key that is selected. */
export function wantedOf(page: Page): Wanted | null {
  if (page.state.query.trim() !== "") return { query: page.state.query };
  const key = lastKey(page.state.conditions);
  return key ? { key: key.value } : null;
}

export function useLines(page: Page): { lines: HitLine[]; documents: number; done: boolean } {
  const [found, setFound] = useState({ lines: [] as HitLine[], documents: 0, done: false });
  const wanted = wantedOf(page);
  useEffect(() => {
    let live = true;
    const lines: HitLine[] = [];
    const documents = new Set<number>();
    setFound({ lines: [], documents: 0, done: !wanted });
    if (!wanted) return;
    const mask = page.mask;
    void page.texts
      .each(
        (document) => !mask || mask.marks[document] === 1,
        (document, entry) => {
          for (const line of linesOf(document, entry, wanted)) {
            lines.push(line);
            documents.add(document);
          }
          return live && lines.length < MOST_HITS;
        },
      )
      .then(() => {
        if (!live) return;
        lines.sort((one, other) => one.document - other.document || one.hit - other.hit);
        setFound({ lines: lines.slice(0, MOST_HITS), documents: documents.size, done: true });
      });
    return () => {
      live = false;
    };
  }, [page.mask, JSON.stringify(wanted), page.texts]);
  return found;
}

export function Concordance() {
  const page = usePage();
  const { say, direction } = page.speech;
  const [order, setOrder] = useState<Order>("text");
  const [shown, setShown] = useState(STEP);
  const [written, setWritten] = useState(page.state.query);
  const { lines, documents, done } = useLines(page);
  useEffect(() => setWritten(page.state.query), [page.state.query]);
  const sorted = useMemo(() => {
    if (order === "text") return lines;
    const ranks = new Map(lines.map((line) => [line, neighbour(line, order)]));
    return lines.toSorted((one, other) => ranks.get(one)!.localeCompare(ranks.get(other)!));
  }, [lines, order]);
  if (page.texts.documents.length === 0) return <p class="note card">{say("noTexts")}</p>;
  const key = lastKey(page.state.conditions);
  const many = lines.length >= MOST_HITS;
  const note = many ? say("hitsMore", { n: MOST_HITS }) : say("hits", { n: lines.length, documents });
  const table = () => ({
    head: ["document", "before", "hit", "after"],
    rows: sorted.map((line) => [page.facts?.ids[line.document], line.before, line.text, line.after]),
  });
  return (
    <>
      <form
        class="card find-form"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          page.go({ query: written });
        }}
      >
        <input
          type="search"
          dir="auto"
          value={written}
          aria-label={say("findHint")}
          placeholder={key && page.state.query === "" ? key.value : say("findHint")}
          onInput={(event) => setWritten(event.currentTarget.value)}
        />
        <button type="submit">{say("find")}</button>
        <Tabs
          tabs={[
            { name: "text", title: say("sortText") },
            { name: "left", title: say("sortLeft") },
            { name: "right", title: say("sortRight") },
          ]}
          chosen={order}
          choose={(name) => setOrder(name as Order)}
        />
      </form>
      {!wantedOf(page) ? null : !done ? (
        <p class="note" role="status">
          {say("loading")}
        </p>
      ) : (
        <Figure title={say("concordance")} note={note} table={table}>
          <div class="kwic" role="table" aria-label={say("concordance")}>
            {sorted.slice(0, shown).map((line) => (
              <div class="kwic-row" role="row" dir={line.direction} key={`${line.document}.${line.hit}`}>
                <span role="cell" class="before">
                  <bdi dir={line.direction}>{line.before}</bdi>
                </span>
                <span role="cell" class="hit">
                  <button
                    type="button"
                    class="key"
                    onClick={() =>
                      page.go({
                        view: "reader",
                        document: line.document,
                        options: { ...page.state.options, hit: String(line.hit) },
                      })
                    }
                  >
                    <bdi dir={line.direction}>{line.text}</bdi>
                  </button>
                </span>
                <span role="cell" class="after">
                  <bdi dir={line.direction}>{line.after}</bdi>
                </span>
                <span role="cell" class="id" dir={direction} title={page.facts?.ids[line.document]}>
                  <bdi>{page.facts?.ids[line.document]}</bdi>
                </span>
              </div>
            ))}
          </div>
          {sorted.length > shown && (
            <button type="button" class="more" onClick={() => setShown(shown + STEP * 2)}>
              {say("more", { n: sorted.length - shown })}
            </button>
          )}
        </Figure>
      )}
    </>
  );
}
