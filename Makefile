# Everything a developer needs, from a fresh clone. `make` lists the targets.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
# What run-all is told: make run RUN_ARGS="--port 5001"
RUN_ARGS ?=
# How many tests run side by side, and what else pytest is told: make test PYTEST_ARGS="-k feed"
WORKERS ?= 2
PYTEST_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes
CODE := tracker tests migrations benchmarks docs config.py wsgi.py
SOURCES := $(wildcard $(CODE))
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard tracker/translations/*/LC_MESSAGES/*.po))

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

## ---- set-up -------------------------------------------------------------------------------------

# pip is the last thing that venv makes
$(BIN)/pip:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here. Install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is $$($(PYTHON) --version); the tracker needs Python 3.11 or newer. Name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Each stamp says that the environment holds what its lock file names; dev.txt includes run.txt.
$(VENV)/.run: requirements/run.txt | $(BIN)/pip
	$(INSTALL) -r requirements/run.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(BIN)/pip
	$(INSTALL) -r requirements/dev.txt
	@touch $@ $(VENV)/.run

%.mo: %.po | $(VENV)/.run
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

.PHONY: install
install: $(VENV)/.run $(CATALOGUES) ## install what the tracker needs to run into .venv

.PHONY: caldav
caldav: install ## install what `flask caldav` needs: Radicale, a program of its own under the GPL
	$(INSTALL) -r requirements/caldav.txt

.PHONY: install-dev
install-dev: $(VENV)/.dev $(CATALOGUES) ## the same, with what tests and checks need

.PHONY: browser
browser:
	@.ci/chromium

.PHONY: readers
readers:
	@.ci/readers

## ---- daily work ---------------------------------------------------------------------------------

.PHONY: run
run: install ## run web and worker on http://127.0.0.1:5000, with demo data in an empty database
	$(BIN)/flask db upgrade
	$(BIN)/flask demo --if-empty
	@exec $(BIN)/flask run-all $(RUN_ARGS)

.PHONY: test
test: install-dev browser readers ## run the tests, on SQLite and on PostgreSQL
	$(BIN)/pytest -n $(WORKERS) -m "not long" $(PYTEST_ARGS)

.PHONY: test-long
test-long: install-dev browser readers ## run those that take long: walks over all pages, pages on PostgreSQL, programs
	$(BIN)/pytest -n $(WORKERS) -m long $(PYTEST_ARGS)

# How many workers are killed on each database, how many alerts go out meanwhile, how many fall due in one minute.
# All of it: make faults KILLS=200 ALERTS=20000 BURST=10000
KILLS ?= 12
ALERTS ?= 200
BURST ?= 300

.PHONY: faults
faults: install-dev ## let accidents happen to workers, and count what was lost, doubled, early or late
	FAULT_KILLS=$(KILLS) FAULT_ALERTS=$(ALERTS) FAULT_BURST=$(BURST) $(BIN)/pytest tests/faults -n $(WORKERS) $(PYTEST_ARGS)

.PHONY: check
check: install-dev ## check format, style, types, layers, templates and translations
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/pytest --quiet --no-header tests/structure/test_translations.py

.PHONY: format
format: install-dev ## put code into the agreed format, and mend what can be mended
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

.PHONY: bench
bench: install-dev ## measure speed on both databases against the limits
	$(BIN)/python -m benchmarks

.PHONY: guide
guide: install-dev browser ## take the pictures of the guide anew
	$(BIN)/python -m docs.screenshots

.PHONY: translations
translations: install-dev ## bring the German catalogue up to date with the texts in code and templates
	@.ci/texts messages.pot
	$(BIN)/pybabel --quiet update --input-file messages.pot --output-dir tracker/translations --ignore-obsolete --no-fuzzy-matching --ignore-pot-creation-date --width 100
	@rm messages.pot
	@$(MAKE) --no-print-directory install

.PHONY: lock
lock: $(VENV)/.dev ## resolve requirements/*.in anew into hash-locked *.txt
	$(BIN)/uv pip compile $(LOCK) requirements/run.in --output-file requirements/run.txt
	$(BIN)/uv pip compile $(LOCK) requirements/caldav.in --constraint requirements/run.txt --output-file requirements/caldav.txt
	$(BIN)/uv pip compile $(LOCK) requirements/dev.in --constraint requirements/run.txt --output-file requirements/dev.txt

LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-config \
	--default-index https://pypi.org/simple --custom-compile-command "make lock"

.PHONY: clean
clean: ## remove the environment, caches and compiled files; your data in instance/ stays
	rm -rf $(VENV) .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache test-results tests/feeds/programs/node_modules $(CATALOGUES)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
