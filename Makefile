# Everything starts here. `make` alone tells what there is.
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test prove bench lint format messages lock clean

PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV ?= uv
BIN := .venv/bin
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links

help: ## Tell what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what Yidu needs to run, into .venv and node_modules
	@$(PYTHON) -m tools.setup

setup-dev: ## Install what tests and linters need as well
	@$(PYTHON) -m tools.setup --dev

demo: setup ## Load the demonstration world and open it on http://127.0.0.1:8000/
	@$(BIN)/yidu demo

test: setup-dev ## Run every test on a real PostgreSQL and in a real browser (one: make test only=tests/matters)
	@$(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder $(only)

prove: setup-dev ## Run the long trials, each with its broken twin; their figures go to var/proved.jsonl (one: only=…)
	@$(BIN)/python -m pytest -m prove -n 0 $(only)

bench: setup-dev ## Measure speed as ratios within one run (docs/scale.md; results in bench/results/)
	@$(BIN)/python -m bench $(only)

lint: setup-dev ## Check style, types, floors, templates, messages, sizes and locks
	@$(BIN)/python -m tools.lint

format: setup-dev ## Let ruff arrange and mend what it can
	@$(BIN)/ruff check --fix --quiet; $(BIN)/ruff format

messages: setup-dev ## Add new messages to the Chinese catalogue, empty, for a person to fill in
	@$(BIN)/python -m tools.check_messages --write

lock: ## Renew the locked versions (needs uv and a network)
	@cd requirements && UV_CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) $(upgrade) base.in --output-file base.txt
	@cd requirements && UV_CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) $(upgrade) dev.in --output-file dev.txt
	@$(PYTHON) -m tools.check_locks

clean: ## Remove what was built; var/ and its data stay
	@rm -rf .venv node_modules yidu/web/static/web .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
