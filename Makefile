# Two commands matter: `make run` and `make test`. Both install what they need and work without a terminal.
PYTHON := $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$each; break; }; done)
VENV_PYTHON := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help python install install-dev run test bench check lint format types imports migrations requirements

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

python:
	@test -n "$(PYTHON)" || { echo "Cần Python 3.11 trở lên: sudo apt-get install python3"; exit 1; }

install: python
	@$(PYTHON) -m ops.install

install-dev: python
	@$(PYTHON) -m ops.install --dev

run: install  ## serve the portal with its demonstration year on http://127.0.0.1:8000 (PORT=… for another port)
	@$(VENV_PYTHON) -m ops.serve

test: install-dev  ## the whole suite on PostgreSQL, Redis and Chromium, then on SQLite (ARGS="-k word" to select)
	@$(VENV_PYTHON) -m ops.run_tests $(ARGS)

bench: install-dev  ## how fast it is, on servers of its own (ONLY=scoring, SIZES=25,250,2500, TIMES=5)
	@$(VENV_PYTHON) -m ops.bench $(if $(ONLY),--only $(ONLY)) $(if $(SIZES),--sizes $(SIZES)) $(if $(TIMES),--times $(TIMES))

check: lint types imports migrations  ## everything that CI asks besides the tests

lint: install-dev  ## style
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .

format: install-dev  ## mend style
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

types: install-dev  ## types
	@.venv/bin/mypy

imports: install-dev  ## the two orders of the architecture
	@.venv/bin/lint-imports

migrations: install-dev  ## every model change has its migration
	@env -u DATABASE_URL DJANGO_SETTINGS_MODULE=config.settings.test $(VENV_PYTHON) manage.py makemigrations --check --dry-run

requirements: install  ## compile the pinned requirements anew after editing the .in files
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url requirements.in --output-file requirements.txt
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url requirements-dev.in --output-file requirements-dev.txt
