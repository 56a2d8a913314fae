# make test   everything, on a fresh Debian machine with Go, Node and git
# make quick  what needs nothing but Go
# make lint   the linters alone
# make bench  figures that are promised, measured
# make campaign DURATION=1h   the attacks for so long, with new seeds

PACKAGES = chromium fonts-noto-core libreoffice-calc libreoffice-writer pandoc poppler-utils pspp zbar-tools
LINT     = github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

.PHONY: build test quick packages lint quiet race browser fuzz campaign bench clean

build:
	go build -o ouderstem .

# In this order: what fails soonest comes first. The browser mostly waits, so that
# the race detector has work to do beside it.
test: packages lint quiet
	$(MAKE) --no-print-directory -j 2 --output-sync=line race browser
	$(MAKE) --no-print-directory fuzz
	@echo "all tests passed"

quick:
	go vet ./...
	go test ./...

packages:
	@for p in $(PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then \
		apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $$missing; \
	fi

.bin/golangci-lint:
	GOBIN=$(CURDIR)/.bin go install $(LINT)

lint: .bin/golangci-lint
	gofmt -l . | (! grep .)
	go mod verify
	go mod tidy -diff
	.bin/golangci-lint run

# With OUDERSTEM_TEST_ALL nothing is skipped: what is missing fails. Rooms in
# which nothing runs at the same time as something else are tested without the
# race detector, which would only make them several times slower. So is SQLite,
# translated from C, with locks and memory of its own: what is watched is our
# code, Go's library and every other package. So are the linkability game, which
# is played by one parent at a time, the attacker who adds and subtracts, and what
# measures time or memory: quiet runs those, one room after the other. Races for a
# card are longer without it, and run in both.
ALONE = ./stats ./views/chart ./views/office ./views/sheets
QUIET = Linkability|TimeTellsNoCards|SlowPeople|Bombs|NothingStays|Race|ServersAtOnce|Disclosure|NothingMoves
quiet:
	OUDERSTEM_TEST_ALL=1 go test -p 1 -run '$(QUIET)' ./store ./handlers .

race:
	OUDERSTEM_TEST_ALL=1 TZ=Asia/Kathmandu go test -timeout 15m $(ALONE)
	OUDERSTEM_TEST_ALL=1 TZ=Asia/Kathmandu go test -race -gcflags='modernc.org/sqlite/lib=-race=false' -timeout 25m $$(go list ./... | grep -vxE "$$(go list $(ALONE) | paste -sd'|')")

browser: build
	cd e2e && npm ci --ignore-scripts --no-audit --no-fund --silent && npm test

# Every fuzz target for FUZZTIME; a campaign gives more (FUZZTIME=10m). A count,
# because a run cut off by the clock at times fails with "context deadline
# exceeded" though no input failed. Targets in SLOW go through the whole program
# or write or sign whole files, at about a hundredth of the speed: their count is
# smaller.
# A package is built for fuzzing once for all its targets. Inputs that were found
# stay where go test -fuzz keeps them, until go clean -fuzzcache.
FUZZTIME ?= 12000x
SLOW     = Finish Search Stranger Staff Secrets Callback Flags Restore Sheets AnyText
SLOWTIME = $(if $(filter 12000x,$(FUZZTIME)),600x,$(FUZZTIME))
fuzz:
	@set -e; bin=$$(mktemp -d); trap 'rm -rf "$$bin"' EXIT; \
	for dir in $$(grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n 1 dirname | sort -u); do \
		go test -c -fuzz=. -o "$$bin/fuzz" "$$dir"; \
		cache=$$(go env GOCACHE)/fuzz/$$(go list "$$dir"); \
		for f in $$(grep -ho '^func Fuzz[A-Za-z]*' "$$dir"/*_test.go | cut -c10-); do \
			case " $(SLOW) " in *" $$f "*) n=$(SLOWTIME);; *) n=$(FUZZTIME);; esac; \
			echo "Fuzz$$f in $$dir, $$n"; \
			(cd "$$dir" && "$$bin/fuzz" -test.run '^$$' -test.fuzz "^Fuzz$$f\$$" -test.fuzztime "$$n" \
				-test.fuzzminimizetime 10x -test.fuzzcachedir "$$cache" >"$$bin/log" 2>&1) || { cat "$$bin/log"; exit 1; }; \
			tail -n 2 "$$bin/log" | head -n 1; \
		done; \
	done

# The long forms of every test that attacks the program, for so long in all; the
# table goes into docs/reliability.md.
DURATION ?= 1h
campaign: packages
	go run ./bench/campaign -for $(DURATION) -write docs/reliability.md

bench: build
	go run ./bench
	go test -run '^$$' -bench . -benchtime 1s ./survey/... ./stats/... ./store/... ./views/...

clean:
	rm -rf ouderstem .bin e2e/node_modules e2e/artefacts
