// Terms and phrases: how often, in how many documents, how evenly, and what sets the selection apart.

import { usePage } from "../context";
import { countsOf, known } from "../data/known";
import { KeyTable } from "../ui/keys";
import { ChooseOrder } from "../ui/order";
import { Tabs } from "../ui/tabs";
import { lastKey, WhereItStands } from "../ui/where";

export function Terms() {
  const page = usePage();
  const { terms } = known(page.fields);
  return <KeyTabs option="terms" analyzer={terms} />;
}

/** The fields of counts of an analyzer, one at a time. */
export function KeyTabs({ option, analyzer }: { option: string; analyzer: string | null }) {
  const page = usePage();
  const fields = countsOf(page.fields, analyzer);
  // What is there comes first: of terms those that tell most, of names those that the documents have.
  const known = ["key_terms", "terms", "persons", "locations", "organizations"];
  const rank = (last: string): number =>
    (known.indexOf(last) + 1 || known.length + 1) + (isEmpty(last) ? 100 : 0);
  const isEmpty = (last: string): boolean => (page.keys(`${analyzer}.${last}`)?.rows.length ?? 0) === 0;
  fields.sort((one, other) => rank(one.last) - rank(other.last));
  const selected = lastKey(page.state.conditions)?.field;
  const name = page.state.options[option] ?? selected;
  const field = fields.find((field) => field.name === name) ?? fields[0];
  if (!field) return <p class="note">{page.speech.say("nothing")}</p>;
  const title = page.speech.field(field.last);
  return (
    <>
      <Tabs
        tabs={fields.map(({ name, last }) => ({ name, title: page.speech.field(last) }))}
        chosen={field.name}
        choose={(name) => page.go({ options: { ...page.state.options, [option]: name } })}
      />
      <div class="card choose">
        <ChooseOrder />
      </div>
      <div class="columns">
        <KeyTable key={field.name} name={field.name} title={title} />
        <WhereItStands />
      </div>
    </>
  );
}
