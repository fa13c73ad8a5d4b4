// Builds the page: one HTML file with script and style inside, into which `page/src` puts a report.
//
//   node build.mjs            writes ../template/page.html
//   node build.mjs --check    fails where that is not what the sources give

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

async function bundle(entry) {
  const built = await build({
    entryPoints: [here(entry)],
    bundle: true,
    minify: true,
    write: false,
    charset: "ascii",
    format: "iife",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
  });
  // Nothing of it may end the element that it stands in.
  return built.outputFiles[0].text.trim().replaceAll("</", "<\\/").replaceAll("<!--", "<\\!--");
}

/** The licences of what is built in, which ask to travel along. */
function licenses() {
  const names = Object.keys(JSON.parse(readFileSync(here("package-lock.json"), "utf8")).packages);
  const lock = JSON.parse(readFileSync(here("package-lock.json"), "utf8")).packages;
  const found = names
    .filter((name) => name !== "" && !lock[name].dev)
    .map((name) => {
      const folder = here(name);
      const file = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
      const text = file ? readFileSync(`${folder}/${file}`, "utf8").trim() : "";
      return {
        name: name.replace(/^.*node_modules\//, ""),
        version: lock[name].version,
        license: lock[name].license,
        text,
      };
    });
  return found.sort((one, other) => (one.name < other.name ? -1 : 1));
}

const hash = (text) => `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;
const escaped = (json) =>
  json.replaceAll("<", "\\u003c").replaceAll(">", "\\u003e").replaceAll("&", "\\u0026");

const script = await bundle("src/main.tsx");
const style = await bundle("src/style.css");
const used = licenses();
const fill = {
  "@SCRIPT-HASH@": hash(script),
  "@STYLE-HASH@": hash(style),
  "@STYLE@": style,
  "@LICENSES@": escaped(JSON.stringify(used)),
  "@SCRIPT@": script,
};
let page = readFileSync(here("page.html"), "utf8");
for (const [mark, content] of Object.entries(fill)) {
  page = page.replace(mark, () => content);
}
const note = used.map(
  ({ name, version, license, text }) => `## ${name} ${version} (${license})\n\n${text}\n`,
);
const outputs = [
  ["../template/page.html", page],
  ["../template/LICENSES.md", `# What is built into the page, with its licences\n\n${note.join("\n")}`],
];
for (const [path, content] of outputs) {
  if (!process.argv.includes("--check")) {
    writeFileSync(here(path), content);
  } else if (!existsSync(here(path)) || readFileSync(here(path), "utf8") !== content) {
    console.error(`page/template/${path.split("/").pop()} is not what page/web gives: cargo xtask page`);
    process.exitCode = 1;
  }
}
console.log(`script ${script.length} bytes, style ${style.length} bytes, page ${page.length} bytes`);
