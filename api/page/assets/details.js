// What is known of one quote, beside the article; on a phone below it.

import { badge } from "./badge.js";
import { joined, make } from "./dom.js";
import { channelOf } from "./notes.js";
import { CHANNEL, KIND, MODE, REASON, ROLE, STATUS, capital, nameOf, percent, say } from "./wording.js";

/** Below this a label is one to look at again. */
const UNSURE = 0.7;

const WHAT = { quote: "a quote", speaker: "speaker", anonymity: "named or not", channel: "channel" };

/** The children of the panel while no quote is looked at. */
export const invitation = () => [
  make("h3", { id: "details-title" }, "Quote"),
  make(
    "p",
    { class: "hint" },
    "Point at a quote, tap it or go to it by Tab: who said it, what tells so, and how the words came will stand here.",
  ),
];

/**
 * The children of the panel for `quote`.
 * @param controls what its buttons do: { go(number), close() }
 */
export function details(reading, quote, controls) {
  const { anonymity, channel } = quote;
  const source = reading.sourceOf(quote);
  return [
    head(reading, quote, controls),
    make(
      "p",
      { class: "who" },
      badge(reading, quote),
      " ",
      make("strong", {}, source ? nameOf(source) : "No speaker"),
    ),
    source && make("p", { class: "about" }, about(source)),
    anonymity.is_anonymous && make("p", { class: "verdict" }, "Anonymous source"),
    make("blockquote", {}, quote.spans.map((span) => span.text).join(" … ")),
    make(
      "dl",
      {},
      row("Named?", capital(say(STATUS, anonymity.status)), anonymity.evidence, numberOf(anonymity.count)),
      anonymity.is_anonymous &&
        row(
          "Reason",
          anonymity.reason ? capital(say(REASON, anonymity.reason)) : "None stated",
          anonymity.reason_evidence,
        ),
      row(
        "Channel",
        capital(channelOf(channel)),
        channel.evidence,
        channel.inherited && "carried over from an earlier attribution",
        say(MODE, channel.mode ?? ""),
      ),
      attribution(quote),
      (quote.is_second_hand || quote.provenance.length > 2) && way(quote),
      row("Words", capital(say(KIND, quote.kind))),
      quote.parent && parent(reading, quote),
    ),
    confidence(quote.confidence),
  ].filter(Boolean);
}

function head(reading, quote, { go, close }) {
  const { number } = quote;
  const { length } = reading.quotes;
  // On the way from quote to quote the note is heard after the button's name.
  const step = (name, label, sign, to) =>
    button(sign, () => go(to), {
      "aria-label": label,
      "aria-describedby": `note-${number}`,
      "data-go": name,
      disabled: to < 1 || to > length,
    });
  return make(
    "div",
    { class: "details-head" },
    make("h3", { id: "details-title", tabindex: "-1" }, `Quote ${number} of ${length}`),
    step("back", "Previous quote", "‹", number - 1),
    step("on", "Next quote", "›", number + 1),
    button("×", close, { "aria-label": "Close the details" }),
  );
}

function button(sign, action, attributes) {
  const made = make(
    "button",
    { type: "button", ...attributes },
    make("span", { "aria-hidden": "true" }, sign),
  );
  made.addEventListener("click", action);
  return made;
}

/** Title, affiliation and description of a source, each once. */
export function about(source) {
  const { title, affiliation, description } = source;
  const parts = [title, affiliation, description].filter((part) => part && part !== nameOf(source));
  const kept = parts.filter(
    (part, i) =>
      !parts.some((other, j) => j !== i && contains(other, part) && (other.length > part.length || j < i)),
  );
  return kept.join(" · ");
}

const contains = (long, short) => long.toLowerCase().includes(short.toLowerCase());

const numberOf = (count) =>
  count === "plural" ? "number not told" : count === null ? null : `${count} people`;

/** A row of the list: what it is, what was found, the words that tell so, and remarks. */
function row(term, found, evidence = null, ...remarks) {
  return make(
    "div",
    {},
    make("dt", {}, term),
    make(
      "dd",
      {},
      found,
      evidence && make("span", { class: "evidence" }, quoted(evidence.text)),
      ...remarks.filter(Boolean).map((remark) => make("small", {}, remark)),
    ),
  );
}

const quoted = (words) => `“${words}”`;

function attribution({ source, cue }) {
  const spans = [source, cue].filter(Boolean).sort((a, b) => a.start - b.start);
  const words = joined(
    spans.map((span) => make("span", { class: "attributed-by" }, span.text)),
    " … ",
  );
  return make(
    "div",
    {},
    make("dt", {}, "Attributed by"),
    make("dd", {}, words.length ? words : "No words of its own"),
  );
}

function way({ provenance }) {
  const hops = provenance.map((hop) => {
    const name = hop.name ?? hop.description ?? (hop.channel && say(CHANNEL, hop.channel));
    return make("li", {}, make("span", { class: "role" }, say(ROLE, hop.role)), " ", name ?? "somebody");
  });
  return make("div", {}, make("dt", {}, "Way"), make("dd", {}, make("ol", { class: "way" }, ...hops)));
}

function parent(reading, quote) {
  const outer = reading.quoteById.get(quote.parent);
  const link = outer
    ? make("a", { href: `#quote-${outer.number}` }, `quote ${outer.number}`)
    : "another quote";
  return make(
    "div",
    {},
    make("dt", {}, "Inside"),
    make("dd", {}, link, ", whose speaker the article has it from"),
  );
}

function confidence(values) {
  const bars = Object.entries(values).map(([name, value]) => {
    const bar = make("span", { class: "bar", "aria-hidden": "true" }, make("span"));
    bar.firstChild.style.inlineSize = percent(value);
    return make(
      "li",
      {},
      make("span", {}, WHAT[name] ?? name),
      bar,
      make("span", { class: "value" }, percent(value), value < UNSURE && make("b", {}, " check")),
    );
  });
  return make(
    "div",
    { class: "confidence" },
    make("h4", {}, "How sure the engine is"),
    make("ul", {}, ...bars),
  );
}
