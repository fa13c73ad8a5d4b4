// Figures of corpus linguistics, from counts.

/** G² (Rayson and Garside 2000) and the log ratio (Hardie 2014) of a key that is counted `one` times of `ones`, against `other` of `others`. */
export function keyness(
  one: number,
  ones: number,
  other: number,
  others: number,
): { g2: number; ratio: number } {
  if (ones === 0 || others === 0 || one + other === 0) return { g2: 0, ratio: 0 };
  const share = (one + other) / (ones + others);
  const term = (observed: number, expected: number): number =>
    observed === 0 ? 0 : observed * Math.log(observed / expected);
  const g2 = 2 * (term(one, ones * share) + term(other, others * share));
  // What a side lacks is taken as half a key there.
  const ratio = Math.log2((one || 0.5) / ones / ((other || 0.5) / others));
  return { g2: Math.max(0, g2), ratio };
}

/**
 * How far a key is from being spread evenly, as the report has it (docs/merge.md): 1 - e^-D, with the divergence D of where the
 * key is from where all keys are (Gries 2020). `parts` are the documents that have it, each with its count there and the
 * document's size; `size` is that of all documents.
 */
export function dispersion(parts: [count: number, size: number][], size: number): number | undefined {
  const count = parts.reduce((sum, [count]) => sum + count, 0);
  if (count === 0 || size === 0) return undefined;
  const weighed = parts.reduce((sum, [of, part]) => sum + of * Math.log2(part / of), 0);
  const divergence = Math.log2(size) - Math.log2(count) - weighed / count;
  return 1 - Math.exp(-Math.max(0, divergence));
}

/** Wilson's interval of a share, with 95 % confidence. */
export function wilson(part: number, whole: number): [low: number, high: number] {
  if (whole === 0) return [0, 1];
  const z = 1.959964;
  const share = part / whole;
  const middle = share + (z * z) / (2 * whole);
  const spread = z * Math.sqrt((share * (1 - share)) / whole + (z * z) / (4 * whole * whole));
  const scale = 1 + (z * z) / whole;
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)];
}
