// How the article is sourced: the figures above it and the report below it. All is taken from the answer's
// `report`; nothing is counted here.

import { sourceBadge } from "./badge.js";
import { make } from "./dom.js";
import { quoteLinks } from "./sources.js";
import { CHANNEL, SEVERITY, STATUS, capital, count, nameOf, percent, say } from "./wording.js";

/** The items of the line of figures. */
export function figures({ report }) {
  const figure = (value, label, isGrave = false) =>
    make("li", { class: isGrave ? "grave" : null }, make("b", {}, value), ` ${label}`);
  const of = (number, ...nouns) => [
    number.toLocaleString("en"),
    count(number, ...nouns).replace(/^\S+ /, ""),
  ];
  const anonymous = report.anonymous_sources.length;
  return [
    figure(...of(report.quotes, "quote")),
    figure(...of(report.sources, "source")),
    figure(...of(anonymous, "anonymous source"), anonymous > 0),
    figure(percent(report.anonymous_word_share), "of quoted words anonymous", anonymous > 0),
    figure(...of(report.refusals, "refusal to comment", "refusals to comment")),
  ];
}

/** What was found in a sentence, for who does not see the figures. */
export function summary({ report }) {
  const anonymous = report.anonymous_sources.length;
  if (!report.quotes) return "No quote was found.";
  return `${count(report.quotes, "quote")} from ${count(report.sources, "source")} found. ${anonymous ? capital(count(anonymous, "source is", "sources are")) : "No source is"} anonymous.`;
}

/** The children of the report. */
export function reportOf(reading) {
  const { report } = reading;
  return [
    findings(reading),
    make(
      "div",
      { class: "tables" },
      mostQuoted(reading),
      table("Sources by how they are named", ["Status", "Sources"], STATUS, report.sources_by_status),
      table("Quotes by channel", ["Channel", "Quotes"], CHANNEL, report.quotes_by_channel),
    ),
    make(
      "p",
      { class: "hint" },
      "Counted from the quotes above. A finding is a reason to look, not a verdict: what an editor knows of a source and the text does not show is not judged.",
    ),
  ];
}

function findings(reading) {
  const { findings: found } = reading.report;
  if (!found.length)
    return make("p", { class: "all-clear" }, "Nothing that a standards editor would look at first.");
  const items = found.map((finding) =>
    make(
      "li",
      {},
      make("span", { class: `severity ${finding.severity}` }, say(SEVERITY, finding.severity)),
      " ",
      make(
        "span",
        {},
        finding.detail,
        finding.quote_ids.length
          ? [
              finding.quote_ids.length === 1 ? " Quote " : " Quotes ",
              ...quoteLinks(reading, finding.quote_ids),
            ]
          : [],
      ),
    ),
  );
  return make("ul", { class: "findings", "aria-label": "What to look at" }, ...items);
}

function mostQuoted(reading) {
  const rows = reading.report.most_quoted.map((voice) => {
    const source = reading.sourceById.get(voice.speaker.id);
    const bar = make(
      "span",
      {
        class: `bar ${voice.is_anonymous ? "anonymous" : reading.lookOfSource(source)}`,
        "aria-hidden": "true",
      },
      make("span"),
    );
    bar.firstChild.style.inlineSize = percent(voice.word_share);
    return make(
      "tr",
      {},
      make(
        "th",
        { scope: "row" },
        source && sourceBadge(source, voice.is_anonymous),
        " ",
        nameOf(voice.speaker),
      ),
      make("td", {}, voice.quotes.toLocaleString("en")),
      make("td", {}, voice.words.toLocaleString("en")),
      make("td", {}, percent(voice.word_share), bar),
    );
  });
  return tableOf("Most quoted", ["Source", "Quotes", "Words", "Share of words"], rows, "wide");
}

function table(caption, headings, labels, counts) {
  const rows = Object.entries(counts).map(([label, number]) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, capital(say(labels, label))),
      make("td", {}, number.toLocaleString("en")),
    ),
  );
  return tableOf(caption, headings, rows);
}

function tableOf(caption, headings, rows, look = null) {
  return make(
    "table",
    { class: look },
    make("caption", {}, caption),
    make("thead", {}, make("tr", {}, ...headings.map((heading) => make("th", { scope: "col" }, heading)))),
    make("tbody", {}, ...rows),
  );
}
