# One command a job. Everything runs in .venv with the versions of uv.lock; uv is taken from PyPI when it is missing.

PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null || echo .venv-uv/bin/uv)
RUN := $(UV) run --frozen

.PHONY: refresh serve test lint bench samples

refresh: $(UV)
	$(RUN) --no-dev reform refresh

serve: $(UV)
	$(RUN) --no-dev reform serve

# The tests start many processes: where Python may not keep what it compiled, each would compile every library anew.
test: export UV_COMPILE_BYTECODE := 1
test: lint
	$(RUN) pytest --numprocesses auto

lint: $(UV)
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) mypy

bench: $(UV)
	$(RUN) python -m tests.benchmarks.refresh

# openpyxl writes the same cells in other bytes where lxml is installed; the samples are kept as it writes them without.
samples: $(UV)
	OPENPYXL_LXML=False $(RUN) python -m sources.samplemaker

.venv-uv/bin/uv:
	$(PYTHON) -m venv .venv-uv
	.venv-uv/bin/pip install --quiet uv
