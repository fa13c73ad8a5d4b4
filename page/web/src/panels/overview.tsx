// What is in the documents, at a glance.

import { KeyChart } from "../ui/keys";
import { usePage, type Page } from "../context";
import { fieldName } from "../data/report";
import { known } from "../data/known";
import { MoodChart } from "./mood";
import { LanguageChart } from "./languages";
import { TimeChart } from "./trends";
import { Facets } from "../ui/facets";
import { ChooseOrder } from "../ui/order";

/** What is selected, in figures; nothing where all documents are meant. */
function selectedFigures({ facts, mask }: Page) {
  if (!facts || !mask) return null;
  const found = { documents: 0, bytes: 0, unread: 0, faults: 0 };
  for (let document = 0; document < facts.documents; document++) {
    if (!mask.marks[document]) continue;
    found.bytes += facts.bytes[document]!;
    if (facts.unread[document]) found.unread++;
    else found.documents++;
  }
  found.faults = facts.faults.filter(({ document }) => mask.marks[document]).length;
  return found;
}

export function Overview() {
  const page = usePage();
  const { say, number, bytes } = page.speech;
  const { terms, names, mood, words } = known(page.fields);
  const { corpus, faults } = page.report;
  const selected = selectedFigures(page);
  const inGroup =
    page.group === null || page.facts ? null : (page.section(words ?? terms ?? "")?.documents ?? null);
  const figures: [string, string][] = [
    [say("documents"), number(selected?.documents ?? inGroup ?? corpus.documents)],
    [say("bytes"), bytes(selected?.bytes ?? corpus.bytes)],
    [say("unread"), number(selected?.unread ?? corpus.unread)],
    [say("faults"), number(selected?.faults ?? faults.total)],
  ];
  const has = (name: string): boolean => page.fields.some((field) => fieldName(field) === `${terms}.${name}`);
  // As the terminal's first screen. Reports of earlier versions know of all terms alone.
  const first = [has("key_terms") ? "key_terms" : "terms", "phrases"].filter(has);
  if (corpus.filtered && !selected) figures.push([say("filtered"), number(corpus.filtered)]);
  return (
    <div class="grid">
      <div class="figures card">
        <dl>
          {figures.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <div class="choose">
          <ChooseOrder />
        </div>
      </div>
      {words && <LanguageChart analyzer={words} />}
      {first.map((name) => (
        <KeyChart key={name} name={`${terms}.${name}`} title={page.speech.field(name)} most={8} />
      ))}
      {names &&
        ["persons", "locations", "organizations"].map((field) => (
          <KeyChart key={field} name={`${names}.${field}`} title={page.speech.field(field)} most={8} />
        ))}
      {mood && <MoodChart analyzer={mood} />}
      <TimeChart />
      <Facets />
    </div>
  );
}
