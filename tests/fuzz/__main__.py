"""`python -m tests.fuzz TARGET`: fuzz one target for a while; what breaks it is left in the findings.

The inputs that reached new code are kept in `.fuzz/TARGET`, from where the next run goes on.
"""

import argparse
import hashlib
import importlib
import sys
import tempfile
from pathlib import Path

import atheris

TARGETS = ("quotations", "html", "documents", "offsets")
FINDINGS = Path(__file__).with_name("findings")

#: Bytes of the longest input: enough for several paragraphs, short enough for thousands of runs a second.
LONGEST = 1024
#: Seconds that one input may take, ten thousand times the usual: a machine may be busy with other things.
PATIENCE_S = 60


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=600, help="how long (600)")
    parser.add_argument("--corpus", type=Path, help="folder of inputs (.fuzz/TARGET)")
    return parser.parse_args()


def dictionary(words: list[str]) -> str:
    """The words in libFuzzer's form."""
    lines = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in words)
    return "".join(f'"{line}"\n' for line in lines)


def main() -> None:
    """Fuzz until the time is over or a check fails; ends the process."""
    chosen = arguments()
    with atheris.instrument_imports(include=["attribution"]):
        target = importlib.import_module(f"tests.fuzz.{chosen.target}")
    corpus = chosen.corpus or Path(".fuzz") / chosen.target
    findings = FINDINGS / chosen.target
    for folder in (corpus, findings):
        folder.mkdir(parents=True, exist_ok=True)
    for seed in target.seeds():
        # What is made with the first input, such as the tokenizer, is made now.
        target.check(seed[:LONGEST])
        (corpus / hashlib.sha1(seed, usedforsecurity=False).hexdigest()).write_bytes(seed[:LONGEST])
    with tempfile.NamedTemporaryFile("w", suffix=".dict") as words:
        words.write(dictionary(target.WORDS))
        words.flush()
        options = [
            f"-max_total_time={chosen.seconds}",
            f"-max_len={LONGEST}",
            f"-timeout={PATIENCE_S}",
            "-rss_limit_mb=2048",
            f"-dict={words.name}",
            f"-artifact_prefix={findings}/",
            "-print_final_stats=1",
            "-verbosity=1",
        ]
        mutated = getattr(target, "mutated", None)
        atheris.Setup([sys.argv[0], *options, str(corpus)], target.check, custom_mutator=mutated)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
