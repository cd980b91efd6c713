// The article with its quotes marked, and the words in it that a quote's labels rest on.
//
// A quote in several pieces, or over several paragraphs, is several marks; the first of them takes the focus
// and is described by the quote's note. A quote inside another's words is a mark inside a mark.

import { badge } from "./badge.js";
import { make } from "./dom.js";
import { layered, paragraphs } from "./layers.js";

/** What is not analysed, by the code of its warning. */
const LEFT_OUT = new Set(["furniture_left_out", "embed_left_out", "repeated_pull_quote"]);

/** Longest first paragraph that is set as a headline. */
const HEADLINE = 140;

/** Evidence is shown as ranges of the CSS Custom Highlight API, where the browser has it. */
const canHighlight = typeof Highlight === "function" && CSS.highlights !== undefined;

export class MarkedArticle {
  constructor(container, reading) {
    this.reading = reading;
    this.container = container;
    /** Marks by the id of their quote. */
    this.marks = new Map();
    /** Every text node with the position of its first character. */
    this.nodes = [];
    this.shown = new Set();
    this.placed = new Set();
    container.replaceChildren(...this.build());
  }

  build() {
    const { text } = this.reading;
    const layers = layered(this.items(), text.length);
    let next = 0;
    return paragraphs(text).map((part, i) => {
      while (layers[next].end <= part.start) next++;
      const isHeadline =
        i === 0 &&
        part.end - part.start <= HEADLINE &&
        !/[.!?…:”"’')]\s*$/.test(text.slice(part.start, part.end));
      const paragraph = make("p", { class: isHeadline ? "headline" : null });
      this.fill(paragraph, part, layers, next);
      return paragraph;
    });
  }

  items() {
    const { quotes, answer } = this.reading;
    return [
      ...answer.warnings.map(({ code, start, end }, i) => ({
        start,
        end,
        open: () => this.place(`warning-${i + 1}`, LEFT_OUT.has(code) ? "left-out" : null),
      })),
      ...answer.declined.map(({ evidence: { start, end } }, i) => ({
        start,
        end,
        open: () => this.place(`declined-${i + 1}`, "declined"),
      })),
      ...quotes.flatMap((quote) =>
        quote.spans.map(({ start, end }) => ({ start, end, open: () => this.open(quote) })),
      ),
    ];
  }

  fill(paragraph, part, layers, first) {
    let opened = [];
    for (let i = first; i < layers.length && layers[i].start < part.end; i++) {
      const { start, end, items } = layers[i];
      let kept = 0;
      while (kept < opened.length && opened[kept].item === items[kept]) kept++;
      opened = opened.slice(0, kept);
      for (const item of items.slice(kept)) {
        const element = item.open();
        (opened.at(-1)?.element ?? paragraph).append(element);
        opened.push({ item, element });
      }
      const from = Math.max(start, part.start);
      const node = document.createTextNode(this.reading.text.slice(from, Math.min(end, part.end)));
      (opened.at(-1)?.element ?? paragraph).append(node);
      this.nodes.push({ start: from, node });
    }
  }

  /** The next element of a stretch that links lead to; the first of them is where they do. */
  place(id, look) {
    const isFirst = !this.placed.has(id);
    this.placed.add(id);
    return make("span", { class: look, id: isFirst && id, tabindex: isFirst && "-1" });
  }

  /** The next mark of a quote; the first has what makes it one for keyboard and screen reader. */
  open(quote) {
    const marks = this.marks.get(quote.id);
    const mark = make("mark", {
      class: `quote ${this.reading.lookOf(quote)}`,
      "data-quote": quote.id,
      "data-source": quote.speaker?.id,
    });
    if (marks) {
      marks.push(mark);
      return mark;
    }
    this.marks.set(quote.id, [mark]);
    mark.id = `quote-${quote.number}`;
    mark.tabIndex = 0;
    mark.setAttribute("aria-describedby", `note-${quote.number}`);
    mark.append(badge(this.reading, quote));
    return mark;
  }

  /** Show which quote is looked at, and the words its labels rest on; none for null. */
  show(quote) {
    for (const mark of this.shown) mark.classList.remove("current");
    this.shown = new Set(quote ? this.marks.get(quote.id) : []);
    for (const mark of this.shown) mark.classList.add("current");
    if (!canHighlight) return;
    const { evidence, reason_evidence: reason } = quote?.anonymity ?? {};
    const spans = {
      "attributed-by": [quote?.cue, quote?.source],
      evidence: [evidence, reason, quote?.channel.evidence],
    };
    for (const [name, listed] of Object.entries(spans)) {
      CSS.highlights.set(name, new Highlight(...listed.filter(Boolean).map((span) => this.range(span))));
    }
  }

  /** Fade the quotes of all other sources; null fades none. */
  only(source) {
    for (const mark of this.container.querySelectorAll("mark")) {
      mark.classList.toggle("faded", source !== null && mark.dataset.source !== source.id);
    }
  }

  range({ start, end }) {
    const range = document.createRange();
    const [first, last] = [this.nodeAt(start), this.nodeAt(end - 1)];
    range.setStart(first.node, Math.min(start - first.start, first.node.length));
    range.setEnd(last.node, Math.min(end - last.start, last.node.length));
    return range;
  }

  /** The last text node that begins at or before a position. */
  nodeAt(position) {
    let [low, high] = [0, this.nodes.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.nodes[middle].start <= position) low = middle;
      else high = middle - 1;
    }
    return this.nodes[low];
  }
}
