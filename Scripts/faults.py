#!/usr/bin/env python3
"""Breaks transfers in every way against a server of its own, and looks that nothing unfinished was processed.

Connections cut after a random number of bytes, real clients stopped by Ctrl-C, many clients killed at once, clients that stop
reading or fall silent. Each file is sent again afterwards and must then be processed exactly once; staging must be empty and
the server's descriptors back where they began. Prints a line for each fault; exit status 1 when a promise was broken. SEED=n
repeats a run.
"""

import argparse
import collections
import json
import os
import random
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True  # The checkout stays as it is.

from clients import House, OpenSSH, notice, run

LINES = 8_000


def large_notice(partner: str, number: int) -> bytes:
    """A ship notice of about 800 KB, so that there is much to be cut in."""
    text = notice(partner, number).decode()
    head, tail = text.split("HL*3*2*I*0~\n")
    lines = "".join(
        f"HL*{line + 3}*2*I*0~\nLIN*{line + 1}*BP*NW-{line:05d}*VP*AC-{line:05d}~\nSN1*{line + 1}*{number % 900 + 1}*EA~\n"
        f"PID*F****BRACKET, CAST IRON, {line * 7919 % 99991:05d}~\n" for line in range(LINES))
    segments = (head + lines).count("~\n") - 2 + 2
    return (head + lines + f"CTT*{LINES + 2}*1~\nSE*{segments}*0001~\nGE*1*{number}~\nIEA*1*{number:09d}~\n").encode()


class Proxy:
    """Passes bytes on, and cuts a connection once its client has sent so many; None cuts nothing."""

    def __init__(self, port: int):
        self.target = port
        self.limits: collections.deque = collections.deque()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            limit = self.limits.popleft() if self.limits else None
            threading.Thread(target=self.pump, args=(client, limit), daemon=True).start()

    def pump(self, client: socket.socket, limit: int | None) -> None:
        server = socket.create_connection(("127.0.0.1", self.target))
        chooser = selectors.DefaultSelector()
        chooser.register(client, selectors.EVENT_READ, server)
        chooser.register(server, selectors.EVENT_READ, client)
        sent = 0
        try:
            while limit is None or sent < limit:
                for key, _ in chooser.select():
                    room = 65_536 if limit is None or key.fileobj is server else limit - sent
                    data = key.fileobj.recv(min(65_536, room))
                    if not data:
                        return
                    key.data.sendall(data)
                    if key.fileobj is client:
                        sent += len(data)
                        if limit is not None and sent >= limit:
                            return
        except OSError:
            pass
        finally:
            # Half of the cuts are a reset, as a firewall sends it, and half an end.
            if limit is not None and limit % 2:
                for end in (client, server):
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            client.close()
            server.close()


