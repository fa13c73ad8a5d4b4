// The hits of a concordance: the first ones in the order of the documents, of all that there are.

import type { Finder, Place } from "./find";
import { MOST_HITS } from "./lines";
import type { TextEntry, Texts } from "./texts";

/** The hits in one document. */
export interface Found {
  document: number;
  entry: TextEntry;
  places: Place[];
}

export interface Hits {
  /** In the order of the documents, up to the one with the last hit that is shown. */
  found: Found[];
  hits: number;
  documents: number;
  /** Texts that were looked into of which the page has the beginning alone. */
  beginnings: number;
  /** Whether what is looked for are names, and none of the texts has any marked. */
  unmarked: boolean;
}

/** Looks into texts until all are done, or nobody waits. */
export async function hitsOf(
  texts: Texts,
  finder: Finder,
  wanted: (document: number) => boolean,
  waits: () => boolean,
): Promise<Hits> {
  const hits: Hits = { found: [], hits: 0, documents: 0, beginnings: 0, unmarked: finder.ofNames };
  let held = 0;
  await texts.each(wanted, (document, entry) => {
    const places = finder.find(entry);
    if (entry.of !== undefined) hits.beginnings++;
    if (entry.layers["entities"] !== undefined) hits.unmarked = false;
    if (places.length > 0) {
      hits.hits += places.length;
      hits.documents++;
      hits.found.push({ document, entry, places });
      held += places.length;
      // Texts come in another order than the documents: what is beyond the first hits goes from time to time.
      if (held > MOST_HITS * 4) held = keepFirst(hits.found);
    }
    return waits();
  });
  keepFirst(hits.found);
  return hits;
}

/** Sorts what was found, and lets go what is beyond the hits that are shown. How many hits are left. */
function keepFirst(found: Found[]): number {
  found.sort((one, other) => one.document - other.document);
  let held = 0;
  const end = found.findIndex(({ places }) => (held += places.length) >= MOST_HITS);
  if (end >= 0) found.length = end + 1;
  return held;
}
