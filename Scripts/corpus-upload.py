#!/usr/bin/env python3
"""Upload a folder of real X12 files through SFTP and print what became of each.

    Scripts/corpus-upload.py [CORPUS] [--wharf PROGRAM] [--all] [--table FILE]

CORPUS (or the environment's WHARF_CORPUS) holds x12/850, x12/855, x12/856, x12/810 and x12/997; with --all also
malformed/ and x12/other/. Needs python3, and sftp and ssh-keygen of OpenSSH.

Profiles are made from the files themselves, so that every file comes from whom it says: a partner for each pair of ISA
addresses, our identity after the receiver, every set agreed in the release of GS08. Files that cannot stand together
(the same pair with another usage or GS02, or a control number used twice) are uploaded to a server of their own: a run
is a few rounds, each with an empty spool.
"""
import argparse
import collections
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SETS = ["850", "855", "856", "810", "997"]
OPEN_STATES = {"received", "interpreting"}
ID_TEXT = re.compile(r"^[A-Za-z0-9!\"&'()*+,\-./:;?= %@\[\]_{}\\|<~#$]{1,15}$")


class Upload:
    """One file of the corpus, and the profile it needs."""

    def __init__(self, root, path):
        self.path = path
        self.name = os.path.relpath(path, root)
        with open(path, "rb") as file:
            self.content = file.read()
        self.read_envelope()

    def read_envelope(self):
        self.sender = self.receiver = self.group_sender = self.group_receiver = None
        self.controls, self.usage, self.releases = set(), "production", {}
        for match in re.finditer(rb"ISA([^A-Za-z0-9\s])", self.content):
            element = match.group(1)
            parts = self.content[match.start():match.start() + 400].split(element)
            if len(parts) < 17:
                continue
            self.controls.add(parts[13].strip())
            if self.sender is None:
                self.sender = (self.text(parts[5]), self.text(parts[6]))
                self.receiver = (self.text(parts[7]), self.text(parts[8]))
                self.usage = "test" if parts[15].strip() == b"T" else "production"
                self.element = element
        if self.sender is None:
            return
        escaped = re.escape(self.element)
        group = re.compile(rb"GS" + escaped + rb"[A-Z]{2}" + escaped + rb"(?:[^" + escaped + rb"]*" + escaped + rb"){6}([0-9A-Z]*)")
        for match in group.finditer(self.content):
            fields = match.group(0).split(self.element)
            if self.group_sender is None:
                self.group_sender, self.group_receiver = self.text(fields[2]), self.text(fields[3])
            self.release = fields[8].decode("latin-1")[:6]

    @staticmethod
    def text(raw):
        return raw.decode("latin-1").strip()

    @property
    def pair(self):
        return (self.sender, self.receiver)

    @property
    def agreement(self):
        return (self.group_sender, self.group_receiver, self.usage, getattr(self, "release", None))

    @property
    def can_have_profile(self):
        if self.sender is None or self.sender == self.receiver:
            return False
        if not re.match(r"^\d{6}$", self.agreement[3] or "") or self.agreement[3] < "002000":
            return False
        texts = [self.sender[1], self.receiver[1], self.group_sender or "", self.group_receiver or ""]
        qualifiers = [self.sender[0], self.receiver[0]]
        return all(ID_TEXT.match(text) for text in texts) and all(re.match(r"^[A-Z0-9]{2}$", text) for text in qualifiers) \
            and len(self.group_sender) >= 2 and len(self.group_receiver) >= 2


class Round:
    """Files that can stand together in one server."""

    def __init__(self):
        self.uploads = []
        self.agreements = {}
        self.houses = {}
        self.numbers = set()

    def take(self, upload):
        if upload.can_have_profile:
            known = self.agreements.get(upload.pair, upload.agreement)
            house = self.houses.get(upload.receiver, upload.group_receiver)
            numbers = {(upload.pair, number) for number in upload.controls}
            if known != upload.agreement or house != upload.group_receiver or numbers & self.numbers:
                return False
            self.agreements[upload.pair] = upload.agreement
            self.houses[upload.receiver] = upload.group_receiver
            self.numbers |= numbers
        self.uploads.append(upload)
        return True


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def identity(address, group):
    return f"{{ isaQualifier: {quoted(address[0])}, isaId: {quoted(address[1])}, gsId: {quoted(group)} }}"


