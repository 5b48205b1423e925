# What people type. Each target stands on scripts/setup.sh, which does a step only when it must.
.DEFAULT_GOAL := help
.PHONY: help setup dev-setup programs demo test check bench lock
.NOTPARALLEL:                   # two pips at once would spoil .venv
MAKEFLAGS += --no-print-directory

help:            ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

setup:           ## .venv with the locked dependencies and the sekisho command
	@sh scripts/setup.sh

dev-setup:       ## the same, with what the tests and checks need
	@sh scripts/setup.sh dev

programs:        ## the programs that the tests drive (browser, Postfix, ...)
	@sh scripts/programs.sh

demo: setup      ## Sekisho with sample mail, to look around
	@.venv/bin/sekisho demo $(DEMO_ARGS)

test: dev-setup programs ## the tests; PYTEST_ARGS='-k held -x' goes to pytest
	@.venv/bin/python -m pytest $(PYTEST_ARGS)

check: dev-setup ## lint, format, types, import rules
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

bench: setup     ## the benchmarks; BENCH_ARGS goes to them
	@if [ -d benchmarks ]; then .venv/bin/python -m benchmarks $(BENCH_ARGS); else echo "bench: there is no benchmarks/ yet"; fi

# Pins stay as they are unless pyproject.toml asks otherwise; LOCK_ARGS=--upgrade takes the newest.
# No line may name an index or a path: where packages come from is each machine's own business.
LOCK = "$$t/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header $(LOCK_ARGS)

lock:            ## write the requirements*.lock files anew from pyproject.toml
	@set -eu; t=$$(mktemp -d); trap 'rm -rf "$$t"' EXIT; \
	python3 -m venv "$$t"; "$$t/bin/pip" install -qq uv; \
	$(LOCK) pyproject.toml -o requirements.lock; \
	$(LOCK) pyproject.toml --extra ocr -c requirements.lock -o requirements-ocr.lock; \
	printf '%s\n' 'hatchling>=1.27' 'editables~=0.3' 'setuptools>=77' | $(LOCK) - -c requirements.lock -o requirements-build.lock; \
	$(LOCK) pyproject.toml --extra dev --extra ocr -c requirements.lock -c requirements-build.lock -o requirements-dev.lock; \
	if grep -nE '://|^-|@ ' requirements*.lock; then echo "lock: the lines above name a place" >&2; exit 1; fi
