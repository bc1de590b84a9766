# Everything here works with Python 3.11 or newer, make and a package index; `make` alone lists what there is.
PYTHON ?= python3
UV_VERSION := 0.13.9
VENV := .venv
UV := $(VENV)/bin/uv
SYNC := $(UV) sync --quiet --frozen --inexact

Q ?= who reported the Ryazan training?
CORPUS ?= tests/gold/articles
QUESTIONS ?= tests/gold/questions.jsonl tests/gold/twins.jsonl
SIZES ?= 10k,100k,1M
CLUSTER_JARS := $(or $(FACTDESK_CLUSTER_JARS),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/factdesk/cluster-jars)
OPENSEARCH ?= 2.19.6
ROOM :=
ONLY :=
SAMPLE := 20
SEED := 1
MINUTES ?= 10
# Processes for all tests: as many as there are cores. The tests of one room run in make's pytest itself.
WORKERS ?= $(if $(ROOM),0,logical)
# `value` keeps a dollar sign in the question from being read by make; the recipe takes it from the environment.
export FACTDESK_QUESTION := $(value Q)
unexport Q MAKEOVERRIDES

# uv works in the folder's own environment, trusts the system's certificates and never fetches an interpreter.
export UV_PROJECT_ENVIRONMENT := $(VENV)
export UV_PYTHON := $(VENV)/bin/python
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := true

.PHONY: help cluster-jars ask test mutants gold fit bench bench-check bot check docs format fuzz index regexes wheel clean
.DELETE_ON_ERROR:

help:
	@echo 'make ask               set up, read the sample articles and answer a question from them'
	@echo 'make ask Q="..."       the same with your question'
	@echo 'make index             bring the folders of FACTDESK_CORPUS into the index'
	@echo 'make bot               start the Discord bot (FACTDESK_TOKEN in the environment or .env)'
	@echo 'make test              run all tests, in a process a core (WORKERS=0: in one)'
	@echo 'make test ROOM=search  run the tests of one room, here tests/search'
	@echo 'make cluster-jars      fetch OpenSearch for the tests in tests/cluster (needs Maven; OPENSEARCH=2.19.6)'
	@echo 'make mutants           change the code in one place after another and count what no test notices'
	@echo 'make mutants ONLY=...  the same for one module or folder, such as bot/search/ranking.py (SAMPLE=20 SEED=1)'
	@echo 'make check             run ruff, mypy and import-linter'
	@echo 'make regexes           check new regular expressions for superlinear time (needs npm; tests/regexes)'
	@echo 'make fuzz              feed random and repeated input to the readers and all stages (MINUTES=10 a reader)'
	@echo 'make docs              build the documentation into site/ and refuse broken links'
	@echo 'make wheel             build the wheel and try it in an environment of its own'
	@echo 'make gold              measure answers, attributions and quote checks on the gold set (tests/gold)'
	@echo 'make fit               fit the judge: CORPUS=folder QUESTIONS="files" (WRITE=1 keeps the weights)'
	@echo 'make bench             measure search beside its peers and write docs/benchmarks.md (SIZES=10k,100k,1M)'
	@echo 'make bench-check       fail if search is a quarter slower than released, beside tantivy alone (SIZES=10k)'
	@echo 'make format            let ruff lay out the code'
	@echo 'make clean             remove the environment and every cache of this folder'

ask: $(VENV)/.runtime
	@$(VENV)/bin/python -m bot ask --corpus seeds -- "$$FACTDESK_QUESTION" || [ $$? -eq 3 ]

index: $(VENV)/.runtime
	@$(VENV)/bin/python -m bot index

bot: $(VENV)/.runtime
	@$(VENV)/bin/python -m bot bot

# uv installs sources alone: without bytecode every process that a test starts would compile all that it imports.
test docs: export PYTHONPYCACHEPREFIX := $(CURDIR)/.cache/bytecode
test docs: export PYTHONDONTWRITEBYTECODE :=

