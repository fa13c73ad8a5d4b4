// One document: its text, what is marked in it and why, what its source and the analyzers say of it.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { usePage } from "../context";
import { finderOf, marked, type Marked } from "../data/find";
import type { Json } from "../data/report";
import type { TextEntry } from "../data/texts";
import { FaultNote, messageOf } from "../ui/contained";
import { MarkedText } from "../ui/marked";
import { wantedOf } from "./concordance";

export function Reader() {
  const page = usePage();
  const { say } = page.speech;
  const [entry, setEntry] = useState<TextEntry | null>(null);
  const [read, setRead] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const number = page.state.document;
  useEffect(() => {
    let live = true;
    setRead(false);
    setEntry(null);
    setFault(null);
    if (number === null) return;
    const take = (entry: TextEntry | null, fault: string | null): void => {
      if (!live) return;
      setEntry(entry);
      setFault(fault);
      setRead(true);
    };
    page.texts.get(number).then(
      (entry) => take(entry, null),
      (error: unknown) => take(null, messageOf(error)),
    );
    return () => {
      live = false;
    };
  }, [number, page.texts]);
  if (number === null || !page.facts) return <p class="note card">{say("pickDocument")}</p>;
  const id = page.facts.ids[number] ?? "";
  return (
    <article class="reader">
      <Heading id={id} number={number} />
      {!read ? (
        <p class="note" role="status">
          {say("loading")}
        </p>
      ) : fault !== null ? (
        <FaultNote title={say("brokenPanel")} message={fault} />
      ) : entry ? (
        <Sheet key={number} entry={entry} />
      ) : (
        <p class="note card">{say("notHere")}</p>
      )}
    </article>
  );
}

/** The id, and the way to the documents beside it, of those that are selected and have texts. */
function Heading({ id, number }: { id: string; number: number }) {
  const page = usePage();
  const { say } = page.speech;
  const mask = page.mask;
  const chosen = page.texts.documents.filter((document) => !mask || mask.marks[document] === 1);
  const previous = chosen.findLast((document) => document < number);
  const next = chosen.find((document) => document > number);
  const { hit: _, ...options } = page.state.options;
  const step = (label: string, document: number | undefined, sign: string) => (
    <button
      type="button"
      aria-label={label}
      title={label}
      disabled={document === undefined}
      onClick={() => document !== undefined && page.go({ document, options })}
    >
      <span class="arrow">{sign}</span>
    </button>
  );
  return (
    <header class="reader-head">
      {step(say("previousDocument"), previous, "‹")}
      <h2>
        <bdi>{id}</bdi>
      </h2>
      {step(say("nextDocument"), next, "›")}
    </header>
  );
}

function Sheet({ entry }: { entry: TextEntry }) {
  const page = usePage();
  const { say } = page.speech;
  const box = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<Marked | null>(null);
  const marks = useMemo(() => marked(entry), [entry]);
  const wanted = wantedOf(page);
  const hits = useMemo(() => {
    const finder = wanted && finderOf(wanted);
    return finder && "find" in finder ? finder.find(entry) : [];
  }, [entry, JSON.stringify(wanted)]);
  const hit = Math.min(hits.length - 1, Math.max(0, Number(page.state.options["hit"] ?? 0) || 0));
  useEffect(() => {
    box.current?.querySelector(`[data-hit="${hit}"]`)?.scrollIntoView({ block: "center" });
  }, [hit, hits]);
  const goTo = (place: number): void =>
    page.go({ options: { ...page.state.options, hit: String((place + hits.length) % hits.length) } });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const isWriting = event.target instanceof Element && event.target.closest("input, select") !== null;
      const step = { n: 1, p: -1 }[event.key];
      if (step === undefined || isWriting || hits.length === 0 || event.ctrlKey || event.metaKey) return;
      goTo(hit + step);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });
  return (
    <div class="sheet" ref={box}>
      <div class="card paper">
        {hits.length > 0 && (
          <div class="hits" role="group" aria-label={say("hit")}>
            <button
              type="button"
              aria-label={say("previous")}
              title={`${say("previous")} (p)`}
              onClick={() => goTo(hit - 1)}
            >
              ▲
            </button>
            <span role="status">{say("hitOf", { n: hit + 1, all: hits.length })}</span>
            <button
              type="button"
              aria-label={say("next")}
              title={`${say("next")} (n)`}
              onClick={() => goTo(hit + 1)}
            >
              ▼
            </button>
          </div>
        )}
        <MarkedText
          entry={entry}
          marks={marks}
          hits={hits}
          current={hit}
          chosen={chosen}
          choose={setChosen}
        />
        {entry.of !== undefined && <p class="note">{say("beginningOf", { n: entry.of })}</p>}
      </div>
      <aside>
        <Why mark={chosen} entry={entry} />
        <About entry={entry} />
      </aside>
    </div>
  );
}

