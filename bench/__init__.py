"""Benchmarks: `make bench`. Timings are compared within one run, never across runs or machines."""
