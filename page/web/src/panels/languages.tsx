// In which languages the documents are, by their names.

import { Bars } from "../charts/bars";
import { Figure } from "../charts/figure";
import { usePage } from "../context";
import { known } from "../data/known";
import { KeyChart } from "../ui/keys";

export function Languages() {
  const page = usePage();
  const { words } = known(page.fields);
  if (!words) return <p class="note">{page.speech.say("nothing")}</p>;
  return (
    <div class="grid">
      <LanguageChart analyzer={words} most={30} />
      <KeyChart name={`${words}.scripts`} title={page.speech.field("scripts")} />
    </div>
  );
}

export function LanguageChart({ analyzer, most = 8 }: { analyzer: string; most?: number }) {
  const page = usePage();
  const { speech } = page;
  const name = `${analyzer}.languages`;
  const rows = page.keys(name)?.rows ?? [];
  const title = speech.say("languages");
  // A document's language is a label of its own, by which more panels know it.
  const isLabelled = page.facts?.categories.some(({ name }) => name === "language");
  return (
    <Figure
      title={title}
      chart
      table={() => ({
        head: ["code", "language", "documents"],
        rows: rows.map(({ key, documents }) => [key, speech.languageName(key), documents]),
      })}
    >
      <Bars
        label={title}
        bars={rows.slice(0, most).map(({ key, documents }) => {
          const condition = isLabelled
            ? ({ kind: "category", field: "language", value: key } as const)
            : ({ kind: "key", field: name, value: key } as const);
          return {
            key,
            label: speech.languageLabel(key),
            value: documents,
            shown: speech.number(documents),
            press: page.facts ? () => page.select(condition) : null,
            pressed: page.isSelected(condition),
          };
        })}
      />
    </Figure>
  );
}
