// The page: its head, what is selected, and the panel that is looked at.

import { render, type ComponentType } from "preact";
import { useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";
import { PageContext, type Page } from "./context";
import { readFacts, type Facts } from "./data/facts";
import { asCounts, embedded, fieldName, fieldsOf, readReport, valueOf, type Report } from "./data/report";
import { isOfLanguages } from "./data/names";
import { asReported, inOrder, orderOf } from "./data/order";
import { dispersionOf, keysIn, maskOf, readIn, type KeyRows } from "./data/select";
import { Texts } from "./data/texts";
import { isolated, speech } from "./i18n";
import { Analyzers } from "./panels/analyzers";
import { Compare } from "./panels/compare";
import { Concordance } from "./panels/concordance";
import { Documents } from "./panels/documents";
import { Languages } from "./panels/languages";
import { Mood } from "./panels/mood";
import { Names } from "./panels/names";
import { Overview } from "./panels/overview";
import { Reader } from "./panels/reader";
import { Source } from "./panels/source";
import { Terms } from "./panels/terms";
import { Trends } from "./panels/trends";
import { fromHash, sameCondition, toggled, toHash, VIEWS, type State, type View } from "./state";
import { Contained, FaultNote, messageOf } from "./ui/contained";
import { Selection } from "./ui/selection";

const PANELS: Record<View, ComponentType> = {
  overview: Overview,
  terms: Terms,
  names: Names,
  mood: Mood,
  languages: Languages,
  trends: Trends,
  compare: Compare,
  concordance: Concordance,
  documents: Documents,
  reader: Reader,
  analyzers: Analyzers,
  source: Source,
};

const fallback = navigator.language.startsWith("ar") ? "ar" : "en";

function App({ report, against }: { report: Report; against: Report | null }) {
  const [address, setAddress] = useState(() => location.hash);
  const state = useMemo(() => fromHash(address, fallback), [address]);
  const [facts, setFacts] = useState<Facts | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [reading, setReading] = useState(embedded("facts") !== "");
  const fields = useMemo(() => fieldsOf(report), [report]);
  const texts = useMemo(() => new Texts(), []);
  const words = useMemo(() => speech(state.language), [state.language]);
  useEffect(() => {
    const follow = (): void => setAddress(location.hash);
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  useEffect(() => {
    void readFacts()
      .then(setFacts, (error: unknown) => setFault(messageOf(error)))
      .then(() => {
        setReading(false);
        document.documentElement.dataset["ready"] = "true";
      });
  }, []);
  // Says which address is on the screen: the panels are drawn some time after it changes.
  useLayoutEffect(() => {
    document.documentElement.dataset["shown"] = address;
  }, [address]);
  useEffect(() => {
    document.documentElement.lang = state.language;
    document.documentElement.dir = words.direction;
    document.title = words.say("title");
  }, [words]);
  const mask = useMemo(
    () => (facts && state.conditions.length > 0 ? maskOf(facts, state.conditions) : null),
    [facts, JSON.stringify(state.conditions)],
  );
  const page = useMemo((): Page => {
    const go = (change: Partial<State>): void => {
      const next = { ...state, ...change };
      if (toHash(next) !== location.hash) location.hash = toHash(next);
    };
    const group = groupOf(report, state);
    const cache = new Map<string, (KeyRows & { ofReport: boolean }) | null>();
    const keys: Page["keys"] = (name) => {
      if (!cache.has(name)) cache.set(name, keysOf(report, fields, facts, mask, group, name));
      return cache.get(name) ?? null;
    };
    return {
      report,
      against,
      fields,
      facts,
      texts,
      mask,
      group,
      section: (analyzer) => (group === null ? report.analyzers : report.groups?.[group])?.[analyzer],
      state,
      speech: words,
      called: (field, value) => (isOfLanguages(report, field) ? words.languageLabel(value) : value),
      go,
      select: (condition) => go({ conditions: toggled(state.conditions, condition) }),
      isSelected: (condition) => state.conditions.some((other) => sameCondition(other, condition)),
      keys,
    };
  }, [report, facts, mask, state, words]);
  const Panel = PANELS[state.view];
  return (
    <PageContext.Provider value={page}>
      <a class="skip" href="#panel" onClick={(event) => skip(event)}>
        {words.say("skip")}
      </a>
      <Head page={page} />
      <Contained title={words.say("brokenPanel")} of={toHash(state)}>
        <Selection />
      </Contained>
      <main id="panel" tabIndex={-1}>
        <h2 class={state.view === "reader" ? "hidden" : ""}>{words.say(state.view)}</h2>
        <Notes page={page} reading={reading} />
        {fault !== null && <FaultNote title={words.say("unreadFacts")} message={fault} />}
        <Contained key={state.view} title={words.say("brokenPanel")} of={toHash(state)}>
          <Panel />
        </Contained>
      </main>
    </PageContext.Provider>
  );
}

/** The address is the state's: a link within the page moves the focus alone. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("panel")?.focus();
}

function groupOf(report: Report, { conditions }: State): string | null {
  const [only, ...others] = conditions;
  if (!only || others.length > 0 || only.kind !== "category" || only.field !== "group") return null;
  return report.groups && Object.hasOwn(report.groups, only.value) ? only.value : null;
}

/** The keys of a field: of the report where all documents are meant and the page does not count them all itself. */
function keysOf(
  report: Report,
  fields: Page["fields"],
  facts: Facts | null,
  mask: Page["mask"],
  group: string | null,
  name: string,
): (KeyRows & { ofReport: boolean }) | null {
  const field = fields.find((field) => fieldName(field) === name);
  const counted = facts?.keys.get(name);
  const sections = group === null || facts ? report.analyzers : report.groups?.[group];
  const counts = field ? asCounts(valueOf(sections?.[field.analyzer], field.path)) : null;
  const isWhole = facts !== null && facts.documents === facts.total;
  if (field && counted && (mask || isWhole)) {
    const found = keysIn(counted, mask);
    const ranked = inOrder(found.rows, orderOf(report, field.schema), ({ key }) =>
      dispersionOf(counted, key, mask),
    );
    if (mask || !counts) return { ...found, rows: ranked, ofReport: false };
    return { ...counts, rows: asReported(ranked, counts.top), ofReport: false };
  }
  if (!counts || mask) return null;
  return { total: counts.total, distinct: counts.distinct, rows: counts.top, ofReport: true };
}

function Head({ page }: { page: Page }) {
  const { say } = page.speech;
  const { corpus, run } = page.report;
  const next = page.speech.language === "en" ? "ar" : "en";
  const paths = run.sources.slice(0, 3).map(({ path }) => isolated(path));
  const theme = (): void => {
    const root = document.documentElement;
    const isDark = root.dataset["theme"]
      ? root.dataset["theme"] === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset["theme"] = isDark ? "light" : "dark";
  };
  return (
    <header class="head">
      <div class="title">
        <h1>{say("title")}</h1>
        <p class="note">
          {paths.join(" · ")}
          {run.sources.length > 3 ? " …" : ""} — {say("counted", { n: corpus.documents })}
        </p>
      </div>
      <div class="tools">
        <button type="button" lang={next} onClick={() => page.go({ language: next })}>
          {say("language")}
        </button>
        <button type="button" aria-label={say("theme")} title={say("theme")} onClick={theme}>
          ◐
        </button>
      </div>
      <nav aria-label={say("panels")}>
        {VIEWS.map((view) => (
          <button
            type="button"
            key={view}
            aria-current={view === page.state.view ? "page" : undefined}
            onClick={() => page.go({ view })}
          >
            {say(view)}
          </button>
        ))}
      </nav>
    </header>
  );
}

/** What a reader has to know of how much is in the page. */
function Notes({ page, reading }: { page: Page; reading: boolean }) {
  const { say } = page.speech;
  const { facts, texts, report } = page;
  const notes: string[] = [];
  if (!report.complete) notes.push(say("incomplete"));
  if (reading) notes.push(say("loading"));
  else if (!facts) notes.push(say("noFacts"));
  else {
    const all = facts.totalRead;
    if (facts.documents < facts.total) notes.push(say("sampleFacts", { n: readIn(facts, null), all }));
    if (texts.documents.length === 0) notes.push(say("noTexts"));
    else if (texts.documents.length < all) notes.push(say("someTexts", { n: texts.documents.length, all }));
    if (all < facts.total) notes.push(say("someUnread", { n: facts.total - all }));
  }
  if (report.groups_cut !== undefined) notes.push(say("groupsCut", { n: report.groups_cut }));
  return notes.length > 0 ? (
    <p class="note" role="status">
      {notes.join(" ")}
    </p>
  ) : null;
}

const root = document.getElementById("page");
const report = readReport("report");
if (root && report) {
  root.replaceChildren();
  render(<App report={report} against={readReport("against")} />, root);
}
