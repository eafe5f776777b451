#!/usr/bin/env python3
"""Measures how fast a running server takes, processes and acknowledges files, all durable, beside the disk's own floor.

Every figure is printed with the floor measured in the same run on the same disk: create, write, fsync, rename, fsync of the
folder, by as many threads. Needs the OpenSSH client; the CLOSE latency needs python3-paramiko.
"""

import argparse
import collections
import glob
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

PARTNERS = 64


# The last control number of each partner.
controls = collections.Counter()


def asn(sender: str, number: int) -> bytes:
    """The partner's next ship notice, of about 1 KB, with an own number; its control numbers count on by one, as theirs do."""
    controls[sender] += 1
    control = controls[sender]
    body = [
        f"BSN*00*S{number}*20261123*1010*0001", "HL*1**S*1", "TD1*CTN25*2****G*48.5*LB", "TD5*B*2*UPSN*M*UPS GROUND",
        f"REF*BM*BOL{number}", "DTM*011*20261123", "N1*SF*ACME CASTINGS*92*F1", "N3*AV INDUSTRIAS 400",
        "N4*MONTERREY*NL*64000*MX", "N1*ST*PLANT 2*92*P2", "HL*2*1*O*1", f"PRF*45{number:08d}", "HL*3*2*I*0",
        "LIN*1*BP*NW-88812*VP*AC-1180", "SN1*1*240*EA", "PID*F****BRACKET, CAST IRON", "HL*4*2*I*0",
        "LIN*2*BP*NW-88820*VP*AC-1192", "SN1*2*60*EA", "PID*F****HOUSING, CAST IRON", "CTT*4*300"]
    segments = [
        f"ISA*00*          *00*          *ZZ*{sender:<15}*ZZ*{'NORTHWIND':<15}*261123*1200*U*00401*{control:09d}*0*P*>",
        f"GS*SH*{sender}*NORTHWIND*20261123*1200*{control}*X*004010", "ST*856*0001", *body, f"SE*{len(body) + 2}*0001",
        f"GE*1*{control}", f"IEA*1*{control:09d}"]
    return ("~\n".join(segments) + "~\n").encode()