def write_profiles(folder, round, key):
    """Writes house and partners; returns the partner of each pair."""
    os.makedirs(folder)
    houses = {address: f"as{number}" for number, address in enumerate(sorted(round.houses), 1)}
    with open(os.path.join(folder, "house.yaml"), "w") as file:
        file.write("apiVersion: wharf/v1\nid: corpus\nname: Corpus House\ntimeZone: Etc/UTC\nidentities:\n")
        file.write("  none: { isaQualifier: ZZ, isaId: CORPUSHOUSE, gsId: CORPUSHOUSE }\n")
        for address, name in houses.items():
            file.write(f"  {name}: {identity(address, round.houses[address])}\n")
        file.write("listen:\n  sftp: { address: 127.0.0.1, port: 2222 }\nsinks:\n  journal: { kind: file }\n")
    partners = {None: "stranger"}
    for number, pair in enumerate(sorted(round.agreements), 1):
        partners[pair] = f"partner-{number}"
    for pair, partner in partners.items():
        with open(os.path.join(folder, partner + ".yaml"), "w") as file:
            file.write(f"apiVersion: wharf/v1\nid: {partner}\nname: {partner}\nstate: live\ntimeZone: Etc/UTC\n")
            file.write(f"hosted:\n  login: {partner}\n  keys:\n    - {{ key: \"{key}\", label: corpus }}\n")
            file.write("  uploads: { accept: [\"*\"], maxFile: 50MiB, sameName: keep-both }\n")
            if pair:
                sender, receiver, usage, release = round.agreements[pair]
                own, house, use = identity(pair[0], sender), houses[pair[1]], usage
            else:
                own, house, use, release = identity(("ZZ", "STRANGER"), "STRANGER"), "none", "production", "004010"
            file.write(f"x12:\n  partner: {own}\n  identity: {house}\n  delimiters: mirror\n  usage: {use}\n  inbound:\n")
            for number in SETS:
                file.write(f"    \"{number}\": {{ version: \"{release}\" }}\n")
            file.write("  acknowledge: { with: \"997\", detail: full, ta1: on-request }\n")
    return partners


