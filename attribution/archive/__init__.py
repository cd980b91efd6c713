"""Archives of any size: articles in Parquet or JSON Lines in, tables in Parquet out.

What is found in an article is the engine's; `attribution annotate` does the same for one file of answers.
To read it, start at `run.py`, which ties the steps together. Needs the extra `archive`; only `command.py`,
which says so where it is missing, can be imported without.
"""
