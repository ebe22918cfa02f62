# Everything runs out of .venv, which follows requirements.lock. `make help` lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO_LIBRARY := .demo/demo.copydesk
PORT ?= 7860
SIZE ?= base
OUT ?= runs
# Processes that the tests are shared among, beside one for what needs PyTorch, which comes after
# mypy: three on two cores, so that others work while the browser's waits.
WORKERS ?= 2
# Tests of plain functions. Workers would each collect all of them, and send word of every one:
# 3,220 take 19 s of CPU time in one process, and 26 s with two workers.
PLAIN := $(addprefix tests/,text language question quotes records grounding answering comparison summary)

# Compiled modules are kept whatever the environment says: each process would compile its own.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help demo app test check lint format docs train backends bench wheel space clean
.PHONY: ruff mypy pytest torch plain

help: ## List the targets
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

# The lock holds every version, so that pip has nothing to resolve.
$(READY): requirements.lock pyproject.toml hatch_build.py
	@$(PYTHON) -c 'import sys; sys.exit("Copydesk needs Python 3.11 or newer, not " + sys.version.split()[0] + "; set PYTHON=") if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check --progress-bar off -q -r requirements.lock
	$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps --no-build-isolation -e .
	touch $(READY)

demo: $(READY) ## Add the sample articles, then ask, summarise and compare, in the terminal
	$(BIN)/copydesk demo --library $(DEMO_LIBRARY)

app: $(READY) ## Serve the demo's library on http://127.0.0.1:7860
	COPYDESK_LIBRARY=$(DEMO_LIBRARY) GRADIO_SERVER_PORT=$(PORT) $(BIN)/python app.py

# mypy takes 20 s where it has no cache yet, on one core; the tests run meanwhile.
test: ruff ## Lint, type-check and run all tests, the browser's too
	@$(MAKE) --no-print-directory -j 2 mypy pytest torch plain \
		SELECT="-m 'not torch' $(addprefix --ignore=,$(PLAIN))"

check: ruff ## Lint, type-check and run the tests that are neither slow nor need a browser
	@$(MAKE) --no-print-directory -j 2 mypy pytest SELECT="-m 'not slow and not browser'"

lint: ruff mypy ## ruff check, ruff format --check, mypy --strict

ruff: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

mypy: $(READY)
	$(BIN)/mypy

# A file stays on one worker, with what it loads; tests/conftest.py puts the long ones first.
pytest: $(READY)
	HF_HUB_OFFLINE=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder \
		$(SELECT) $(ARGS)

# To import PyTorch takes 4 s, so only one process does.
torch: $(READY)
	$(call quietly,torch,-m torch)

plain: $(READY)
	$(call quietly,plain,$(PLAIN))

# What runs beside the workers tells in the end: its name, and what it takes.
define quietly
	@HF_HUB_OFFLINE=1 OMP_NUM_THREADS=1 $(BIN)/python -m pytest $(2) $(ARGS) \
		> $(VENV)/$(1).log 2>&1 || { cat $(VENV)/$(1).log; exit 1; }
	@grep -vE '\[ *[0-9]+%\]$$' $(VENV)/$(1).log
endef

# What .venv lacks for it takes half a GB, so it lies beside, and `make test` skips these tests.
BACKENDS := .backends
backends: $(READY) requirements-backends.lock ## Run the tests of Milvus, of Ray, and of other engines for models
	$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps --upgrade \
		--target $(BACKENDS) -r requirements-backends.lock
	PYTHONPATH=$(BACKENDS) HF_HUB_OFFLINE=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile \
		tests/ingest/bulk tests/index tests/neural $(ARGS)

# The systems beside ours, likewise. All on one thread of one core: what a busy machine can tell.
PEERS := .peers
ARTICLES ?= seeds
SIZES ?= 10 1000 8000
bench: $(READY) requirements-peers.lock ## Measure Copydesk beside its peers: make bench ARTICLES=folder or .jsonl.gz
	$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps --upgrade \
		--target $(PEERS) -r requirements-peers.lock
	PYTHONPATH=$(PEERS) OMP_NUM_THREADS=1 HF_HUB_OFFLINE=1 $(BIN)/python -m benchmarks.peers \
		"$(ARTICLES)" --sizes $(SIZES) --out benchmarks/results $(ARGS)

format: $(READY) ## Format the code and mend what ruff can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The site's tools are no part of .venv until this is asked for; their lock fits the other.
$(VENV)/.docs: requirements-docs.lock $(READY)
	$(BIN)/python -m pip install --disable-pip-version-check --progress-bar off -q --no-deps -r requirements-docs.lock
	touch $@

docs: $(VENV)/.docs ## Build the docs as a site in dist/docs; a broken link or docstring fails
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet

# Threads sleep while they wait, so that other work goes on; jemalloc, where it is installed, keeps
# memory flat: glibc's allocator grew by 4 GB in 18 minutes.
JEMALLOC = $(shell ldconfig -p 2>/dev/null | awk '/libjemalloc.so.2/ {print $$NF; exit}')
TRAIN_ENV = OMP_WAIT_POLICY=PASSIVE GOMP_SPINCOUNT=0 ONEDNN_PRIMITIVE_CACHE_CAPACITY=256 \
	MALLOC_CONF=background_thread:true,dirty_decay_ms:5000,muzzy_decay_ms:5000 \
	LD_PRELOAD="$(JEMALLOC)"

train: $(READY) ## Train a reader: make train SIZE=base DATA=folder, then SIZE=small (OUT=folder ARGS=...)
	@test -n "$(DATA)" || { echo 'usage: make train SIZE=base|small DATA=folder' >&2; exit 2; }
	$(TRAIN_ENV) $(BIN)/python -m models.recipe $(SIZE) --data "$(DATA)" --out "$(OUT)" $(ARGS)

wheel: $(READY) ## Build dist/copydesk-*.whl, with its model and sample articles inside
	$(BIN)/python -m pip wheel --disable-pip-version-check -q --no-deps --no-build-isolation -w dist .

space: ## Lay out dist/space, which a Hugging Face Space runs as it is
	rm -rf dist/space && mkdir -p dist/space/models
	cp -r app.py qa seeds requirements.lock LICENSE deploy/space/. dist/space/
	cp -r models/copydesk-small models/copydesk-base dist/space/models/

clean: ## Remove what the targets above made, and .venv
	rm -rf $(VENV) .demo dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
