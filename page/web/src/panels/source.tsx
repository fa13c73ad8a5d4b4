// What was read, what went wrong, with what the report was made, and how to verify it.

import { useState } from "preact/hooks";
import { Figure } from "../charts/figure";
import { usePage } from "../context";
import { embedded } from "../data/report";

export function Source() {
  return (
    <div class="grid wide">
      <Read />
      <Faults />
      <Provenance />
      <Licenses />
    </div>
  );
}

function Read() {
  const { report, speech } = usePage();
  const { say, number, bytes } = speech;
  const { corpus, run } = report;
  const rows: [string, string][] = [
    [say("documents"), number(corpus.documents)],
    [say("bytes"), bytes(corpus.bytes)],
    [say("unread"), number(corpus.unread)],
    [say("filtered"), number(corpus.filtered ?? 0)],
    [say("replaced"), number(corpus.replaced)],
    ...Object.entries(corpus.encodings ?? {}).map(([name, count]): [string, string] => [
      `${say("encodings")}: ${name}`,
      number(count),
    ]),
    ...Object.entries(corpus.removed ?? {}).map(([kind, { passages }]): [string, string] => [
      `${say("removed")}: ${kind}`,
      number(passages),
    ]),
  ];
  return (
    <Figure title={say("read")} table={() => ({ head: ["what", "number"], rows })}>
      <table>
        <tbody>
          {rows.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h4>{say("files")}</h4>
      <div class="scroll">
        <table>
          <tbody>
            {run.sources.map((source) => (
              <tr key={source.path}>
                <th scope="row">
                  <bdi>{source.path}</bdi>
                </th>
                <td>{number(source.documents)}</td>
                <td>{bytes(source.bytes)}</td>
                <td class="hash">
                  <bdi title={source.sha256}>{source.sha256.slice(0, 12)}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {run.sources_left_out !== undefined && (
        <p class="note">{say("andMore", { n: run.sources_left_out })}</p>
      )}
    </Figure>
  );
}

interface Listed {
  document: string;
  number: number | null;
  analyzer: string | null;
  kind: string;
  message: string;
}

function Faults() {
  const page = usePage();
  const { say, number } = page.speech;
  const [kind, setKind] = useState<string | null>(null);
  const { faults } = page.report;
  const reasons = Object.entries(faults.by).flatMap(([analyzer, kinds]) =>
    Object.entries(kinds).map(([kind, count]) => ({ analyzer, kind, count, name: `${analyzer}/${kind}` })),
  );
  const fromFacts = page.facts?.faults ?? [];
  const listed: Listed[] =
    fromFacts.length >= faults.first.length && page.facts
      ? fromFacts.map((fault) => ({
          ...fault,
          document: page.facts?.ids[fault.document] ?? "",
          number: fault.document,
        }))
      : faults.first.map((fault) => {
          const place = page.facts?.ids.indexOf(fault.document) ?? -1;
          return { ...fault, number: place < 0 ? null : place };
        });
  const shown = listed.filter(
    (fault) => kind === null || `${fault.analyzer ?? "(reader)"}/${fault.kind}` === kind,
  );
  const table = () => ({
    head: ["document", "analyzer", "kind", "message"],
    rows: shown.map(({ document, analyzer, kind, message }) => [document, analyzer, kind, message]),
  });
  if (faults.total === 0) {
    return (
      <section class="card">
        <h3>{say("faults")}</h3>
        <p class="note">{say("noFaults")}</p>
      </section>
    );
  }
  return (
    <Figure
      title={say("faults")}
      note={say("faultsShown", { n: listed.length, all: faults.total })}
      table={table}
    >
      <table class="keys">
        <tbody>
          {reasons.map(({ analyzer, kind: reason, count, name }) => (
            <tr key={name}>
              <th scope="row">
                <button
                  type="button"
                  class="key"
                  aria-pressed={kind === name}
                  onClick={() => setKind(kind === name ? null : name)}
                >
                  <bdi>{analyzer === "(reader)" ? say("reading") : analyzer}</bdi> · <bdi>{reason}</bdi>
                </button>
              </th>
              <td>{number(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{say("document")}</th>
              <th scope="col" class="text">
                {say("analyzer")}
              </th>
              <th scope="col" class="text">
                {say("message")}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.slice(0, 300).map((fault, place) => (
              <tr key={place}>
                <th scope="row">
                  {fault.number === null ? (
                    <bdi>{fault.document}</bdi>
                  ) : (
                    <button
                      type="button"
                      class="key"
                      onClick={() => page.go({ view: "reader", document: fault.number })}
                    >
                      <bdi>{fault.document}</bdi>
                    </button>
                  )}
                </th>
                <td class="text">
                  <bdi>{fault.analyzer ?? say("reading")}</bdi>
                </td>
                <td class="text">
                  <bdi>{fault.message}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Figure>
  );
}

/** An argument as a shell takes it. */
function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}

/** The file that the report was written to, as far as its command tells. */
function reportFile(given: string[]): string {
  const at = given.findIndex((argument) => argument === "-o" || argument === "--output");
  return (at >= 0 ? given[at + 1] : undefined) ?? "report.json";
}

function Provenance() {
  const { report, speech } = usePage();
  const { say, number } = speech;
  const { provenance, run, corpus } = report;
  const command = run.command;
  const made = command ? ["textmill", ...command.arguments].map(quoted).join(" ") : null;
  const verify = `textmill verify ${quoted(reportFile(command?.arguments ?? []))}`;
  const rows: [string, string][] = [
    [say("engine"), provenance.engine],
    [say("interface"), provenance.interface],
    [say("started"), run.started],
    [say("took"), `${number(run.seconds, 1)} s`],
    [say("host"), `${run.host} × ${number(run.threads)}`],
    [say("fingerprint"), corpus.fingerprint],
  ];
  const plugins = Object.entries(provenance.plugins);
  const table = () => ({
    head: ["analyzer", "version", "sha256", "settings"],
    rows: plugins.map(([name, plugin]) => [
      name,
      plugin.version,
      plugin.sha256,
      JSON.stringify(plugin.settings),
    ]),
  });
  return (
    <Figure title={say("provenance")} table={table}>
      {made !== null && <Command label={say("command")} text={made} />}
      <Command label={say("verify")} text={verify} />
      <p class="note">{say("verifyHint")}</p>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="hash">
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{say("analyzer")}</th>
              <th scope="col">{say("version")}</th>
              <th scope="col">{say("hash")}</th>
              <th scope="col" class="text">
                {say("settings")}
              </th>
            </tr>
          </thead>
          <tbody>
            {plugins.map(([name, plugin]) => (
              <tr key={name}>
                <th scope="row">
                  <bdi>{name}</bdi>
                </th>
                <td>{plugin.version}</td>
                <td class="hash">
                  <bdi title={plugin.sha256}>{plugin.sha256.slice(0, 16)}</bdi>
                </td>
                <td class="text">
                  <bdi>{JSON.stringify(plugin.settings)}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Figure>
  );
}

function Command({ label, text }: { label: string; text: string }) {
  const { say } = usePage().speech;
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    void navigator.clipboard?.writeText(text).then(() => setCopied(true));
  };
  return (
    <div class="command">
      <span>{label}</span>
      <code dir="ltr">{text}</code>
      <button type="button" class="tool" onClick={copy}>
        {say(copied ? "copied" : "copy")}
      </button>
    </div>
  );
}

interface License {
  name: string;
  version: string;
  license: string;
  text: string;
}

function Licenses() {
  const { say } = usePage().speech;
  const all = JSON.parse(embedded("licenses")) as License[];
  return (
    <section class="card">
      <h3>{say("licenses")}</h3>
      {all.map(({ name, version, license, text }) => (
        <details key={name} dir="ltr">
          <summary>
            {name} {version} ({license})
          </summary>
          <pre>{text}</pre>
        </details>
      ))}
    </section>
  );
}
