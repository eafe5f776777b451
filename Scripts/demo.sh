#!/usr/bin/env bash
# Plays a supplier with the real OpenSSH client: uploads a ship notice, fetches the 997, shows event, trace and proof.
set -euo pipefail
cd "$(dirname "$0")/.."

wharf=${WHARF:-$PWD/.build/release/wharf}
place=$(mktemp -d)
server=
farther=
finish() {
    [ -n "$farther" ] && kill "$farther" 2>/dev/null && wait "$farther" 2>/dev/null || true
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
mkdir -p -m 700 "$place/secrets"
"$wharf" serve --partners "$place/Partners" --secrets "$place/secrets" --spool "$place/Spool" --sftp 127.0.0.1:0 --http 127.0.0.1:0 \
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

say "9. Our ERP drops two orders for ACME; they leave as an 850, and a simulated ACME answers, ships and bills them"
order() {
    printf '{"partner":"%s","document":{"documentType":"purchase-order","purpose":{"code":"00"},"orderType":{"code":"SA"},' "$1"
    printf '"orderNumber":"%s","orderDate":"2026-11-23","lines":[{"lineNumber":"1","item":{"identifiers":[' "$2"
    printf '{"qualifier":"VP","value":"AC-1180"}]},"quantity":{"value":240,"unit":"EA"},"price":{"amount":2.5}}]}}\n'
}
erp() {
    cat >"$place/$1"
    mv "$place/$1" "$place/Spool/erp/orders/$1"
    for _ in $(seq 200); do
        [ -e "$place/Spool/erp/orders/done/$1" ] && return
        [ -e "$place/Spool/erp/orders/rejected/$1" ] && cat "$place/Spool/erp/orders/rejected/$1.why" && fail "$1 was refused"
        sleep 0.05
    done
    fail "$1 was not taken"
}
{ order acme-castings 4500070001; order acme-castings 4500070002; } | erp orders.ndjson
"$wharf" outbound send acme-castings --spool "$place/Spool"
"$wharf" simulate supplier --partners "$place/Partners" --spool "$place/Spool" --partner acme-castings --host 127.0.0.1 \
    --port "$port" --key "$place/key" --orders 2 --patience 30 || fail "the simulated supplier did not come to its end"

say "10. The same with Delta Fasteners, whose own OpenSSH server we visit"
sshd=$(command -v sshd || echo /usr/sbin/sshd)
if [ -x "$sshd" ]; then
    mkdir -p "$place/far/in" "$place/far/out/taken" "$place/secrets"
    ssh-keygen -q -t ed25519 -N '' -f "$place/far-host"
    cp "$place/key" "$place/secrets/delta-sftp-key" && chmod 600 "$place/secrets/delta-sftp-key"
    far=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    "$sshd" -D -e -f /dev/null -h "$place/far-host" -p "$far" -o ListenAddress=127.0.0.1 -o PidFile=none -o StrictModes=no \
        -o "AuthorizedKeysFile=$place/key.pub" -o UsePAM=no -o PermitRootLogin=yes -o "Subsystem=sftp internal-sftp" \
        2>"$place/far.log" &
    farther=$!
    sed -e "s/^  host: .*/  host: 127.0.0.1/" -e "s/^  port: .*/  port: $far/" -e "s/^  user: .*/  user: $(id -un)/" \
        -e "s#path: /out\$#path: $place/far/out#" -e "s#to: /out/taken#to: $place/far/out/taken#" \
        -e "s#path: /in\$#path: $place/far/in#" -e 's/stableFor: 30s/renamed: true/' -e 's/^  maintenance:.*//' -e '/days: \[SUN\]/d' \
        -e "s#SHA256:47DEQpj8HBSa[^\"]*#$(ssh-keygen -lf "$place/far-host.pub" | cut -d' ' -f2)#" -e 's/^state: test/state: live/' \
        -e 's/^  usage: test/  usage: production/' -e 's/^    "856": .*/&\n    "810": { version: "004010" }/' \
        Docs/samples/delta-fasteners.yaml >"$place/Partners/delta-fasteners.yaml"
    "$wharf" reload --spool "$place/Spool" || fail "the profile of Delta Fasteners has faults"
    order delta-fasteners 4500070003 | erp delta.ndjson
    "$wharf" outbound send delta-fasteners --spool "$place/Spool"
    "$wharf" simulate supplier --partners "$place/Partners" --secrets "$place/secrets" --spool "$place/Spool" \
        --partner delta-fasteners --folder "$place/far" --patience 30 &
    simulated=$!
    while kill -0 $simulated 2>/dev/null; do
        "$wharf" poll now delta-fasteners --spool "$place/Spool" >/dev/null || true
        sleep 0.3
    done
    wait $simulated || fail "the simulated supplier behind its own server did not come to its end"
else
    echo "there is no OpenSSH server here; this part is left out"
fi

say "11. The ladder of every order, and the story of one"
"$wharf" outbound list --spool "$place/Spool"
"$wharf" trace 4500070001 --spool "$place/Spool" | cut -c1-160
[ "$("$wharf" outbound list --state answered --json --spool "$place/Spool" | wc -l)" -ge 2 ] || fail "the orders were not answered"

say "12. The books, and the proof that nobody changed them"
"$wharf" status --spool "$place/Spool"
"$wharf" audit verify --spool "$place/Spool"

kill -TERM "$server"
wait "$server" || fail "the server did not stop in good order"
server=
say "The server has stopped in good order."
