"""Imported by the fork server alone, as `api.preloaded` is, where the service runs the accurate model."""

import contextlib

from api.worker import load_accurate

# What goes wrong here goes wrong in the worker again, which tells the service.
with contextlib.suppress(Exception):
    load_accurate()
