// A chart or a table as a file of its own.

const PROPERTIES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "dominant-baseline",
  "direction",
  "unicode-bidi",
];

export function save(name: string, type: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A chart with the looks that it has in the page, which it would lose outside of it. */
export function asSvg(chart: SVGSVGElement): string {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const pairs = [[chart, copy] as const, ...zip(chart.querySelectorAll("*"), copy.querySelectorAll("*"))];
  for (const [from, to] of pairs) {
    const looks = getComputedStyle(from);
    for (const name of PROPERTIES) to.setAttribute(name, looks.getPropertyValue(name));
    for (const name of ["class", "tabindex", "role"]) to.removeAttribute(name);
  }
  const box = chart.viewBox.baseVal;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(box.width));
  copy.setAttribute("height", String(box.height));
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute("fill", getComputedStyle(document.body).backgroundColor);
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}

function zip(from: NodeListOf<Element>, to: NodeListOf<Element>): (readonly [Element, Element])[] {
  return [...from].flatMap((element, place) => {
    const other = to[place];
    return other ? [[element, other] as const] : [];
  });
}

export type Cell = string | number | null | undefined;

/** Rows as RFC 4180 has them. What a spreadsheet would take for a formula has an apostrophe before it. */
export function asCsv(head: string[], rows: Cell[][]): string {
  const cell = (value: Cell): string => {
    if (value === null || value === undefined) return "";
    if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
    const guarded = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
  };
  const lines = [head, ...rows].map((row) => row.map(cell).join(","));
  // The mark tells spreadsheets that it is UTF-8.
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

/** A name for a file, of what it shows. */
export function fileName(title: string, ending: string): string {
  const name = title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "");
  return `textmill-${name || "chart"}.${ending}`;
}
