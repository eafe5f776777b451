#!/usr/bin/env python3
"""Measures how fast the audit trail is proven: a spool with many chained entries, read and hashed again by `wharf audit verify`.

The floor beside it is this interpreter's own SHA-256 over the same bytes, one call an entry.
"""

import argparse
import hashlib
import json
import os
import resource
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time


def entry(previous: bytes, sequence: int, texts: list[str]) -> bytes:
    """The hashed bytes of an entry: the hash before it, then its fields with their lengths."""
    fields = [text.encode() for text in texts]
    packed = b"".join(struct.pack(">q", len(field)) + field for field in fields)
    return previous + struct.pack(">qq", sequence, 1_795_435_200_000 + sequence) + packed


def fill(database: str, count: int) -> float:
    """Adds entries behind those that are there; answers the seconds that hashing alone took here."""
    connection = sqlite3.connect(database)
    last, previous = connection.execute("SELECT sequence, hash FROM ledger ORDER BY sequence DESC LIMIT 1").fetchone()
    hashing = 0.0
    rows = []
    for sequence in range(last + 1, last + count + 1):
        story, subject = f"01K{sequence:023d}", f"arrival/01K{sequence:023d}"
        digest = hashlib.sha256(str(sequence).encode()).digest()
        detail = f"asn-{sequence}.edi, 1024 bytes by sftp from 192.0.2.7"
        block = entry(previous, sequence, ["partner/acme-castings", "received", story, subject, digest.hex(), detail])
        began = time.perf_counter()
        current = hashlib.sha256(block).digest()
        hashing += time.perf_counter() - began
        rows.append((sequence, 1_795_435_200_000 + sequence, "partner/acme-castings", "received", story, subject, digest,
                     detail, previous, current))
        previous = current
        if len(rows) == 50_000:
            connection.executemany("INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            rows = []
    connection.executemany("INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.commit()
    connection.close()
    return hashing


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wharf", default=".build/release/wharf")
    parser.add_argument("--entries", type=int, default=1_000_000)
    arguments = parser.parse_args()
    place = tempfile.mkdtemp()
    try:
        shutil.copytree("Partners", f"{place}/Partners")
        spool = f"{place}/Spool"
        server = subprocess.Popen(
            [os.path.abspath(arguments.wharf), "serve", "--partners", f"{place}/Partners", "--spool", spool, "--sftp",
             "127.0.0.1:0", "--http", "127.0.0.1:0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        server.stdout.readline()
        server.terminate()
        server.communicate()
        hashing = fill(f"{spool}/state/wharf.sqlite", arguments.entries)
        began = time.perf_counter()
        answer = subprocess.run(
            [os.path.abspath(arguments.wharf), "audit", "verify", "--chain-only", "--json", "--spool", spool],
            capture_output=True, text=True, check=True)
        seconds = time.perf_counter() - began
        result = json.loads(answer.stdout)
        if result["entries"] < arguments.entries or result.get("broken"):
            sys.exit(f"bench-audit: the trail was not proven: {result}")
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"audit verify: {result['entries'] / seconds:10,.0f} entries/s over {result['entries']:,} "
              f"(hashing alone, here: {arguments.entries / hashing:,.0f}/s); {memory:.0f} MiB at most; want >= 500,000")
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
