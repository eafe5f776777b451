# make run    starts the server with the sample partners and an empty spool, and prints what to try
# make test   builds and runs every test
# make help   lists the rest

SHELL := /bin/bash
SWIFT ?= swift
WHARF := .build/release/wharf

.PHONY: help run test test-core demo build debug bench format lint crash packages clean

help:
	@echo "make run        start the server with the sample Partners/ and Spool/"
	@echo "make test       build and run all tests"
	@echo "make test-core  only X12, Documents, Partners and Translation, without the server's packages"
	@echo "make demo       play a supplier with the real OpenSSH client against a server of its own"
	@echo "make build      release build in .build/release/wharf"
	@echo "make bench      measure, with the disk's and the machine's floors beside"
	@echo "make crash      kill the server at every failpoint, 20 times each"
	@echo "make format     format the sources; make lint checks them"

# Debian and Ubuntu packages that building and running need; installed only when something is missing.
packages:
	@Scripts/packages.sh

build: packages
	$(SWIFT) build -c release --product wharf

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

bench: build
	@Scripts/packages.sh test
	@python3 Scripts/bench.py --wharf $(WHARF)

crash: debug
	@Scripts/crash.sh 20

format:
	$(SWIFT) format --in-place --recursive Sources Tests Package.swift

lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift

clean:
	rm -rf .build .build-core