/** Why a mark is where it is. */
function Why({ mark, entry }: { mark: Marked | null; entry: TextEntry }) {
  const page = usePage();
  const { say, field } = page.speech;
  if (!mark) return <p class="note card">{say("noMark")}</p>;
  const [start, end, label, attributes] = mark.span;
  const keys = [...(page.facts?.keys.values() ?? [])];
  const conditions = Object.values(attributes).flatMap((value) => {
    const of =
      typeof value === "string" ? keys.find(({ numberOf }) => numberOf(value) !== undefined) : undefined;
    return of && typeof value === "string" ? [{ kind: "key", field: of.name, value } as const] : [];
  });
  return (
    <section class="card" aria-live="polite">
      <h3>{say("why")}</h3>
      <dl>
        <dt>{say("text")}</dt>
        <dd>
          <bdi>{entry.text.slice(start, end)}</bdi>
        </dd>
        <dt>{say("layer")}</dt>
        <dd>
          <bdi>{mark.layer}</bdi>
        </dd>
        {label !== null && <dt>{field("label")}</dt>}
        {label !== null && <dd>{field(label)}</dd>}
        {Object.entries(attributes).map(([name, value]) => (
          <Pair key={name} name={field(name)} value={value} />
        ))}
      </dl>
      {conditions.slice(0, 1).map((condition) => (
        <button type="button" key={condition.value} onClick={() => page.select(condition)}>
          {say("select")}
        </button>
      ))}
    </section>
  );
}

function Pair({ name, value }: { name: string; value: Json }) {
  const shown =
    typeof value === "string"
      ? value
      : Array.isArray(value) && value.every((item) => typeof item === "string")
        ? value.join(" · ")
        : JSON.stringify(value);
  return (
    <>
      <dt>
        <bdi>{name}</bdi>
      </dt>
      <dd>
        <bdi>{shown}</bdi>
      </dd>
    </>
  );
}

function About({ entry }: { entry: TextEntry }) {
  const page = usePage();
  const { say } = page.speech;
  const metadata = Object.entries(entry.metadata ?? {});
  return (
    <>
      {(metadata.length > 0 || entry.source !== undefined) && (
        <section class="card">
          <h3>{say("metadata")}</h3>
          <dl>
            {entry.source !== undefined && <Pair name={say("source")} value={entry.source} />}
            {metadata.map(([name, value]) => (
              <Pair
                key={name}
                name={name}
                value={typeof value === "string" ? page.called(name, value) : value}
              />
            ))}
          </dl>
        </section>
      )}
      {(entry.outputs ?? []).length > 0 && (
        <section class="card">
          <h3>{say("found")}</h3>
          <dl>
            {entry.outputs?.map(([analyzer, path, value]) => (
              <Pair key={[analyzer, ...path].join(".")} name={[analyzer, ...path].join(".")} value={value} />
            ))}
          </dl>
        </section>
      )}
      {(entry.faults ?? []).length > 0 && (
        <section class="card bad">
          <h3>{say("faults")}</h3>
          <dl>
            {entry.faults?.map((fault, place) => (
              <Pair
                key={place}
                name={fault.analyzer ?? say("reading")}
                value={`${fault.kind}: ${fault.message}`}
              />
            ))}
          </dl>
        </section>
      )}
      {(entry.removed ?? []).length > 0 && (
        <section class="card">
          <h3>{say("removed")}</h3>
          <dl>
            {entry.removed?.map(({ kind, text }, place) => (
              <Pair key={place} name={kind} value={text} />
            ))}
          </dl>
        </section>
      )}
    </>
  );
}
