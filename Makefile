# The only door: `make help` lists what it opens.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   ?= .venv
HOST   ?= 127.0.0.1
PORT   ?= 8000
WORKERS ?= 1
BIN    := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test lint corpus-check eval notebooks bench train lock clean

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(VENV)/.run  ## Install, prepare and serve the lookup page: make run PORT=8000
	$(BIN)/faultkb init
	$(BIN)/faultkb serve --host $(HOST) --port $(PORT) --workers $(WORKERS)

test: lint  ## Install, check and test everything
	$(BIN)/python -m pytest

lint: $(VENV)/.dev  ## Style, types and the one-way rule between packages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

corpus-check: $(VENV)/.dev  ## Entries, guides, lexicon and tickets: what is wrong and what to read again
	$(BIN)/python -m bench.corpus_check

eval: $(VENV)/.dev  ## Accuracy on the labelled tickets, by split and voice
	$(BIN)/faultkb init
	$(BIN)/python -m bench.accuracy

notebooks: $(VENV)/.dev  ## Run the studies of accuracy and errors, with pictures, into build/notebooks
	$(BIN)/faultkb init
	$(BIN)/python -m bench.study

bench: $(VENV)/.bench  ## Timings and memory, each beside a peer in the same run
	$(BIN)/faultkb init
	$(BIN)/python -m bench.encoder
	$(BIN)/python -m bench.service

train: $(VENV)/.bench  ## Fine-tune the encoder, then fit fusion and calibration
	$(BIN)/python -m bench.finetune
	$(BIN)/faultkb init
	$(BIN)/python -m bench.train

lock:  ## Renew the lock files
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet $(LOCKING) -o requirements.lock setup.cfg
	$(BIN)/pip-compile --quiet $(LOCKING) --extra dev -c requirements.lock -o requirements-dev.lock setup.cfg

clean:  ## Remove everything that make made, the library's state (var) excepted
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage

LOCKING := --generate-hashes --allow-unsafe --no-strip-extras --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
	  { echo "需要 Python 3.11，当前是 $$($(PYTHON) -V)。请安装后用 make PYTHON=/path/to/python3.11 重试。"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements-build.lock requirements.lock setup.cfg pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --require-hashes -r requirements-build.lock
	$(BIN)/pip install --quiet --require-hashes --no-build-isolation -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(BIN)/pip install --quiet --require-hashes --no-build-isolation -r requirements-dev.lock
	@touch $@

$(VENV)/.bench: requirements-train.lock $(VENV)/.dev
	$(BIN)/pip install --quiet -r requirements-train.lock
	@touch $@
