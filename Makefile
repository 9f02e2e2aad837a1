# make run     the Nankai plan becomes a ledger, a board and a calendar in out/
# make test    lint, types and every test, the live ones too
# make check   lint, types and the tests that need no other program
# make soak    2,100 random histories of the trackers behind a faulty network
# make interop which calendar programs agree on our .ics files; installs them with apt where it may
# make bench   speed as ratios against peers in the same run
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(PYTHON) -m pip --python $(BIN)/python

# where this is set, each of the many processes of the tests would compile every module anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test compiled check lint types unit live soak interop bench clean

# Debian ships Python without ensurepip unless python3-venv is installed; its pip can still fill an environment.
$(BIN)/python:
	$(PYTHON) -m venv $(VENV) 2>/dev/null || $(PYTHON) -m venv --clear --without-pip $(VENV)

$(VENV)/.installed: $(BIN)/python pyproject.toml constraints.txt
	$(PIP) install --quiet --no-compile --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.tests: $(BIN)/python pyproject.toml constraints.txt tests/requirements.txt
	$(PIP) install --quiet --no-compile --disable-pip-version-check --constraint constraints.txt --editable . --requirement tests/requirements.txt
	@touch $(VENV)/.installed $@

run: $(VENV)/.installed
	$(BIN)/exporter sync --config seeds/nankai-2018/exporter.toml --yes

lint: $(VENV)/.tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.tests
	$(BIN)/mypy

unit: $(VENV)/.tests
	$(BIN)/pytest -n auto -m "not live"

live: $(VENV)/.tests
	$(BIN)/pytest -m live

check: lint types unit

test: $(VENV)/.tests
	$(MAKE) --no-print-directory --jobs 2 lint types compiled
	$(BIN)/pytest -n auto

# so that not every process of the tests compiles their modules for itself
compiled: $(VENV)/.tests
	@$(BIN)/pytest --collect-only --quiet --quiet > /dev/null || true  # the run itself will say why

soak: $(VENV)/.tests
	EXPORTER_HISTORIES=420 $(BIN)/pytest -n auto -o timeout=0 tests/destinations/trackers/test_tracker_history.py

interop: $(VENV)/.tests
	$(BIN)/python -m tests.interop

$(VENV)/.bench: $(VENV)/.tests benchmarks/requirements.txt
	$(PIP) install --quiet --no-compile --disable-pip-version-check --constraint constraints.txt --requirement benchmarks/requirements.txt
	@touch $@

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) out .tools .pytest_cache .mypy_cache .ruff_cache .hypothesis
