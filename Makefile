# The commands of the house. `make run` needs Python 3.11 or newer, nothing else.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
FLASK := $(BIN)/flask --app wsgi

.PHONY: run reset test check lint types imports fuzz bench screens papers migration packages

# Set up, migrate, load demo data, serve on http://localhost:$(PORT) with a worker.
run: .venv/run
	@PORT=$(PORT) $(FLASK) serve

# Start the demo data over, whether the server runs or not.
reset: .venv/run
	$(FLASK) reset

# Every test, on SQLite and on PostgreSQL side by side; what is the same on both is done once.
# ARGS="tests/core -k won" chooses.
test: .venv/dev packages
	@echo "== tests, on SQLite and on PostgreSQL"
	$(BIN)/python -m tests.support.both $(ARGS)

# What must hold before a change lands.
check: lint types imports test
	@echo "== everything holds"

lint: .venv/dev
	@echo "== lint and format"
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev
	@echo "== types"
	$(BIN)/mypy app bench

imports: .venv/dev
	@echo "== floors: who may import whom"
	$(BIN)/lint-imports --no-cache

# Damaged input for every reader of what strangers bring, for so long; what breaks one is kept in var/fuzz.
MINUTES ?= 10
fuzz: .venv/dev
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES)

# The benchmarks: a table, docs/performance.md and bench/results.json.
bench: .venv/dev packages
	$(BIN)/python -m bench

# Photograph every screen into docs/screens.
screens: .venv/dev packages
	$(BIN)/python -m pytest tests/walks/test_screens.py --pictures docs/screens

# Draw sample papers into docs/papers.
papers: .venv/dev packages
	$(BIN)/python -m pytest tests/evidence/test_pictures.py --paper-pictures docs/papers

# A new migration from the models: make migration NAME="what changes"
migration: .venv/dev
	$(BIN)/alembic -c migrations/alembic.ini revision --autogenerate -m "$(NAME)"

packages:
	@.ci/packages

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/run: requirements.txt | .venv/bin/python
	@echo "== installing what the product needs"
	$(PIP) -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt | .venv/bin/python
	@echo "== installing what the tests need"
	$(PIP) -r requirements-dev.txt
	@touch .venv/run $@
