# The vocabulary of this project. `make help` lists it.
# The folder may have any name: what holds its path is quoted by the shell or by Python, never pasted in here.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test test-quick test-full faults bench instructions walk example-report check fix phrases lock clean

help: ## list these targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/' | expand -t 18

$(VENV)/.run: requirements/bootstrap.txt requirements/run.txt
	@echo "Setting up Closer Look in $(VENV), which takes a minute or so ..."
	@$(PYTHON) -m venv $(VENV) || { echo "Python 3.11 needs its venv module: on Debian, install the package python3-venv."; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/bootstrap.txt
	@VIRTUAL_ENV="$$PWD/$(VENV)" $(BIN)/uv pip sync --quiet --require-hashes requirements/bootstrap.txt requirements/run.txt
	@$(BIN)/python -c 'import os, shlex; here = os.getcwd(); print("#!/bin/sh\nPYTHONPATH=" + shlex.quote(here), "exec", shlex.quote(here + "/$(BIN)/python"), "-m bot \"$$@\"")' > $(BIN)/closer-look
	@chmod +x $(BIN)/closer-look
	@rm -f $(VENV)/.test
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.run
	@echo "Setting up what the tests need ..."
	@VIRTUAL_ENV="$$PWD/$(VENV)" $(BIN)/uv pip sync --quiet --require-hashes requirements/bootstrap.txt requirements/test.txt
	@touch $@

# The bots that are compared run without what only tests need; one of them needs other versions than ours.
$(VENV)/.bench: requirements/bench.txt requirements/run.txt $(VENV)/.test
	@$(PYTHON) -m venv $(VENV)/bench $(VENV)/product
	@VIRTUAL_ENV="$$PWD/$(VENV)/bench" $(BIN)/uv pip sync --quiet --require-hashes requirements/bench.txt
	@VIRTUAL_ENV="$$PWD/$(VENV)/product" $(BIN)/uv pip sync --quiet --require-hashes requirements/run.txt
	@touch $@

run: $(VENV)/.run ## set up and start Closer Look; prints the links into the try-out
	@echo "Starting Closer Look ..."
	@$(BIN)/python -m bot run

test: $(VENV)/.test ## set up and pass the tests
	@sh tests/install-tool chromium
	@sh tests/install-tool strace
	@sh tests/install-tool nginx
	@sh tests/install-tool caddy
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

test-quick: $(VENV)/.test ## pass the quick tests, in about a minute: no browser, no campaign, no process
	@$(BIN)/python -m pytest -n 2 -m "not slow" $(ARGS)

test-full: $(VENV)/.test ## pass in full the tests that are short in `make test`
	@sh tests/install-tool chromium
	@CLOSER_LOOK_TESTS_IN_FULL=1 $(BIN)/python -m pytest -n 2 --dist loadfile `grep -rl --include='test_*.py' IN_FULL tests` $(ARGS)

faults: $(VENV)/.test ## set up and run the fault campaigns in full, which takes about two hours
	@CLOSER_LOOK_REQUIRE_STRACE=1 sh tests/install-tool strace
	@$(BIN)/python -m tests.faults $(ARGS)

bench: $(VENV)/.bench ## measure the speed beside other bots; writes docs/benchmarks.md
	@$(BIN)/python -m tests.bench $(ARGS)

instructions: $(VENV)/.test ## count the instructions for a reply; ARGS="--tree DIR" compares
	@$(BIN)/python -m tests.bench.instructions $(ARGS)

walk: $(VENV)/.test ## count what a reply passes
	@$(BIN)/python -m tests.walk $(ARGS)

example-report: $(VENV)/.run ## make the report of an invented round of 60 people, in every format
	@$(BIN)/python -m tests.example_round $(ARGS)

check: $(VENV)/.test ## lint, format, types, import direction, packs
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m bot check

fix: $(VENV)/.test ## fix what lint and format can fix by themselves
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

phrases: $(VENV)/.run ## gather the phrases of the interface into content/locale
	@$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --add-location file --sort-by-file --no-wrap --omit-header --output-file content/locale/closer_look.pot bot content conversations reports web
	@$(BIN)/pybabel --quiet update --domain closer_look --input-file content/locale/closer_look.pot --output-dir content/locale --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

lock: $(VENV)/.run ## pin every dependency again, with hashes
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links pyproject.toml --output-file requirements/run.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links --constraint requirements/run.txt pyproject.toml --group dev --output-file requirements/test.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links --group bench --output-file requirements/bench.txt

clean: ## remove the environment and what the tools left behind; data/ stays
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
