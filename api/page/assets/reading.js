// An answer as the page reads it: quotes and sources numbered, and each known by its id.
//
// A source is anonymous where one of its quotes is. Sources that are not have one of eight colours, in order;
// anonymous ones share a look of their own, so that no colour has to be remembered for it.

export const HUES = 8;

export class Reading {
  /** @param answer what the service answered, with offsets in UTF-16; @param sent the text that was sent, if it was text */
  constructor(answer, sent) {
    this.answer = answer;
    this.text = answer.text ?? sent;
    this.report = answer.report;
    this.quotes = answer.quotes.map((quote, i) => ({ ...quote, number: i + 1 }));
    this.quoteById = new Map(this.quotes.map((quote) => [quote.id, quote]));
    const hidden = new Set(
      this.quotes.filter((quote) => quote.anonymity.is_anonymous).map((quote) => quote.speaker?.id),
    );
    let coloured = 0;
    this.sources = answer.speakers.map((speaker, i) => {
      const isAnonymous = hidden.has(speaker.id);
      const hue = isAnonymous || !speaker.quote_ids.length ? null : coloured++ % HUES;
      return { ...speaker, number: i + 1, isAnonymous, hue };
    });
    this.sourceById = new Map(this.sources.map((source) => [source.id, source]));
  }

  /** The source of a quote or refusal, or undefined. */
  sourceOf({ speaker }) {
    return speaker ? this.sourceById.get(speaker.id) : undefined;
  }

  /** The classes that give a quote its look. */
  lookOf(quote) {
    const kind = `kind-${quote.kind}`;
    if (quote.anonymity.is_anonymous) return `${kind} anonymous`;
    return `${kind} ${this.lookOfSource(this.sourceOf(quote))}`;
  }

  /** The class that gives a source its look. */
  lookOfSource(source) {
    if (source?.isAnonymous) return "anonymous";
    return source && source.hue !== null ? `hue-${source.hue}` : "sourceless";
  }
}
