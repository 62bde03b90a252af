# What is done with this repository, in one word each. `make` alone lists them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo build test lint format debug-check clean install

# make JOBS=1 test: a number of compilers at a time.
JOBS ?=
jobs := $(if $(JOBS),--jobs $(JOBS))
# The program whose output is compared between debug and release.
FINGERPRINT ?= fingerprint
step := @scripts/step.sh

help: ## what can be made (this list)
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: install ## from a fresh machine to the report of a first run
	@echo "building papertape, which takes a few minutes the first time"
	$(step) "build (release)" swift build -c release --product papertape $(jobs)
	@scripts/demo.sh

build: install ## the program, optimised: .build/release/papertape
	$(step) "build (release)" swift build -c release --product papertape $(jobs)

# One configuration for program and tests, so that everything is compiled once; tests see package declarations and need no testability.
test: install lint ## lint, build and every test
	$(step) "build (release, tests)" swift build -c release --build-tests $(jobs)
	$(step) "test" swift test -c release --skip-build --disable-testable-imports $(jobs)
	$(step) "check (scenarios, baselines)" .build/release/papertape check
	$(step) "debug and release agree" scripts/debug-check.sh $(FINGERPRINT) $(JOBS)
	@if [ -n "$${PAPERTAPE_DATA:-}" ]; then \
	  echo "with the suites on real market data from $$PAPERTAPE_DATA"; \
	else \
	  echo "without the suites on real market data: make test PAPERTAPE_DATA=FOLDER runs them, too"; \
	fi

lint: ## layout of the code, and what would make a run depend on the machine
	$(step) "lint (format)" scripts/lint-format.sh
	$(step) "lint (determinism)" scripts/lint-determinism.sh

format: ## put the layout of the code right
	@scripts/lint-format.sh --fix

debug-check: install ## the same bytes in debug and in release
	$(step) "debug check" scripts/debug-check.sh $(FINGERPRINT) $(JOBS)
	@cat .build/$(FINGERPRINT).release.txt

clean: ## forget what was built; runs and tapes stay
	@rm -rf .build Benchmarks/.build Fuzzing/.build

install:
	@scripts/install-missing.sh
