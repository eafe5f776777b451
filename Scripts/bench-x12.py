#!/usr/bin/env python3
"""Measures the X12 engine on one core, in processor time, beside a tokeniser in C built and run with it.

Every file is made by the project's own generator from a seed. --quick takes smaller files.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile


def run(*command: str) -> str:
    """The output of a command that must succeed."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit {done.returncode}")
    return done.stdout.strip()


class Bench:
    def __init__(self, tool: str, place: str, scale: float):
        self.tool, self.place, self.scale = tool, place, scale

    def file(self, name: str, kind: str, lines: int, megabytes: float, *more: str) -> str:
        path = os.path.join(self.place, name)
        run(self.tool, "generate", "--kind", kind, "--lines", str(lines), "--bytes", str(int(megabytes * 1e6)), *more, path)
        return path

    def figure(self, verb: str, *arguments: str) -> float:
        return float(run(self.tool, verb, *arguments).split()[0])

    def show(self, what: str, value: float, unit: str, wanted: str) -> None:
        print(f"{what:<62} {value:>9.1f} {unit:<10} {wanted}", flush=True)

    def all(self, source: str) -> None:
        size = 100 * self.scale
        orders = self.file("A.edi", "850", 20, size)
        floor_tool = os.path.join(self.place, "tokenise")
        run("cc", "-O2", "-D_GNU_SOURCE", "-o", floor_tool, os.path.join(source, "tokenise.c"))
        floor = float(run(floor_tool, orders).split()[0])
        own = self.figure("tokenise", orders)
        self.show("A, 850s: tokenise", own, "MB/s", "reach 500")
        self.show("A, 850s: memchr tokeniser in C", floor, "MB/s", f"ours is {own / floor:.2f} of it, reach 0.40")
        self.show("A, 850s: parse and full validation", self.figure("validate", orders), "MB/s", "reach 150, aim 250")
        self.show("A, 850s: validate, canonical JSON, 997", self.figure("convert", orders), "MB/s", "reach 80")
        self.show("A, 850s: the same with provenance", self.figure("convert", "--provenance", orders), "MB/s", "")
        invoice = self.file("B.edi", "810", int(500_000 * self.scale), 0)
        self.show("B, one 810 of 500,000 lines: validation", self.figure("validate", invoice), "MB/s", "reach 100")
        shipments = self.file("C.edi", "856", 20, size)
        self.show("C, 856s: validation", self.figure("validate", shipments), "MB/s", "reach 100")
        manifest = os.path.join(self.place, "E.txt")
        broken = self.file("E.edi", "850", 20, size, "--damage", "0.2", "--manifest", manifest)
        self.show("E, 850s, 20 % broken: validation", self.figure("validate", broken), "MB/s", "at most 15 % under A")
        print("E: " + run(self.tool, "check-damage", broken, manifest), flush=True)
        for path in (invoice, shipments, broken):
            os.unlink(path)
        folder = os.path.join(self.place, "small")
        run(self.tool, "generate", "--files", str(int(10_000 * min(1, self.scale))), "--lines", "4", folder)
        self.show("files of 1 KB: read, validate, acknowledge", self.figure("small-files", folder), "us a file", "reach 15")
        small = self.file("small.edi", "850", 20, 10)
        large = self.file("large.edi", "850", 20, 1000 * self.scale)
        low, high = self.figure("peak", small), self.figure("peak", large)
        self.show("memory over start, 10 MB", low, "MiB", "reach 32")
        self.show(f"memory over start, {1000 * self.scale:.0f} MB", high, "MiB", f"{high - low:+.1f}, reach 2 apart")
        os.unlink(large)
        self.show("dictionary: every set of every release", self.figure("load-dictionary"), "ms", "reach 10")
        self.show("dictionary: one overlay", self.figure("apply-overlay"), "ms", "reach 1")
        self.batches(os.path.join(source, "X12Bench", "Profiles"))

    def batches(self, profiles: str) -> None:
        """Batch files, read twice as the server does, documents as JSON."""
        for batch in ("csv-stock", "csv-answers", "fixed-shipments", "json-invoices", "xml-stock"):
            peaks = []
            for megabytes in (10 * self.scale, 100 * self.scale):
                path = os.path.join(self.place, batch)
                run(self.tool, "write-batch", "--batch", batch, "--bytes", str(int(megabytes * 1e6)), path)
                rate, peak = run(self.tool, "read-batch", "--batch", batch, "--partners", profiles, path).split()[:2]
                peaks.append(float(peak))
                os.unlink(path)
            self.show(f"batch {batch}, {100 * self.scale:.0f} MB", float(rate), "MB/s", f"peak {peaks[0]:.0f} -> {peaks[1]:.0f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tool", required=True, help="the x12-bench program")
    parser.add_argument("--quick", action="store_true", help="a tenth of every size")
    arguments = parser.parse_args()
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Benchmarks")
    place = tempfile.mkdtemp(prefix="wharf-bench-")
    try:
        Bench(os.path.abspath(arguments.tool), place, 0.1 if arguments.quick else 1).all(source)
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
