# Every command works from a fresh clone, as root or as an ordinary user, and does only what is still to do.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run setup test check proof bench wheel lint built

PROOF_MINUTES ?= 10
WORKERS ?= 3
export PROOF_MINUTES

python := .venv/bin/python
# A database in the developer's surroundings is not one for tests.
pytest := env -u DATABASE_URL .venv/bin/pytest
spread := -n $(WORKERS) --dist worksteal
# Browser tests of one file share a running house.
spread_houses := -n 2 --dist loadfile

help:
	@echo "make run     nahbar on this machine, http://127.0.0.1:8000 (PORT=… for another port)"
	@echo "make setup   the environment for working on it"
	@echo "make check   fast checks, under a minute"
	@echo "make test    everything: lint, types, both databases, browser"
	@echo "make proof   the long proofs, PROOF_MINUTES=$(PROOF_MINUTES)"
	@echo "make bench   measurements, beside their peers"
	@echo "make wheel   a package to install, proved in an empty environment"

run:
	@scripts/setup run
	@$(MAKE) --no-print-directory built
	@exec .venv/bin/nahbar serve

setup:
	@scripts/setup dev

# What git does not keep but pages need: assets and compiled translations.
built:
	@$(python) scripts/build_assets.py
	@$(python) scripts/compile_messages.py

lint: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy src/nahbar scripts
	.venv/bin/lint-imports
	$(python) scripts/extract_messages.py --check

check: lint built
	$(pytest) -q $(spread) -m "not browser and not data and not proof and not slow"

# What may be missing on the machine is looked for first, so that nobody waits for the news.
test: setup
	@scripts/browser >/dev/null
	@scripts/postgres ready
	@$(MAKE) --no-print-directory lint built
	$(pytest) $(spread) -m "not browser and not proof"
	scripts/postgres run .venv/bin/pytest $(spread) -m "not browser and not proof and not no_database"
	NAHBAR_CHROMIUM="$$(scripts/browser)" $(pytest) $(spread_houses) -m "browser"

proof: setup built
	$(pytest) -m proof

bench: setup built
	$(python) -m bench

wheel: setup built
	scripts/prove_wheel
