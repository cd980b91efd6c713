// The results of one answer, and the way between article, details and sources.

import { MarkedArticle } from "./article.js";
import { details, invitation } from "./details.js";
import { byId, make } from "./dom.js";
import { notes } from "./notes.js";
import { Reading } from "./reading.js";
import { figures, reportOf } from "./report.js";
import { declined, sources } from "./sources.js";

/** What is shown now: { reading, marked }. */
let shown = null;

/** The quote that stays until another is chosen; what is only pointed at gives way to the next. */
let chosen = null;

/** Show an answer. @returns its Reading */
export function show(answer, sent) {
  const reading = new Reading(answer, sent);
  byId("results").hidden = false;
  byId("notes").replaceChildren(...notes(reading));
  shown = { reading, marked: new MarkedArticle(byId("marked"), reading) };
  byId("figures").replaceChildren(...figures(reading));
  byId("legend").replaceChildren(...legend());
  byId("sources").replaceChildren(...sources(reading, (source) => shown.marked.only(source)));
  byId("declined").replaceChildren(...declined(reading));
  byId("report").replaceChildren(...reportOf(reading));
  byId("warnings").replaceChildren(...answer.warnings.map(warning));
  byId("notices").hidden = !answer.warnings.length;
  byId("model").textContent = `${answer.model.name} ${answer.model.version}`;
  choose(null);
  return reading;
}

/** How quotes are marked, in words and looks; no look says anything that is not told in words as well. */
const legend = () =>
  [
    ["hue-0 kind-direct", "named, direct"],
    ["hue-0 kind-mixed", "mixed"],
    ["hue-0 kind-indirect", "indirect"],
    ["anonymous", "anonymous"],
    ["sourceless kind-direct", "no source"],
  ].map(([look, words]) => make("li", {}, make("span", { class: `sample quote ${look}` }, words)));

/** A warning, with a link to the place that it is about where that is in the text. */
const warning = ({ detail, start }, i) =>
  make("li", {}, detail, start !== undefined && [" ", make("a", { href: `#warning-${i + 1}` }, "Go to it")]);

/** Keep a quote in view until another is chosen; null for none. */
function choose(quote) {
  chosen = quote;
  preview(quote);
  // The details have just come over the end of the screen, and perhaps over the quote.
  if (quote && isOver()) {
    byId(`quote-${quote.number}`).scrollIntoView({ block: "nearest" });
  }
}

/** Whether the details lie over the page, as on a phone. */
const isOver = () => getComputedStyle(byId("details")).position === "fixed";

/** Show a quote's details and its words. */
function preview(quote) {
  const panel = byId("details");
  panel.replaceChildren(...(quote ? details(shown.reading, quote, { go, close }) : invitation()));
  panel.classList.toggle("is-open", quote !== null);
  shown.marked.show(quote);
}

/** Show the quote of this number and bring it into view; the button that asked for it keeps the focus. */
function go(number) {
  const asked = document.activeElement?.dataset.go;
  choose(shown.reading.quotes[number - 1]);
  byId(`quote-${number}`).scrollIntoView({ block: "center" });
  const button = byId("details").querySelector(`[data-go="${asked}"]:enabled`);
  (button ?? byId("details-title")).focus({ preventScroll: true });
}

/** Back from the details to the quote, or from the quote to none. */
function close() {
  const quote = chosen;
  choose(null);
  if (quote) document.activeElement?.blur();
}

/** The quote of the innermost mark that `target` is in, or null. */
function quoteAt(target) {
  const mark = target instanceof Element ? target.closest("mark[data-quote]") : null;
  return mark && shown.reading.quoteById.get(mark.dataset.quote);
}

const marked = byId("marked");

// What was pointed at stays when the pointer leaves, so that it can be read and its links reached.
marked.addEventListener("pointerover", (event) => {
  const quote = quoteAt(event.target);
  if (quote && !chosen && event.pointerType === "mouse" && !isOver()) preview(quote);
});

// While a button is down nothing may move: the press would end on something else and be no click.
let isPressed = false;
marked.addEventListener("mousedown", () => (isPressed = true));
addEventListener("mouseup", () => (isPressed = false));
marked.addEventListener("focusin", (event) => {
  if (!isPressed && quoteAt(event.target)) choose(quoteAt(event.target));
});
marked.addEventListener("click", (event) => {
  if (!getSelection().isCollapsed) return;
  choose(quoteAt(event.target));
});
marked.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && quoteAt(event.target)) byId("details-title").focus();
});
byId("results").addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !chosen) return;
  const quote = byId(`quote-${chosen.number}`);
  if (byId("details").contains(document.activeElement)) quote.focus();
  else close();
});
