#!/usr/bin/env python3
"""Measures the SFTP host beside OpenSSH's server, in turns, with OpenSSH's client and aes128-gcm; prints a table.

Three servers: the whole product (every upload hashed, synced and queued before its OK), its transport alone in front of a
plain folder, and sshd with internal-sftp and a configuration of its own. The processor time of the server is the figure to
trust; wall time moves with the neighbours. Nothing is asserted: the exit status is 0 unless a transfer fails.
"""

import argparse
import glob
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

PARTNERS = 50
TICK = os.sysconf("SC_CLK_TCK")
OPTIONS = [
    "-F", "/dev/null", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o",
    "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "Ciphers=aes128-gcm@openssh.com"]


def processor_seconds(pid: int, fields: tuple[int, ...]) -> float:
    values = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return sum(int(values[field]) for field in fields) / TICK


def notice(partner: str, number: int) -> bytes:
    """A ship notice of about 4 KB with its own numbers."""
    body = [
        f"BSN*00*S{number}*20261123*1010*0001", "HL*1**S*1", "TD1*CTN25*2****G*48.5*LB", f"REF*BM*BOL{number}",
        "DTM*011*20261123", "N1*SF*ACME CASTINGS*92*F1", "N1*ST*PLANT 2*92*P2", "HL*2*1*O*1", f"PRF*45{number:08d}"]
    for line in range(50):
        body += [
            f"HL*{line + 3}*2*I*0", f"LIN*{line + 1}*BP*NW-{line:05d}*VP*AC-{line:04d}", f"SN1*{line + 1}*240*EA",
            "PID*F****BRACKET, CAST IRON"]
    body.append("CTT*52*12000")
    segments = [
        f"ISA*00*          *00*          *ZZ*{partner.upper():<15}*ZZ*{'NORTHWIND':<15}*261123*1200*U*00401*{number:09d}*0*P*>",
        f"GS*SH*{partner.upper()}*NORTHWIND*20261123*1200*{number}*X*004010", "ST*856*0001", *body, f"SE*{len(body) + 2}*0001",
        f"GE*1*{number}", f"IEA*1*{number:09d}"]
    return ("~\n".join(segments) + "~\n").encode()


class Peer:
    """A server under measurement, with folders of its own."""

    name = ""
    user = "p00"
    login = "p##"

    def __init__(self, place: str, key: str):
        self.place, self.key = place, key
        os.makedirs(place)

    def cpu(self) -> float:
        return processor_seconds(self.process.pid, (11, 12))

    def memory(self) -> float:
        """KiB of its own, shared pages counted by their share."""
        pids = [self.process.pid]
        for child in glob.glob("/proc/[0-9]*/stat"):
            try:
                if int(open(child).read().rsplit(")", 1)[1].split()[1]) in pids:
                    pids.append(int(child.split("/")[2]))
            except OSError:
                continue
        total = 0
        for pid in pids:
            try:
                with open(f"/proc/{pid}/smaps_rollup") as file:
                    total += next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
            except OSError:
                continue
        return total

    def sftp(self, commands: list[str], partner: int = 0) -> subprocess.Popen:
        batch = tempfile.NamedTemporaryFile("w", dir=self.place, delete=False)
        batch.write("\n".join(commands) + "\n")
        batch.close()
        return subprocess.Popen(
            ["sftp", "-q", "-b", batch.name, "-P", str(self.port), "-i", self.key, *OPTIONS, f"{self.account(partner)}@127.0.0.1"],
            stdout=subprocess.DEVNULL)

    def transfer(self, commands: list[str]) -> tuple[float, float]:
        """Wall and server seconds of one client's commands."""
        used, started = self.cpu(), time.monotonic()
        if self.sftp(commands).wait() != 0:
            sys.exit(f"bench-sftp: the client failed against {self.name}: {commands[0]}")
        wall = time.monotonic() - started
        self.hang_up()
        used = self.cpu() - used
        self.settle()
        return wall, used

    def hang_up(self) -> None:
        """Lets the server close what the client left."""

    def settle(self) -> None:
        """Waits until what was received is processed, so that it does not count for what follows."""
        before = -1.0
        while (now := self.cpu()) > before + 0.02:
            before = now
            time.sleep(0.2)

    def account(self, partner: int) -> str:
        return f"p{partner:02d}"

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(60)


class Wharf(Peer):
    name = "wharf"

    def __init__(self, place: str, key: str, program: str):
        super().__init__(place, key)
        partners, self.spool = f"{place}/Partners", f"{place}/Spool"
        os.makedirs(partners)
        public = open(key + ".pub").read().strip()
        with open(f"{partners}/house.yaml", "w") as file:
            file.write(
                "apiVersion: wharf/v1\nid: northwind\nname: Northwind\ntimeZone: America/Chicago\nidentities:\n"
                "  main: { isaQualifier: ZZ, isaId: NORTHWIND, gsId: NORTHWIND }\n"
                "listen:\n  sftp: { address: 127.0.0.1, port: 2222 }\nsinks:\n  journal: { kind: file }\n")
        for index in range(PARTNERS):
            with open(f"{partners}/p{index:02d}.yaml", "w") as file:
                file.write(
                    f"apiVersion: wharf/v1\nid: p{index:02d}\nname: Partner {index}\nstate: live\ntimeZone: UTC\n"
                    f"hosted:\n  login: p{index:02d}\n  keys:\n    - {{ key: \"{public}\", label: bench }}\n"
                    f"  uploads: {{ accept: [\"*\"], maxFile: 4GiB }}\n"
                    f"x12:\n  partner: {{ isaQualifier: ZZ, isaId: P{index:02d}, gsId: P{index:02d} }}\n  identity: main\n"
                    f"  delimiters: mirror\n  usage: production\n  inbound:\n    \"856\": {{ version: \"004010\" }}\n"
                    "  acknowledge: { with: \"997\" }\n")
        self.log = open(f"{place}/log", "w")
        self.process = subprocess.Popen(
            [program, "serve", "--partners", partners, "--spool", self.spool, "--sftp", "127.0.0.1:0", "--http", "127.0.0.1:0",
             "--log-level", "warning"], stdout=subprocess.PIPE, stderr=self.log, text=True)
        for line in self.process.stdout:
            if match := re.match(r"  sftp .*:(\d+)$", line):
                self.port = int(match.group(1))
                break
        threading.Thread(target=lambda: [None for _ in self.process.stdout], daemon=True).start()

    def target(self, name: str, partner: int = 0) -> str:
        return f"/upload/{name}"

    def offer(self, path: str, name: str) -> str:
        folder = f"{self.spool}/mailboxes/p00/download"
        os.makedirs(folder, exist_ok=True)
        shutil.copyfile(path, f"{folder}/{name}")
        return f"/download/{name}"


class Transport(Peer):
    name = "transport alone"

    def __init__(self, place: str, key: str, program: str):
        super().__init__(place, key)
        os.makedirs(f"{place}/files")
        self.process = subprocess.Popen(
            [program, "--folder", f"{place}/files", "--key", key + ".pub", "--host-keys", f"{place}/keys"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def target(self, name: str, partner: int = 0) -> str:
        return f"/{partner}-{name}"

    def offer(self, path: str, name: str) -> str:
        shutil.copyfile(path, f"{self.place}/files/{name}")
        return f"/{name}"


class OpenSSH(Peer):
    name = "sshd"

    def __init__(self, place: str, key: str):
        super().__init__(place, key)
        self.login = self.user = os.environ.get("USER") or subprocess.run(["id", "-un"], stdout=subprocess.PIPE, text=True).stdout.strip()
        os.makedirs(f"{place}/files")
        os.makedirs("/run/sshd", exist_ok=True)
        for kind in ("ed25519", "rsa"):
            subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", f"{place}/host_{kind}"], check=True)
        shutil.copyfile(key + ".pub", f"{place}/authorized")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        with open(f"{place}/config", "w") as file:
            file.write(
                f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {place}/host_ed25519\nHostKey {place}/host_rsa\n"
                f"AuthorizedKeysFile {place}/authorized\nStrictModes no\nUsePAM no\nPasswordAuthentication yes\n"
                "KbdInteractiveAuthentication no\nPermitRootLogin yes\nPidFile none\nLogLevel ERROR\n"
                "MaxStartups 2000\nSubsystem sftp internal-sftp\n")
        self.process = subprocess.Popen(["/usr/sbin/sshd", "-D", "-e", "-f", f"{place}/config"], stderr=subprocess.DEVNULL)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                break
            except OSError:
                time.sleep(0.05)

    def cpu(self) -> float:
        """With its children that have ended: all, when every client has hung up."""
        return processor_seconds(self.process.pid, (11, 12, 13, 14))

    def hang_up(self) -> None:
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children") as file:
                if not file.read().strip():
                    return
            time.sleep(0.01)

    def account(self, partner: int) -> str:
        return self.user

    def target(self, name: str, partner: int = 0) -> str:
        return f"{self.place}/files/{partner}-{name}"

    def offer(self, path: str, name: str) -> str:
        shutil.copyfile(path, f"{self.place}/files/{name}")
        return f"{self.place}/files/{name}"


class Bench:
    def __init__(self, place: str, key: str, load: str, peers: list[Peer], arguments: argparse.Namespace):
        self.place, self.key, self.load, self.peers, self.arguments = place, key, load, peers, arguments
        self.wharf, self.transport, self.sshd = peers

    def show(self, what: str, unit: str, values: list[float | None], reach: str) -> None:
        base = values[2]
        cells = []
        for value in values[:2]:
            cells.append("        –        " if value is None else f"{value:9.2f} ({value / base:5.2f})" if base else f"{value:9.2f}        ")
        cells.append("        –" if base is None else f"{base:9.2f}")
        print(f"{what:34} {unit:8} {' '.join(cells)}  {reach}", flush=True)

    def large(self) -> None:
        size = self.arguments.bytes
        path = f"{self.place}/large"
        with open(path, "wb") as file:
            for _ in range(size >> 20):
                file.write(os.urandom(1 << 20))
        wall, cpu = {}, {}
        offered = {peer: peer.offer(path, "offered") for peer in self.peers}
        for turn in range(self.arguments.turns):
            for peer in self.peers:
                # Other bytes each time: what is archived already costs no second copy.
                with open(path, "r+b") as file:
                    file.write(f"{turn} {peer.name:20}".encode())
                target = peer.target(f"large{turn}")
                for kind, command in (("upload", f"put {path} {target}"), ("download", f"get {offered[peer]} {self.place}/got")):
                    seconds, used = peer.transfer([command])
                    wall.setdefault((kind, peer), []).append(seconds)
                    cpu.setdefault((kind, peer), []).append(used * (1 << 30) / size)
        for kind, reaches in (
                ("upload", ("<= 1.00, transport <= 0.60", "<= 0.77")), ("download", ("<= 0.65", ""))):
            middle = [statistics.median(cpu[kind, peer]) for peer in self.peers]
            self.show(f"{kind} {size >> 20} MiB, server CPU", "s/GiB", middle, reaches[0])
            self.show(f"{kind} {size >> 20} MiB, wall", "s", [statistics.median(wall[kind, peer]) for peer in self.peers], reaches[1])
        os.unlink(path)
        os.unlink(f"{self.place}/got")

    def small(self, sessions: int, reach: str) -> None:
        count = self.arguments.files // sessions
        rates, costs = [], []
        for peer in self.peers:
            batches = []
            for session in range(sessions):
                folder = f"{self.place}/small-{session}"
                os.makedirs(folder, exist_ok=True)
                commands = []
                for index in range(count):
                    number = 1 + (sessions * 100 + session) * 10_000 + index
                    with open(f"{folder}/{index}.edi", "wb") as file:
                        file.write(notice(f"p{session:02d}", number))
                    commands.append(f"put {folder}/{index}.edi {peer.target(f'f{number}.edi', session)}")
                batches.append(commands)
            used, started = peer.cpu(), time.monotonic()
            clients = [peer.sftp(commands, session) for session, commands in enumerate(batches)]
            if any([client.wait() for client in clients]):
                sys.exit(f"bench-sftp: a client failed against {peer.name}")
            rates.append(count * sessions / (time.monotonic() - started))
            peer.hang_up()
            peer.settle()
            costs.append((peer.cpu() - used) * 1000 / (count * sessions))
        self.show(f"{count * sessions} files of 4 KB, {sessions} session(s)", "files/s", rates, reach)
        self.show("", "CPU ms", costs, "")

    def logins(self) -> None:
        rates, costs = [], []
        for peer in self.peers:
            count = self.arguments.logins // (10 if peer is self.sshd else 1)
            with open(f"{self.place}/probe", "w") as file:
                file.write("x")
            path = peer.offer(f"{self.place}/probe", "probe")
            used = peer.cpu()
            seconds, failed = self.run("logins", peer, peer.user, path, count, 2).split()
            if failed != "0":
                sys.exit(f"bench-sftp: {failed} of {count} logins failed against {peer.name}")
            peer.hang_up()
            peer.settle()
            rates.append(count / float(seconds))
            costs.append((peer.cpu() - used) * 1000 / count)
        self.show("connect, log in, open, close", "/s", rates, ">= 15.00")
        self.show("", "CPU ms", costs, "")

    def run(self, verb: str, peer: Peer, user: str, *more) -> str:
        done = subprocess.run(
            [self.load, verb, str(peer.port), user, self.key, *map(str, more)], stdout=subprocess.PIPE, text=True)
        return done.stdout

    def idle(self) -> None:
        values = []
        for peer in self.peers:
            count = self.arguments.sessions // (5 if peer is self.sshd else 1)
            before = peer.memory()
            client = subprocess.Popen(
                [self.load, "idle", str(peer.port), peer.login, self.key, str(count)], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, text=True)
            answer = client.stdout.readline().split()
            if answer != ["ready", "0"]:
                sys.exit(f"bench-sftp: idle sessions against {peer.name}: {answer}")
            time.sleep(1)
            values.append((peer.memory() - before) / count)
            client.communicate()
        self.show(f"memory an idle session of {self.arguments.sessions}", "KiB", values, "<= 40 KiB")

    def flood(self) -> None:
        """Wrong passwords of unknown users, 10,000 a minute from many addresses, while a partner logs in."""
        peer = self.wharf
        path = peer.offer(f"{self.place}/probe", "probe")
        for name, rate in (("quiet", 0), ("10,000 tries a minute", 10_000 / 60)):
            client = None
            if rate:
                client = subprocess.Popen(
                    [self.load, "tries", str(peer.port), str(rate), str(self.arguments.flood), "64"], stdout=subprocess.PIPE,
                    text=True)
            times, failures = [], 0
            end = time.monotonic() + (self.arguments.flood if rate else 2)
            time.sleep(0.5)
            while time.monotonic() < end:
                started = time.monotonic()
                answer = self.run("logins", peer, peer.user, path, 1, 1).split()
                failures += answer[-1] != "0"
                times.append(time.monotonic() - started)
                time.sleep(0.1)
            print(
                f"{'a partner logs in; ' + name:43} p50 {statistics.median(times):.3f} s, most {max(times):.3f} s of {len(times)}, "
                f"{failures} failed  < 1 s", flush=True)
            if client:
                answered, cut, seconds = client.communicate()[0].split()
                print(f"{'':43} {answered} tries refused, {cut} cut, in {seconds} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wharf", default=".build/release/wharf")
    parser.add_argument("--transport", default=".build/release/sftp-bench")
    parser.add_argument("--place", help="a folder on the disk to measure, else the system's temporary folder")
    parser.add_argument("--quick", action="store_true", help="smaller files, fewer of them, one turn")
    parser.add_argument("--only", default="large,small,logins,idle,flood", help="which measures, by their names")
    arguments = parser.parse_args()
    quick = arguments.quick
    arguments.bytes = (256 if quick else 1024) << 20
    arguments.turns = 1 if quick else 3
    arguments.files = 800 if quick else 2_000
    arguments.logins = 400 if quick else 2_000
    arguments.sessions = 200 if quick else 1_000
    arguments.flood = 10 if quick else 60
    place = tempfile.mkdtemp(prefix="wharf-bench-", dir=arguments.place)
    key, load = f"{place}/key", f"{place}/sftp-load"
    peers: list[Peer] = []
    try:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Benchmarks", "sftp-load.c")
        subprocess.run(["cc", "-O2", "-o", load, source, "-lssh", "-lpthread"], check=True)
        peers.append(Wharf(f"{place}/wharf", key, os.path.abspath(arguments.wharf)))
        peers.append(Transport(f"{place}/transport", key, os.path.abspath(arguments.transport)))
        peers.append(OpenSSH(f"{place}/sshd", key))
        bench = Bench(place, key, load, peers, arguments)
        print(f"{os.cpu_count()} cores; in brackets the share of sshd's figure")
        print(f"{'':34} {'':8} {'wharf, durable':>17} {'transport alone':>17} {'sshd':>9}  reach")
        wanted = arguments.only.split(",")
        if "large" in wanted:
            bench.large()
        if "small" in wanted:
            bench.small(1, ">= 0.50")
            bench.small(8, ">= 1,500 files/s")
        if "logins" in wanted:
            bench.logins()
        if "idle" in wanted:
            bench.idle()
        if "flood" in wanted:
            bench.flood()
    finally:
        for peer in peers:
            peer.stop()
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
