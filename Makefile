# make run    starts the server with the sample partners and an empty spool, and prints what to try
# make test   builds and runs every test
# make help   lists the rest

SHELL := /bin/bash
SWIFT ?= swift
# Swift's runtime inside the program: calls into it are direct, and nothing of Swift need be installed beside it.
RELEASE := $(SWIFT) build -c release --static-swift-stdlib
WHARF := .build/release/wharf

.PHONY: help run test test-core demo build debug bench bench-x12 bench-sftp bench-schedules bench-suppliers bench-webhook bench-orders conformance fuzz format lint crash packages clean

help:
	@echo "make run        start the server with the sample Partners/ and Spool/"
	@echo "make test       build and run all tests"
	@echo "make test-core  only X12, Documents, Partners and Translation, without the server's packages"
	@echo "make demo       play a supplier with the real OpenSSH client against a server of its own"
	@echo "make build      release build in .build/release/wharf"
	@echo "make bench      measure, with the disk's and the machine's floors beside (bench-x12: the X12 engine alone)"
	@echo "make bench-schedules  measure the next runs of 10,000 schedules"
	@echo "make bench-sftp  measure the SFTP host beside OpenSSH's sshd, and the client over a long line"
	@echo "make bench-suppliers  measure extracts of 100,000 suppliers and the files made of them"
	@echo "make bench-webhook  measure webhooks to a receiver that checks signatures, repeats and order"
	@echo "make bench-orders  measure 10,000 orders from the ERP's file to the partner's folder"
	@echo "make conformance  read every file of the corpus that WHARF_CORPUS names, and print a table by set"
	@echo "make fuzz       fuzz the readers with the address sanitizer, FUZZ_SECONDS=60 each"
	@echo "make crash      kill the server at every failpoint, 20 times each"
	@echo "make format     format the sources; make lint checks them"

# Debian and Ubuntu packages that building and running need; installed only when something is missing.
packages:
	@Scripts/packages.sh

build: packages
	$(RELEASE) --product wharf

debug: packages
	$(SWIFT) build

run: build
	@Scripts/run.sh

test: packages
	@Scripts/packages.sh test
	$(SWIFT) build --build-tests --explicit-target-dependency-import-check error
	$(SWIFT) test --skip-build --skip ServerTests
	$(SWIFT) test --skip-build --filter ServerTests

test-core:
	WHARF_ROOMS=core $(SWIFT) test --scratch-path .build-core

demo: build
	@Scripts/demo.sh

bench: bench-x12 build
	@Scripts/packages.sh test
	@python3 Scripts/bench.py --wharf $(WHARF)
	@python3 Scripts/bench-webhook.py --wharf $(WHARF)
	@python3 Scripts/bench-suppliers.py --wharf $(WHARF)
	@python3 Scripts/bench-orders.py --wharf $(WHARF)

bench-x12: packages
	$(RELEASE) --product x12-bench
	@python3 Scripts/bench-x12.py --tool .build/release/x12-bench

bench-suppliers: build
	@python3 Scripts/bench-suppliers.py --wharf $(WHARF)

bench-webhook: build
	@python3 Scripts/bench-webhook.py --wharf $(WHARF)

bench-orders: build
	@python3 Scripts/bench-orders.py --wharf $(WHARF)

bench-schedules: packages
	$(RELEASE) --product schedule-bench
	@.build/release/schedule-bench

bench-sftp: build
	@Scripts/packages.sh bench
	$(RELEASE) --product sftp-bench
	$(RELEASE) --product sftp-client-bench
	@python3 Scripts/bench-sftp.py --wharf $(WHARF)
	@python3 Scripts/bench-sftp-client.py

conformance: packages
	@test -n "$(WHARF_CORPUS)" || { echo "set WHARF_CORPUS to a folder with a MANIFEST.tsv" >&2; exit 2; }
	$(RELEASE) --product x12-conformance
	@.build/release/x12-conformance "$(WHARF_CORPUS)"

FUZZ_SECONDS ?= 60
fuzz:
	@Scripts/fuzz.sh $(FUZZ_SECONDS)

crash: debug
	@Scripts/crash.sh 20

format:
	$(SWIFT) format --in-place --recursive Sources Tests Benchmarks Package.swift

lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Benchmarks Package.swift

clean:
	rm -rf .build .build-core
