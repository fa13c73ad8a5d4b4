// Texts, packed some dozens together: unpacked when one of them is asked for.

import type { Json } from "./report";
import { unpack } from "./unpack";

/** Where it begins and ends in the text, what it is, and what else is known of it. */
export type Span = [start: number, end: number, label: string | null, attributes: Record<string, Json>];

export interface TextEntry {
  text: string;
  /** The length of the whole, where this is its beginning. */
  of?: number;
  source?: string;
  metadata?: Record<string, Json>;
  layers: Record<string, Span[]>;
  outputs?: [analyzer: string, path: string[], value: Json][];
  faults?: { analyzer: string | null; kind: string; code: string; message: string }[];
  removed?: { kind: string; text: string }[];
}

/** Milliseconds after which the page may be clicked again. */
const BREATH = 60;

interface Chunk {
  documents: number[];
  element: Element;
  entries: Promise<TextEntry[]> | null;
}

export class Texts {
  private readonly chunks: Chunk[] = [];
  private readonly places = new Map<number, [chunk: Chunk, place: number]>();
  /** Documents whose texts are here, in the order of the input. */
  readonly documents: number[];

  constructor() {
    for (const element of document.querySelectorAll("script.texts")) {
      const documents = (element.getAttribute("data-documents") ?? "").split(" ").map(Number);
      const chunk: Chunk = { documents, element, entries: null };
      this.chunks.push(chunk);
      documents.forEach((document, place) => this.places.set(document, [chunk, place]));
    }
    this.documents = [...this.places.keys()].sort((one, other) => one - other);
  }

  has(document: number): boolean {
    return this.places.has(document);
  }

  async get(document: number): Promise<TextEntry | null> {
    const found = this.places.get(document);
    return found ? ((await entries(found[0]))[found[1]] ?? null) : null;
  }

  /** Gives those of these documents that are here to `take`, a chunk at a time; ends where it says so. */
  async each(
    wanted: (document: number) => boolean,
    take: (document: number, entry: TextEntry) => boolean,
  ): Promise<void> {
    let since = performance.now();
    for (const chunk of this.chunks) {
      if (!chunk.documents.some(wanted)) continue;
      const found = await entries(chunk);
      if (performance.now() - since > BREATH) {
        await new Promise((go) => setTimeout(go));
        since = performance.now();
      }
      for (const [place, document] of chunk.documents.entries()) {
        const entry = found[place];
        if (entry && wanted(document) && !take(document, entry)) return;
      }
    }
  }
}

function entries(chunk: Chunk): Promise<TextEntry[]> {
  chunk.entries ??= unpack(chunk.element.textContent ?? "").then(
    (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as TextEntry[],
  );
  return chunk.entries;
}
