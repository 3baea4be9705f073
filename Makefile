# Commands of the project. What they do is in scripts/, in Python.
.DEFAULT_GOAL := help
.PHONY: help setup setup-run setup-test run demo test test-real chaos bench check fix messages screens lock

PYTHON := .venv/bin/python
SCENARIOS ?= 520
NAME ?=
ARGS ?=

help: ## Say what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Prepare everything to change Beffroi (quick when nothing changed)
	@python3 -m scripts.setup dev

setup-run:
	@python3 -m scripts.setup run

setup-test:
	@python3 -m scripts.setup test

run: setup-run ## Start Beffroi at http://127.0.0.1:8000
	@$(PYTHON) -m beffroi.cli.main up $(ARGS)

demo: setup-run ## Start Beffroi with a world to look at and simulated networks
	@$(PYTHON) -m beffroi.cli.main demo $(ARGS)

test: setup-test ## All tests, on SQLite then PostgreSQL (ARGS="-k words" for a few)
	@$(PYTHON) -m scripts.run_tests $(ARGS)

test-real: setup-test ## Tests against real servers, installed once and started here
	@$(PYTHON) -m scripts.real_servers $(ARGS)

chaos: setup ## Kill and break it SCENARIOS=520 times, then count what became visible
	@$(PYTHON) -m beffroi.cli.main chaos --scenarios $(SCENARIOS) $(ARGS)

bench: setup ## Measure one thing: NAME=… (what there is to measure: docs/dev/testing.md)
	@$(PYTHON) -m beffroi.cli.main bench $(NAME) $(ARGS)

check: setup ## Style, types, layers, templates, translations, migrations, lock files
	@$(PYTHON) -m scripts.check

fix: setup ## Put right what tools can put right
	@$(PYTHON) -m scripts.check --fix

messages: setup ## Bring the translations in step with the code
	@$(PYTHON) -m scripts.messages extract

screens: setup-test ## Take the pictures of the documents and of every screen, into screens/
	@$(PYTHON) -m scripts.screens $(ARGS)

lock: setup ## Write the lock files again (ARGS=--upgrade for the newest versions)
	@$(PYTHON) -m scripts.lock $(ARGS)
