// Every place of a word, with the words around it.

import { useEffect, useMemo, useState } from "preact/hooks";
import { Figure } from "../charts/figure";
import { usePage, type Page } from "../context";
import { finderOf, type Wanted } from "../data/find";
import { hitsOf, type Hits } from "../data/hits";
import { lineOf, MOST_HITS, NEIGHBOURS, neighbours, WINDOWS, type HitLine, type Window } from "../data/lines";
import type { Problem } from "../data/pattern";
import { Choose } from "../ui/choose";
import { FaultNote, messageOf } from "../ui/contained";
import { lastKey } from "../ui/where";

const STEP = 100;

const EXAMPLES = ["/colou?rs?/", "entity=Cairo", "label=person"];

/** What is looked for: what was written, or the key that is selected. */
export function wantedOf(page: Page): Wanted | null {
  if (page.state.query.trim() !== "") return { query: page.state.query };
  const key = lastKey(page.state.conditions);
  return key ? { key: key.value } : null;
}

type Search = { hits: Hits } | { problem: Problem } | { fault: string } | "waiting" | "nothing";

function useSearch(page: Page): Search {
  const [search, setSearch] = useState<Search>("waiting");
  const wanted = wantedOf(page);
  useEffect(() => {
    const finder = wanted ? finderOf(wanted) : null;
    if (!finder) return setSearch("nothing");
    if ("problem" in finder) return setSearch({ problem: finder });
    let live = true;
    const mask = page.mask;
    const isWanted = (document: number): boolean => !mask || mask.marks[document] === 1;
    const take = (search: Search): void => {
      if (live) setSearch(search);
    };
    setSearch("waiting");
    hitsOf(page.texts, finder, isWanted, () => live).then(
      (hits) => take({ hits }),
      (error: unknown) => take({ fault: messageOf(error) }),
    );
    return () => {
      live = false;
    };
  }, [page.mask, JSON.stringify(wanted), page.texts]);
  return search;
}

export function Concordance() {
  const page = usePage();
  const { say } = page.speech;
  const [written, setWritten] = useState(page.state.query);
  const search = useSearch(page);
  useEffect(() => setWritten(page.state.query), [page.state.query]);
  if (page.texts.documents.length === 0) return <p class="note card">{say("noTexts")}</p>;
  const key = lastKey(page.state.conditions);
  const set = (name: string, value: string): void =>
    page.go({ options: { ...page.state.options, [name]: value } });
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
        <Choose
          label={say("sortBy")}
          value={orderOf(page)}
          choices={orders(page)}
          set={(order) => set("sort", order)}
        />
        <Choose
          label={say("aroundHit")}
          value={String(windowOf(page))}
          choices={WINDOWS.map((window) => ({
            value: String(window),
            title: window === "sentence" ? say("itsSentence") : say("wordsAround", { n: window }),
          }))}
          set={(window) => set("window", window)}
        />
        <p class="note">
          {say("alsoFound")}{" "}
          {EXAMPLES.map((example) => (
            <code key={example} dir="ltr">
              {example}
            </code>
          ))}
        </p>
      </form>
      <Outcome search={search} />
    </>
  );
}

function Outcome({ search }: { search: Search }) {
  const { say } = usePage().speech;
  if (search === "nothing") return null;
  if (search === "waiting") {
    return (
      <p class="note" role="status">
        {say("loading")}
      </p>
    );
  }
  if ("fault" in search) return <FaultNote title={say("brokenPanel")} message={search.fault} />;
  const problem = "problem" in search ? search.problem : search.hits.unmarked ? "noMarks" : null;
  if (problem) {
    return (
      <p class="note card bad" role="alert">
        {problem === "noMarks" ? say(problem) : say(problem.problem, { what: problem.what })}
      </p>
    );
  }
  return "hits" in search ? <Lines hits={search.hits} /> : null;
}

function windowOf(page: Page): Window {
  return WINDOWS.find((window) => String(window) === page.state.options["window"]) ?? 10;
}

const DATE = "date:";

/** In which order lines are shown: by their places, the ids or dates of their documents, or words beside the hit. */
function orders(page: Page): { value: string; title: string }[] {
  const { say } = page.speech;
  const dates = page.facts?.numbers.filter(({ kind }) => kind === "date") ?? [];
  return [
    { value: "text", title: say("sortText") },
    { value: "document", title: say("sortDocument") },
    ...dates.map(({ name }) => ({ value: DATE + name, title: say("sortField", { what: name }) })),
    ...NEIGHBOURS.map((name) => ({
      value: name,
      title: say(name.startsWith("L") ? "sortBefore" : "sortAfter", { n: Number(name[1]), what: name }),
    })),
  ];
}

function orderOf(page: Page): string {
  const wanted = page.state.options["sort"];
  return orders(page).some(({ value }) => value === wanted) ? wanted! : "text";
}

function sorted(page: Page, lines: HitLine[], order: string): HitLine[] {
  const { facts } = page;
  const neighbour = NEIGHBOURS.find((name) => name === order);
  if (neighbour) {
    const collator = new Intl.Collator(page.speech.language);
    const words = new Map(lines.map((line) => [line, neighbours(line, neighbour)]));
    return lines.toSorted((one, other) => {
      const theirs = words.get(other)!;
      const sums = words.get(one)!.map((word, place) => collator.compare(word, theirs[place]!));
      return sums.find((sum) => sum !== 0) ?? 0;
    });
  }
  if (order === "document" && facts) {
    const id = (line: HitLine): string => facts.ids[line.document] ?? "";
    return lines.toSorted((one, other) => (id(one) < id(other) ? -1 : id(one) > id(other) ? 1 : 0));
  }
  const dates = facts?.numbers.find(({ name, kind }) => kind === "date" && DATE + name === order)?.values;
  if (!dates) return lines;
  // What has no date comes last.
  const day = (line: HitLine): number => (Number.isNaN(dates[line.document]!) ? 1e9 : dates[line.document]!);
  return lines.toSorted((one, other) => day(one) - day(other));
}

function Lines({ hits }: { hits: Hits }) {
  const page = usePage();
  const { say, direction } = page.speech;
  const [shown, setShown] = useState(STEP);
  const [order, window] = [orderOf(page), windowOf(page)];
  const lines = useMemo(() => {
    const all = hits.found.flatMap(({ document, entry, places }) =>
      places.map((place, hit) => ({ document, entry, place, hit })),
    );
    return all
      .slice(0, MOST_HITS)
      .map(({ document, entry, place, hit }) => lineOf(document, hit, entry, place, window));
  }, [hits, window]);
  const rows = useMemo(() => sorted(page, lines, order), [lines, order, page.facts, page.speech]);
  const counts = { n: hits.hits, documents: hits.documents };
  const notes = [say("hits", counts)];
  if (hits.hits > lines.length) notes.push(say("hitsFirst", { n: lines.length }));
  if (hits.beginnings > 0) notes.push(say("beginnings", { n: hits.beginnings }));
  const table = () => ({
    head: ["document", "before", "hit", "after"],
    rows: rows.map((line) => [page.facts?.ids[line.document], line.before, line.text, line.after]),
  });
  const isWhole = window === "sentence" || window > 10;
  return (
    <Figure title={say("concordance")} note={notes.join(" · ")} table={table}>
      <div class={`kwic ${isWhole ? "whole" : ""}`} role="table" aria-label={say("concordance")}>
        {rows.slice(0, shown).map((line) => (
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
      {rows.length > shown && (
        <button type="button" class="more" onClick={() => setShown(shown + STEP * 2)}>
          {say("more", { n: rows.length - shown })}
        </button>
      )}
    </Figure>
  );
}