class Server:
    """A server of its own on a fresh spool, with many partners."""

    def __init__(self, wharf: str, place: str):
        self.wharf, self.place = wharf, place
        self.prepared = collections.deque()
        self.spool = os.path.join(place, "Spool")
        partners = os.path.join(place, "Partners")
        os.makedirs(partners)
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{place}/key"], check=True)
        key = open(f"{place}/key.pub").read().strip()
        with open(f"{partners}/house.yaml", "w") as file:
            file.write(
                "apiVersion: wharf/v1\nid: northwind\nname: Northwind\ntimeZone: America/Chicago\nidentities:\n"
                "  main: { isaQualifier: ZZ, isaId: NORTHWIND, gsId: NORTHWIND }\n"
                "listen:\n  sftp: { address: 127.0.0.1, port: 2222 }\nsinks:\n  journal: { kind: file }\n")
        for index in range(PARTNERS):
            with open(f"{partners}/p{index:02d}.yaml", "w") as file:
                file.write(
                    f"apiVersion: wharf/v1\nid: p{index:02d}\nname: Partner {index}\nstate: live\ntimeZone: UTC\n"
                    f"hosted:\n  login: p{index:02d}\n  keys:\n    - {{ key: \"{key}\", label: bench }}\n"
                    f"  uploads: {{ accept: [\"*.edi\"], maxFile: 50MiB }}\n"
                    f"x12:\n  partner: {{ isaQualifier: ZZ, isaId: P{index:02d}, gsId: P{index:02d} }}\n  identity: main\n"
                    f"  delimiters: mirror\n  usage: production\n  inbound:\n    \"856\": {{ version: \"004010\" }}\n"
                    "  acknowledge: { with: \"997\" }\n")
        self.log = open(f"{place}/log", "w")
        self.process = subprocess.Popen(
            [wharf, "serve", "--partners", partners, "--spool", self.spool, "--sftp", "127.0.0.1:0", "--http", "127.0.0.1:0",
             "--log-level", "warning"], stdout=subprocess.PIPE, stderr=self.log, text=True)
        for line in self.process.stdout:
            if match := re.match(r"  sftp .*:(\d+)$", line):
                self.port = int(match.group(1))
                break
        threading.Thread(target=lambda: [None for _ in self.process.stdout], daemon=True).start()

    def memory(self) -> float:
        """Resident MiB."""
        with open(f"/proc/{self.process.pid}/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) / 1024

    def cpu(self) -> float:
        """Seconds of processor time used so far."""
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def published(self) -> int:
        """Events that our applications can read."""
        return sum(open(path, "rb").read().count(b"\n") for path in glob.glob(f"{self.spool}/events/*.ndjson"))

    def acknowledged(self) -> int:
        return sum(len(os.listdir(folder)) for folder in glob.glob(f"{self.spool}/mailboxes/*/download"))

    def stop(self):
        self.process.terminate()
        self.process.wait(60)
        self.log.close()


def floor(place: str, threads: int, seconds: float = 2.0, size: int = 1024) -> float:
    """What the disk gives: files a second, each created, written, synced, renamed, its folder synced.

    The files stay until the end: ext4 is slow to make files for a minute after many were removed.
    """
    folder = tempfile.mkdtemp(dir=place)
    data = b"x" * size
    counts = [0] * threads
    end = time.monotonic() + seconds

    def work(hand: int):
        descriptor = os.open(folder, os.O_RDONLY)
        while time.monotonic() < end:
            name = f"{folder}/{hand}-{counts[hand]}"
            file = os.open(name + ".part", os.O_WRONLY | os.O_CREAT)
            os.write(file, data)
            os.fsync(file)
            os.close(file)
            os.rename(name + ".part", name)
            os.fsync(descriptor)
            counts[hand] += 1
        os.close(descriptor)

    started = time.monotonic()
    hands = [threading.Thread(target=work, args=(hand,)) for hand in range(threads)]
    [hand.start() for hand in hands]
    [hand.join() for hand in hands]
    rate = sum(counts) / (time.monotonic() - started)
    return rate


def prepare(server: Server, count: int, first: int) -> int:
    """Writes files that will be dropped, so that only their renaming falls into the time that is measured."""
    outside = os.path.join(server.place, "outgoing")
    os.makedirs(outside, exist_ok=True)
    for number in range(first, first + count):
        partner = f"p{number % PARTNERS:02d}"
        path = f"{outside}/{number}.edi"
        with open(path, "wb") as file:
            file.write(asn(partner.upper(), number))
        server.prepared.append((partner, path, f"{server.spool}/drop/{partner}/f{number}.edi"))
    return first + count


def drop(server: Server, at_once: int, seconds: float, number: int) -> tuple[float, int, float]:
    """Keeps `at_once` files under way through the drop folders; all must be acknowledged, and their events published."""
    folders = {f"p{index:02d}": f"{server.spool}/mailboxes/p{index:02d}/download" for index in range(PARTNERS)}
    known = {partner: len(os.listdir(folder)) for partner, folder in folders.items()}
    open_files = {partner: 0 for partner in folders}
    most = int(seconds * (500 if at_once == 1 else 2000))
    number = prepare(server, max(0, most - len(server.prepared)), number)
    # Looking costs processor time that the server could use: only for the next answer of partners that wait, and not too often.
    pause = 0.001 if at_once < 64 else 0.004
    sent = done = 0
    events = server.published()
    started, used = time.monotonic(), server.cpu()
    end = started + seconds
    while time.monotonic() < end or sent > done:
        while time.monotonic() < end and sent - done < at_once:
            if not server.prepared:
                number = prepare(server, 1, number)
            partner, path, target = server.prepared.popleft()
            os.rename(path, target)
            open_files[partner] += 1
            sent += 1
        time.sleep(pause)
        for partner in [partner for partner, count in open_files.items() if count > 0]:
            # Answers are numbered from 1 in each folder.
            while os.path.exists(f"{folders[partner]}/997_{known[partner] + 1:09d}.edi"):
                known[partner] += 1
                open_files[partner] -= 1
                done += 1
        if time.monotonic() > end + 60:
            sys.exit(f"bench: only {done} of {sent} files were acknowledged")
    while server.published() < events + sent:
        time.sleep(0.001)
        if time.monotonic() > end + 60:
            sys.exit("bench: not every file's event was published")
    elapsed = time.monotonic() - started
    return sent / elapsed, number, (server.cpu() - used) / max(sent, 1) * 1000


def sessions(server: Server, count: int, files: int, first: int) -> tuple[float, int]:
    """`count` OpenSSH clients upload `files` files each at the same time; done when all are acknowledged."""
    base = server.acknowledged()
    number = first
    clients = []
    for client in range(count):
        partner = f"p{client:02d}"
        folder = f"{server.place}/client{client}-{first}"
        os.makedirs(folder)
        with open(f"{folder}/batch", "w") as batch:
            for _ in range(files):
                with open(f"{folder}/{number}.edi", "wb") as file:
                    file.write(asn(partner.upper(), number))
                batch.write(f"put {folder}/{number}.edi upload/f{number}.edi\n")
                number += 1
        clients.append((partner, folder))
    started = time.monotonic()
    running = [
        subprocess.Popen(
            ["sftp", "-q", "-b", f"{folder}/batch", "-P", str(server.port), "-i", f"{server.place}/key", "-o",
             "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", f"{partner}@127.0.0.1"],
            stdout=subprocess.DEVNULL) for partner, folder in clients]
    for client in running:
        if client.wait() != 0:
            sys.exit("bench: a client failed")
    while server.acknowledged() - base < count * files:
        time.sleep(0.002)
        if time.monotonic() - started > 120:
            sys.exit("bench: not all files of the SFTP sessions were acknowledged")
    return count * files / (time.monotonic() - started), number


def receipts(server: Server, count: int, files: int, first: int) -> tuple[float, int]:
    """`count` OpenSSH clients upload `files` files of 4 KB each; the rate until the last client has its last OK, all durable."""
    number, clients = first, []
    for client in range(count):
        partner = f"p{client:02d}"
        folder = f"{server.place}/receipts{client}-{first}"
        os.makedirs(folder)
        with open(f"{folder}/batch", "w") as batch:
            for _ in range(files):
                notice = asn(partner.upper(), number)
                with open(f"{folder}/{number}.edi", "wb") as file:
                    # Breaks between segments are no content: the file is longer and says the same.
                    file.write(notice + b"\n" * (4096 - len(notice)))
                batch.write(f"put {folder}/{number}.edi upload/f{number}.edi\n")
                number += 1
        clients.append((partner, folder))
    base = server.acknowledged()
    started = time.monotonic()
    running = [
        subprocess.Popen(
            ["sftp", "-q", "-b", f"{folder}/batch", "-P", str(server.port), "-i", f"{server.place}/key", "-o",
             "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", f"{partner}@127.0.0.1"],
            stdout=subprocess.DEVNULL) for partner, folder in clients]
    if any(client.wait() != 0 for client in running):
        sys.exit("bench: a client failed")
    elapsed = time.monotonic() - started
    while server.acknowledged() - base < count * files:
        time.sleep(0.01)
        if time.monotonic() - started > 180:
            sys.exit("bench: not all received files were acknowledged")
    return count * files / elapsed, number


def close_latency(server: Server, count: int, first: int) -> tuple[list[float], int]:
    """Milliseconds from CLOSE to its OK, one session, as the client sees it."""
    import paramiko

    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect(
        "127.0.0.1", server.port, "p00", key_filename=f"{server.place}/key", allow_agent=False, look_for_keys=False)
    sftp = client.open_sftp()
    times, number = [], first
    for _ in range(count):
        file = sftp.open(f"/upload/c{number}.edi", "wb")
        file.write(asn("P00", number))
        file.flush()
        started = time.perf_counter()
        file.close()
        times.append((time.perf_counter() - started) * 1000)
        number += 1
    client.close()
    return times, number


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wharf", default=".build/release/wharf")
    parser.add_argument("--seconds", type=float, default=5, help="length of each run")
    parser.add_argument("--place", help="a folder on the disk to measure, else the system's temporary folder")
    arguments = parser.parse_args()
    place = tempfile.mkdtemp(dir=arguments.place)
    server = Server(os.path.abspath(arguments.wharf), place)
    try:
        print(f"{os.cpu_count()} cores; 1 KB ship notices from {PARTNERS} partners; every file durable at each step")
        idle = server.memory()
        number, peak = 1, idle
        print(f"{'received, processed, acknowledged':38} {'files/s':>8} {'CPU ms/file':>12} {'disk floor/s':>13} {'share':>6}")
        for at_once in (1, 8, 64):
            under = floor(place, at_once)
            rate, number, cpu = drop(server, at_once, arguments.seconds, number)
            peak = max(peak, server.memory())
            name = f"drop folder, {at_once} at once"
            print(f"{name:38} {rate:8.0f} {cpu:12.2f} {under:13.0f} {rate / under:6.2f}")
        # A source that has logged in is let in from now on while many knock at once.
        _, number = sessions(server, 1, 1, number)
        under = floor(place, 20)
        used = server.cpu()
        rate, after = sessions(server, 20, 50, number)
        cpu = (server.cpu() - used) / (after - number) * 1000
        number = after
        peak = max(peak, server.memory())
        print(f"{'20 SFTP sessions (logins included)':38} {rate:8.0f} {cpu:12.2f} {under:13.0f} {rate / under:6.2f}")
        for count in (1, 8):
            under = floor(place, count)
            used = server.cpu()
            rate, after = receipts(server, count, 800 // count, number)
            cpu = (server.cpu() - used) / (after - number) * 1000
            number = after
            name = f"receipts of 4 KB, {count} SFTP session(s)"
            print(f"{name:38} {rate:8.0f} {cpu:12.2f} {under:13.0f} {rate / under:6.2f}")
        try:
            times, number = close_latency(server, 300, number)
            under = 1000 / floor(place, 1)
            quantiles = statistics.quantiles(times, n=100)
            print(f"CLOSE to OK, one session: p50 {quantiles[49]:.1f} ms, p99 {quantiles[98]:.1f} ms (disk floor {under:.1f} ms a file)")
        except ImportError:
            print("CLOSE to OK: not measured, python3-paramiko is missing")
        print(f"memory: {idle:.0f} MiB idle, {peak:.0f} MiB at most under load")
        status = json.loads(subprocess.run(
            [server.wharf, "status", "--json", "--spool", server.spool], capture_output=True, text=True, check=True).stdout)
        states = status["counts"]["arrivals"]
        if states.get("interpreted", 0) != sum(states.values()):
            sys.exit(f"bench: not every file was accepted: {states}")
    finally:
        server.stop()
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
