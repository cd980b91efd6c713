"""What the benchmarks share. One thread of linear algebra, as in every process that runs the engine."""

import os
import platform
from importlib.metadata import version

import cpuinfo
import pytest

from attribution.threads import one_thread_each
from bench import articles

# Before a module of benchmarks imports numpy.
one_thread_each()


@pytest.fixture(scope="session")
def nlp():
    """The shipped engine, in use for a while."""
    return _in_use("fast")


@pytest.fixture(scope="session")
def accurate():
    """The same with the accurate model."""
    return _in_use("accurate")


def _in_use(model):
    from attribution import pipeline
    from attribution.collector import settle

    nlp = pipeline.load(model=model)
    for text in articles.ours():
        pipeline.analyse(nlp, text)
    # As in every process of the service and the command line.
    settle()
    return nlp


@pytest.hookimpl
def pytest_benchmark_generate_machine_info():
    """What the figures depend on, and nothing that tells whose machine it is."""
    processor = cpuinfo.get_cpu_info().get("brand_raw", platform.processor())
    libraries = {name: version(name) for name in ("spacy", "thinc", "numpy")}
    return {
        "processor": processor,
        "cores": len(os.sched_getaffinity(0)),
        "libraries": {"Python": platform.python_version(), **libraries},
    }


@pytest.hookimpl
def pytest_benchmark_generate_commit_info():
    """Left out: a run of uncommitted work would be told as that of the commit before."""
    return {}
