# One command each, for people and for CI. Everything that is installed goes into .venv and var.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEVELOP_STAMP := $(VENV)/.installed-develop
PYTHON ?= python3
# pip compiles on one core; what does not compile is told when it is imported.
COMPILE := $(BIN)/python -m compileall -qq -j 0 $(VENV)/lib || true
# pip names a package that it did not find where it found no network at all.
UNFETCHED = { echo "Không tải được gói phần mềm / packages could not be fetched: network, proxy, PIP_INDEX_URL" >&2; \
  echo "[setup.not-fetched] docs/howto/when-it-fails.md" >&2; exit 1; }
PORT ?= 8000
FILE ?=
SERVE ?= yes
BENCH ?=
INSTALL ?=
MINUTES ?= 10
TORTURE ?=

.PHONY: help setup demo demo-network dev test torture bench bench-peers check format lock vendor messages docs clean

help: ## what can be called
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(STAMP): requirements/product.txt pyproject.toml scripts/preflight.sh
	@PYTHON=$(PYTHON) bash scripts/preflight.sh
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the product needs (pinned and hashed) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r requirements/product.txt || $(UNFETCHED)
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python scripts/preflight.py
	@$(COMPILE)
	@$(BIN)/pybabel --quiet compile --domain django --directory src/lienthong/locale
	@touch $@

$(DEVELOP_STAMP): $(STAMP) requirements/develop.txt
	@echo "Installing what tests and checks need …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r requirements/develop.txt || $(UNFETCHED)
	@$(COMPILE)
	@touch $@

setup: $(DEVELOP_STAMP) ## install everything for developing

demo: $(STAMP) ## play the main job, then serve it (FILE=path, SERVE=no, PORT=8000)
	@$(BIN)/python -m lienthong.practice --port "$(PORT)" --serve "$(SERVE)" $(if $(FILE),--file "$(FILE)")

demo-network: $(STAMP) ## three installations write to each other (SERVE=no, NETWORK_PORT=8100)
	@$(BIN)/python -m lienthong.practice.network --port "$(or $(NETWORK_PORT),8100)" --serve "$(SERVE)"

dev: $(DEVELOP_STAMP) ## server with reload, and a worker
	@bash scripts/dev.sh "$(PORT)"

test: $(DEVELOP_STAMP) ## the whole suite, on SQLite and PostgreSQL, with a real browser
	@bash scripts/test.sh

torture: $(DEVELOP_STAMP) ## hurt installations on both databases (MINUTES=10, TORTURE="--round kills --seed 7")
	@mkdir -p var && $(BIN)/python -m torture --minutes $(MINUTES) $(TORTURE)

bench: $(DEVELOP_STAMP) ## measure loads, acts and pages, beside the floor (BENCH="--short")
	@$(BIN)/python -m bench $(BENCH)

bench-peers: $(DEVELOP_STAMP) ## the same beside Postfix and Dovecot (INSTALL=yes: from Debian, as root)
	@$(BIN)/python -m bench --peers $(if $(filter yes,$(INSTALL)),--install) $(BENCH)

check: $(DEVELOP_STAMP) ## lint, types, import contracts, migrations, vendored files
	@$(BIN)/ruff check src tests scripts bench torture
	@$(BIN)/ruff format --check --quiet src tests scripts bench torture
	@$(BIN)/mypy
	@PYTHONPATH=src $(BIN)/lint-imports --no-logo 2>/dev/null || PYTHONPATH=src $(BIN)/lint-imports
	@LIENTHONG_HOME=$$(mktemp -d) $(BIN)/lienthong makemigrations --check --dry-run
	@$(BIN)/python scripts/check_vendor.py
	@$(BIN)/python scripts/messages.py --check

format: $(DEVELOP_STAMP) ## put code into shape
	@$(BIN)/ruff check --fix --quiet src tests scripts bench torture || true
	@$(BIN)/ruff format src tests scripts bench torture

lock: ## pin and hash requirements anew
	@$(PYTHON) -m venv $(VENV) && $(BIN)/pip install --quiet uv
	@for name in product develop; do $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header requirements/$$name.in -o requirements/$$name.txt; done

vendor: $(DEVELOP_STAMP) ## fetch the browser files named in vendor/package.json anew (needs npm)
	@$(BIN)/python scripts/vendor.py

messages: $(DEVELOP_STAMP) ## collect all sentences into the English catalogue
	@$(BIN)/python scripts/messages.py

docs: $(DEVELOP_STAMP) ## take the screenshots of the docs anew (needs Chromium)
	@$(BIN)/python scripts/screenshots.py

clean: ## remove the demo's installation
	@rm -rf var
