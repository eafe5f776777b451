#!/bin/bash
# Fuzzes the readers with libFuzzer and the address sanitizer: Scripts/fuzz.sh [SECONDS] [TARGET...]
# Targets: reader, validator, overlay, json, packets, replies, csv, fixed, records, xml. What they find is left in .build/fuzz/TARGET/ as crash-*, leak-* or timeout-*.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
shift || true
targets=("${@:-reader validator overlay json packets replies csv fixed records xml}")
read -ra targets <<<"${targets[*]}"
out=.build/fuzz
mkdir -p "$out"
export SWIFT_BACKTRACE=enable=no
flags=(-O -g -swift-version 6 -sanitize=fuzzer,address -enable-upcoming-feature InternalImportsByDefault
    -enable-upcoming-feature MemberImportVisibility -enable-upcoming-feature ExistentialAny -I "$out" -L "$out")

# room NAME: a static library of one room, instrumented.
room() {
    local newest
    newest=$(find "Sources/$1" -name '*.swift' -newer "$out/lib$1.a" -print -quit 2>/dev/null || echo yes)
    if [[ -f "$out/lib$1.a" && -z "$newest" ]]; then return; fi
    echo "building $1"
    find "Sources/$1" -name '*.swift' -print0 | xargs -0 swiftc "${flags[@]}" -wmo -parse-as-library -static -emit-library \
        -emit-module -emit-module-path "$out/$1.swiftmodule" -module-name "$1" -package-name wharf -o "$out/lib$1.a"
}

# logging: the log package, not instrumented, for the rooms that name its types.
logging() {
    [[ -f "$out/libLogging.a" ]] && return
    local sources=.build/checkouts/swift-log/Sources/Logging
    [[ -d "$sources" ]] || swift package resolve
    echo "building Logging"
    find "$sources" -name '*.swift' -print0 | xargs -0 swiftc -O -wmo -swift-version 6 -parse-as-library -static -emit-library \
        -emit-module -emit-module-path "$out/Logging.swiftmodule" -module-name Logging -package-name swift-log \
        -o "$out/libLogging.a"
}

# rows: the readers of batch files' rows, a module of its own: they need no other room. The XML parser below them is not
# instrumented.
rows() {
    local newest
    newest=$(find Sources/Translation/Batches/Rows -newer "$out/libBatchRows.a" -print -quit 2>/dev/null || echo yes)
    if [[ -f "$out/libBatchRows.a" && -z "$newest" ]]; then return; fi
    echo "building BatchRows"
    swiftc "${flags[@]}" -enable-testing -wmo -parse-as-library -static -emit-library -emit-module \
        -emit-module-path "$out/BatchRows.swiftmodule" -module-name BatchRows -package-name wharf -o "$out/libBatchRows.a" \
        Sources/Translation/Batches/Rows/*.swift
}

# seeds NAME: what the target begins with, out of the fixtures of the tests and the odd cases beside the targets.
seeds() {
    case $1 in
    reader | validator)
        find Tests/Fixtures Benchmarks/Fuzzing/Seeds/x12 -type f ! -name '*.json' ! -path '*/batch/*' ;;
    overlay) find Benchmarks/Fuzzing/Seeds/overlay Partners -type f -name '*.overlay' ;;
    packets | replies) find "Benchmarks/Fuzzing/Seeds/$1" -type f ;;
    csv) find Tests/Fixtures/batch -name '*.csv' ;;
    fixed) find Tests/Fixtures/batch -name '*.txt' ;;
    records) find Tests/Fixtures/batch -name '*.input.json' -o -name '*.ndjson' ;;
    xml) find Tests/Fixtures/batch -name '*.xml' ;;
    json) find Tests/Fixtures Benchmarks/Fuzzing/Seeds/json -type f -name '*.json' ! -path '*/batch/*' ;;
    esac | while read -r file; do cp "$file" "$out/seeds-$1/${file//\//-}"; done
}

# target NAME SOURCE ROOM [LIBRARY...]
target() {
    # Called with `||`, where the shell does not end on a failure by itself.
    local sources=("Benchmarks/Fuzzing/$2.swift")
    if [[ $3 == BatchRows ]]; then
        rows || return 1
        sources+=(Benchmarks/Fuzzing/RowsTarget.swift)
    else
        room "$3" || return 1
    fi
    swiftc "${flags[@]}" -parse-as-library -module-name "Fuzz$1" "${sources[@]}" -l"$3" "${@:4}" -lswiftSynchronization \
        -lswiftGlibc -lFoundation -use-ld=lld -o "$out/$1" || return 1
    mkdir -p "$out/corpus-$1" "$out/$1-found" "$out/seeds-$1"
    seeds "$1"
    echo "$1: $seconds seconds"
    rm -f "$out/$1-found"/*
    # Foundation loses the message of each error that its XML parser tells of, 72 bytes; that is not ours to find again.
    local leaks=1
    [[ $1 == xml ]] && leaks=0
    # Symbols cost minutes a crash: run the target alone on what was found to see them.
    ASAN_OPTIONS=symbolize=0:detect_leaks=$leaks "$out/$1" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 \
        -artifact_prefix="$out/$1-found/" "$out/corpus-$1" "$out/seeds-$1" \
        $([[ -f "Benchmarks/Fuzzing/$1.dict" ]] && echo "-dict=Benchmarks/Fuzzing/$1.dict") 2>&1 |
        grep -E "^(stat::|SUMMARY|==|Done|INFO: seed|.*DEATH|.*ERROR)|Fatal error" || true
    if compgen -G "$out/$1-found/*" >/dev/null; then
        echo "$1: found" "$out/$1-found/"*
        return 1
    fi
}

failed=0
for name in "${targets[@]}"; do
    case $name in
    reader) target reader ReaderTarget X12 || failed=1 ;;
    validator) target validator ValidatorTarget X12 || failed=1 ;;
    overlay) target overlay OverlayTarget X12 || failed=1 ;;
    json) target json JSONTarget Documents || failed=1 ;;
    csv) target csv CSVTarget BatchRows -lFoundationXML -lFoundationEssentials || failed=1 ;;
    fixed) target fixed FixedTarget BatchRows -lFoundationXML -lFoundationEssentials || failed=1 ;;
    records) target records RecordsTarget BatchRows -lFoundationXML -lFoundationEssentials || failed=1 ;;
    xml) target xml XMLTarget BatchRows -lFoundationXML -lFoundationEssentials || failed=1 ;;
    packets | replies)
        logging
        # The codec is the room's own: the target sees what the tests see.
        flags+=(-enable-testing -I Sources/CLibSSH)
        source=PacketsTarget
        [[ $name == replies ]] && source=RepliesTarget
        target "$name" "$source" SFTP -lLogging -lssh -lswiftDispatch -ldispatch -lBlocksRuntime -lFoundationEssentials || failed=1
        ;;
    *) echo "no such target: $name" >&2 && exit 2 ;;
    esac
done
exit $failed
