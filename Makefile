# `make` alone lists what there is to do. Everything but `setup` runs `setup` first, which does nothing
# when it is up to date.

# The first Python on this machine that the project runs on.
PYTHON ?= $(firstword $(foreach name,python3.11 python3 python3.12 python3.13,$(shell \
	$(name) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $(name))))
BIN := .venv/bin
INSTALLED := .venv/.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help setup serve test fix evaluate bench audit fuzz openapi train clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(INSTALLED) ## Make the environment in .venv

$(INSTALLED): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed, and none was found." >&2; exit 1; }
	@echo "Installing into .venv ..."
	@$(PYTHON) -m venv .venv
	@$(PIP) install --upgrade pip
	@$(PIP) install --constraint constraints.txt --editable ".[dev]"
	@touch $@

serve: setup ## Start the service (HOST and PORT say where)
	@$(BIN)/python -m api

test: setup ## Check style and types, and run the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

fix: setup ## Put style and layout right where that can be done safely
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

evaluate: setup ## Score the engine on PolNeAR dev and on seeds (PROCESSES=2)
	@$(BIN)/python -m training.evaluation --processes $(or $(PROCESSES),1)

bench: setup ## Measure the speed of engine and service, for bench/README.md (some ten minutes)
	@$(PIP) install --constraint constraints.txt --editable ".[dev,bench]"
	@mkdir -p bench/results
	$(BIN)/pytest -c bench/pytest.ini --rootdir . bench --benchmark-json bench/results/engine.json
	$(BIN)/python -m bench.service --seconds 6 --json bench/results/service.json
	@$(BIN)/python -m bench.report

audit: setup ## Look the pinned packages up in a database of known vulnerabilities (needs pypi.org)
	@$(PIP) install --constraint constraints.txt --editable ".[audit]"
	$(BIN)/pip-audit --strict --no-deps --disable-pip --progress-spinner off --requirement constraints.txt

fuzz: setup ## Fuzz the readers and the pairing of marks for ten minutes each (SECONDS=600)
	@$(PIP) install --constraint constraints.txt --editable ".[fuzz]"
	@for target in quotations html documents offsets; do \
		$(BIN)/python -m tests.fuzz $$target --seconds $(or $(SECONDS),600) || exit 1; done

openapi: setup ## Write openapi/openapi.json anew from the service
	$(BIN)/python -m api.openapi

train: setup ## Train the pipeline in attribution/model anew (downloads PyTorch)
	@$(PIP) install --constraint constraints.txt --editable ".[dev,train]"
	$(BIN)/python -m training

clean: ## Remove caches and build products (.venv and training/work stay)
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks .fuzz
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
