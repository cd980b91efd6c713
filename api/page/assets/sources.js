// The list of sources beside the article, and who declined to comment.

import { sourceBadge } from "./badge.js";
import { about } from "./details.js";
import { joined, make } from "./dom.js";
import { REFUSAL, STATUS, count, nameOf, say } from "./wording.js";

/** Links to quotes by their ids. */
export function quoteLinks(reading, ids) {
  const links = ids
    .map((id) => reading.quoteById.get(id))
    .filter(Boolean)
    .map(({ number }) =>
      make("a", { href: `#quote-${number}`, "aria-label": `quote ${number}` }, String(number)),
    );
  return joined(links, ", ");
}

/**
 * The items of the list, for sources with a quote.
 * @param choose is told which source alone is wanted, or null
 */
export function sources(reading, choose) {
  const buttons = [];
  return reading.sources
    .filter((source) => source.quote_ids.length)
    .map((source) => {
      const button = make(
        "button",
        {
          type: "button",
          "aria-pressed": "false",
          "aria-label": `Show only the quotes of ${nameOf(source)}`,
        },
        "show only",
      );
      buttons.push(button);
      button.addEventListener("click", () => {
        const isChosen = button.getAttribute("aria-pressed") === "false";
        for (const other of buttons) other.setAttribute("aria-pressed", String(other === button && isChosen));
        choose(isChosen ? source : null);
      });
      return make(
        "li",
        { class: reading.lookOfSource(source), "data-source": source.id },
        make("p", { class: "who" }, sourceBadge(source), " ", make("strong", {}, nameOf(source))),
        about(source) && make("p", { class: "about" }, about(source)),
        make(
          "p",
          { class: "facts" },
          say(STATUS, source.anonymity),
          " · ",
          count(source.quote_ids.length, "quote"),
          ": ",
          quoteLinks(reading, source.quote_ids),
          button,
        ),
      );
    });
}

/** The refusals to comment, if there are any. */
export function declined(reading) {
  if (!reading.answer.declined.length) return [];
  const items = reading.answer.declined.map((refusal, i) =>
    make(
      "li",
      {},
      make("strong", {}, nameOf(refusal.speaker)),
      ` ${say(REFUSAL, refusal.kind)}: `,
      make("a", { href: `#declined-${i + 1}` }, `“${refusal.evidence.text}”`),
    ),
  );
  return [make("h3", {}, "Declined to comment"), make("ul", { class: "refusals" }, ...items)];
}
