// A line about each quote: what describes it to a screen reader, and what is printed below the article.

import { make } from "./dom.js";
import { CHANNEL, KIND, REASON, STATUS, nameOf, percent, say } from "./wording.js";

/** Everything about a quote in sentences. */
export function noteOf(reading, quote) {
  const { anonymity, channel, confidence } = quote;
  const source = reading.sourceOf(quote);
  const parts = [
    `Quote ${quote.number} of ${reading.quotes.length}`,
    anonymity.is_anonymous ? `Anonymous source: ${nameOf(source)}` : source ? nameOf(source) : "No speaker",
    say(STATUS, anonymity.status) + because(anonymity.evidence),
    anonymity.is_anonymous &&
      `Reason: ${anonymity.reason ? say(REASON, anonymity.reason) : "none stated"}${because(anonymity.reason_evidence)}`,
    `Channel: ${channelOf(channel)}${because(channel.evidence)}`,
    channel.inherited && "Carried over from an earlier attribution",
    quote.is_second_hand && "Second hand: passed on by somebody else",
    quote.parent && `Inside quote ${reading.quoteById.get(quote.parent)?.number ?? "of another"}`,
    say(KIND, quote.kind).replace(/:.*/, ""),
    `Sure of the speaker: ${percent(confidence.speaker)}`,
  ];
  return parts.filter(Boolean).join(". ") + ".";
}

/** How the words came, with the name of outlet, platform, court or document. */
export const channelOf = (channel) => say(CHANNEL, channel.type) + (channel.name ? ` (${channel.name})` : "");

const because = (span) => (span ? `, by the words “${span.text}”` : "");

/** The items of the list of notes. */
export const notes = (reading) =>
  reading.quotes.map((quote) =>
    make(
      "li",
      { id: `note-${quote.number}` },
      make(
        "span",
        { class: "note-words", "aria-hidden": "true" },
        quote.spans.map((span) => span.text).join(" … "),
      ),
      noteOf(reading, quote),
    ),
  );
