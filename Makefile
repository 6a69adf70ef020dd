# Everything a checkout needs, from a bare Python 3.11+ on.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help setup run test test-slow check format lock schema pictures clean

help:  ## List what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(READY)  ## Create .venv with the locked dependencies and the readout command

$(READY): pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

run: setup  ## Set up, then run the demo: the whole road on a built-in site
	$(BIN)/readout demo

test: setup  ## Run the tests, but for those marked slow
	$(BIN)/python -m pytest -m "not slow"

test-slow: setup  ## Run the tests marked slow
	$(BIN)/python -m pytest -m slow

check: setup  ## Lint, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup  ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: setup  ## Write requirements.lock anew from pyproject.toml
	$(BIN)/uv lock --quiet
	$(BIN)/uv export --quiet --no-emit-project --all-extras --all-groups --no-annotate --no-header -o requirements.lock

clean:  ## Remove what was made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
