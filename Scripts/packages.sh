#!/usr/bin/env bash
# Installs the Debian or Ubuntu packages that are missing: what the build needs, with `test` what the tests drive, and
# with `bench` what the SFTP host is measured beside.
set -euo pipefail

wanted=(libssh-dev libssl-dev libsqlite3-dev libxml2-dev pkg-config openssh-client)
[ "${1:-}" = test ] && wanted+=(lftp strace python3 python3-paramiko python3-jsonschema ssh-audit sqlite3 gcc libc6-dev e2fsprogs
    rclone putty-tools curl openssl python3-asyncssh openssh-server)
[ "${1:-}" = bench ] && wanted+=(openssh-server python3 gcc libc6-dev)

missing=()
for package in "${wanted[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "These packages are missing and this is no Debian or Ubuntu: ${missing[*]}" >&2
    exit 69
fi
sudo=
[ "$(id -u)" -eq 0 ] || sudo=sudo
echo "Installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1  # a server that the tests start themselves is not to be started here
$sudo apt-get update -qq
$sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
