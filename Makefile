# make test   everything, on a fresh Debian machine with Go, Node and git
# make quick  what needs nothing but Go
# make lint   the linters alone
# make bench  figures that are promised, measured
# make campaign DURATION=1h   the attacks for so long, with new seeds

PACKAGES = chromium fonts-noto-core libreoffice-calc libreoffice-writer pandoc poppler-utils pspp zbar-tools
LINT     = github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

.PHONY: build test quick packages lint race browser fuzz campaign bench clean

build:
	go build -o ouderstem .

# In this order: what fails soonest comes first.
test: packages lint race browser fuzz
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
# is played by one parent at a time, and what measures time or memory.
ALONE = ./stats ./views/chart ./views/office ./views/sheets
race:
	OUDERSTEM_TEST_ALL=1 TZ=Asia/Kathmandu go test -timeout 15m $(ALONE)
	OUDERSTEM_TEST_ALL=1 go test -run 'Linkability|TimeTellsNoCards|SlowPeople|Bombs|NothingStays' . ./store ./handlers
	OUDERSTEM_TEST_ALL=1 TZ=Asia/Kathmandu go test -race -gcflags='modernc.org/...=-race=false' -timeout 20m $$(go list ./... | grep -vxE "$$(go list $(ALONE) | paste -sd'|')")

browser: build
	cd e2e && npm ci --ignore-scripts --no-audit --no-fund --silent && npm test

# Every fuzz target for FUZZTIME; a campaign gives more (FUZZTIME=10m). A count,
# because a run cut off by the clock at times fails with "context deadline
# exceeded" though no input failed.
FUZZTIME ?= 12000x
fuzz:
	@for p in $$(go list ./...); do \
		for f in $$(go test -list '^Fuzz' $$p | grep '^Fuzz'); do \
			go test -run '^$$' -fuzz "^$$f\$$" -fuzztime $(FUZZTIME) $$p || exit 1; \
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
