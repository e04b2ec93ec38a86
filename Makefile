# Two commands do everything, set-up included: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
# a file of tests per process, on each core, in four at most: each loads PyTorch
PYTEST := $(BIN)/pytest --numprocesses logical --maxprocesses 4 --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help install run test test-all lint format reproduce ui release clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade -c constraints.txt pip
	$(BIN)/python -m pip install --quiet -c constraints.txt torch
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev,notebooks]'
	@touch $@

install: $(INSTALLED)  ## the virtual environment .venv with all that is needed

run: $(INSTALLED)  ## quotes, speakers and stances of the seed articles: a table, and build/quotes.csv
	$(BIN)/quotestance predict articles=seeds/articles output=build/quotes.csv table=200

lint: $(INSTALLED)  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: lint  ## ruff, mypy and the tests that take minutes at most
	$(PYTEST)

test-all: lint  ## the slow tests too: pages in a real browser, the wheel in an empty environment
	@command -v chromium >/dev/null || echo 'no chromium: its tests are skipped (Debian: apt-get install chromium)'
	$(PYTEST) -m 'slow or not slow'

format: $(INSTALLED)  ## let ruff put the code in form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

reproduce: $(INSTALLED)  ## the DVC pipeline from the seeds to an evaluated model: 20 minutes on two cores with AVX-512
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/dvc repro

ui: $(INSTALLED)  ## the MLflow UI with all runs, on http://127.0.0.1:5000
	MLFLOW_DISABLE_TELEMETRY=true $(BIN)/mlflow ui --backend-store-uri sqlite:///mlflow.db --host 127.0.0.1 --port 5000

release: reproduce  ## the pipeline, and its model with a card to where it ships from: models/stance
	$(BIN)/quotestance release model=build/pipeline/model evaluation=models/evaluation.json

clean:  ## everything that can be made again, but not .venv
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
