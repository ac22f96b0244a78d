# The commands of the house. `make run` needs Python 3.11 or newer, nothing else.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.PHONY: run test check lint types imports bench screens reset migration

run: .venv/run
	PORT=$(PORT) $(BIN)/flask --app wsgi serve

test: .venv/dev packages
	$(BIN)/python -m tests.support.both $(ARGS)

check: lint types imports test

lint: .venv/dev
	$(BIN)/ruff check app tests bench migrations wsgi.py
	$(BIN)/ruff format --check app tests bench migrations wsgi.py

types: .venv/dev
	$(BIN)/mypy app

imports: .venv/dev
	$(BIN)/lint-imports --no-cache

bench: .venv/dev packages
	$(BIN)/python -m bench

screens: .venv/dev packages
	$(BIN)/python -m pytest tests/walks/test_screens.py --pictures docs/screens

reset:
	curl -sS -X POST http://localhost:$(PORT)/demo/reset

migration: .venv/dev
	$(BIN)/alembic -c migrations/alembic.ini revision --autogenerate -m "$(NAME)"

.PHONY: packages
packages:
	.ci/packages

.venv/run: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

.venv/dev: requirements-dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch .venv/run $@
