// The labels of the contract in the words of an editor. A label that is not listed, which a later engine
// may send, is shown as it is with spaces for underscores.

export const STATUS = {
  named: "named",
  partially_named: "partly named",
  pseudonymous: "under a pseudonym or handle",
  anonymous_requested: "name withheld on request",
  unnamed_individual: "unnamed person",
  unnamed_group: "unnamed people",
  organization: "organization",
  unnamed_spokesperson: "unnamed spokesperson",
  document: "document",
  unattributed: "no source given",
  unknown: "source not resolved",
};

export const REASON = {
  not_authorized: "not authorized to speak",
  sensitivity: "the matter is sensitive",
  ongoing: "the matter is not over",
  not_public: "not public yet",
  retaliation: "fear of retaliation",
  safety: "fear for safety",
  privacy: "privacy",
  legal: "legal reasons",
  candor: "to speak freely",
  policy: "a rule of the organization",
  confidential_agreement: "bound to confidentiality",
  other: "another reason",
};

export const CHANNEL = {
  interview: "interview",
  press_conference: "press conference or briefing",
  speech: "speech or event",
  proceedings: "legislature or hearing",
  statement: "statement",
  pool_report: "pool report",
  news_report: "report of another outlet",
  broadcast: "broadcast or podcast",
  social_media: "social media",
  correspondence: "email, letter or message",
  phone_call: "phone call",
  document: "document",
  court: "court",
  legislation: "law or bill",
  data: "data or poll",
  recording: "recording",
  relayed: "retold by somebody else",
  own_reporting: "the outlet’s own reporting",
  unspecified: "not stated",
};

export const MODE = {
  direct: "said to the reporter, or in the reporter’s hearing",
  mediated: "came by way of somebody or something else",
  record: "read in a document or heard on a recording",
};

export const KIND = {
  direct: "direct: all of it in quotation marks",
  mixed: "mixed: part of it in quotation marks",
  indirect: "indirect: none of it in quotation marks",
};

export const ROLE = {
  speaker: "said by",
  issuer: "issued by",
  relayer: "passed on by",
  channel: "by way of",
  publication: "reported by",
};

export const REFUSAL = {
  declined: "declined to comment",
  no_response: "did not respond",
  unreachable: "could not be reached",
};

export const SEVERITY = { high: "High", medium: "Medium", low: "Low" };

/** What `labels` calls `label`. */
export const say = (labels, label) => labels[label] ?? String(label).replaceAll("_", " ");

/** "1 quote", "3 quotes", "1,204 words". */
export const count = (number, noun, plural = `${noun}s`) =>
  `${number.toLocaleString("en")} ${number === 1 ? noun : plural}`;

/** "14%" of a part from 0 to 1. */
export const percent = (part) => part.toLocaleString("en", { style: "percent" });

/** The name of a source, or else how the article describes it. */
export const nameOf = (speaker) => speaker?.name ?? speaker?.description ?? "a source without a name";

/** With a capital at the start. */
export const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);
