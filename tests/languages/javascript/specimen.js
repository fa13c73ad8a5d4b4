// The analyzer of `tests/specimen`, in JavaScript: it says the same.
//
// Its states are JSON, in the canonical form that `docs/merge.md` describes.

import log from "textmill:analyzer/log@0.1.0";

const SCHEMA = {
    kind: "record",
    fields: {
        shapes: { kind: "counts", top: 10 },
        lengths: { kind: "stats" },
        year: { kind: "max" },
    },
};
const LABELS_OF_SIZE = ["short", "long", ""];
const NONE = new Uint8Array();

export const plugin = { describe, configure, analyze };

function describe() {
    const attribute = (name, values, target = "") => ({ name, values, target });
    const form = { attribute: attribute("form", "text"), optional: false };
    const shape = [
        attribute("shape", "text"),
        attribute("bytes", "integer"),
        attribute("ascii", "boolean"),
        attribute("ends", "vector"),
    ];
    const pair = [
        attribute("first", "reference", "tokens"),
        attribute("second", "reference", "tokens"),
        attribute("before", "reference"),
        attribute("share", "number"),
    ];
    const provision = (layer, scope, summary, labels, attributes) =>
        ({ layer, scope, summary, labels, attributes, extensions: [] });
    return {
        name: "specimen-js",
        version: "0.1.0",
        summary: "Uses all of the contract",
        requires: [{ layer: "tokens", optional: false, attributes: [form], labels: ["word"], extensions: [] }],
        provides: [
            provision("tokens", "enrichment", "the shape of each word", [], shape),
            provision("size", "documents", "how long the document is", LABELS_OF_SIZE.slice(0, 2),
                [attribute("words", "integer")]),
            provision("pairs", "spans", "two words side by side", ["pair"], pair),
        ],
        metadata: ["year"],
        resources: [],
        outputSchema: JSON.stringify(SCHEMA),
        settingsSchema: JSON.stringify({ type: "object", additionalProperties: false }),
        extensions: [],
    };
}

function configure(_settings, _resources) {}

function analyze(batch, layers, want) {
    const tokens = new Tokens(layers[0]);
    const made = new Made(tokens);
    const groups = numbers(batch.groups);
    const states = Array.from({ length: groups.reduce((most, group) => Math.max(most, group), 0) + 1 }, () => new State());
    const years = cut(batch.metadata[0].values);
    const ends = numbers(batch.texts.ends);
    const outputs = [];
    const faults = [];
    cut(batch.texts).forEach((text, document) => {
        const first = tokens.read;
        const words = tokens.wordsUntil(ends[document]);
        if (text.includes("FORBIDDEN")) {
            faults.push({ document, code: "forbidden", message: "the text is forbidden" });
            outputs.push("");
            made.addLost();
            return;
        }
        if (text.includes("LOG")) {
            log.write("info", document, "it asks to be told");
        }
        made.add(first, words);
        const output = outputOf(tokens, words, years[document]);
        states[groups.length ? groups[document] : 0].fold(output);
        outputs.push(JSON.stringify(output));
    });
    return {
        outputs: want.outputs ? outputs : [],
        partials: want.partials ? states.map((state) => encode(state.json())) : [],
        layers: want.layers.map(({ layer }) => made.layer(layer)),
        faults,
        extensions: [],
    };
}

