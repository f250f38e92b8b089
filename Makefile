# Everything that is done with this repository. `make` lists it.

GO            ?= go
GOLANGCI_LINT ?= $(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
GOFUMPT       ?= $(GO) run mvdan.cc/gofumpt@v0.12.0

# make mutants: which package, for how long, and in which order.
PACKAGE ?= ./mockserver/tickets
BUDGET  ?= 20m
SEED    ?= 1

# make fuzz: the targets of which packages, and for how long each.
PACKAGES ?= ./...
FUZZTIME ?= 10s

.DEFAULT_GOAL := help

.PHONY: help
help: ## List what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

.PHONY: run
run: ## Start the mock (ARGS='--seed 7' hands flags on)
	$(GO) run ./cmd/mockserver $(ARGS)

.PHONY: test
test: ## Run all tests
	$(GO) test ./...

.PHONY: features
features: ## Run the scenarios against a mock in process (ARGS='--tags @T04' hands flags on)
	$(GO) run ./cmd/contract run $(ARGS)

.PHONY: format
format: ## Format the code
	$(GOLANGCI_LINT) fmt

.PHONY: lint
lint: ## Run the linters and go vet
	$(GOLANGCI_LINT) config verify
	$(GOLANGCI_LINT) run ./...
	$(GO) vet ./...

.PHONY: check
check: lint ## What CI checks: format, linters, vet, tidy, tests under the race detector
	test -z "$$($(GOFUMPT) -l .)" || { $(GOFUMPT) -d .; exit 1; }
	$(GO) mod tidy -diff
	$(GO) test -race -shuffle=on ./...

.PHONY: bench
bench: ## Compare the mock's speed with other servers', then run the benchmarks (ARGS='-rounds 3' hands flags on)
	$(GO) run ./mockserver/bench $(ARGS)
	$(GO) test -run '^$$' -bench . -benchmem ./...

.PHONY: start
start: ## Measure the start, the memory and the size beside a trivial server's (ROUNDS=15)
	$(GO) run ./cmd/internal/start -rounds $(or $(ROUNDS),15)

.PHONY: packed
packed: ## Pack documents and fixtures anew, after they or kin-openapi have changed
	$(GO) generate ./openapi ./fixtures

# A target that ran out of time and wrote no failing input has met go.dev/issue/75804: it gets another turn.
.PHONY: fuzz
fuzz: ## Run every fuzz target for a while (FUZZTIME=1m PACKAGES=./mockserver)
	@said=$$(mktemp); trap 'rm -f "$$said"' EXIT; trap 'exit 130' INT TERM; \
	packages=$$($(GO) list $(PACKAGES)) || exit 1; \
	for package in $$packages; do \
		targets=$$($(GO) test -list '^Fuzz' $$package) || { echo "$$targets"; exit 1; }; \
		for target in $$(echo "$$targets" | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			for turn in first last; do \
				$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$package >"$$said" 2>&1 && break; \
				cat "$$said"; \
				[ $$turn = first ] && grep -q '^ *context deadline exceeded$$' "$$said" && ! grep -q 'Failing input' "$$said" || exit 1; \
			done; \
			grep '^fuzz: elapsed' "$$said" | tail -1; \
		done; \
	done

.PHONY: console
console: ## Fetch anew what the console's tests take from npm, as its lock file says
	cd mockserver/console && npm ci --ignore-scripts --no-audit --no-fund
	cp mockserver/console/node_modules/axe-core/axe.min.js mockserver/console/testdata/axe.min.js

.PHONY: golden
golden: ## Write the golden transcripts anew
	$(GO) test ./mockserver -run TestTheSameRequestsGetTheSameBytes -update

.PHONY: mutants
mutants: ## Break PACKAGE in every way, for BUDGET, and see the scenarios fail
	$(GO) run ./features/mutants -budget $(BUDGET) -seed $(SEED) $(PACKAGE)
