#!/usr/bin/env python3
"""Lets a server of its own visit the SFTP servers that partners run, and prints a Markdown table: server by operation.

ok: done and seen in our books and in the partner's folders; -: that server cannot be made to do it; else what went wrong. Every
operation has a partner and a far server of its own. Exit status 1 when any failed. --only names servers, --operations operations;
--big-bytes and --files set the sizes. Root is needed for ProFTPD and for the full disk.
"""

import argparse
import asyncio
import glob
import json
import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True  # The checkout stays as it is.

from clients import Failed, Missing, is_there, notice, run

PASSWORD = "correct horse"
OPERATIONS = [
    "key", "password", "keyboard", "delete", "move", "rename", "leave", "done file", "push", "hash", "no rename", "large",
    "many files", "host key", "login refused", "no delete", "disk full", "nothing stored", "stall", "cut"]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Far:
    """A partner's server: its folders `out`, `taken` and `in`, and what it does wrong."""

    title = needs = ""

    def __init__(self, place: str, key: str, *wishes: str):
        self.place, self.key, self.wishes = place, key, wishes
        self.folder, self.port, self.process = f"{place}/theirs", free_port(), None
        for name in ("out", "taken", "in"):
            os.makedirs(f"{self.folder}/{name}")
        self.new_host_key()

    def new_host_key(self) -> None:
        for old in glob.glob(f"{self.place}/host*"):
            os.remove(old)
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{self.place}/host")
        self.fingerprint = run("ssh-keygen", "-l", "-f", f"{self.place}/host").split()[1]

    user = property(lambda self: pwd.getpwuid(os.getuid()).pw_name)

    def start(self) -> None:
        self.launch()
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise Failed("the far server did not start")

    def program(self, *command: str) -> None:
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=open(f"{self.place}/far.log", "a"), stderr=subprocess.STDOUT)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(20)
            self.process = None


class OpenSSH(Far):
    title, needs = "OpenSSH", "sshd"

    def launch(self) -> None:
        # The users of OpenSSH are those of the machine, whose passwords are not ours to set.
        if {"password", "keyboard", "nothing stored"} & set(self.wishes):
            raise Missing()
        denied = " -P remove,posix-rename,rename" if "no delete" in self.wishes else ""
        with open(f"{self.place}/config", "w") as file:
            file.write(
                f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {self.place}/host\nPidFile none\nUsePAM no\nStrictModes no\n"
                f"AuthorizedKeysFile {self.key}.pub\nPasswordAuthentication no\nSubsystem sftp internal-sftp{denied}\n")
        self.program("/usr/sbin/sshd", "-D", "-e", "-f", f"{self.place}/config")