class Faults:
    def __init__(self, house: House, place: str, seed: int):
        self.house, self.place, self.random = house, place, random.Random(seed)
        self.number, self.broken = 0, []
        self.sent: list[tuple[str, str]] = []
        self.quiet = self.descriptors()

    def descriptors(self) -> collections.Counter:
        """What the server has open, by what it is."""
        found: collections.Counter = collections.Counter()
        folder = f"/proc/{self.house.process.pid}/fd"
        for number in os.listdir(folder):
            try:
                target = os.readlink(f"{folder}/{number}")
            except OSError:
                continue
            # Readers of the books stay open; how many there are depends on how many were needed at once.
            if "/state/" not in target:
                found[target.split(":")[0].replace(self.house.spool, "")] += 1
        return found

    def file(self, prefix: str) -> tuple[str, str]:
        self.number += 1
        name = f"{prefix}{self.number}.edi"
        path = f"{self.place}/{name}"
        with open(path, "wb") as file:
            file.write(large_notice("fault", self.number))
        self.sent.append((name, path))
        return name, path

    def client(self, path: str, name: str, port: int | None = None, *options: str) -> subprocess.Popen:
        batch = f"{path}.batch"
        with open(batch, "w") as file:
            file.write(f"put {path} /upload/{name}\n")
        # Read from standard input, not by -b, so that Ctrl-C finds the client as it finds a person's.
        return subprocess.Popen(
            ["sftp", "-q", *OpenSSH.options, *options, "-i", self.house.key, "-P", str(port or self.house.port), "fault@127.0.0.1"],
            stdin=open(batch), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def promise(self, kept: bool, words: str) -> None:
        if not kept:
            self.broken.append(words)
            print("BROKEN: " + words, flush=True)

    def states(self) -> dict[str, list[str]]:
        lines = run(self.house.program, "arrival", "list", "--limit", "10000", "--json", "--spool", self.house.spool).splitlines()
        found: dict[str, list[str]] = {}
        for row in map(json.loads, lines):
            found.setdefault(row["name"], []).append(row["state"])
        return found

    def settled(self) -> dict[str, list[str]]:
        for _ in range(600):
            states = self.states()
            if not any(state in ("received", "interpreting") for row in states.values() for state in row):
                return states
            time.sleep(0.05)
        return self.states()

    def check(self, what: str, files: list[tuple[str, str]], whole: int | None = None) -> None:
        """After a fault: nothing unfinished was processed, and every file can be sent again."""
        for _ in range(100):
            if not self.descriptors() - self.quiet:
                break
            time.sleep(0.1)
        more = self.descriptors() - self.quiet
        self.promise(not more, f"{what}: open and not at first: {dict(more)}")
        before = self.settled()
        counts = collections.Counter(state for name, _ in files for state in before.get(name, ["nothing"]))
        batch = f"{self.place}/again"
        with open(batch, "w") as file:
            file.write("".join(f"put {path} /upload/{name}\n" for name, path in files))
        again = subprocess.run(
            ["sftp", "-q", "-b", batch, *OpenSSH.options, "-i", self.house.key, "-P", self.house.port, "fault@127.0.0.1"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.promise(again.returncode == 0, f"{what}: sending again failed: {again.stderr.strip()[-200:]}")
        after = self.settled()
        for name, _ in files:
            self.promise(
                after.get(name, []).count("interpreted") == 1 and
                all(state in ("interpreted", "duplicate", "aborted", "incomplete") for state in after[name]),
                f"{what}: {name} is {before.get(name)} and then {after.get(name)}")
        left = [file for _, _, names in os.walk(f"{self.house.spool}/staging") for file in names]
        self.promise(not left, f"{what}: {len(left)} files stay in staging: {left[:3]}")
        print(f"{what}: {len(files)} files; after the fault {dict(counts)}; each processed once after it was sent again", flush=True)

    def cuts(self, rounds: int) -> None:
        proxy = Proxy(int(self.house.port))
        files = []
        size = len(large_notice("fault", 1))
        for _ in range(rounds):
            name, path = self.file("cut")
            files.append((name, path))
            # The key exchange and login take about 4 KB; the last of it is CLOSE and the client's goodbye.
            proxy.limits.append(self.random.randrange(1, size + 7_000))
            self.client(path, name, proxy.port).wait(60)
        proxy.listener.close()
        self.check(f"cut at {rounds} random offsets", files)

    def interrupts(self, rounds: int) -> None:
        programs = {
            "sftp": lambda path, name: self.client(path, name, None, "-l", "4000"),
            "lftp": lambda path, name: subprocess.Popen(
                ["lftp", "-c", f"set sftp:connect-program 'ssh -a -x {' '.join(OpenSSH.options)} -i {self.house.key}'; "
                 f"set net:limit-rate 500000; open -u fault, -p {self.house.port} sftp://127.0.0.1; put {path} -o /upload/{name}"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL),
            "curl": lambda path, name: subprocess.Popen(
                ["curl", "-sS", "-k", "--limit-rate", "500K", "--key", self.house.key, "--pubkey", self.house.key + ".pub", "-u",
                 "fault:", "-T", path, f"sftp://127.0.0.1:{self.house.port}/upload/{name}"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL),
            "rclone": lambda path, name: subprocess.Popen(
                ["rclone", "--config", "/dev/null", "--bwlimit", "500K", "--sftp-host", "127.0.0.1", "--sftp-port", self.house.port,
                 "--sftp-user", "fault", "--sftp-key-file", self.house.key, "copyto", path, f":sftp:/upload/{name}"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL),
        }
        for program, start in programs.items():
            if shutil.which(program) is None:
                print(f"Ctrl-C of {program}: not installed", flush=True)
                continue
            files = []
            for _ in range(rounds):
                name, path = self.file(f"stop-{program}")
                files.append((name, path))
                client = start(path, name)
                time.sleep(self.random.uniform(0.1, 0.6))
                client.send_signal(signal.SIGINT)
                try:
                    client.wait(5)
                except subprocess.TimeoutExpired:
                    client.kill()
                    client.wait()
            self.check(f"Ctrl-C of {program}", files)

    def killed(self, clients: int) -> None:
        files = [self.file("killed") for _ in range(clients)]
        running = [self.client(path, name, None, "-l", "2000") for name, path in files]
        time.sleep(2)
        for client in running:
            client.kill()
        for client in running:
            client.wait()
        self.check(f"{clients} clients killed at once", files)

    def stalled(self, clients: int) -> None:
        """Clients that stop reading in the middle of a download; others must not feel it, memory must not grow."""
        folder = f"{self.house.spool}/mailboxes/fault/download"
        os.makedirs(folder, exist_ok=True)
        with open(f"{folder}/big.edi", "wb") as file:
            file.truncate(256 << 20)
        before = self.memory()
        running = []
        for index in range(clients):
            batch = f"{self.place}/stall{index}"
            with open(batch, "w") as file:
                file.write(f"get /download/big.edi {self.place}/got{index}\n")
            running.append(subprocess.Popen(
                ["sftp", "-q", "-b", batch, *OpenSSH.options, "-i", self.house.key, "-P", self.house.port, "-l", "8000",
                 "fault@127.0.0.1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True))
        time.sleep(1.5)
        for client in running:
            os.killpg(client.pid, signal.SIGSTOP)
        time.sleep(1)
        grown = self.memory() - before
        name, path = self.file("beside")
        started = time.monotonic()
        self.client(path, name).wait(30)
        seconds = time.monotonic() - started
        self.promise(self.settled().get(name) == ["interpreted"], "stalled readers: another client's upload did not get through")
        self.promise(grown < clients * 4_096, f"stalled readers: memory grew by {grown} KiB")
        print(f"{clients} clients stop reading: {grown / clients:.0f} KiB each; another's upload took {seconds:.2f} s", flush=True)
        for client in running:
            os.killpg(client.pid, signal.SIGKILL)
            client.wait()
        os.unlink(f"{folder}/big.edi")
        self.check("clients that stopped reading, then killed", [])

    def memory(self) -> int:
        with open(f"/proc/{self.house.process.pid}/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wharf", default=".build/release/wharf")
    parser.add_argument("--cuts", type=int, default=200)
    parser.add_argument("--interrupts", type=int, default=25, help="of each client")
    parser.add_argument("--clients", type=int, default=64, help="killed at once, and half of them stalled")
    arguments = parser.parse_args()
    seed = int(os.environ.get("SEED", time.time_ns() % 1_000_000))
    print(f"SEED={seed}", flush=True)
    place = tempfile.mkdtemp(prefix="wharf-faults-")
    house = House(os.path.abspath(arguments.wharf), place, ["fault"])
    try:
        # The threads and descriptors that the first use makes are no leak.
        os.makedirs(f"{place}/files")
        first = Faults(house, f"{place}/files", seed)
        name, path = first.file("first")
        first.client(path, name).wait(30)
        first.settled()
        time.sleep(0.5)
        first.quiet = first.descriptors()
        if arguments.cuts:
            first.cuts(arguments.cuts)
        if arguments.interrupts:
            first.interrupts(arguments.interrupts)
        if arguments.clients:
            first.killed(arguments.clients)
            first.stalled(max(arguments.clients // 2, 1))
        return 1 if first.broken else 0
    finally:
        house.stop()
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
