# One door to everything. `make help` lists the targets; each does only what is left to do.
# Settings: KERNELS=/path/to/linux.git TAGS='v6.* v7.*'   a clone of your own instead of Debian's kernels
#           PORT=8000  JOBS=2  FERROTYPE_NO_DEPS=1 (never install packages)
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

KERNELS ?=
TAGS ?= v*
PORT ?= 8000
JOBS ?= $(shell nproc 2>/dev/null || echo 2)

.PHONY: site test build serve check format check-oracles check-site bench kernels cluster cluster-down test-cluster clean help

site: build ## the whole way: packages, program, real kernels, measuring, pages; says where the site is
ifeq ($(KERNELS),)
	@infra/deps kernels
	@infra/kernels/repository build/kernels.git
	@infra/site build build/kernels.git
else
	@infra/site build '$(KERNELS)' $(foreach tag,$(TAGS),'$(tag)')
endif

build: build/build.ninja ## the program, build/ferrotype
	@ninja -C build -j $(JOBS) --quiet ferrotype

test: build/build.ninja ## builds and runs every test; the last line is `N passed, N failed`
	@infra/deps test kernels site
	@infra/site-check/fetch build/site-check
	@ninja -C build -j $(JOBS) --quiet
	@infra/kernels/sample build/sample.git build/kernels.git
	@tests/run build $(JOBS)

serve: ## shows build/site on http://localhost:8000/ (PORT=)
	@test -x build/ferrotype -a -e build/store/ferrotype.db || { echo "There is no site yet: make site" >&2; exit 2; }
	@build/ferrotype serve --port $(PORT)

check: build/build.ninja ## format, clang-tidy on what changed, layers, hygiene
	@infra/deps check
	@infra/format --check
	@infra/tidy build/tidy $(JOBS)
	@tests/layers/test_layers.py
	@tests/layers/test_hygiene.py

format: ## formats our C++ in place
	@infra/deps check
	@infra/format

check-oracles: build ## cloc, git, ctags, clippy and what people read against ours, on every kernel (minutes)
	@infra/deps kernels test oracles
	@ninja -C build -j $(JOBS) --quiet unsafe_sites bench_c_definitions
	@infra/kernels/repository build/kernels.git
	@tests/oracles/run build

check-site: ## the site in build/site: links, data, HTML, budgets, and every page in Chromium with axe and Lighthouse
	@infra/deps test site
	@infra/site-check/fetch build/site-check
	@tests/oracles/site/run build/site build/site-check $(JOBS)
	@infra/deps hosts
	@tests/e2e/test_search.py build/site
	@tests/e2e/test_emission.py

bench: build ## ours beside tokei, git and Hugo, in one run: ratios of wall time and peak memory
	@infra/deps kernels bench
	@infra/kernels/repository build/kernels.git
	@tests/bench/bench.py build
	@ninja -C build -j $(JOBS) --quiet bench_draw_charts
	@tests/bench/site.py build
	@infra/deps cluster
	@tests/bench/cluster.py build

cluster: build ## the whole over a real Apache Kafka: planner, 3 analyzers, aggregator, publisher; the same site as one process makes
	@infra/deps kernels cluster
	@infra/kernels/repository build/kernels.git
	@infra/cluster/demo up build

cluster-down: ## stops what a `make cluster` that was killed has left
	@infra/cluster/demo down build

test-cluster: build ## what goes wrong in a cluster: processes and brokers killed, paused, replayed (10 minutes)
	@infra/deps kernels cluster test
	@infra/kernels/sample build/sample.git build/kernels.git
	@tests/cluster/faults.py

kernels: ## asks the archives for newer kernels and takes them into build/kernels.git
	@infra/deps kernels
	@infra/kernels/repository --refresh build/kernels.git

clean: ## deletes build/ (downloads stay in ~/.cache/ferrotype)
	@rm -rf build

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | while IFS=$$'\t' read -r target text; do \
	  printf '  make %-14s %s\n' "$$target" "$$text"; done

# Configured once; CMake itself notices later changes. Third-party sources come before it, by their locks.
build/build.ninja: infra/packages.txt infra/third-party/package-lock.json infra/third-party/requirements.txt \
  infra/third-party/sources.txt infra/third-party/maths-glyphs.txt
	@infra/deps build
	@infra/third-party/fetch build/third-party
	@cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release --log-level=WARNING
	@touch $@