test: $(VENV)/.dev
	@$(if $(ROOM),:,echo 'All tests, which take minutes. The tests of one room: make test ROOM=search')
	@$(VENV)/bin/python -m pytest $(if $(filter-out 0,$(WORKERS)),-n $(WORKERS) --maxprocesses=8 --dist loadfile --no-loadscope-reorder) $(addprefix tests/,$(ROOM))

mutants: $(VENV)/.mutants
	@nice -n 10 $(VENV)/bin/python -m tests.mutants --sample $(SAMPLE) --seed $(SEED) $(ONLY)

fit: $(VENV)/.dev
	@$(VENV)/bin/python -m tests.fit --corpus "$(CORPUS)" $(foreach file,$(QUESTIONS),--questions "$(file)") $(if $(WRITE),--write)

gold: $(VENV)/.dev
	@$(VENV)/bin/python -m tests.gold.measure

bench: $(VENV)/.bench
	@nice -n 10 $(VENV)/bin/python -m tests.bench --sizes $(SIZES)

bench-check: SIZES = 10k
bench-check: $(VENV)/.bench
	@nice -n 10 $(VENV)/bin/python -m tests.bench --check --sizes $(SIZES)

check: $(VENV)/.dev
	$(VENV)/bin/python -m ruff check
	$(VENV)/bin/python -m ruff format --check
	$(VENV)/bin/python -m mypy
	$(VENV)/bin/lint-imports

regexes: $(VENV)/.dev
	@$(VENV)/bin/python -m tests.regexes

fuzz: $(VENV)/.dev
	@$(VENV)/bin/python -m tests.hostile --minutes $(MINUTES)

# The jars come from Maven Central, or from the mirror that Maven's own settings name.
cluster-jars:
	@mvn --quiet --batch-mode --file tests/cluster/pom.xml -Dopensearch.version=$(OPENSEARCH) dependency:copy-dependencies -DoutputDirectory="$(CLUSTER_JARS)"

docs: $(VENV)/.docs
	@$(VENV)/bin/python -m tests.docs.reference docs/reference
	@$(VENV)/bin/python -m zensical build --clean --strict

wheel: $(VENV)/.dev
	@PYTHON=$(PYTHON) .ci/wheel

format: $(VENV)/.dev
	$(VENV)/bin/python -m ruff check --fix
	$(VENV)/bin/python -m ruff format

clean:
	rm -rf $(VENV) dist site .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find bot commands tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --inexact: what `make test` added stays where `make ask` only needs the runtime.
$(VENV)/.runtime: $(UV) pyproject.toml uv.lock
	@echo 'Setting up ...' >&2
	@$(SYNC) --no-dev
	@touch $@

$(VENV)/.dev: $(UV) pyproject.toml uv.lock
	@echo 'Setting up for the tests ...' >&2
	@$(SYNC)
	@touch $@ $(VENV)/.runtime

$(VENV)/.bench: $(UV) pyproject.toml uv.lock
	@echo 'Setting up for the benchmark ...' >&2
	@$(SYNC) --group bench
	@touch $@ $(VENV)/.dev $(VENV)/.runtime

$(VENV)/.mutants: $(UV) pyproject.toml uv.lock
	@echo 'Setting up for the mutants ...' >&2
	@$(SYNC) --group mutants
	@touch $@ $(VENV)/.dev $(VENV)/.runtime

$(VENV)/.docs: $(UV) pyproject.toml uv.lock
	@echo 'Setting up for the documentation ...' >&2
	@$(SYNC) --group docs
	@touch $@ $(VENV)/.dev $(VENV)/.runtime

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null || { \
	  echo 'factdesk needs Python 3.11 to 3.14, and "$(PYTHON)" is not that: name one with "make ask PYTHON=python3.12".' >&2; exit 1; }
	@$(PYTHON) -m ensurepip --version >/dev/null 2>&1 || { \
	  echo 'This Python cannot make environments: install its venv module (on Debian and Ubuntu: apt install python3-venv).' >&2; exit 1; }
	@echo 'Making $(VENV) ...' >&2
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python -m ensurepip >/dev/null
	@$(VENV)/bin/python -m pip install -qq --disable-pip-version-check uv==$(UV_VERSION)
