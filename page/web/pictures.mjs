// Makes the pictures of `docs` of the sample documents, in the Chromium of the tests:
//
//   node page/web/pictures.mjs TEXTMILL     from the root of the repository; TEXTMILL is a release program
//
// docs/summary.png is what a terminal of 80 columns shows, docs/page-*.png are panels of the page.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const program = process.argv[2];
if (!program) throw new Error("expected the path of textmill");
const textmill = resolve(program);
const folder = mkdtempSync(join(tmpdir(), "textmill-pictures-"));

const SUMMARY = ["analyze", "corpus/ar/news", "corpus/en", "corpus/reviews.jsonl"];

/** The panels, each with its address, its size and its style. */
const PANELS = [
  ["page-overview", "view=overview&lang=en", 1180, 740, "light"],
  ["page-concordance", "view=concordance&lang=ar&find=مكتبة", 980, 480, "dark"],
];

/** What the program writes to a terminal of 80 columns. */
function inTerminal(command) {
  const quoted = command.map((part) => `'${part.replaceAll("'", `'\\''`)}'`).join(" ");
  const shell = `stty cols 80 rows 200; ${quoted} 2>/dev/null`;
  return execFileSync("script", ["-qec", shell, "/dev/null"], {
    encoding: "utf8",
    env: { ...process.env, TERM: "xterm-256color", NO_COLOR: "" },
  });
}

const COLOURS = { 1: "#ffffff", 2: "#97959f", 31: "#ff6e6e", 32: "#8acd8a", 33: "#e5c07b", 36: "#4fc9b0" };
const [CELL, LINE, MARGIN] = [9.03, 20.4, 18];

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** The columns that a text takes: marks and isolates take none. */
function columns(text) {
  return [...text].filter((character) => !/[\p{Mn}\p{Cf}]/u.test(character)).length;
}

/** A line with its colours, in cells as a terminal has them; blocks are drawn, so that no font decides on their height. */
function line(text, row) {
  const pieces = [];
  let [style, column] = ["", 0];
  for (const part of text.split(/(\x1b\[\d*m|[▏▎▍▌▋▊▉█]+|[▁▂▃▄▅▆▇])/)) {
    const code = /^\x1b\[(\d*)m$/.exec(part);
    if (code) {
      style = code[1] === "0" ? "" : code[1];
      continue;
    }
    if (part === "") continue;
    const colour = COLOURS[style] ?? "#dcdcdc";
    const left = MARGIN + column * CELL;
    const width = columns(part);
    const at = (x, y, more) => `position:absolute;left:${x}px;top:${y}px;${more}`;
    if (/^[▏▎▍▌▋▊▉█]/.test(part) && row.isOfBars) {
      const eighths = [...part].reduce((sum, block) => sum + 8 - (block.codePointAt(0) - 0x2588), 0);
      const size = `width:${(eighths / 8) * CELL}px;height:${LINE - 3}px;background:${colour}`;
      pieces.push(`<i style="${at(left, row.top + 1, size)}"></i>`);
    } else if (/^[▁▂▃▄▅▆▇█]/.test(part)) {
      for (const [place, block] of [...part].entries()) {
        const height = ((block.codePointAt(0) - 0x2580) / 8) * (LINE - 2);
        const size = `width:${CELL + 0.1}px;height:${height}px;background:${colour}`;
        pieces.push(`<i style="${at(left + place * CELL, row.top + LINE - height - 1, size)}"></i>`);
      }
    } else {
      const weight = style === "1" ? "font-weight:bold;" : "";
      const shown = `${weight}color:${colour};white-space:pre;unicode-bidi:isolate`;
      pieces.push(`<span style="${at(left, row.top, shown)}">${escaped(part)}</span>`);
    }
    column += width;
  }
  return pieces.join("");
}

function terminal(command, output) {
  const lines = [`\x1b[2m$ \x1b[0m${command}`, ...output.replaceAll("\r", "").trimEnd().split("\n")];
  const rows = lines.map((text, place) => {
    // Between the ends of the scale stand columns, elsewhere bars.
    const isOfBars = !/−1 /.test(text);
    return line(text, { top: MARGIN + place * LINE, isOfBars });
  });
  const height = Math.ceil(2 * MARGIN + lines.length * LINE);
  const font = `font:15px/${LINE}px 'DejaVu Sans Mono',monospace`;
  const html = `<body style="margin:0;background:#201f25;${font}">${rows.join("")}</body>`;
  return { html, height, width: Math.ceil(2 * MARGIN + 82 * CELL) };
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const picture = (name) => ({ path: `docs/${name}.png` });
try {
  const { html, width, height } = terminal(
    `textmill ${SUMMARY.join(" ")}`,
    inTerminal([textmill, ...SUMMARY]),
  );
  const shown = await browser.newPage({ viewport: { width, height } });
  await shown.setContent(html);
  await shown.screenshot(picture("summary"));
  const file = join(folder, "page.html");
  execFileSync(textmill, ["analyze", "corpus", "--quiet", "-o", join(folder, "report.json"), "--html", file]);
  for (const [name, address, width, height, colorScheme] of PANELS) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    await page.goto(`${pathToFileURL(file).href}#${address}`);
    await page.waitForSelector('html[data-ready="true"]');
    if (address.includes("find=")) await page.waitForSelector(".kwic-row");
    await page.screenshot(picture(name));
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
