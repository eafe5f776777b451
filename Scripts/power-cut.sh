#!/bin/sh
# Cuts the power under the running server N times (30 unless told), on a loop-mounted ext4 file system that is shut down without
# flushing its journal; then does the same with the sync of uploaded files taken out, which the oracle has to notice.
# Root only: it mounts. Prints the table of figures.
#
#   Scripts/power-cut.sh [cycles] [seed]
set -eu
cd "$(dirname "$0")/.."
[ "$(id -u)" = 0 ] || { echo "power-cut.sh: mounting needs root" >&2; exit 77; }
cycles=${1:-30}
seed=${2:-$(date +%s)}
table=$(mktemp)
trap 'rm -f "$table"' EXIT INT TERM
status=0
WHARF_POWER_CYCLES=$cycles WHARF_CRASH_SEED=$seed WHARF_CRASH_TABLE=$table \
    swift test --filter PowerCutTests || status=$?
[ -s "$table" ] || { echo "power-cut.sh: no cycle was run; are there loop devices and mkfs.ext4?" >&2; exit 77; }
echo
echo "Power cuts of $(date +%F), commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown), seed $seed:"
echo
echo "| what | cycles | without a fault | acknowledged | lost |"
echo "|---|---|---|---|---|"
cat "$table"
exit $status
