# Every target sets up what it needs by itself; `make setup` does only that.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CODE := blueprint roster escalation storage handlers bot sandbox tests benchmarks

.PHONY: help setup demo test check bench format clean
.DEFAULT_GOAL := help

help:
	@echo "make demo             the bot against a local Slack and Telegram, with a page to play in"
	@echo "make demo ARGS=--play plays a case in the terminal (--play strandskata for the other)"
	@echo "make test             all tests but the browser's"
	@echo "make check            formatter, linter, types, import contracts, all tests"
	@echo "make bench            the benchmarks"

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "larm needs Python 3.11 or newer; name one with: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@echo "Setting up $(VENV) (once, a minute or two) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(VENV)/.ready

demo: setup
	@$(BIN)/larm demo $(ARGS)

test: setup
	@echo "All tests but the browser's (tests/browser); make check runs those too."
	@$(BIN)/pytest -q -n 2 --ignore=tests/browser $(ARGS)

check: setup
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports
	$(BIN)/pytest -q -n 2

bench: setup
	@$(BIN)/python -m benchmarks $(ARGS)

format: setup
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
