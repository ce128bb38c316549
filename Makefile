# Every target makes what it needs: a virtual environment in .venv from the lock file.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# The program that the browser tests drive; another name or path will do as well.
export CHROMIUM ?= chromium
# The accessibility rules that the site is tested with.
AXE_VERSION := 4.14.1
# Two processes, each with a portal of its own. Files in their order: the long ones are not last.
SIDE_BY_SIDE := -n 2 --dist loadfile --no-loadscope-reorder
export AXE := $(VENV)/axe-core-$(AXE_VERSION).js

.DEFAULT_GOAL := help
.PHONY: help setup release site example test oldest browser office statistics lint format docs bench bench-publish lock clean

help: ## show the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup: $(READY) ## make the virtual environment

# The marker is written last: an interrupted installation is done again.
$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; found: $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) || \
		{ echo "Cannot make a virtual environment; on Debian: apt-get install python3-venv"; exit 1; }
	@echo "Installing into $(VENV) (once) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q scripts publish
	@touch $@

release: $(READY) ## rebuild the tables, check them, bundle, publish notice and follow-up to a local CKAN
	@$(BIN)/fiscal-notice extract
	@$(BIN)/fiscal-notice publish --downloads
	@$(BIN)/fiscal-notice --root resources/follow-up publish --downloads

site: $(READY) ## make the static site in dist/site
	@$(BIN)/fiscal-notice site

example: $(READY) ## make an invented follow-up with its forms and site in dist/example
	@$(BIN)/python tests/follow/example.py dist/example

test: $(READY) browser office statistics $(AXE) ## run all tests
	@$(BIN)/python -m pytest $(SIDE_BY_SIDE)

oldest: $(READY) ## run the tests of publishing against CKAN 2.11, the oldest that is supported
	@FISCAL_NOTICE_TEST_CKAN=2.11 $(BIN)/python -m pytest $(SIDE_BY_SIDE) tests/portal/test_rights.py \
		tests/portal/test_search.py tests/portal/test_datastore.py tests/publish

# Debian's packages; the fonts are for Chinese in the screenshots. As root, or through sudo.
browser:
	@{ command -v "$(CHROMIUM)" && fc-list :lang=zh | grep -q .; } >/dev/null 2>&1 || { \
		echo "Installing chromium and fonts-noto-cjk for the browser tests (once) ..."; \
		run="env DEBIAN_FRONTEND=noninteractive timeout 900 apt-get -qq"; \
		test "$$(id -u)" = 0 || run="sudo $$run"; \
		{ $$run update && $$run install -y --no-install-recommends chromium fonts-noto-cjk; } >/dev/null && \
		command -v "$(CHROMIUM)" >/dev/null || { \
			echo "The browser tests need Chromium. On Debian, as root: apt-get install chromium fonts-noto-cjk"; \
			echo "Or name the Chromium or Chrome that you have: make test CHROMIUM=/path/to/it"; \
			exit 1; }; }

# The tests of downloads open them with LibreOffice, of which only the spreadsheet is needed.
office:
	@command -v soffice >/dev/null || { \
		echo "Installing libreoffice-calc-nogui for the tests of downloads (once) ..."; \
		run="env DEBIAN_FRONTEND=noninteractive timeout 900 apt-get -qq"; \
		test "$$(id -u)" = 0 || run="sudo $$run"; \
		{ $$run update && $$run install -y --no-install-recommends libreoffice-calc-nogui; } >/dev/null && \
		command -v soffice >/dev/null || { \
			echo "The tests of downloads need LibreOffice. On Debian, as root: apt-get install libreoffice-calc-nogui"; \
			exit 1; }; }

# README reads the tables with R, too.
statistics:
	@command -v Rscript >/dev/null || { \
		echo "Installing r-base-core for the tests of README's examples (once) ..."; \
		run="env DEBIAN_FRONTEND=noninteractive timeout 900 apt-get -qq"; \
		test "$$(id -u)" = 0 || run="sudo $$run"; \
		{ $$run update && $$run install -y --no-install-recommends r-base-core; } >/dev/null && \
		command -v Rscript >/dev/null || { \
			echo "The tests of README's examples need R. On Debian, as root: apt-get install r-base-core"; \
			exit 1; }; }

# By npm, which compares what it fetches with the hash that the registry gives.
$(AXE): | $(READY)
	@command -v npm >/dev/null || { \
		echo "Installing npm for the accessibility tests (once) ..."; \
		run="env DEBIAN_FRONTEND=noninteractive timeout 900 apt-get -qq"; \
		test "$$(id -u)" = 0 || run="sudo $$run"; \
		{ $$run update && $$run install -y --no-install-recommends npm; } >/dev/null && \
		command -v npm >/dev/null || { \
			echo "The accessibility tests need npm. On Debian, as root: apt-get install npm"; exit 1; }; }
	@folder=$$(mktemp -d) && \
		npm pack --silent --pack-destination "$$folder" axe-core@$(AXE_VERSION) >/dev/null && \
		tar -xzf "$$folder"/axe-core-$(AXE_VERSION).tgz -C "$$folder" package/axe.min.js && \
		mv "$$folder"/package/axe.min.js $@; done=$$?; rm -rf "$$folder"; exit $$done

lint: $(READY) ## ruff, mypy (strict), import-linter
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(READY) ## let ruff format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

docs: $(READY) ## make the generated pages of docs/ again
	@$(BIN)/fiscal-notice docs
	@$(BIN)/python docs/modules.py

bench: $(READY) browser ## measure against frictionless and others
	@$(BIN)/python benchmarks/run.py
	@$(BIN)/python benchmarks/validation.py
	@$(BIN)/python benchmarks/notices.py
	@$(BIN)/python benchmarks/originals.py
	@$(BIN)/python benchmarks/follow_up.py
	@$(BIN)/python benchmarks/pages.py

bench-publish: $(READY) ## measure publishing against dpckan and plain ckanapi, on the local portal
	@$(BIN)/python benchmarks/publishing.py

lock: ## renew requirements.lock from pyproject.toml (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --extra dev pyproject.toml -o requirements.lock

clean: ## remove what the targets made
	rm -rf $(VENV) dist resources/follow-up/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
