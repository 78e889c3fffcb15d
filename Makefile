# Everything a person or a machine does with this project is one of these
# targets. They need a Python (3.11 or newer) and make; the rest is fetched into .venv.

PYTHON ?= python3
PORT ?= 8080
ARGS ?=

UV_VERSION := 0.13.8
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
INSTALL := $(UV) pip install --quiet --python $(BIN)/python --constraints constraints.txt --editable .

# Each stamp is newer than what it was made from, so a second start installs nothing.
VENV_STAMP := $(VENV)/.made
RUN_STAMP := $(VENV)/.run-time-installed
DEV_STAMP := $(VENV)/.dev-installed

LOCALES := bot/locales
CATALOGUE := $(LOCALES)/werkout.pot
EXTRACT := $(BIN)/pybabel --quiet extract --mapping-file babel.cfg --keywords t --keywords tn:1,2 --keywords N_ \
	--no-default-keywords --add-comments "Translators:" --sort-output --omit-header --no-wrap --no-location

.PHONY: help setup demo test check bench catalogue constraints clean

help:
	@echo "make setup      install everything into .venv, so that .venv/bin/werkout works"
	@echo "make demo       try it in the browser at http://127.0.0.1:$(PORT) (PORT=…)"
	@echo "make test       run the whole suite (ARGS='-k word' for a part)"
	@echo "make check      lint, types, import rules, catalogues and migrations"
	@echo "make bench      measure answered updates a second"
	@echo "make catalogue  extract the texts and bring the translations up to date"

setup: $(DEV_STAMP)

demo: $(RUN_STAMP)
	@PORT=$(PORT) $(BIN)/werkout demo

test: $(DEV_STAMP)
	@$(BIN)/pytest $(ARGS)

check: $(DEV_STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy bot core integrations migrations tests
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory check-catalogue
	$(BIN)/python -m tests.check_migrations

bench: $(DEV_STAMP)
	@$(BIN)/python -m tests.benchmarks $(ARGS)

# Newest releases that work together, written without the address they came from.
constraints: $(VENV_STAMP)
	$(UV) lock --quiet --upgrade
	$(UV) export --quiet --all-groups --no-hashes --no-header --no-annotate --no-emit-project \
		--output-file constraints.txt > /dev/null

$(VENV_STAMP):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null || \
		{ echo "Werkout needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1 || echo missing). Name another one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "'$(PYTHON)' cannot make a virtual environment; on Debian and Ubuntu: apt install python3-venv" >&2; rm -rf $(VENV); exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

$(RUN_STAMP): $(VENV_STAMP) pyproject.toml constraints.txt
	@echo "Installing Werkout into $(VENV) …"
	@$(INSTALL)
	@touch $@

# Installs the run-time packages as well, so a demo after it finds nothing to do.
$(DEV_STAMP): $(VENV_STAMP) pyproject.toml constraints.txt
	@echo "Installing Werkout and its test tools into $(VENV) …"
	@$(INSTALL) --group dev
	@touch $(RUN_STAMP) $@
