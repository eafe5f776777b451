#!/bin/sh
# Runs the crash test N times at every failpoint (20 unless told), with another seed each time, and prints the table of results.
#
#   Scripts/crash.sh [rounds] [seed]
set -eu
cd "$(dirname "$0")/.."
rounds=${1:-20}
seed=${2:-$(date +%s)}
table=$(mktemp)
trap 'rm -f "$table"' EXIT INT TERM
status=0
WHARF_CRASH_ROUNDS=$rounds WHARF_CRASH_SEED=$seed WHARF_CRASH_TABLE=$table \
    swift test --filter CrashTests || status=$?
echo
echo "Crash test of $(date +%F), commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown), seed $seed:"
echo
echo "| killed at | rounds | good |"
echo "|---|---|---|"
sort "$table"
exit $status
