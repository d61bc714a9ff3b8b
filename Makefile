# Everything a developer types. `make help` lists it; the work itself is in setup/.
# A file that exists is the proof that a step was done, so a second run does nothing again.

PYTHON ?= python3
PORT ?= 8000
SCALE ?=
WORKERS ?= 2

BIN := .venv/bin
LIAISON := $(BIN)/python -m liaison.cli
PYTEST := $(BIN)/python -m pytest --numprocesses=$(WORKERS) --dist=loadfile --no-loadscope-reorder
LOCKS := setup/requirements.lock setup/requirements-build.lock
DEV_LOCKS := $(LOCKS) setup/requirements-dev.lock

RUN_READY := .venv/.ready-to-run
DEV_READY := .venv/.ready-to-test
VENDOR := static/vendor/manifest.json
FRONT_SOURCES := package-lock.json setup/assets.py $(wildcard static/css/* static/css/*/* static/js/* static/images/*)
CATALOGUES := $(wildcard translations/*/LC_MESSAGES/*.po)
COMPILED := $(CATALOGUES:.po=.mo)
READY := $(RUN_READY) $(VENDOR) $(COMPILED)

# Compiled code is kept, or every worker and every program the tests start would compile it again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-sqlite test-postgresql check bench assets translations lock wheel clean

help: ## list every target
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  make %-17s %s\n' "$$name" "$$text"; done

setup: $(READY) ## make .venv, install pinned packages, build the front end, compile translations

demo: $(READY) ## run the demo city on 127.0.0.1:8000 (PORT=8001, RESET=1 to start over, SCALE=small|city|metro)
	@exec $(LIAISON) demo --port $(PORT) $(if $(SCALE),--scale $(SCALE)) $(if $(filter 1 yes true,$(RESET)),--reset)

test: test-sqlite test-postgresql ## run the suite: SQLite with the browser, then PostgreSQL

test-sqlite: $(DEV_READY) $(READY) ## run the suite on SQLite, browser included, but for what check runs
	$(PYTEST) --database sqlite --ignore=tests/architecture

test-postgresql: $(DEV_READY) $(READY) ## run what touches the database on PostgreSQL
	$(PYTEST) --database postgresql -m "not browser and not pure" --ignore=tests/statistics

check: $(DEV_READY) $(READY) ## format, lint, types; then imports, templates, translations, migrations, sizes
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet
	$(PYTEST) tests/architecture

bench: $(DEV_READY) $(READY) ## measure speed and memory beside a bare floor, and write docs/benchmarks.md
	$(BIN)/python -m benchmarks

assets: $(RUN_READY) ## build style sheets and scripts again
	$(BIN)/python setup/assets.py

translations: $(RUN_READY) ## collect the strings from the code, bring every language's catalogue up to date
	$(BIN)/python setup/translations.py

lock: $(DEV_READY) ## pin the packages again after a change in pyproject.toml (UPGRADE=1 lifts all versions)
	$(BIN)/python setup/lock.py $(if $(UPGRADE),--upgrade)

wheel: $(READY) ## build the wheel into dist/
	rm -rf build
	$(BIN)/python -m build --wheel --no-isolation

clean: ## remove everything that was installed or built; the demo's data in instance/ stays
	rm -rf .venv node_modules static/vendor build dist *.egg-info .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find liaison setup tests benchmarks migrations -name __pycache__ -type d -prune -exec rm -rf {} +
	find translations -name '*.mo' -delete

$(RUN_READY): $(LOCKS) setup/system.py setup/environment.py setup.py
	@$(PYTHON) setup/system.py run
	@$(PYTHON) setup/environment.py $(LOCKS)
	@touch $@

$(DEV_READY): $(DEV_LOCKS) setup/system.py | $(RUN_READY)
	@$(PYTHON) setup/system.py test
	@$(PYTHON) setup/environment.py $(DEV_LOCKS)
	@touch $@

$(VENDOR): $(FRONT_SOURCES) | $(RUN_READY)
	@$(BIN)/python setup/assets.py

%.mo: %.po | $(RUN_READY)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
