# make run    a working demonstration on 127.0.0.1:8000
# make test   everything: rules, services, both databases, browser, accessibility
# make check  lint, types, floors, then the tests but for the long proofs and some on the second database
# make prove  those as well; .ci/run calls both (make nightly: with 2,000 histories of grants instead of 200)
# make without-wall  a few rooms on PostgreSQL with the second wall off (make prove does it too)
# make bench  the benchmarks, into benchmarks/results.json (bench-full: up to a million, results-full.json)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := CASEWORK_DEMO=true
PYTEST_PLUGINS_OFF := PYTEST_DISABLE_PLUGIN_AUTOLOAD=1
.DEFAULT_GOAL := run
.PHONY: run test check prove without-wall nightly lint bench bench-full lock assets clean

$(VENV)/.run: requirements/run.txt
	@echo "==> Making the Python environment in $(VENV) from the hashed lock (first time: about a minute)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/run.txt
	@touch $@

$(VENV)/.all: requirements/all.txt $(VENV)/.run
	@echo "==> Adding what the tests need"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/all.txt
	@touch $@

assets: $(VENV)/.run
	@$(BIN)/python static/build_assets.py

run: assets
	@echo "==> Preparing the database and starting"
	@$(DEMO) $(BIN)/python -m flask --app wsgi demo run

test: $(VENV)/.all assets
	@$(BIN)/python tests/prepare.py
	@$(BIN)/python tests/run.py

lint: $(VENV)/.all
	@echo "==> Lint, types, floors"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

check: lint assets
	@$(BIN)/python tests/prepare.py
	@$(BIN)/python tests/run.py --check

prove: $(VENV)/.all assets
	@$(BIN)/python tests/prepare.py
	@$(BIN)/python tests/run.py --prove
	@$(BIN)/python tests/run.py --without-wall

without-wall: $(VENV)/.all assets
	@$(BIN)/python tests/run.py --without-wall

nightly:
	@CASEWORK_HISTORIES=2000 $(MAKE) prove

bench: $(VENV)/.all assets
	@$(BIN)/python -m benchmarks.run
	@$(BIN)/python -m benchmarks.weights

bench-full: $(VENV)/.all assets
	@$(BIN)/python -m benchmarks.run --full

lock: $(VENV)/.all
	@$(BIN)/uv pip compile --quiet pyproject.toml --universal --generate-hashes --no-header --no-annotate --python-version 3.11 -o requirements/run.txt
	@$(BIN)/uv pip compile --quiet pyproject.toml --universal --group test --group lint --group bench --extra prod --extra aws --extra pkcs11 -c requirements/run.txt --generate-hashes --no-header --no-annotate --python-version 3.11 -o requirements/all.txt

clean:
	rm -rf $(VENV) node_modules static/built instance
