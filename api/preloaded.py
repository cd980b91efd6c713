"""Imported by the fork server alone: loads the engine there, so that workers are forked with it.

It is loaded once, however many workers there are; they share its memory, and one that is lost is replaced
within milliseconds.
"""

import contextlib

from api.worker import load_engine

# What goes wrong here goes wrong in the worker again, which tells the service.
with contextlib.suppress(Exception):
    load_engine()
