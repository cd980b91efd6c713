// The form: what it says, and what it looks like while the service is at work.

import { byId } from "./dom.js";
import { percent } from "./wording.js";

const HINT = {
  text: "Blank lines between paragraphs.",
  html: "A whole page or a part of one. What you copy from a web page is pasted here as HTML.",
};

export const article = byId("article");
const form = byId("form");
const ownThreshold = byId("own-threshold");
const minConfidence = byId("min-confidence");

/** What the form says, for `request.bodyOf`. */
export const entries = () => ({
  form: form.elements.form.value,
  article: article.value,
  kinds: [...form.querySelectorAll("[name=kinds]:checked")].map(({ value }) => value),
  minConfidence: ownThreshold.checked ? Number(minConfidence.value) : null,
  publication: byId("publication").value.trim(),
});

/** The API key, which has no other place than its field; empty where there is none. */
export const key = () => byId("key-value").value.trim();

/** Ask for the API key. */
export function askForKey() {
  byId("key").hidden = false;
  byId("key-value").focus();
}

/** Put an article into the form. */
export function fill(words, kind) {
  form.elements.form.value = kind;
  article.value = words;
  showForm();
}

/** Show that the service is at work, or no longer. */
export function work(isAtWork) {
  byId("working").hidden = !isAtWork;
  byId("stop").hidden = !isAtWork;
  byId("send").setAttribute("aria-disabled", String(isAtWork));
  byId("results").setAttribute("aria-busy", String(isAtWork));
}

/** Mark the controls that cannot be used, by their ids; none for an empty list. */
export function blame(ids) {
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  for (const id of ids) byId(id).setAttribute("aria-invalid", "true");
}

function showForm() {
  byId("article-hint").textContent = HINT[form.elements.form.value];
}

function showThreshold() {
  minConfidence.disabled = !ownThreshold.checked;
  const words = ownThreshold.checked ? percent(Number(minConfidence.value)) : "automatic";
  byId("threshold").textContent = words;
  minConfidence.setAttribute("aria-valuetext", words);
}

/** From a web page comes its HTML, unless what was copied is itself the source of one. */
function pasteHtml(event) {
  if (form.elements.form.value !== "html") return;
  const html = event.clipboardData.getData("text/html");
  if (!html || event.clipboardData.getData("text/plain").trimStart().startsWith("<")) return;
  event.preventDefault();
  article.setRangeText(html, article.selectionStart, article.selectionEnd, "end");
}

for (const choice of form.elements.form) choice.addEventListener("change", showForm);
for (const control of [ownThreshold, minConfidence]) control.addEventListener("input", showThreshold);
article.addEventListener("paste", pasteHtml);
showForm();
showThreshold();
