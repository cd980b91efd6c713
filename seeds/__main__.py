"""Write the articles as gold JSONL, one a line, to standard output: `python -m seeds > gold.jsonl`."""

import sys

import msgspec

from seeds import load


def main() -> None:
    """Write one JSON object a line: id, title, beat, punctuation, text, attributions, declined."""
    for seed in load():
        fields = msgspec.to_builtins(seed)
        line = msgspec.json.encode({"id": fields.pop("name"), **fields})
        sys.stdout.write(line.decode() + "\n")


if __name__ == "__main__":
    main()
