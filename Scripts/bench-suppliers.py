#!/usr/bin/env python3
"""Measures the supplier master: 100,000 suppliers, then the same with 37 differences, then the files for a target.

Starts a server of its own over an empty spool, puts extracts where the ERP puts them, and reads what it answers.
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HOUSE = """apiVersion: wharf/v1
id: northwind
name: Northwind
timeZone: UTC
identities:
  main: { isaQualifier: ZZ, isaId: NORTHWIND, gsId: NORTHWIND }
suppliers:
  csv:
    columns: { number: NO, name: NAME, vatId: VAT, bankAccount: IBAN, street: STREET, city: CITY, postalCode: ZIP, country: LAND,
               contactName: CONTACT, email: MAIL, phone: PHONE, netDays: DAYS, currency: CUR }
  targets:
    wms: { document: supplier-master, format: csv, fileName: "suppliers.csv", send: delta, trailer: digest,
           columns: { action: ACTION, number: NO, name: NAME, city: CITY, country: LAND, netDays: DAYS } }
"""


def iban(number):
    """A German IBAN with the right check digits."""
    plain = f"{number:018d}"
    check = 98 - int(plain + "131400") % 97
    return f"DE{check:02d}{plain}"


def row(number, name):
    return (f"{number:010d},{name},DE{100000000 + number},{iban(37040044 * 10**10 + number)},Street {number % 997},City {number % 4999},"
            f"{10000 + number % 89999},DE,Contact {number % 3001},desk{number}@example.com,+49 30 {number:08d},{number % 90},EUR\r\n")


def extract(path, count, changed=(), without=(), added=0):
    heading = "NO,NAME,VAT,IBAN,STREET,CITY,ZIP,LAND,CONTACT,MAIL,PHONE,DAYS,CUR\r\n"
    with open(path, "w", newline="") as file:
        file.write(heading)
        for number in range(1, count + added + 1):
            if number not in without:
                file.write(row(number, f"Supplier {number}" + (" Works" if number in changed else "")))


class Server:
    def __init__(self, wharf, folder):
        self.wharf, self.spool = wharf, folder / "Spool"
        (folder / "Partners").mkdir()
        (folder / "Partners" / "house.yaml").write_text(HOUSE)
        self.process = subprocess.Popen(
            [wharf, "serve", "--partners", folder / "Partners", "--spool", self.spool],
            stdout=subprocess.PIPE, stderr=open(folder / "log", "w"), text=True)
        self.process.stdout.readline()

    def ask(self, *words):
        done = subprocess.run([self.wharf, "supplier", *words, "--spool", self.spool], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"wharf supplier {' '.join(words)}: {done.stderr}")
        return done.stdout

    def report(self):
        return json.loads(self.ask("report", "--json"))

    def memory(self):
        """Largest and present resident memory in MB."""
        lines = pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        values = dict(line.split(":", 1) for line in lines)
        return int(values["VmHWM"].split()[0]) // 1024, int(values["VmRSS"].split()[0]) // 1024

    def seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def take(self, path, runs):
        """Puts an extract into the ERP's folder and waits for its end."""
        folder = self.spool / "erp" / "suppliers"
        hidden = folder / ("." + path.name)
        shutil.copy(path, hidden)
        before, began = self.seconds(), time.monotonic()
        hidden.rename(folder / path.name)
        return self.wait("an extract", began, before, lambda report: len(report["extracts"]) >= runs
                         and report["extracts"][0]["state"] != "staging")

    def sync(self, files, *words):
        before, began = self.seconds(), time.monotonic()
        self.ask("sync", "house/wms", *words)
        return self.wait("a file", began, before, lambda report: report["targets"]
                         and report["targets"][0]["last"]["state"] == "verified"
                         and report["targets"][0]["last"]["generation"] == files)

    def wait(self, what, began, before, is_done):
        while True:
            report = self.report()
            if is_done(report):
                return report, time.monotonic() - began, self.seconds() - before
            if time.monotonic() - began > 120 or self.process.poll() is not None:
                sys.exit(f"waited in vain for {what}: {report}")
            time.sleep(0.02)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--wharf", required=True)
    arguments.add_argument("--count", type=int, default=100_000)
    options = arguments.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="wharf-suppliers-"))
    first, second = folder / "full-1.csv", folder / "full-2.csv"
    extract(first, options.count)
    extract(second, options.count, changed=set(range(1000, 1020)), without=set(range(5000, 5010)), added=7)
    server = Server(os.path.abspath(options.wharf), folder)
    try:
        print(f"{options.count:,} suppliers, {first.stat().st_size / 1e6:.0f} MB of CSV")
        print("| what | s | CPU s | peak MB | found |")
        print("|---|---|---|---|---|")
        show = lambda what, seconds, cpu, found: print(
            f"| {what} | {seconds:.2f} | {cpu:.2f} | {server.memory()[0]} | {found} |")
        counts = lambda run: f"{run['added']} added, {run['changed']} changed, {run['retired']} retired, {run['unchanged']} unchanged"
        report, seconds, cpu = server.take(first, 1)
        show("first extract", seconds, cpu, counts(report["extracts"][0]))
        report, seconds, cpu = server.sync(1)
        show("first file, the whole", seconds, cpu, counts(report["targets"][0]["last"]))
        report, seconds, cpu = server.take(second, 2)
        run = report["extracts"][0]
        show("extract with 37 differences", seconds, cpu, counts(run))
        found = run["added"] + run["changed"] + run["retired"]
        report, seconds, cpu = server.sync(2)
        last = report["targets"][0]["last"]
        show("file with 37 differences", seconds, cpu, counts(last))
        if found != 37 or last["rows"] != 37:
            sys.exit(f"found {found} differences and wrote {last['rows']} lines, not 37")
    finally:
        server.stop()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
