// Every figure of the report, by analyzer: of one that nobody knows as of one that is built in.

import { usePage } from "../context";
import { fieldName, valueOf } from "../data/report";
import { Field } from "../ui/kinds";
import { Tabs } from "../ui/tabs";

export function Analyzers() {
  const page = usePage();
  const { say, number } = page.speech;
  const names = Object.keys(page.report.analyzers);
  const wanted = page.state.options["analyzer"];
  const name = wanted !== undefined && names.includes(wanted) ? wanted : names[0];
  const section = name === undefined ? undefined : page.section(name);
  if (name === undefined || !section) return <p class="note card">{say("nothing")}</p>;
  const fields = page.fields.filter(({ analyzer }) => analyzer === name);
  return (
    <>
      <Tabs
        tabs={names.map((name) => ({ name, title: name }))}
        chosen={name}
        choose={(analyzer) => page.go({ options: { ...page.state.options, analyzer } })}
      />
      <p class="note">
        {say("version")} {section.version} · {say("documents")} {number(section.documents)} · {say("faults")}{" "}
        {number(section.faults)}
        {page.mask && page.group === null ? ` · ${say("ofReport")}` : ""}
      </p>
      <div class="grid">
        {fields.map((field) => (
          <Field key={fieldName(field)} field={field} value={valueOf(section, field.path)} />
        ))}
      </div>
    </>
  );
}
