#!/usr/bin/env python3
"""Measures our SFTP client beside OpenSSH's over a line with a delay: Scripts/bench-sftp-client.py [--round-trip MS]

Both talk to the same server through the same proxy, in turns: first a private sshd, then our host in front of a plain
folder. Prints tables of medians; asserts nothing. An sshd takes 2 MiB before it has to answer, from any client.
"""
import argparse
import collections
import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import tempfile
import threading
import time


class Delay:
    """A line between two sockets: every byte arrives a fixed time after it was sent, however many are under way."""

    def __init__(self, port, seconds):
        self.port, self.seconds = port, seconds
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            near, _ = self.listener.accept()
            far = socket.create_connection(("127.0.0.1", self.port))
            for end in (near, far):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.carry(near, far)
            self.carry(far, near)

    def carry(self, source, target):
        line, ready = collections.deque(), threading.Semaphore(0)

        def take():
            while True:
                try:
                    data = source.recv(1 << 18)
                except OSError:
                    data = b""
                line.append((time.monotonic() + self.seconds, data))
                ready.release()
                if not data:
                    return

        def give():
            while True:
                ready.acquire()
                due, data = line.popleft()
                if (left := due - time.monotonic()) > 0:
                    time.sleep(left)
                try:
                    if not data:
                        return target.shutdown(socket.SHUT_WR)
                    target.sendall(data)
                except OSError:
                    return

        for work in (take, give):
            threading.Thread(target=work, daemon=True).start()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def fingerprint(key):
    public = subprocess.check_output(["ssh-keygen", "-y", "-f", key])
    return subprocess.check_output(["ssh-keygen", "-lf", "-"], input=public).decode().split()[1]


class OpenSSH:
    """An sshd of its own: a login by key, internal-sftp, nothing of the machine's configuration."""

    def __init__(self, folder, key, _):
        self.name, self.port, self.files = "sshd", free_port(), folder
        host = folder / "host"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", host], check=True)
        self.fingerprint = fingerprint(host)
        (folder / "config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {host}\nPidFile none\n"
            f"AuthorizedKeysFile {key}.pub\nPermitRootLogin yes\nStrictModes no\nUsePAM no\n"
            "PasswordAuthentication no\nSubsystem sftp internal-sftp\n")
        os.makedirs("/run/sshd", exist_ok=True)
        self.process = subprocess.Popen(
            [shutil.which("sshd") or "/usr/sbin/sshd", "-D", "-e", "-f", folder / "config"], stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)


class OurHost:
    """Our host in front of a plain folder: the transport alone."""

    def __init__(self, folder, key, tool):
        self.name, self.files = "our host", pathlib.Path("/")
        self.process = subprocess.Popen(
            [tool, "--folder", folder, "--key", f"{key}.pub", "--host-keys", folder / "hostKeys"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())
        self.fingerprint = fingerprint(folder / "hostKeys" / "host_ed25519")


def measure(command, stdin=None):
    started = time.monotonic()
    subprocess.run(command, check=True, input=stdin, text=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - started


def compare(server, key, large, options):
    """Both clients, both directions, in turns; answers the times by direction and client."""
    user = subprocess.check_output(["id", "-un"], text=True).strip()
    line = Delay(server.port, options.round_trip / 2_000)
    ours = [options.tool, "--port", str(line.address), "--user", user, "--identity", key, "--host-key",
            server.fingerprint]
    theirs = ["sftp", "-q", "-b", "-", "-F", "/dev/null", "-P", str(line.address), "-i", key]
    for setting in ("IdentitiesOnly=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR",
                    "Ciphers=aes128-gcm@openssh.com"):
        theirs += ["-o", setting]
    theirs.append(f"{user}@127.0.0.1")
    size = str(options.megabytes << 20)
    runs = {
        ("download", "OpenSSH"): lambda: measure(theirs, f"get {server.files / 'large'} /dev/null\n"),
        ("download", "ours"): lambda: measure(ours + ["get", "--path", server.files / "large"]),
        ("upload", "OpenSSH"): lambda: measure(theirs, f"put {large} {server.files / 'theirs'}\n"),
        ("upload", "ours"): lambda: measure(ours + ["put", "--path", server.files / "ours", "--bytes", size]),
    }
    times = collections.defaultdict(list)
    for _ in range(options.rounds):
        for name, run in runs.items():
            times[name].append(run())
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tool", default=".build/release/sftp-client-bench")
    parser.add_argument("--host-tool", default=".build/release/sftp-bench")
    parser.add_argument("--round-trip", type=float, default=40, help="milliseconds")
    parser.add_argument("--megabytes", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print(f"{options.megabytes} MiB over {options.round_trip:g} ms, median of {options.rounds}, login included")
    for kind, tool in ((OpenSSH, None), (OurHost, options.host_tool)):
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place)
            key, large = folder / "client", folder / "large"
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
            with open(large, "wb") as file:
                for _ in range(options.megabytes):
                    file.write(os.urandom(1 << 20))
            server = kind(folder, key, tool)
            try:
                times = compare(server, key, large, options)
            finally:
                server.process.terminate()
                server.process.wait()
        for direction in ("download", "upload"):
            there, here = (statistics.median(times[direction, who]) for who in ("OpenSSH", "ours"))
            rates = [options.megabytes / seconds for seconds in (there, here)]
            print(f"{server.name:9} {direction:9} OpenSSH {rates[0]:6.1f} MiB/s   ours {rates[1]:6.1f} MiB/s   "
                  f"{there / here:.2f} x   reach 1.5 x", flush=True)


if __name__ == "__main__":
    main()
