# Everything a checkout needs, from a bare Python 3.11+ on.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYWB := .venv-pywb

# The tests start hundreds of processes: each would compile anew all that it loads.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup run test test-slow explore check format lock schema commands shipped pictures clean

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

# They wait for the disk and for one another more than they compute: three at a time on two cores.
test: setup  ## Run the tests, but for those marked slow
	$(BIN)/python -m pytest -m "not slow" -n3

# An archive to test against, apart from what it brings along: see tests/pywb.in.
$(PYWB)/.ready: tests/pywb.lock $(READY)
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(PYWB)
	$(BIN)/uv pip install --quiet --python $(PYWB)/bin/python --require-hashes -r tests/pywb.lock
	@touch $@

test-slow: setup $(PYWB)/.ready  ## Run the tests marked slow, and the properties on more examples
	$(BIN)/python -m pytest -m slow
	$(BIN)/python -m pytest -m "hypothesis and not slow" --hypothesis-profile=thorough

explore: setup  ## Try the properties on thousands of random examples
	$(BIN)/python -m pytest --hypothesis-profile=explore $$(grep -rl --include='*.py' '@given' tests)

check: setup  ## Lint, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup  ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: setup  ## Bring requirements.lock in line with pyproject.toml (UPGRADE=--upgrade: newest of all)
	$(BIN)/uv pip compile --quiet --universal --all-extras --group dev --generate-hashes \
		--python-version 3.11 --no-annotate --no-header $(UPGRADE) pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes \
		--python-version 3.11 --no-annotate --no-header $(UPGRADE) tests/pywb.in -o tests/pywb.lock

schema: setup  ## Write docs/sources.schema.json anew from what sources.yaml may say
	$(BIN)/python -m monitor.config.schema

commands: setup  ## Write docs/commands.md and the man page anew from readout --help
	$(BIN)/python -m docs.tools.commands
	$(BIN)/python -m docs.tools.man

shipped: setup  ## Write the table of docs/shipped-sources.md anew from sources.yaml
	$(BIN)/python -m docs.tools.shipped

pictures: setup  ## Draw README's pictures anew, from a run of the demo
	$(BIN)/python -m docs.tools.pictures

clean:  ## Remove what was made
	rm -rf $(VENV) $(PYWB) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
