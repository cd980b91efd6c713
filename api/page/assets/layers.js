// A text cut wherever something that is marked in it begins or ends. Linear in text and marks, as long as
// few marks overlap at any place.

/**
 * @param items what is marked: { start, end, … }, half open
 * @param length of the text
 * @returns layers in order: { start, end, items }, the outermost item first
 */
export function layered(items, length) {
  const waiting = items
    .filter(({ start, end }) => start < end) // some warnings are about no place in the text
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .reverse();
  const cuts = [...new Set([0, length, ...waiting.flatMap(({ start, end }) => [start, end])])].sort(
    (a, b) => a - b,
  );
  const layers = [];
  let running = [];
  for (let i = 0; i + 1 < cuts.length; i++) {
    const [start, end] = [cuts[i], cuts[i + 1]];
    running = running.filter((item) => item.end > start);
    while (waiting.at(-1)?.start === start) running.push(waiting.pop());
    layers.push({ start, end, items: running });
  }
  return layers;
}

/** The paragraphs of a text, { start, end }: what blank lines part. */
export function paragraphs(text) {
  const found = [];
  let start = 0;
  const add = (end) => {
    if (text.slice(start, end).trim()) found.push({ start, end });
  };
  for (const gap of text.matchAll(/\r?\n\s*\n/g)) {
    add(gap.index);
    start = gap.index + gap[0].length;
  }
  add(text.length);
  return found;
}
