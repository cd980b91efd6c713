"""Coverage-guided fuzzing of what reads hostile input first: marks and blocks, HTML, documents, offsets.

    python -m tests.fuzz quotations --seconds 600

Each module but those of the machinery is a target: `check` takes any bytes and raises where a promise is
broken, `seeds` gives bytes to begin with, `WORDS` what is worth inserting. Needs the extra `fuzz` (atheris);
test_fuzz.py runs the same checks on the seeds and on what was found before, without it.
"""
