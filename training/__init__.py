"""From corpora to the shipped pipeline. Run by `python -m training`; never imported at run time."""
