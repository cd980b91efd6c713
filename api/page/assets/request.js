// From the form to the service and back. The key is held here alone, and only as long as the page is open.

export const PATH = "/v1/quotes";

/** Where the service asks a page to wait and send again. */
const PATIENT = new Set([429, 503]);

/** An article without an answer. */
export class Refused extends Error {
  constructor(problem, retryAfter = null) {
    super(problem.title);
    this.problem = problem;
    /** Seconds after which the service may answer, where it says so. */
    this.retryAfter = retryAfter;
  }
}

/** What was sent and cannot be read by the service, or the service by the page. */
const UNREACHABLE = {
  status: 0,
  title: "The service cannot be reached",
  detail:
    "It has ended or the connection was lost, or it broke off because the article is too long. Your article is still here.",
};

/** What a page that is older than the service is told. */
const OUTDATED = {
  status: 404,
  title: "This page is out of date",
  detail: "The service was renewed since you opened it: load the page anew.",
};

/** The words of a sample. @throws Refused */
export async function sampleOf(name) {
  const response = await fetch(new URL(`../samples/${name}`, import.meta.url)).catch(() => null);
  if (!response?.ok) throw new Refused(response ? OUTDATED : UNREACHABLE);
  return response.text();
}

/** The JSON request of what the form says. Offsets are wanted as JavaScript counts. */
export function bodyOf({ form, article, kinds, minConfidence, publication }) {
  return {
    [form]: article,
    offset_unit: "utf16",
    include: ["report"],
    ...(kinds.length < 3 && { kinds }),
    ...(minConfidence !== null && { min_confidence: minConfidence }),
    ...(publication && { publication }),
  };
}

/**
 * The answer to `body`.
 * @throws Refused, or an AbortError where `signal` ends the wait
 */
export async function send(body, key, signal) {
  let response;
  try {
    response = await fetch(PATH, {
      method: "POST",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        ...(key && { Authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify(body),
      signal,
      credentials: "omit",
      cache: "no-store",
    });
    if (response.ok) return await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(UNREACHABLE);
  }
  const wait = Number(response.headers.get("Retry-After"));
  throw new Refused(await problemOf(response), PATIENT.has(response.status) && wait > 0 ? wait : null);
}

/** The problem that a response tells of; one of a proxy may be no JSON. */
async function problemOf(response) {
  const unclear = {
    status: response.status,
    title: `The service answered with ${response.status}`,
    detail: "It gave no reason that this page can read.",
  };
  if (!response.headers.get("Content-Type")?.includes("json")) return unclear;
  return response.json().catch(() => unclear);
}

/** The same request for a shell. The body stands between two lines, where no character has a meaning. */
export function curlOf(body, isKeyed) {
  const key = isKeyed ? ' -H "Authorization: Bearer $API_KEY"' : "";
  return `curl ${location.origin}${PATH}${key} -H 'Content-Type: application/json' --data-binary @- <<'END'\n${JSON.stringify(body)}\nEND`;
}