class Server:
    """A server of our own over a spool of its own."""

    def __init__(self, program, profiles, spool, log):
        self.program, self.spool = program, spool
        self.log = open(log, "wb")
        self.process = subprocess.Popen(
            [program, "serve", "--partners", profiles, "--spool", spool, "--sftp", "127.0.0.1:0", "--http", "127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=self.log)
        self.port = None
        for line in self.process.stdout:
            found = re.match(rb"\s*sftp\s+127\.0\.0\.1:(\d+)", line)
            if found:
                self.port = int(found.group(1))
                break
        if self.port is None:
            with open(log) as file:
                sys.exit("the server did not start:\n" + file.read())

    def ask(self, *words):
        result = subprocess.run([self.program, *words, "--spool", self.spool, "--json"], capture_output=True, check=True)
        return [json.loads(line) for line in result.stdout.splitlines() if line.strip()]

    def wait_until_idle(self, count, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            arrivals = self.ask("arrival", "list", "--limit", "10000")
            answers = self.ask("interchange", "list", "--limit", "10000", "--state", "outbound")
            if len(arrivals) >= count and not any(it["state"] in OPEN_STATES for it in arrivals) \
                    and all(it.get("sentAt") for it in answers):
                return arrivals
            time.sleep(0.5)
        waiting = [(it["name"], it["state"]) for it in arrivals if it["state"] in OPEN_STATES]
        unsent = [(it["fileName"], it["state"]) for it in answers if not it.get("sentAt")]
        sys.exit(f"the server is not idle after {seconds} s: {len(arrivals)} of {count} files came, {waiting}, {unsent}")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)
        self.log.close()
        return self.process.returncode


def upload(server, login, files, key, work):
    batch = os.path.join(work, "batch")
    with open(batch, "w") as file:
        for source, name in files:
            file.write(f"-put \"{source}\" \"/upload/{name}\"\n")
    subprocess.run(
        ["sftp", "-q", "-b", batch, "-i", key, "-P", str(server.port), "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes",
         "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", f"{login}@127.0.0.1"],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def findings_of(story):
    """All findings of a story, errors first."""
    found = json.loads(story["arrival"].get("findings") or "[]")
    for part in story["interchanges"]:
        for row in part["sets"]:
            found += json.loads(row.get("findings") or "[]")
    order = {"error": 0, "warning": 1}
    return sorted(found, key=lambda finding: order.get(finding["severity"], 2))


def describe(finding):
    place = " ".join(str(finding[key]) for key in ("segmentId", "segmentID", "segment", "element") if key in finding)
    return f"{finding['severity']} {finding['code']} {place}: {finding['message']}"


def row(upload, story):
    """One line of the table."""
    inbound = [part for part in story["interchanges"] if part["interchange"]["direction"] == "inbound"]
    outbound = [part["interchange"] for part in story["interchanges"] if part["interchange"]["direction"] == "outbound"]
    sets = sorted({it["setID"] for part in inbound for it in part["sets"]})
    versions = sorted({it["version"] for part in inbound for it in part["groups"]})
    counts = collections.Counter(it["status"] for part in inbound for it in part["sets"])
    groups = [f"{it['status']}{'/' + it['codes'] if it['codes'] else ''}" for part in inbound for it in part["groups"]]
    notes = [part["interchange"]["note"] for part in inbound if part["interchange"].get("note")]
    answers = [it["fileName"] for it in outbound if it.get("fileName")]
    findings = findings_of(story)
    arrival = story["arrival"]
    return {
        "file": upload.name, "folder": upload.name.split(os.sep)[1] if upload.name.startswith("x12") else "malformed",
        "set": "+".join(sets) or "-", "version": "+".join(versions) or "-", "state": arrival["state"],
        "sets": f"{counts['A']}A {counts['E']}E {counts['R']}R" if counts else "-",
        "answer": (" ".join(answers) or "-") + (" AK9 " + ",".join(groups) if groups else "")
        + (" TA1 " + ",".join(notes) if notes else ""),
        "first": describe(findings[0]) if findings else (arrival.get("reason") or "-"),
        "codes": [(it["code"], it["severity"]) for it in findings],
    }


def corpus_files(root, everything):
    folders = [os.path.join("x12", name) for name in SETS]
    if everything:
        folders += ["malformed", os.path.join("x12", "other")]
    for folder in folders:
        place = os.path.join(root, folder)
        for base, _, names in sorted(os.walk(place)):
            yield from (os.path.join(base, name) for name in sorted(names))


def plan(uploads):
    rounds = []
    for it in uploads:
        if not any(round.take(it) for round in rounds):
            rounds.append(Round())
            rounds[-1].take(it)
    return rounds


def run_round(program, round, number, work, key, public):
    folder = os.path.join(work, f"round-{number}")
    os.makedirs(folder)
    partners = write_profiles(os.path.join(folder, "Partners"), round, public)
    server = Server(program, os.path.join(folder, "Partners"), os.path.join(folder, "Spool"), os.path.join(folder, "log"))
    rows = []
    try:
        by_login, names = collections.defaultdict(list), {}
        for index, it in enumerate(round.uploads):
            name = f"{index:03d}-{os.path.basename(it.path)}"
            names[name] = it
            by_login[partners[it.pair if it.can_have_profile else None]].append((it.path, name))
        for login, files in sorted(by_login.items()):
            upload(server, login, files, key, folder)
        for arrival in server.wait_until_idle(len(names)):
            rows.append(row(names[arrival["name"]], server.ask("arrival", "show", arrival["id"])[0]))
    finally:
        status = server.stop()
    if status != 0:
        sys.exit(f"the server of round {number} ended with {status}; its log: {folder}/log")
    audit = subprocess.run([program, "audit", "verify", "--spool", server.spool], capture_output=True)
    if audit.returncode != 0:
        sys.exit("the audit trail is not sound: " + audit.stdout.decode() + audit.stderr.decode())
    return rows


def show(rows, out):
    columns = ["file", "set", "version", "state", "sets", "answer", "first"]
    widths = {name: min(46, max(len(name), *(len(it[name]) for it in rows))) for name in columns}
    widths["first"] = 0
    for it in [{name: name.upper() for name in columns}] + sorted(rows, key=lambda it: it["file"]):
        line = "  ".join(it[name].ljust(widths[name]) for name in columns)
        out.write(re.sub(r"[\x00-\x1f\x7f]", "?", line).rstrip() + "\n")
    out.write("\nFolder and outcome\n")
    for (folder, state), count in sorted(collections.Counter((it["folder"], it["state"]) for it in rows).items()):
        out.write(f"  {folder:10} {state:12} {count}\n")
    out.write("\nTransaction set and outcome (accepted, with errors, rejected)\n")
    sets = collections.defaultdict(lambda: [0, 0, 0])
    for it in rows:
        for index, count in enumerate(re.findall(r"\d+", it["sets"]) if it["sets"] != "-" else []):
            sets[it["set"]][index] += int(count)
    for name, counts in sorted(sets.items()):
        out.write(f"  {name:10} {counts[0]:4} {counts[1]:4} {counts[2]:4}\n")
    out.write("\nFinding codes: findings, files\n")
    findings = collections.Counter(code for it in rows for code in it["codes"])
    files = collections.Counter(code for it in rows for code in set(it["codes"]))
    for (code, severity), count in sorted(findings.items(), key=lambda it: (-files[it[0]], it[0])):
        out.write(f"  {severity:8} {code:34} {count:5} {files[(code, severity)]:4}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus", nargs="?", default=os.environ.get("WHARF_CORPUS"))
    parser.add_argument("--wharf", default=os.path.join(os.path.dirname(__file__), "..", ".build", "debug", "wharf"))
    parser.add_argument("--all", action="store_true", help="also malformed/ and x12/other/")
    parser.add_argument("--keep", action="store_true", help="keep the folder with profiles, spools and logs")
    parser.add_argument("--table", help="write the table here instead of standard output")
    options = parser.parse_args()
    if not options.corpus:
        parser.error("name the corpus, or set WHARF_CORPUS")
    uploads = [Upload(options.corpus, path) for path in corpus_files(options.corpus, options.all)]
    if not uploads:
        sys.exit(f"{options.corpus}: there are no files in x12/850 and its neighbours")
    work = tempfile.mkdtemp(prefix="wharf-corpus-")
    try:
        key = os.path.join(work, "key")
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        with open(key + ".pub") as file:
            public = " ".join(file.read().split()[:2])
        rounds, rows = plan(uploads), []
        for number, round in enumerate(rounds, 1):
            print(f"round {number} of {len(rounds)}: {len(round.uploads)} file(s)", file=sys.stderr)
            rows += run_round(os.path.abspath(options.wharf), round, number, work, key, public)
        if len(rows) != len(uploads):
            sys.exit(f"{len(uploads)} files were sent, {len(rows)} arrived")
        if options.table:
            with open(options.table, "w") as out:
                show(rows, out)
        else:
            show(rows, sys.stdout)
    finally:
        if options.keep:
            print(f"kept: {work}", file=sys.stderr)
        else:
            shutil.rmtree(work)


main()