/** A column of u32 without a number object for each: WebAssembly is little-endian, as the column is. */
function numbers(column) {
    // The view begins where its buffer does, unless the runtime cut it from a larger one.
    const bytes = column.byteOffset % 4 ? column.slice() : column;
    return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

/** The bytes of a column. */
function bytes(column) {
    return new Uint8Array(column.buffer);
}

function u32(values) {
    return bytes(Uint32Array.from(values));
}

function f64(values) {
    return bytes(Float64Array.from(values));
}

/** The strings of a column. Its ends count bytes of UTF-8, and JavaScript's strings have units of UTF-16. */
function cut({ text, ends }) {
    const strings = [];
    let start = 0;
    let unit = 0;
    let byte = 0;
    for (const end of numbers(ends)) {
        while (byte < end) {
            const point = text.codePointAt(unit);
            byte += width(point);
            unit += point > 0xffff ? 2 : 1;
        }
        strings.push(text.slice(start, unit));
        start = unit;
    }
    return strings;
}

/** The bytes of a character in UTF-8. */
function width(point) {
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

/** The UTF-8 of a text. */
function encode(text) {
    const encoded = [];
    for (const character of text) {
        const point = character.codePointAt(0);
        const more = width(point) - 1;
        encoded.push(more ? [0, 0xc0, 0xe0, 0xf0][more] | (point >> (6 * more)) : point);
        for (let left = more - 1; left >= 0; left -= 1) {
            encoded.push(0x80 | ((point >> (6 * left)) & 0x3f));
        }
    }
    return Uint8Array.from(encoded);
}

/** A word's characters by their kind, each once where they repeat. */
function shapeOf(form) {
    let shape = "";
    for (const character of form) {
        const kind = character >= "A" && character <= "Z" ? "A" : character >= "a" && character <= "z" ? "a" : "x";
        if (!shape.endsWith(kind)) {
            shape += kind;
        }
    }
    return shape;
}

function outputOf(tokens, words, year) {
    const shapes = {};
    for (const word of words) {
        const shape = tokens.forms[word.form].shape;
        shapes[shape] = (shapes[shape] ?? 0) + 1;
    }
    const value = year === "" ? null : JSON.parse(year);
    return {
        shapes,
        lengths: words.map((word) => word.end - word.start),
        year: typeof value === "number" ? value : null,
    };
}

/** The layer `tokens`, read from document to document. */
class Tokens {
    constructor(layer) {
        this.starts = numbers(layer.starts);
        this.ends = numbers(layer.ends);
        this.labels = numbers(layer.labels);
        this.word = layer.labelNames.indexOf("word");
        const form = layer.attributes.find((attribute) => attribute.name === "form").values.val;
        this.codes = numbers(form.entries);
        this.forms = cut(form.table).map((text) => ({ bytes: encode(text), shape: shapeOf(text) }));
        this.read = 0;
    }

    /** The words of the document that ends there, each with its index among the document's tokens. */
    wordsUntil(end) {
        const words = [];
        const first = this.read;
        for (; this.read < this.starts.length && this.starts[this.read] < end; this.read += 1) {
            if (this.labels[this.read] === this.word) {
                words.push({
                    index: this.read - first,
                    start: this.starts[this.read],
                    end: this.ends[this.read],
                    form: this.codes[this.read],
                });
            }
        }
        return words;
    }
}

/** The layers in the making. */
class Made {
    constructor(tokens) {
        this.tokens = tokens;
        // What is enriched: for each token the form of a word, or null.
        this.enriched = new Array(tokens.starts.length).fill(null);
        // The number of words of each document, or null where it has a fault.
        this.sizes = [];
        // Pairs of words, each with the pair before it in its document.
        this.pairs = [];
    }

    addLost() {
        this.sizes.push(null);
    }

    add(first, words) {
        for (const word of words) {
            this.enriched[first + word.index] = this.tokens.forms[word.form];
        }
        this.sizes.push(words.length);
        for (let second = 1; second < words.length; second += 1) {
            this.pairs.push({ left: words[second - 1], right: words[second], before: second > 1 ? second - 2 : null });
        }
    }

    layer(name) {
        return { tokens: () => this.enrichment(), size: () => this.documents(), pairs: () => this.spans() }[name]();
    }

    enrichment() {
        const shapes = [...new Set(this.tokens.forms.map((form) => form.shape))];
        const entries = new Map(shapes.map((shape, entry) => [shape, entry]));
        const absent = absences(this.enriched);
        const numbersOf = (value) => ({ tag: "numbers", val: f64(this.enriched.map((form) => form === null ? 0 : value(form))) });
        const ends = this.enriched.flatMap((form) => form === null ? [0, 0] : [form.bytes[0], form.bytes.at(-1)]);
        const dictionary = {
            table: { text: shapes.join(""), ends: u32(endsOf(shapes)) },
            entries: u32(this.enriched.map((form) => form === null ? 0 : entries.get(form.shape))),
        };
        const attributes = [
            { name: "shape", values: { tag: "dictionary", val: dictionary }, absent },
            { name: "bytes", values: numbersOf((form) => form.bytes.length), absent },
            { name: "ascii", values: numbersOf((form) => form.bytes.every((byte) => byte < 0x80) ? 1 : 0), absent },
            { name: "ends", values: { tag: "vectors", val: { width: 2, values: bytes(Float32Array.from(ends)) } }, absent },
        ];
        return layerOf("tokens", "enrichment", { attributes: this.enriched.every((form) => form === null) ? [] : attributes });
    }

    documents() {
        const words = { tag: "numbers", val: f64(this.sizes.map((size) => size ?? 0)) };
        return layerOf("size", "documents", {
            labelNames: LABELS_OF_SIZE,
            labels: u32(this.sizes.map((size) => size === null ? 2 : size < 3 ? 0 : 1)),
            attributes: [{ name: "words", values: words, absent: absences(this.sizes) }],
        });
    }

    spans() {
        const references = (name, value) => ({
            name,
            values: { tag: "references", val: u32(this.pairs.map((pair) => value(pair) ?? 0)) },
            absent: absences(this.pairs.map(value)),
        });
        const shares = this.pairs.map(({ left, right }) => {
            const length = left.end - left.start;
            return length / (length + right.end - right.start);
        });
        return layerOf("pairs", "spans", {
            starts: u32(this.pairs.map((pair) => pair.left.start)),
            ends: u32(this.pairs.map((pair) => pair.right.end)),
            labelNames: ["pair"],
            labels: u32(this.pairs.map(() => 0)),
            attributes: [
                references("first", (pair) => pair.left.index),
                references("second", (pair) => pair.right.index),
                references("before", (pair) => pair.before),
                { name: "share", values: { tag: "numbers", val: f64(shares) }, absent: NONE },
            ],
        });
    }
}

function layerOf(name, scope, columns) {
    return { name, scope, starts: NONE, ends: NONE, labelNames: [], labels: NONE, attributes: [], ...columns };
}

/** The entries without a value. */
function absences(values) {
    return u32(values.flatMap((value, entry) => value === null ? [entry] : []));
}

function endsOf(ascii) {
    let end = 0;
    return ascii.map((text) => end += text.length);
}

/** What a group's outputs fold into. */
class State {
    constructor() {
        this.shapes = new Map();
        this.lengths = { count: 0, max: 0, min: Infinity, squares: 0n, sum: 0n };
        this.year = null;
    }

    fold({ shapes, lengths, year }) {
        for (const [shape, count] of Object.entries(shapes)) {
            const [counted, documents] = this.shapes.get(shape) ?? [0, 0];
            this.shapes.set(shape, [counted + count, documents + 1]);
        }
        for (const length of lengths) {
            this.lengths.count += 1;
            this.lengths.max = Math.max(this.lengths.max, length);
            this.lengths.min = Math.min(this.lengths.min, length);
            this.lengths.squares += BigInt(length) ** 2n;
            this.lengths.sum += BigInt(length);
        }
        this.year = year === null ? this.year : Math.max(this.year ?? -Infinity, year);
    }

    /** Its JSON: keys in order, and nothing that is empty. */
    json() {
        const state = {};
        if (this.lengths.count) {
            const { squares, sum } = this.lengths;
            state.lengths = { ...this.lengths, squares: exact(squares), sum: exact(sum) };
            state.shapes = Object.fromEntries([...this.shapes].sort(([one], [other]) => one < other ? -1 : 1));
        }
        if (this.year !== null) {
            state.year = this.year;
        }
        return Object.keys(state).length ? JSON.stringify(state) : "null";
    }
}

/** A sum as states have it: hexadecimal digits that end in an odd one, times a power of two. */
function exact(sum) {
    let exponent = 0;
    while (sum !== 0n && sum % 2n === 0n) {
        sum /= 2n;
        exponent += 1;
    }
    return `0x${sum.toString(16)}p+${exponent}`;
}