class ProFTPD(Far):
    title, needs = "ProFTPD", "proftpd"
    user = "northwind"

    def launch(self) -> None:
        if "nothing stored" in self.wishes or os.getuid() != 0:
            raise Missing()
        hashed = run("openssl", "passwd", "-6", PASSWORD).strip()
        with open(f"{self.place}/users", "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(f"northwind:{hashed}:65534:65534::{self.folder}:/bin/sh\n")
        with open(f"{self.place}/groups", "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write("northwind:x:65534:northwind\n")
        with open(f"{self.place}/keys", "w") as file:
            file.write(run("ssh-keygen", "-e", "-m", "RFC4716", "-f", self.key + ".pub"))
        ways = {"password": "password", "keyboard": "keyboard-interactive"}
        way = next((ways[wish] for wish in self.wishes if wish in ways), "publickey")
        if way == "keyboard-interactive":
            raise Missing()  # Its only source of questions is PAM, that is, the machine's users.
        denied = "<Limit DELE RMD RNFR RNTO>\n  DenyAll\n</Limit>\n" if "no delete" in self.wishes else ""
        modules = next((folder for folder in ("/usr/lib/proftpd", "/usr/libexec/proftpd") if os.path.isdir(folder)), "")
        with open(f"{self.place}/config", "w") as file:
            file.write(
                f"ModulePath {modules}\nLoadModule mod_sftp.c\nServerName far\nServerType standalone\nDefaultAddress 127.0.0.1\n"
                f"Port {self.port}\nUseIPv6 off\nUseReverseDNS off\nUser nobody\nGroup nogroup\nWtmpLog off\nTransferLog none\nDelayEngine off\n"
                f"PidFile {self.place}/pid\nScoreboardFile {self.place}/scores\nAuthOrder mod_auth_file.c\n"
                f"AuthUserFile {self.place}/users\nAuthGroupFile {self.place}/groups\nRequireValidShell off\nAllowOverwrite on\n"
                f"SFTPEngine on\nSFTPHostKey {self.place}/host\nSFTPAuthMethods {way}\n"
                f"SFTPAuthorizedUserKeys file:{self.place}/keys\nSFTPLog {self.place}/sftp.log\n{denied}")
        for place, folders, names in os.walk(self.folder):
            for name in [*folders, *names]:
                os.chown(f"{place}/{name}", 65534, 65534)
        self.program("proftpd", "-n", "-q", "-c", f"{self.place}/config")


class AsyncSSH(Far):
    title, needs = "asyncssh", "python:asyncssh"
    user = "northwind"

    def launch(self) -> None:
        self.loop, self.is_ready = asyncio.new_event_loop(), threading.Event()
        threading.Thread(target=self.serve, daemon=True).start()
        if not self.is_ready.wait(20):
            raise Failed("asyncssh did not start")

    def serve(self) -> None:
        import asyncssh

        wishes = self.wishes

        class Login(asyncssh.SSHServer):
            def begin_auth(self, username): return True
            def password_auth_supported(self): return "password" in wishes
            def validate_password(self, username, password): return password == PASSWORD
            def kbdint_auth_supported(self): return "keyboard" in wishes
            def get_kbdint_challenge(self, username, lang, submethods): return "", "", "", [("Password: ", False)]
            def validate_kbdint_response(self, username, responses): return list(responses) == [PASSWORD]

        class Files(asyncssh.SFTPServer):
            def write(self, file_obj, offset, data):
                return len(data) if "nothing stored" in wishes else super().write(file_obj, offset, data)

            def deny(self):
                if "no delete" in wishes:
                    raise asyncssh.SFTPPermissionDenied("not here")

            def remove(self, path):
                self.deny()
                return super().remove(path)

            def rename(self, old, new):
                self.deny()
                return super().rename(old, new)

            def posix_rename(self, old, new):
                self.deny()
                return super().posix_rename(old, new)

        ways = {"password", "keyboard"} & set(wishes)

        async def begin():
            self.acceptor = await asyncssh.listen(
                "127.0.0.1", self.port, server_host_keys=[f"{self.place}/host"], sftp_factory=Files, server_factory=Login,
                authorized_client_keys=None if ways else self.key + ".pub")
            self.is_ready.set()

        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(begin())
        self.loop.run_forever()

    def stop(self) -> None:
        async def end():
            self.acceptor.close()
            await self.acceptor.wait_closed()
            self.loop.stop()

        if getattr(self, "acceptor", None):
            asyncio.run_coroutine_threadsafe(end(), self.loop)
            self.acceptor = None
            time.sleep(0.1)


SERVERS = [OpenSSH, ProFTPD, AsyncSSH]


class Proxy:
    """Passes bytes on; after so many from the far server it falls silent, or hangs up; None lets all through."""

    def __init__(self, port: int):
        self.target, self.limit, self.hangs_up = port, None, False
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                return
            threading.Thread(target=self.pump, args=(client, server, None), daemon=True).start()
            threading.Thread(target=self.pump, args=(server, client, self.limit), daemon=True).start()

    def pump(self, source: socket.socket, target: socket.socket, limit: int | None) -> None:
        passed = 0
        try:
            while data := source.recv(65_536):
                if limit is not None and passed + len(data) > limit:
                    target.sendall(data[:max(0, limit - passed)])
                    passed = limit
                    if self.hangs_up:
                        break
                    continue
                target.sendall(data)
                passed += len(data)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class House:
    """Our server; its partners come with the operations."""

    def __init__(self, program: str, place: str):
        self.program, self.place, self.spool, self.key = program, place, f"{place}/Spool", f"{place}/key"
        os.makedirs(f"{place}/Partners")
        os.makedirs(f"{place}/secrets")
        os.chmod(place, 0o711)
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.key)
        for name, text in (("key", open(self.key).read()), ("password", PASSWORD), ("wrong", "wrong horse")):
            with open(f"{place}/secrets/{name}", "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
                file.write(text)
        with open(f"{place}/Partners/house.yaml", "w") as file:
            file.write(
                "apiVersion: wharf/v1\nid: northwind\nname: Northwind\ntimeZone: America/Chicago\nidentities:\n"
                "  main: { isaQualifier: ZZ, isaId: NORTHWIND, gsId: NORTHWIND }\nsinks:\n  journal: { kind: file }\n")
        self.environment = {**os.environ, "WHARF_SECRETS": f"{place}/secrets"}
        self.log = open(f"{place}/log", "w")
        self.process = subprocess.Popen(
            [program, "serve", "--partners", f"{place}/Partners", "--spool", self.spool, "--sftp", "127.0.0.1:0", "--http",
             "127.0.0.1:0"], stdout=subprocess.PIPE, stderr=self.log, text=True, env=self.environment)
        for line in self.process.stdout:
            if re.match(r"  sftp .*:\d+$", line):
                break
        else:
            sys.exit(open(f"{place}/log").read())
        threading.Thread(target=lambda: [None for _ in self.process.stdout], daemon=True).start()

    def tell(self, *command: str) -> str:
        return run(self.program, *command, "--spool", self.spool, environment=self.environment)

    def ask(self, *command: str) -> list[dict]:
        return [json.loads(line) for line in self.tell(*command, "--json").splitlines()]

    def descriptors(self) -> int: return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(60)


class Play:
    """One operation at one server."""

    def __init__(self, house: House, kind: type, partner: str, sizes: argparse.Namespace):
        self.house, self.kind, self.partner, self.sizes = house, kind, partner, sizes
        self.place, self.number, self.laid = f"{house.place}/{partner}", 0, []
        os.makedirs(self.place)
        os.chmod(self.place, 0o711)
        self.far: Far | None = None
        self.proxy: Proxy | None = None
        self.mounted: str | None = None

    # What is prepared.

    def begin(self, *wishes: str) -> None:
        self.far = self.kind(self.place, self.house.key, *wishes)
        self.far.start()

    def lay(self, count: int = 1, content: bytes | None = None) -> None:
        for _ in range(count):
            self.number += 1
            name = f"{self.number}.edi"
            path = f"{self.far.folder}/out/{name}"
            with open(path + ".tmp", "wb") as file:
                file.write(notice(self.partner, self.number) if content is None else content)
            if isinstance(self.far, ProFTPD):
                os.chown(path + ".tmp", 65534, 65534)
            os.rename(path + ".tmp", path)
            self.laid.append(name)

    def profile(
            self, after: str = "do: delete", ready: str = "renamed: true", proof: str = "identity: secret://file/key",
            deliver: str = "verify: stat", deadlines: str = "connect: 10s, auth: 10s, list: 30s, file: 2m, poll: 5m",
            fingerprint: str | None = None) -> None:
        """Makes the partner known, or changes it; the first profile begins a visit."""
        far, port = self.far, self.proxy.port if self.proxy else self.far.port
        with open(f"{self.house.place}/Partners/{self.partner}.yaml", "w") as file:
            file.write(
                f"apiVersion: wharf/v1\nid: {self.partner}\nname: {self.partner}\nstate: live\ntimeZone: UTC\n"
                f"remote:\n  host: 127.0.0.1\n  port: {port}\n  user: {far.user}\n  {proof}\n"
                f"  hostKeys: [\"{fingerprint or far.fingerprint}\"]\n  deadlines: {{ {deadlines} }}\n"
                f"  pickup: [{{ path: {far.folder}/out, match: [\"*.edi\"], maxFiles: 5000, maxFile: 1GiB, "
                f"ready: {{ {ready} }}, after: {{ {after} }} }}]\n"
                f"  deliver: {{ path: {far.folder}/in, fileName: \"{{document}}_{{control}}.edi\", {deliver} }}\n"
                "  poll: { every: 1d }\n  breaker: { after: 1000, pause: 1s, longest: 2s }\n"
                f"x12:\n  partner: {{ isaQualifier: ZZ, isaId: {self.partner.upper()}, gsId: {self.partner.upper()} }}\n"
                "  identity: main\n  delimiters: mirror\n  usage: production\n"
                "  inbound:\n    \"856\": { version: \"004010\" }\n  acknowledge: { with: \"997\" }\n")
        self.house.tell("reload")

    # What is seen.

    def visit(self) -> dict:
        """Visits now; the report of a failed visit too."""
        done = subprocess.run(
            [self.house.program, "poll", "now", self.partner, "--json", "--spool", self.house.spool], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=400, env=self.house.environment)
        try:
            return json.loads(done.stdout)
        except json.JSONDecodeError:
            return {"outcome": "refused", "detail": done.stderr.strip()}

    def entries(self) -> list[dict]: return self.house.ask("poll", "ledger", self.partner, "--limit", "10000")

    def status(self) -> dict:
        return next(row for row in self.house.ask("poll", "status") if row["partner"] == self.partner)

    def arrivals(self) -> list[dict]:
        return [row for row in self.house.ask("arrival", "list", "--limit", "10000") if row.get("partner") == self.partner]

    def answers(self) -> list[dict]:
        rows = self.house.ask("interchange", "list", "--state", "outbound", "--limit", "10000")
        return [row for row in rows if row.get("partner") == self.partner]

    def attempts(self) -> list[dict]:
        return [attempt for row in self.answers() for attempt in self.house.ask("interchange", "show", row["id"])[0]["attempts"]]

    def until(self, what: str, test, seconds: float = 30):
        """Waits until a test gives something."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := test():
                return found
            time.sleep(0.1)
        raise Failed(f"not in {seconds:.0f} s: {what}; {self.status().get('visits', {}).get('lastDetail', '')}")

    def expect(self, kept: bool, what) -> None:
        if not kept:
            raise Failed(str(what))

    def names(self, folder: str) -> list[str]: return sorted(os.listdir(f"{self.far.folder}/{folder}"))

    def taken(self, seconds: float = 30) -> None:
        """Each file that was laid is one arrival and was read."""
        self.until("all arrivals", lambda: len(self.arrivals()) >= len(self.laid), seconds)
        rows = self.until(
            "all read", lambda: (rows := self.arrivals()) and not any(row["state"] in ("received", "interpreting") for row in rows)
            and rows, seconds)
        self.expect(sorted(row["name"] for row in rows) == sorted(self.laid), f"arrivals {[row['name'] for row in rows]}")

    def answered(self, state: str = "verified", seconds: float = 30) -> None:
        """Each file has an answer in a state, which lies there whole under its one name, and nothing else does."""
        def test(): return len(rows := self.answers()) == len(self.laid) and all(row["state"] == state for row in rows)
        self.until(f"all answers {state}", test, seconds)
        there, ours = self.names("in"), sorted(row["fileName"] for row in self.answers())
        self.expect(there == ours, f"there {there[:5]}, ours {ours[:5]}")
        for name in there:
            data = open(f"{self.far.folder}/in/{name}", "rb").read()
            self.expect(data.startswith(b"ISA") and b"IEA*" in data, f"{name} is not whole")

    def cleared(self) -> None:
        self.until("the after-action", lambda: not self.names("out"))

    # The operations.

    def simple(self, *wishes: str, **profile) -> None:
        self.begin(*wishes)
        self.lay(2)
        self.profile(**profile)
        self.taken()
        self.answered()

    def do_key(self): self.simple()
    def do_password(self): self.simple("password", proof="password: secret://file/password")
    def do_keyboard(self): self.simple("keyboard", proof="password: secret://file/password")

    def do_delete(self):
        self.simple()
        self.cleared()

    def do_move(self):
        self.begin()
        self.lay(2)
        self.profile(after=f"do: move, to: {self.far.folder}/taken")
        self.taken()
        self.cleared()
        self.expect(self.names("taken") == self.laid, self.names("taken"))

    def do_rename(self):
        self.begin()
        self.lay(2)
        self.profile(after="do: rename, to: \"{name}.taken\"")
        self.taken()
        self.until("new names", lambda: self.names("out") == ["1.edi.taken", "2.edi.taken"])

    def do_leave(self):
        self.begin()
        self.lay(2)
        self.profile(after="do: leave")
        self.taken()
        for _ in range(2):
            report = self.visit()
            self.expect((report["outcome"], report["taken"]) == ("good", 0), report)
        self.taken()
        self.expect(self.names("out") == self.laid, self.names("out"))

    def do_done_file(self):
        self.begin()
        self.lay(2)
        open(f"{self.far.folder}/out/1.done", "w").close()
        self.profile(after="do: leave", ready="doneFile: \"{stem}.done\"")
        self.until("one arrival", lambda: len(self.arrivals()) == 1)
        self.expect(self.visit()["waiting"] == 1, "the file without its done-file does not wait")
        open(f"{self.far.folder}/out/2.done", "w").close()
        self.expect(self.visit()["taken"] == 1, "the second file was not taken")
        self.taken()

    def do_push(self): self.simple(deliver="temporary: \"{name}.part\", verify: stat")
    def do_hash(self): self.simple(deliver="temporary: \"{name}.part\", verify: hash")
    def do_no_rename(self): self.simple(deliver="rename: false, verify: stat")

    def do_large(self):
        self.begin()
        self.lay(content=os.urandom(1 << 20) * (self.sizes.big_bytes >> 20))
        self.profile()
        self.taken(120)
        self.expect([row.get("byteCount") for row in self.arrivals()] == [self.sizes.big_bytes], self.arrivals())
        self.cleared()

    def do_many_files(self):
        self.begin()
        self.lay(self.sizes.files)
        self.profile()
        self.taken(300)
        self.cleared()
        self.answered(seconds=300)

    def do_host_key(self):
        self.begin()
        self.lay()
        known = self.far.fingerprint
        self.profile(fingerprint="SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU")
        self.until("a hold", lambda: self.status()["condition"] == "held")
        sentence = self.status()["sentence"]
        self.expect(known in sentence and "SHA256:47DEQ" in sentence, sentence)
        self.expect(not self.arrivals(), "taken from a server with a strange key")
        self.profile(fingerprint=known)
        self.taken()
        self.answered()

    def do_login_refused(self):
        self.begin("password" if self.kind is not OpenSSH else "key")
        self.lay()
        if self.kind is OpenSSH:
            self.far.stop()
            config = open(f"{self.place}/config").read().replace(f"{self.house.key}.pub", "/dev/null")
            with open(f"{self.place}/config", "w") as file:
                file.write(config)
            self.far.program("/usr/sbin/sshd", "-D", "-e", "-f", f"{self.place}/config")
            time.sleep(0.5)
            self.profile()
        else:
            self.profile(proof="password: secret://file/wrong")
        self.until("a hold", lambda: self.status()["condition"] == "held")
        visits = self.status()["visits"]["visits"]
        time.sleep(1)
        self.expect(self.status()["visits"]["visits"] == visits, "a refused login was tried again")

    def do_no_delete(self):
        self.begin("no delete")
        self.lay(2)
        self.profile(deliver="rename: false, verify: stat")
        self.taken()
        self.answered()
        self.until(
            "after-actions that failed",
            lambda: [row.get("afterwards") for row in self.entries() if row["name"] in self.laid] == ["failed"] * 2)
        why = [row.get("afterError") or "" for row in self.entries()]
        self.expect(all(why), f"no reason: {why}")
        self.expect(self.visit()["taken"] == 0, "taken again")
        self.taken()

    def do_disk_full(self):
        if os.getuid() != 0:
            raise Missing()
        self.far = self.kind(self.place, self.house.key)
        folder = f"{self.far.folder}/in"
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k,mode=777", "none", folder], stderr=subprocess.DEVNULL).returncode:
            raise Missing()
        self.mounted = folder
        with open(f"{folder}/filler", "wb", buffering=0) as file:
            try:
                while file.write(b"f" * 4096):
                    pass
            except OSError:
                pass
        self.far.start()
        self.lay()
        self.profile()
        self.taken()
        self.until("a failed attempt", lambda: any(row.get("outcome") == "failed" for row in self.attempts()))
        self.expect(self.answers()[0]["state"] == "queued", self.answers())
        os.remove(f"{folder}/filler")
        self.until("an attempt after the disk was freed", lambda: self.visit() and self.answers()[0]["state"] == "verified", 90)
        self.answered()

    def do_nothing_stored(self):
        self.begin("nothing stored")
        self.lay()
        self.profile()
        self.taken()
        self.until("an attempt", lambda: any(row.get("outcome") for row in self.attempts()))
        self.expect(all(row.get("outcome") == "failed" for row in self.attempts() if row.get("outcome")), self.attempts())
        self.expect(self.answers()[0]["state"] == "queued", self.answers())

    def broken(self, hangs_up: bool) -> None:
        """Visits that break in every phase; then one that does not."""
        self.begin()
        self.proxy = Proxy(self.far.port)
        self.proxy.hangs_up = hangs_up
        self.lay(3)
        self.proxy.limit = 0
        self.profile(deadlines="connect: 1s, auth: 1s, list: 1s, file: 1s, poll: 4s")
        # The greeting, the key exchange, the login, the listing, the files, the answers to what is sent.
        for limit in (0, 10, 30, 500, 1_200, 1_500, 2_000, 2_400, 2_800, 3_200, 3_600, 4_000, 4_500, 5_000, 6_000, 7_000):
            self.proxy.limit = limit
            began = time.monotonic()
            self.visit()
            self.expect(time.monotonic() - began < 8, f"a visit that broke after {limit} bytes took {time.monotonic() - began:.1f} s")
        self.proxy.limit = None
        self.until("a good visit", lambda: self.visit()["outcome"] == "good", 60)
        # Entries that failed rest a while before they are tried again.
        self.until("all taken", lambda: self.visit() and len(self.arrivals()) == 3, 150)
        self.taken()
        self.until("all sent", lambda: self.visit() and all(row["state"] == "verified" for row in self.answers()), 150)
        self.answered()
        self.cleared()

    def do_stall(self): self.broken(hangs_up=False)
    def do_cut(self): self.broken(hangs_up=True)

    def end(self) -> None:
        """Takes the partner away and its server down."""
        profile = f"{self.house.place}/Partners/{self.partner}.yaml"
        if os.path.exists(profile):
            os.remove(profile)
            self.house.tell("reload")
        if self.proxy:
            self.proxy.listener.close()
        if self.far:
            self.far.stop()
        if self.mounted:
            subprocess.run(["umount", "-l", self.mounted], check=False)


def play(house: House, kind: type, index: int, sizes: argparse.Namespace, operations: list[str]) -> tuple[str, list[str]]:
    """The row of one server, and what went wrong."""
    cells, failures = [], []
    for operation in operations:
        if not is_there(kind.needs):
            cells.append("not installed")
            continue
        turn = Play(house, kind, f"far{index}x{OPERATIONS.index(operation)}", sizes)
        began = time.monotonic()
        try:
            getattr(turn, "do_" + operation.replace(" ", "_"))()
            cells.append("ok")
        except Missing:
            cells.append("-")
        except Exception as error:
            failures.append(f"{kind.title}, {operation}: {type(error).__name__}: {error}")
            print(failures[-1], file=sys.stderr)
            cells.append("FAILED")
        finally:
            turn.end()
        print(f"{kind.title}, {operation}: {cells[-1]} in {time.monotonic() - began:.1f} s", file=sys.stderr, flush=True)
    return f"| {kind.title} | " + " | ".join(cells) + " |", failures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wharf", default=".build/release/wharf")
    parser.add_argument("--only", help="servers, by a part of their names, with commas between")
    parser.add_argument("--operations", help="operations, with commas between")
    parser.add_argument("--big-bytes", type=int, default=100 << 20)
    parser.add_argument("--files", type=int, default=1_000)
    parser.add_argument("--keep", action="store_true", help="leave the folder of the run")
    arguments = parser.parse_args()
    wanted = [
        kind for kind in SERVERS
        if not arguments.only or any(part in kind.title.lower() for part in arguments.only.lower().split(","))]
    operations = arguments.operations.split(",") if arguments.operations else OPERATIONS
    place = tempfile.mkdtemp(prefix="wharf-servers-")
    house = House(os.path.abspath(arguments.wharf), place)
    failures: list[str] = []
    try:
        before = house.descriptors()
        print("| server | " + " | ".join(operations) + " |")
        print("|---|" + "---|" * len(operations))
        for index, kind in enumerate(wanted):
            row, faults = play(house, kind, index, arguments, operations)
            print(row, flush=True)
            failures += faults
        print(f"\nDescriptors of our server: {before} before, {house.descriptors()} after.")
    finally:
        house.stop()
        if arguments.keep:
            print(place)
        else:
            shutil.rmtree(place, ignore_errors=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
