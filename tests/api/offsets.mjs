// A JavaScript client: posts each article and holds every span of the answer against its own string.
//   node offsets.mjs http://127.0.0.1:8000/v1/quotes articles.json
// Prints the number of spans; ends with 1 where a span is not what `slice` gives.
import { readFile } from "node:fs/promises";
import { argv, exit } from "node:process";

const [url, file] = argv.slice(2);

function* spans(value) {
  if (value === null || typeof value !== "object") return;
  if (Number.isInteger(value.start) && Number.isInteger(value.end) && typeof value.text === "string") yield value;
  for (const inner of Object.values(value)) yield* spans(inner);
}

async function answer(address, headers, body) {
  const response = await fetch(address, { method: "POST", headers, body });
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return response.json();
}

let count = 0;
for (const text of JSON.parse(await readFile(file, "utf8"))) {
  const json = { "Content-Type": "application/json" };
  const plain = { "Content-Type": "text/plain; charset=utf-8" };
  for (const found of [
    await answer(url, json, JSON.stringify({ text, offset_unit: "utf16" })),
    await answer(`${url}?offset_unit=utf16`, plain, text),
  ]) {
    if (found.offset_unit !== "utf16" || found.quotes.length === 0) exit(1);
    for (const span of spans(found)) {
      if (text.slice(span.start, span.end) !== span.text) {
        console.error(`${span.start}-${span.end}: ${span.text}`);
        exit(1);
      }
      count += 1;
    }
  }
}
console.log(count);
