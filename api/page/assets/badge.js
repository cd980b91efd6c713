// The small mark that stands for a source: its number, and the word where it is anonymous.

import { make } from "./dom.js";

/** Of the source of a quote. */
export function badge(reading, quote) {
  const source = reading.sourceOf(quote);
  if (!source)
    return make(
      "span",
      { class: "badge sourceless" },
      make("span", { class: "unseen" }, "no source: "),
      make("span", { "aria-hidden": "true" }, "–"),
    );
  return sourceBadge(source, quote.anonymity.is_anonymous);
}

/** Of a source; in one quote it can be anonymous and in another not. */
export function sourceBadge(source, isAnonymous = source.isAnonymous) {
  const look = isAnonymous ? "anonymous" : source.hue === null ? "sourceless" : `hue-${source.hue}`;
  return make(
    "span",
    { class: `badge ${look}` },
    isAnonymous ? "anonymous " : make("span", { class: "unseen" }, "source "),
    String(source.number),
    make("span", { class: "unseen" }, ": "),
  );
}
