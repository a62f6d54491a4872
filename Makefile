# make brief   a fresh machine to a sourced situation: .venv from hash-locked wheels, then the example reports
# make test    everything the tests need, then all of them
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary=:all:

.PHONY: brief test check lint browser docs bench clean
.DEFAULT_GOAL := brief

brief: $(VENV)/.base
	$(BIN)/situate brief examples/euphrates --map out/euphrates.html

test: $(VENV)/.dev browser lint
	$(BIN)/python -m pytest -n 2

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/vendor.py --check

browser:
	@sh tools/system_packages.sh

docs: $(VENV)/.dev
	$(BIN)/sphinx-build -W -q docs docs/_build

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' || \
	  { echo "situate needs Python 3.11 to 3.14; name one: make brief PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: $(VENV)/bin/python requirements.lock pyproject.toml
	$(PIP) -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements-dev.lock
	$(PIP) -r requirements-dev.lock
	@touch $@

clean:
	rm -rf $(VENV) out
