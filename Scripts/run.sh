#!/usr/bin/env bash
# Starts the server with the sample partners. Makes a key to try it with on the first run.
set -euo pipefail
cd "$(dirname "$0")/.."

keys=${WHARF_DEMO_KEYS:-$PWD/.wharf-demo}
mkdir -p "$keys" && chmod 700 "$keys"
[ -f "$keys/id_ed25519" ] || ssh-keygen -q -t ed25519 -N '' -C wharf-demo -f "$keys/id_ed25519"
for partner in acme-castings bolt-works cobalt-plastics; do
    cp "$keys/id_ed25519.pub" "Partners/$partner/demo.pub"
done

echo "Try, in another terminal:"
echo "  sftp -i $keys/id_ed25519 -P 2222 acme@127.0.0.1"
echo "  put Docs/samples/acme-856.edi upload"
echo "  ls download"
echo
exec .build/release/wharf serve --partners Partners --spool Spool "$@"
