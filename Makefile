# What people type. `make` alone says what there is.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup run demo-reset test check bench bench-country screenshots format messages lock
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
CATALOGUES := $(wildcard reporting/locale/*/LC_MESSAGES/*.po)
COMPILED := $(CATALOGUES:.po=.mo)
DEMO := DJANGO_SETTINGS_MODULE=reporting.settings.demo

# Packages come from the locks only. An active virtual environment is neither used nor touched: everything
# goes through $(PY). pip of $(PYTHON) is used where the new environment cannot have one of its own.
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes

help:
	@echo 'make run          set up and start web, scheduler and worker (PORT, DATABASE_URL)'
	@echo 'make demo-reset   delete what was entered and load the demo province again'
	@echo 'make test         set up for tests and run all of them'
	@echo 'make check        format, lint, types, imports, migrations, messages, generated docs, API snapshot'
	@echo 'make bench        speed, each figure beside its baseline'
	@echo 'make bench-country the promises at the size of the country (up to half an hour, 12 GB of disk)'
	@echo 'make screenshots  run the browser tests and write var/screenshots/'
	@echo 'make format       format and sort the code'
	@echo 'make messages     collect texts into reporting/locale/'
	@echo 'make lock         renew requirements/*.txt from pyproject.toml'

# ---- setting up -------------------------------------------------------------------------------------------

$(VENV)/created.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed as $(PYTHON); found: $$($(PYTHON) --version 2>&1 || true)." >&2; \
		echo "Install it (Debian 12: apt-get install python3 python3-venv) or name one: PYTHON=python3.12 make run" >&2; \
		exit 1; }
	@test -x $(PY) || { echo 'Setting up $(VENV)'; .ci/create_environment $(PYTHON) $(VENV); }
	@touch $@

$(VENV)/run.stamp: requirements/run.txt requirements/data.txt | $(VENV)/created.stamp
	@echo 'Installing packages'
	@$(INSTALL) -r requirements/run.txt
	@$(INSTALL) --no-deps -r requirements/data.txt
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	@echo 'Installing packages for tests and checks'
	@$(INSTALL) -r requirements/dev.txt
	@touch $@

%.mo: %.po | $(VENV)/run.stamp
	@$(PY) -m babel.messages.frontend --quiet compile --input-file $< --output-file $@

setup: $(VENV)/run.stamp $(COMPILED)
	@:

# ---- running ----------------------------------------------------------------------------------------------

run: setup
	@exec env $(DEMO) $(PY) manage.py run_demo

demo-reset: setup
	@exec env $(DEMO) $(PY) manage.py reset_demo

# ---- proving ----------------------------------------------------------------------------------------------

test: $(VENV)/dev.stamp $(COMPILED)
	@.ci/install_system_packages postgresql chromium gettext curl
	@exec $(PY) -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal

check: $(VENV)/dev.stamp $(COMPILED)
	@.ci/install_system_packages gettext
	@exec .ci/check $(PY)

bench: $(VENV)/dev.stamp $(COMPILED)
	@.ci/install_system_packages postgresql
	@exec $(PY) -m tests.bench

bench-country: $(VENV)/dev.stamp $(COMPILED)
	@.ci/install_system_packages postgresql
	@exec $(PY) -m tests.bench.country

screenshots: $(VENV)/dev.stamp $(COMPILED)
	@.ci/install_system_packages postgresql chromium
	@SCREENSHOTS=1 exec $(PY) -m pytest -m browser -k sqlite

# ---- tending ----------------------------------------------------------------------------------------------

format: $(VENV)/dev.stamp
	@$(PY) -m ruff check --quiet --fix . || true
	@$(PY) -m ruff format .

messages: $(VENV)/dev.stamp
	@.ci/install_system_packages gettext
	@$(PY) manage.py update_messages

# Addresses and folders of this machine's configuration stay out of the locks.
LOCK := -m uv --no-config pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
lock: $(VENV)/dev.stamp
	@cd requirements && unset UV_INDEX UV_FIND_LINKS UV_EXTRA_INDEX_URL && \
		python=../$(PY) && \
		$$python $(LOCK) --output-file run.txt ../pyproject.toml && \
		$$python $(LOCK) --extra dev --constraints run.txt --output-file dev.txt ../pyproject.toml && \
		$$python $(LOCK) --no-deps --output-file data.txt data.in
