# Vada on one machine: no Docker, no root, nothing installed but Python 3.11+, git and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Tests wait for servers more than they compute: two processes, a file at a time each, halve their time on two cores.
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile
RUN_STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

.DEFAULT_GOAL := help
.PHONY: help setup run test fast lint types imports evidence format clean

help: ## What can be done here
	@grep -E '^[a-z]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed 's/:.*## /\t/' | expand -t 10

setup: $(DEV_STAMP) ## Make .venv and install everything; afterwards the command line is .venv/bin/vada

run: $(RUN_STAMP) ## Start everything and keep it running until Ctrl-C (DEMO=0: without the sample caseload)
	@$(BIN)/vada up

test: $(DEV_STAMP) lint types imports ## Every check and every test
	$(PYTEST)
	@if [ -f tools/law_coverage.py ]; then $(BIN)/python tools/law_coverage.py --check; fi

fast: $(DEV_STAMP) ## The tests that take less than five seconds each
	$(BIN)/python -m pytest -m "not slow"

lint: $(DEV_STAMP) ## ruff
	$(BIN)/ruff check .

types: $(DEV_STAMP) ## mypy --strict
	$(BIN)/mypy

imports: $(DEV_STAMP) ## Which room may import which
	$(BIN)/lint-imports

evidence: $(DEV_STAMP) ## All tests, then accept what they prove of the law (law/evidence.json)
	$(PYTEST)
	$(BIN)/python tools/law_coverage.py --accept

format: $(DEV_STAMP) ## Lay out the code
	$(BIN)/ruff format .

clean: ## Remove .venv and caches; the data folder stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Vada needs Python 3.11 or newer, and '$(PYTHON)' is not one. Another: make PYTHON=python3.12 $(MAKECMDGOALS)"; \
	  exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's venv module is missing here. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	@rm -rf $(VENV)
	@echo "Making $(VENV)"
	@$(PYTHON) -m venv $(VENV)

# A new environment, or a changed pyproject.toml, is installed once; a failed installation is tried again.
$(RUN_STAMP): pyproject.toml | $(BIN)/python
	@echo "Installing (a few minutes the first time)"
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(DEV_STAMP): pyproject.toml | $(BIN)/python
	@echo "Installing (a few minutes the first time)"
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(RUN_STAMP)
