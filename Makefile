# make report | test | lint | bench | env | clean.  Needs Python 3.11 or newer and make, nothing else.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: env report test lint bench messages lock clean
.DEFAULT_GOAL := report

env: $(READY)

# uv is bootstrapped by pip inside the environment: it installs the lock faster than pip.  Compiling here
# costs ten seconds once; without it every process of a first report would compile its own imports.
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/python -m uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements.lock
	$(BIN)/python -m uv pip install --quiet --python $(BIN)/python --no-deps -e .
	$(BIN)/python -m compileall -q -j 0 analysis
	touch $(READY)

report: $(READY)
	$(BIN)/strata demo

# One thread each: two workers on two cores get in each other's way with more.
test: $(READY)
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: $(READY)
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

bench: $(READY)
	for file in tests/benchmarks/*.py; do $(BIN)/python $$file; done
	$(BIN)/python -m pytest -n 2 --dist loadfile -m published

# the catalogue is extended by hand after this lists what is new
messages: $(READY)
	$(BIN)/python -m analysis.text.extract

lock:
	$(BIN)/python -m uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	  --python-version 3.11 --extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) build *.egg-info reports/demo_* data/demo_*
	find . -name __pycache__ -prune -exec rm -rf {} +
