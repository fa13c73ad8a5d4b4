// Praise and blame, with the words that are counted for it.

import { Bars } from "../charts/bars";
import { Columns } from "../charts/columns";
import { Figure } from "../charts/figure";
import { usePage } from "../context";
import { known } from "../data/known";
import { valueOf, type Json } from "../data/report";
import { NumberChart } from "../ui/facets";
import { KeyChart, KeyTable } from "../ui/keys";
import { WhereItStands } from "../ui/where";

const TONES: Record<string, "good" | "bad" | "even"> = { positive: "good", negative: "bad", neutral: "even" };

export function Mood() {
  const page = usePage();
  const { mood } = known(page.fields);
  if (!mood) return <p class="note">{page.speech.say("nothing")}</p>;
  return (
    <>
      <div class="grid">
        <LabelChart analyzer={mood} />
        <MoodChart analyzer={mood} />
        <MoodByLanguage analyzer={mood} />
      </div>
      <div class="columns three">
        {["positive_words", "negative_words"].map((field) => (
          <KeyTable key={field} name={`${mood}.${field}`} title={page.speech.field(field)} />
        ))}
        <WhereItStands />
      </div>
    </>
  );
}

function LabelChart({ analyzer }: { analyzer: string }) {
  const { field } = usePage().speech;
  return (
    <KeyChart
      name={`${analyzer}.label`}
      title={field("label")}
      label={field}
      tone={(key) => TONES[key] ?? undefined}
    />
  );
}

interface Bin {
  from: number | null;
  to: number | null;
  count: number;
}

export function MoodChart({ analyzer }: { analyzer: string }) {
  const page = usePage();
  const value = valueOf(page.section(analyzer), ["distribution"]);
  const bins = binsOf(value);
  const numbers = page.facts?.numbers.find(({ name }) => name === `${analyzer}.score`);
  const title = page.speech.field("distribution");
  const edges = bins.flatMap(({ to }) => (to === null ? [] : [to]));
  if (numbers) return <NumberChart field={numbers} title={title} edges={edges} />;
  return <BinChart bins={bins} title={title} />;
}

export function binsOf(value: Json): Bin[] {
  const bins = value !== null && typeof value === "object" && !Array.isArray(value) ? value["bins"] : null;
  return Array.isArray(bins) ? (bins as unknown as Bin[]) : [];
}

/** A histogram as the report has it. */
export function BinChart({ bins, title }: { bins: Bin[]; title: string }) {
  const { say, number } = usePage().speech;
  const bound = (value: number | null): string => (value === null ? "" : number(value, 2));
  const name = ({ from, to }: Bin): string => {
    if (from === null) return say("below", { to: bound(to) });
    return to === null ? say("above", { from: bound(from) }) : `${bound(from)} – ${bound(to)}`;
  };
  const columns = bins.map((bin) => ({ label: name(bin), value: bin.count, selected: false }));
  const edges = [...bins.map(({ from }) => bound(from)), ""];
  return (
    <Figure
      title={title}
      chart
      table={() => ({
        head: ["from", "to", "count"],
        rows: bins.map(({ from, to, count }) => [from, to, count]),
      })}
    >
      <Columns columns={columns} label={title} edges={edges} choose={null} />
    </Figure>
  );
}

function MoodByLanguage({ analyzer }: { analyzer: string }) {
  const page = usePage();
  const { speech, facts, mask } = page;
  const scores = facts?.numbers.find(({ name }) => name === `${analyzer}.score`)?.values;
  const languages = facts?.categories.find(({ name }) => name === "language");
  if (!scores || !languages) return null;
  const sums = languages.values.map((code) => ({ code, sum: 0, count: 0 }));
  for (let document = 0; document < scores.length; document++) {
    const of = sums[languages.codes[document]! - 1];
    if (!of || Number.isNaN(scores[document]!) || (mask && !mask.marks[document])) continue;
    of.sum += scores[document]!;
    of.count++;
  }
  const rows = sums.filter(({ count }) => count > 0).sort((one, other) => other.count - one.count);
  const title = `${speech.say("meanScore")}: ${speech.say("languages")}`;
  return (
    <Figure
      title={title}
      chart
      table={() => ({
        head: ["code", "language", "mean", "documents"],
        rows: rows.map(({ code, sum, count }) => [code, speech.languageName(code), sum / count, count]),
      })}
    >
      <Bars
        label={title}
        bars={rows.slice(0, 10).map(({ code, sum, count }) => {
          const condition = { kind: "category", field: "language", value: code } as const;
          const mean = sum / count;
          return {
            key: code,
            label: speech.languageLabel(code),
            value: Math.abs(mean),
            shown: speech.number(mean, 2),
            press: () => page.select(condition),
            pressed: page.isSelected(condition),
            tone: mean > 0.1 ? "good" : mean < -0.1 ? "bad" : "even",
          };
        })}
      />
    </Figure>
  );
}
