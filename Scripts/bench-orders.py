#!/usr/bin/env python3
"""Measures orders: 10,000 from one file of the ERP, released to one partner in one run, each 850 then read by the strict reader.

Starts a server of its own over an empty spool. The release is timed from the command to the last interchange that lies in the
partner's download folder: every one of them is durable before it is there.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

HOUSE = """apiVersion: wharf/v1
id: northwind
name: Northwind
timeZone: UTC
identities:
  main: { isaQualifier: ZZ, isaId: NORTHWIND, gsId: NORTHWIND }
listen:
  sftp: { address: 127.0.0.1, port: 2222 }
"""

PARTNER = """apiVersion: wharf/v1
id: acme-castings
name: Acme Castings
state: live
timeZone: UTC
hosted: {{ login: acme, keys: [ {{ key: "{key}", label: bench }} ] }}
x12:
  partner: {{ isaQualifier: ZZ, isaId: ACMECAST, gsId: ACMECAST }}
  identity: main
  usage: production
  outbound: {{ "850": {{ version: "004010", acknowledgment: {{ within: 4h }}, answer: {{ set: "855", within: 1 working day }} }} }}
  acknowledge: {{ with: "997" }}
"""


def order(number, lines):
    """A purchase order with its parties, dates and lines, as the ERP writes it."""
    return json.dumps({"partner": "acme-castings", "document": {
        "documentType": "purchase-order", "purpose": {"code": "00"}, "orderType": {"code": "SA"},
        "orderNumber": f"45{number:08d}", "orderDate": "2026-11-23",
        "lines": [{
            "lineNumber": str(line), "item": {"identifiers": [
                {"qualifier": "BP", "value": f"NW-{number % 997}-{line}"}, {"qualifier": "VP", "value": f"AC-{line * 10}"}]},
            "quantity": {"value": 1 + (number + line) % 480, "unit": "EA"}, "price": {"amount": 0.25 * (1 + number % 90)},
        } for line in range(1, lines + 1)]}}, separators=(",", ":"))


class Server:
    """A server of its own, with one partner."""

    def __init__(self, wharf, folder):
        self.wharf, self.spool = wharf, folder / "Spool"
        partners = folder / "Partners"
        partners.mkdir()
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / "key"], check=True)
        (partners / "house.yaml").write_text(HOUSE)
        (partners / "acme-castings.yaml").write_text(PARTNER.format(key=(folder / "key.pub").read_text().strip()))
        self.process = subprocess.Popen(
            [wharf, "serve", "--partners", partners, "--spool", self.spool, "--sftp", "127.0.0.1:0", "--http", "127.0.0.1:0",
             "--log-level", "warning"], stdout=subprocess.PIPE, stderr=open(folder / "log", "w"), text=True)
        self.metrics = None
        for line in self.process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                self.metrics = f"http://127.0.0.1:{found.group(1)}/metrics"
                break
        if not self.metrics:
            sys.exit("the server did not start: " + (folder / "log").read_text())

    @property
    def download(self):
        return self.spool / "mailboxes" / "acme-castings" / "download"

    def counter(self, name):
        text = urllib.request.urlopen(self.metrics).read().decode()
        return sum(int(float(value)) for value in re.findall(rf"^{name}(?:{{.*}})? (\S+)$", text, re.MULTILINE))

    def seconds(self):
        """Processor time used so far."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        """Largest resident memory in MB."""
        lines = pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return int(dict(line.split(":", 1) for line in lines)["VmHWM"].split()[0]) // 1024

    def timed(self, act, is_done):
        """Does something and waits for its end: seconds and processor seconds."""
        used, began = self.seconds(), time.monotonic()
        act()
        while not is_done():
            if time.monotonic() - began > 300 or self.process.poll() is not None:
                sys.exit("waited in vain")
            time.sleep(0.01)
        return time.monotonic() - began, self.seconds() - used

    def run(self, *words):
        subprocess.run([self.wharf, *words, "--spool", self.spool], check=True, stdout=subprocess.DEVNULL)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


def check(wharf, files, count):
    """Reads every interchange with the strict reader; the sets and the orders must be as many as were entered."""
    began = time.monotonic()
    linted = subprocess.run([wharf, "x12", "lint", "--quiet", *files], capture_output=True, text=True)
    if linted.returncode != 0:
        sys.exit(f"what was written has findings: {linted.stdout[:2000]}")
    numbers, controls = set(), []
    for file in files:
        text = file.read_text()
        controls.append(text.split("*", 14)[13])
        numbers.update(re.findall(r"BEG\*00\*SA\*(\d+)\*", text))
        sets = len(re.findall(r"~\s*ST\*850\*", text))
        if int(re.search(r"~\s*GE\*(\d+)\*", text).group(1)) != sets:
            sys.exit(f"{file.name}: GE01 differs from its sets")
    if len(numbers) != count:
        sys.exit(f"{len(numbers)} orders were found in the interchanges, not {count}")
    if sorted(map(int, controls)) != list(range(1, len(files) + 1)):
        sys.exit(f"control numbers are skipped or doubled: {controls}")
    return time.monotonic() - began


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--wharf", required=True)
    arguments.add_argument("--count", type=int, default=10_000)
    arguments.add_argument("--lines", type=int, default=3)
    options = arguments.parse_args()
    wharf = os.path.abspath(options.wharf)
    with tempfile.TemporaryDirectory(prefix="wharf-orders-") as place:
        folder = pathlib.Path(place)
        file = folder / "orders.ndjson"
        file.write_text("\n".join(order(number, options.lines) for number in range(1, options.count + 1)) + "\n")
        server = Server(wharf, folder)
        try:
            print(f"{options.count:,} orders of {options.lines} lines, {file.stat().st_size / 1e6:.1f} MB of NDJSON")
            print("| what | s | orders/s | CPU s | peak MB |")
            print("|---|---|---|---|---|")

            def show(what, seconds, cpu):
                print(f"| {what} | {seconds:.2f} | {options.count / seconds:,.0f} | {cpu:.2f} | {server.memory()} |")

            show("entered", *server.timed(
                lambda: file.rename(server.spool / "erp" / "orders" / file.name),
                lambda: server.counter("wharf_orders_entered_total") >= options.count))
            interchanges = -(-options.count // 1_000)
            show("released, in the mailbox", *server.timed(
                lambda: server.run("outbound", "send", "acme-castings"),
                lambda: len([name for name in os.listdir(server.download) if name.endswith(".edi")]) >= interchanges))
            files = sorted(server.download.glob("*.edi"))
            seconds = check(wharf, files, options.count)
            print(f"| read by the strict reader: {len(files)} interchanges, no findings | {seconds:.2f} "
                  f"| {options.count / seconds:,.0f} | | |")
        finally:
            server.stop()


if __name__ == "__main__":
    main()
