// What is selected, a chip for each condition.

import { usePage } from "../context";
import { readIn, type Condition } from "../data/select";
import { dayName } from "../data/time";

export function Selection() {
  const page = usePage();
  const { say, number, field } = page.speech;
  const { conditions } = page.state;
  const facts = page.facts;
  const all = facts ? readIn(facts, null) : page.report.corpus.documents;
  const sections = page.group === null ? {} : (page.report.groups?.[page.group] ?? {});
  const inGroup = Object.values(sections).map(({ documents, faults }) => documents + faults);
  const chosen = page.mask?.documents ?? (inGroup.length > 0 ? Math.max(...inGroup) : null);
  const nameOf = (condition: Condition): string =>
    field(condition.field.split(".").at(-1) ?? condition.field);
  const valueOf = (condition: Condition): string => {
    if (condition.kind !== "range") {
      return page.called(condition.field, condition.value);
    }
    const isDate = facts?.numbers.find(({ name }) => name === condition.field)?.kind === "date";
    const shown = (value: number): string => {
      if (!Number.isFinite(value)) return value < 0 ? "−∞" : "∞";
      return isDate ? dayName(value) : number(value, 2);
    };
    return `${shown(condition.from)} – ${shown(isDate ? condition.to - 1 : condition.to)}`;
  };
  return (
    <section class="selection" aria-label={say("selection")}>
      <span role="status">{chosen === null ? say("everything") : say("selected", { n: chosen, all })}</span>
      {conditions.map((condition) => {
        const [name, value] = [nameOf(condition), valueOf(condition)];
        return (
          <button
            type="button"
            class="chip"
            key={JSON.stringify(condition)}
            aria-label={say("remove", { what: `${name}: ${value}` })}
            onClick={() => page.select(condition)}
          >
            <span>{name}:</span> <bdi>{value}</bdi> <span aria-hidden="true">✕</span>
          </button>
        );
      })}
      {conditions.length > 0 && (
        <button type="button" class="tool" onClick={() => page.go({ conditions: [] })}>
          {say("clear")}
        </button>
      )}
    </section>
  );
}
