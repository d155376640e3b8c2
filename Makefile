# Everything is installed by these targets: Python packages into .venv, a browser where none is found.
# `make` alone lists them. Repeated runs install nothing again.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
# The demo keeps to a data folder of its own, apart from real work. PARLEY_DATA names another.
DEMO_DATA := $(or $(PARLEY_DATA),$(if $(filter 0,$(shell id -u)),/var/lib/parley-demo,$(or $(XDG_DATA_HOME),$(HOME)/.local/share)/parley-demo))
PORT ?= 8000
# Paths or options for pytest, e.g. make test TESTS="tests/runtime -x"
TESTS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test check browser screenshots clean

help: ## List the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/'

demo: $(VENV)/run.stamp ## Start Parley with the demo dossier on http://127.0.0.1:8000/
	PARLEY_DATA=$(DEMO_DATA) $(MANAGE) serve --demo --port $(PORT)

test: $(VENV)/dev.stamp browser ## Run all tests (DATABASE_URL=... names another PostgreSQL)
	PARLEY_TEST_STOP=1 $(BIN)/python -m pytest -n 2 $(TESTS)

check: $(VENV)/dev.stamp browser ## Everything that must hold before a commit
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	find templates tracker -name '*.html' -print0 | xargs -0 -r $(BIN)/djade --target-version 5.2 --check
	$(BIN)/mypy
	DEBUG=1 $(MANAGE) makemigrations --check --dry-run
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(48))') DEBUG=0 HTTPS=1 \
		$(MANAGE) check --deploy --fail-level WARNING
	PARLEY_TEST_STOP=1 $(BIN)/python -m pytest -n 2 $(TESTS)

browser: ## Make sure that a Chromium is here
	@.ci/chromium

screenshots: $(VENV)/dev.stamp browser ## Pictures of every page: make screenshots AS="EMAIL PASSWORD" while make demo runs
	PARLEY_DATA=$(DEMO_DATA) $(BIN)/python -m tests.browser.screenshots http://127.0.0.1:$(PORT) $(AS)

clean: ## Remove what was installed and built in this folder (no data)
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed; install it or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements.txt requirements-dev.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/run.stamp
