// What happens when: an article is sent, an answer or a problem comes, an option is changed.

import { byId } from "./dom.js";
import * as form from "./form.js";
import { fieldOf, told } from "./problem.js";
import { summary } from "./report.js";
import { Refused, bodyOf, curlOf, sampleOf, send } from "./request.js";
import { show } from "./results.js";
import { count } from "./wording.js";

/** How often an article is sent again by itself when the service asks to wait. */
const ATTEMPTS = 3;

/** Seconds that are waited at most without being asked. */
const PATIENCE = 30;

/** What is told of a mistake of this page. */
const FAULT = {
  title: "The page cannot show the answer",
  detail:
    "This is a fault of the page, not of your article. The service may be of another version: load the page anew.",
};

/** Ends what is under way. */
let under = null;

/** The last request and its answer, for the developers' part. */
let last = null;

const say = (words) => {
  byId("status").textContent = words;
};

/** Send what the form says, and show what comes. @param isFirst whether to go to the results afterwards */
async function run(isFirst) {
  under?.abort();
  const mine = (under = new AbortController());
  byId("problem").replaceChildren();
  form.blame([]);
  form.work(true);
  const body = bodyOf(form.entries());
  say(`Reading ${count(form.article.value.split(/\s+/).filter(Boolean).length, "word")}…`);
  try {
    const answer = await patiently(body, mine.signal);
    const reading = show(answer, body.text);
    remember(body, answer);
    document.body.classList.add("has-results");
    say(summary(reading));
    if (isFirst) goToResults();
  } catch (error) {
    if (error.name !== "AbortError") complain(error);
    else if (mine === under) say("Stopped.");
  } finally {
    if (mine === under) form.work(false);
  }
}

function goToResults() {
  byId("results-title").focus({ preventScroll: true });
  byId("results").scrollIntoView();
}

/** The answer, also from a service that first asks to wait. */
async function patiently(body, signal) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send(body, form.key(), signal);
    } catch (error) {
      if (
        !(error instanceof Refused) ||
        !error.retryAfter ||
        error.retryAfter > PATIENCE ||
        attempt === ATTEMPTS
      )
        throw error;
      say(`${error.problem.title}. Trying again in ${count(error.retryAfter, "second")}…`);
      await pause(error.retryAfter, signal);
    }
  }
}

function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

function complain(error) {
  say("");
  const problem = error instanceof Refused ? error.problem : FAULT;
  if (problem === FAULT) console.error(error);
  byId("problem").replaceChildren(...told(problem));
  form.blame((problem.errors ?? []).map(fieldOf).filter(Boolean));
  if (problem.status === 401) form.askForKey();
}

/** Keep the request and answer for who opens them: as text they are larger than all else. */
function remember(body, answer) {
  last = { body, answer };
  for (const id of ["curl", "json"]) {
    byId(id).textContent = "";
    if (byId(`${id}-details`).open) write(id);
  }
}

const texts = {
  curl: () => curlOf(last.body, form.key() !== ""),
  json: () => JSON.stringify(last.answer, null, 2),
};

function write(id) {
  byId(id).textContent ||= texts[id]();
}

async function copy(button) {
  await navigator.clipboard.writeText(texts[button.dataset.copy]());
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = "Copy"), 2000);
}

async function takeSample(name) {
  try {
    form.fill(await sampleOf(name), name.endsWith(".html") ? "html" : "text");
  } catch (error) {
    complain(error);
    return;
  }
  await run(true);
}

byId("form").addEventListener("submit", (event) => {
  event.preventDefault();
  run(true);
});
byId("stop").addEventListener("click", () => under.abort());
for (const control of document.querySelectorAll(
  "[name=kinds], #own-threshold, #min-confidence, #publication",
)) {
  control.addEventListener("change", () => last && run(false));
}
for (const button of document.querySelectorAll("[data-sample]")) {
  button.addEventListener("click", () => takeSample(button.dataset.sample));
}
for (const id of ["curl", "json"]) {
  byId(`${id}-details`).addEventListener("toggle", () => last && byId(`${id}-details`).open && write(id));
}
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", () => copy(button));
}
