"""Imports run one way: api -> attribution -> libraries. Read from the source, so that nothing need be run."""

import ast
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = {"fsspec", "lxml", "msgspec", "numpy", "pyarrow", "rapidfuzz", "ray", "rich", "spacy", "thinc"}
OURS = {"api", "attribution", "bench", "seeds", "tests", "training"}


def sources(package: str) -> dict[str, ast.Module]:
    """The modules of a package by dotted name."""
    found = {}
    for path in sorted((ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return found


def imports(tree: ast.Module) -> Iterator[str]:
    """Every name imported anywhere in a module, as `package.module.name`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def roots(tree: ast.Module) -> set[str]:
    return {name.partition(".")[0] for name in imports(tree)}


def cycle(graph: dict[str, set[str]]) -> list[str]:
    """A cycle of the graph, or nothing."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def import_graph(modules: dict[str, ast.Module]) -> dict[str, set[str]]:
    """Which modules each imports; `from package import name` is the module `name` where there is one."""
    graph = {}
    for module, tree in modules.items():
        names = {name if name in modules else name.rpartition(".")[0] for name in imports(tree)}
        graph[module] = names & modules.keys()
    return graph


ATTRIBUTION = sources("attribution")
API = sources("api")


def test_sources_are_found():
    assert {"attribution", "attribution.pipeline", "attribution.results"} <= ATTRIBUTION.keys()


@pytest.mark.parametrize("module", ATTRIBUTION)
def test_attribution_imports_only_itself_and_its_libraries(module):
    assert roots(ATTRIBUTION[module]) <= {"attribution"} | LIBRARIES | sys.stdlib_module_names


# threads.py gives the environment to numpy, which has no other way to be told before it is loaded.
@pytest.mark.parametrize("module", sorted(ATTRIBUTION.keys() - {"attribution.threads"}))
def test_attribution_does_not_read_the_environment(module):
    attributes = {node.attr for node in ast.walk(ATTRIBUTION[module]) if isinstance(node, ast.Attribute)}
    names = {name.rpartition(".")[2] for name in imports(ATTRIBUTION[module]) if name.startswith("os.")}
    assert not (attributes | names) & {"environ", "environb", "getenv", "getenvb"}


@pytest.mark.parametrize("module", API)
def test_api_imports_no_part_of_the_project_but_attribution(module):
    assert roots(API[module]) & OURS <= {"api", "attribution"}


@pytest.mark.parametrize("modules", [ATTRIBUTION, API], ids=["attribution", "api"])
def test_no_import_cycles(modules):
    assert cycle(import_graph(modules)) == []


def test_a_cycle_would_be_found():
    modules = {"p.a": ast.parse("from p import b"), "p.b": ast.parse("def f():\n    from p.a import x")}
    assert set(cycle(import_graph(modules))) == {"p.a", "p.b"}
