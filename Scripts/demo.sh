#!/usr/bin/env bash
# Plays a supplier with the real OpenSSH client: uploads a ship notice, fetches the 997, shows event, trace and proof.
set -euo pipefail
cd "$(dirname "$0")/.."

wharf=${WHARF:-$PWD/.build/release/wharf}
place=$(mktemp -d)
server=
finish() {
    [ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || true
    rm -rf "$place"
}
trap finish EXIT

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
fail() { echo "demo: $*" >&2; [ -f "$place/log" ] && tail -20 "$place/log" >&2; exit 1; }

cp -r Partners "$place/Partners"
ssh-keygen -q -t ed25519 -N '' -C demo -f "$place/key"
for partner in acme-castings bolt-works cobalt-plastics; do cp "$place/key.pub" "$place/Partners/$partner/demo.pub"; done

say "1. A server of its own"
"$wharf" serve --partners "$place/Partners" --spool "$place/Spool" --sftp 127.0.0.1:0 --http 127.0.0.1:0 \
    >"$place/out" 2>"$place/log" &
server=$!
for _ in $(seq 200); do
    grep -q '^  sftp ' "$place/out" && break
    kill -0 "$server" 2>/dev/null || fail "the server did not start"
    sleep 0.05
done
port=$(sed -n 's/^  sftp .*:\([0-9]*\)$/\1/p' "$place/out")
[ -n "$port" ] || fail "the server did not say its port"
cat "$place/out"

# The host key is pinned as a supplier would: from what we told it, not from the first connection.
ssh-keyscan -p "$port" -t ed25519 127.0.0.1 >"$place/known_hosts" 2>/dev/null
ssh-keygen -lf "$place/known_hosts" | grep -qF "$(awk '$1=="ssh-ed25519"{print $2}' "$place/out")" || fail "the host key is not the one announced"
supplier() {
    sftp -q -b - -P "$port" -i "$place/key" -o IdentitiesOnly=yes -o UserKnownHostsFile="$place/known_hosts" "$1@127.0.0.1"
}

say "2. ACME uploads a ship notice (856), a bad one, and the first again"
printf 'put -p Docs/samples/acme-856.edi upload\nput Docs/samples/acme-856-bad.edi upload\nput Docs/samples/acme-856.edi upload/again.edi\n' \
    | supplier acme
say "3. Within a second the 997s lie in its download folder"
for _ in $(seq 40); do
    [ "$(ls "$place/Spool/mailboxes/acme-castings/download" | wc -l)" -ge 2 ] && break
    sleep 0.05
done
mkdir "$place/got"
printf 'ls -l download\nget download/* %s\nget reports/acme-856-bad.edi.txt %s\n' "$place/got" "$place/got" | supplier acme
for file in "$place"/got/997_*.edi; do echo "$(basename "$file")"; tr '~' '\n' <"$file"; done
grep -q 'AK5\*A' "$place"/got/997_000000001.edi || fail "the good ship notice was not accepted"
grep -q 'AK5\*R' "$place"/got/997_000000002.edi || fail "the bad ship notice was not rejected"

say "4. What the supplier reads about the bad one"
cat "$place/got/acme-856-bad.edi.txt"

say "5. Bolt Works sends an 810 in version 5010, with other delimiters"
printf 'put Docs/samples/bolt-810.edi upload\n' | supplier bolt
for _ in $(seq 40); do
    [ "$(ls "$place/Spool/mailboxes/bolt-works/download" | wc -l)" -ge 1 ] && break
    sleep 0.05
done
cat "$place"/Spool/mailboxes/bolt-works/download/*

say "6. Cobalt Plastics sends its stock as CSV"
printf 'put Docs/samples/stock_20261123.csv upload\n' | supplier cobalt
for _ in $(seq 40); do grep -q '"inventory' "$place"/Spool/events/*.ndjson && break; sleep 0.05; done

say "7. The canonical events in the journal"
cut -c1-400 "$place"/Spool/events/*.ndjson

say "8. The whole story of order 4500012345"
"$wharf" trace 4500012345 --spool "$place/Spool"

say "9. The books, and the proof that nobody changed them"
"$wharf" status --spool "$place/Spool"
"$wharf" audit verify --spool "$place/Spool"

kill -TERM "$server"
wait "$server" || fail "the server did not stop in good order"
server=
say "The server has stopped in good order."
