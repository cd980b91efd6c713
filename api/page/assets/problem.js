// Problems of the service (RFC 9457), told so that somebody at a desk can do something about them.

import { make } from "./dom.js";

/** The control that a pointer into the request is about. */
const FIELDS = {
  text: "article",
  html: "article",
  kinds: "kinds",
  min_confidence: "min-confidence",
  publication: "publication",
};

/** What can be done, by status. */
const ADVICE = {
  0: "Try again, or ask who runs the service.",
  401: "Enter the key below and send the article again.",
  408: "The connection may be slow: send the article again.",
  413: "Send the article in parts, or ask the operator to raise the limit.",
  429: "Wait a little, then send it again.",
  500: "This is a fault of the service, not of your article.",
  503: "Your article is still here: send it again in a moment.",
};

/** The control that a fault is about, or null. */
export function fieldOf({ pointer }) {
  const name = pointer.replace(/^#\//, "").split("/")[0];
  return FIELDS[name] ?? null;
}

/** The children of the alert. */
export function told(problem) {
  const faults = (problem.errors ?? []).map((fault) => {
    const field = fieldOf(fault);
    return make("li", {}, fault.detail, field && [" ", make("a", { href: `#${field}` }, "Go to it")]);
  });
  return [
    make("h2", {}, problem.title),
    faults.length ? make("ul", {}, ...faults) : make("p", {}, problem.detail),
    ADVICE[problem.status] && make("p", {}, ADVICE[problem.status]),
    problem.request_id &&
      make("p", { class: "hint" }, "For the operator: request ", make("code", {}, problem.request_id)),
  ].filter(Boolean);
}
