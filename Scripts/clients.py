#!/usr/bin/env python3
"""Plays the clients that partners use against a server of its own, and prints a Markdown table: client by operation.

ok: done and seen in the server's books or in what came back; -: the client has no such operation; else what went wrong. Each
client logs in with a partner of its own. Exit status 1 when any operation failed. --only names clients, --big-bytes sets the
size of the large file.
"""

import argparse
import asyncio
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

PASSWORD = "correct horse"
OPERATIONS = [
    "key", "password", "list", "upload", "preserve", "resume", "rename", "overwrite", "download", "delete", "large", "long name",
    "mkdir"]


class Failed(Exception):
    """An operation did not do what it should; the text says what happened."""


class Missing(Exception):
    """The client has no such operation."""


def run(*command: str, text: str | None = None, environment: dict | None = None) -> str:
    """The output of a program that must succeed."""
    done = subprocess.run(
        command, input=text, stdin=None if text else subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace", timeout=120, env={**os.environ, **(environment or {})})
    if done.returncode != 0:
        raise Failed(f"{os.path.basename(command[0])} exit {done.returncode}: {done.stdout.strip()[-300:]}")
    return done.stdout


def notice(partner: str, number: int) -> bytes:
    """A ship notice that the partner may send."""
    body = [
        f"BSN*00*S{number}*20261123*1010*0001", "HL*1**S*1", "TD1*CTN25*2****G*48.5*LB", f"REF*BM*BOL{number}",
        "DTM*011*20261123", "N1*SF*ACME CASTINGS*92*F1", "N1*ST*PLANT 2*92*P2", "HL*2*1*O*1", f"PRF*45{number:08d}", "HL*3*2*I*0",
        "LIN*1*BP*NW-88812*VP*AC-1180", "SN1*1*240*EA", "CTT*3*240"]
    segments = [
        f"ISA*00*          *00*          *ZZ*{partner.upper():<15}*ZZ*{'NORTHWIND':<15}*261123*1200*U*00401*{number:09d}*0*P*>",
        f"GS*SH*{partner.upper()}*NORTHWIND*20261123*1200*{number}*X*004010", "ST*856*0001", *body, f"SE*{len(body) + 2}*0001",
        f"GE*1*{number}", f"IEA*1*{number:09d}"]
    return ("~\n".join(segments) + "~\n").encode()


class House:
    """A server with a partner for every client."""

    def __init__(self, program: str, place: str, partners: list[str]):
        self.program, self.place, self.spool, self.key = program, place, f"{place}/Spool", f"{place}/key"
        os.makedirs(f"{place}/Partners")
        os.makedirs(f"{place}/secrets")
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.key)
        public = open(self.key + ".pub").read().strip()
        hashed = subprocess.run([program, "secret", "hash"], input=PASSWORD + "\n", stdout=subprocess.PIPE, text=True, check=True)
        with open(f"{place}/secrets/password", "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(hashed.stdout)
        with open(f"{place}/Partners/house.yaml", "w") as file:
            file.write(
                "apiVersion: wharf/v1\nid: northwind\nname: Northwind\ntimeZone: America/Chicago\nidentities:\n"
                "  main: { isaQualifier: ZZ, isaId: NORTHWIND, gsId: NORTHWIND }\n"
                "listen:\n  sftp: { address: 127.0.0.1, port: 2222 }\n  sftpLegacy: { address: 127.0.0.1, port: 0 }\nsinks:\n  journal: { kind: file }\n")
        for partner in partners:
            with open(f"{place}/Partners/{partner}.yaml", "w") as file:
                file.write(
                    f"apiVersion: wharf/v1\nid: {partner}\nname: {partner}\nstate: live\ntimeZone: UTC\n"
                    f"hosted:\n  login: {partner}\n  keys:\n    - {{ key: \"{public}\", label: matrix }}\n"
                    "  password: secret://file/password\n"
                    "  legacy: { until: 2099-12-31, reason: libssh2 before 1.11 has no MAC after encryption }\n"
                    "  uploads: { accept: [\"*.edi\"], maxFile: 1GiB }\n"
                    f"x12:\n  partner: {{ isaQualifier: ZZ, isaId: {partner.upper()}, gsId: {partner.upper()} }}\n"
                    "  identity: main\n  delimiters: mirror\n  usage: production\n"
                    "  inbound:\n    \"856\": { version: \"004010\" }\n  acknowledge: { with: \"997\" }\n")
        self.log = open(f"{place}/log", "w")
        self.process = subprocess.Popen(
            [program, "serve", "--partners", f"{place}/Partners", "--spool", self.spool, "--sftp", "127.0.0.1:0", "--http",
             "127.0.0.1:0"], stdout=subprocess.PIPE, stderr=self.log, text=True,
            env={**os.environ, "WHARF_SECRETS": f"{place}/secrets"})
        for line in self.process.stdout:
            if match := re.match(r"  sftp .*:(\d+)$", line):
                self.port = match.group(1)
            if match := re.match(r"  legacy .*:(\d+), ", line):
                self.legacy_port = match.group(1)
                break
        else:
            sys.exit(open(f"{place}/log").read())
        threading.Thread(target=lambda: [None for _ in self.process.stdout], daemon=True).start()

    def arrivals(self, partner: str, name: str) -> list[dict]:
        lines = run(self.program, "arrival", "list", "--limit", "10000", "--json", "--spool", self.spool).splitlines()
        return [row for row in map(json.loads, lines) if row.get("partner") == partner and row.get("name") == name]

    def wait(self, partner: str, name: str, states: list[str]) -> None:
        """Waits until the arrivals of a name have these states, oldest first."""
        seen: list[str] = []
        for _ in range(200):
            seen = [row["state"] for row in reversed(self.arrivals(partner, name))]
            if seen == states:
                return
            time.sleep(0.05)
        raise Failed(f"{name} is {seen or 'not there'}, not {states}")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(60)


class Client:
    """One program; a verb it does not have is `Missing`."""

    title = ""
    needs = ""

    def __init__(self, house: House, partner: str, place: str):
        self.house, self.partner, self.place = house, partner, place
        self.password: str | None = None

    def at(self) -> str:
        return f"{self.partner}@127.0.0.1"

    def _no(self, *_):
        raise Missing()

    list = put = preserve = resume = rename = get = remove = mkdir = _no


class OpenSSH(Client):
    title, needs = "OpenSSH sftp", "sftp"
    options = [
        "-F", "/dev/null", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o",
        "IdentitiesOnly=yes", "-o", "IdentityAgent=none"]

    def proof(self) -> tuple[list[str], dict]:
        if not self.password:
            return ["-i", self.house.key, "-o", "BatchMode=yes"], {}
        helper = f"{self.place}/askpass"
        with open(helper, "w", opener=lambda path, flags: os.open(path, flags, 0o700)) as file:
            file.write(f"#!/bin/sh\necho '{self.password}'\n")
        return ["-o", "PreferredAuthentications=password", "-o", "NumberOfPasswordPrompts=1"], {
            "SSH_ASKPASS": helper, "SSH_ASKPASS_REQUIRE": "force", "DISPLAY": ":0"}

    def batch(self, *commands: str) -> str:
        path = f"{self.place}/batch"
        with open(path, "w") as file:
            file.write("\n".join(commands) + "\n")
        proof, environment = self.proof()
        # `-b` turns prompts off, which a password needs.
        how = ["-b", path] if not self.password else ["-o", "BatchMode=no", "-b", path]
        return run("sftp", *([] if not self.password else how[:2]), *how[-2:], *self.options, *proof, "-P", self.house.port,
                   self.at(), environment=environment)

    def list(self, folder): return self.batch(f"ls -l {folder}")
    def put(self, local, remote): self.batch(f"put {local} {remote}")
    def preserve(self, local, remote): self.batch(f"put -p {local} {remote}")
    def resume(self, local, remote): self.batch(f"reput {local} {remote}")
    def rename(self, old, new): self.batch(f"rename {old} {new}")
    def get(self, remote, local): self.batch(f"get -p {remote} {local}")
    def remove(self, remote): self.batch(f"rm {remote}")
    def mkdir(self, remote): self.batch(f"mkdir {remote}")


class SecureCopy(OpenSSH):
    title, needs = "scp -s", "scp"

    def copy(self, *words: str) -> None:
        proof, environment = self.proof()
        run("scp", "-s", *self.options, *proof, "-P", self.house.port, *words, environment=environment)

    def list(self, folder): raise Missing()
    def put(self, local, remote): self.copy(local, f"{self.at()}:{remote}")
    def preserve(self, local, remote): self.copy("-p", local, f"{self.at()}:{remote}")
    def get(self, remote, local): self.copy(f"{self.at()}:{remote}", local)
    def resume(self, local, remote): raise Missing()
    def rename(self, old, new): raise Missing()
    def remove(self, remote): raise Missing()
    def mkdir(self, remote): raise Missing()


class Lftp(Client):
    title, needs = "lftp", "lftp"

    def script(self, commands: str) -> str:
        program = " ".join(["ssh", "-a", "-x", *OpenSSH.options, *([] if self.password else ["-i", self.house.key])])
        return run(
            "lftp", "-c", f"set sftp:connect-program '{program}'; set sftp:auto-confirm yes; set net:max-retries 1; "
            f"set net:timeout 20; set cmd:fail-exit yes; open -u '{self.partner},{self.password or ''}' -p {self.house.port} "
            f"sftp://127.0.0.1; {commands}; exit")

    def list(self, folder): return self.script(f"cls -l {folder}")
    def put(self, local, remote): self.script(f"put {local} -o {remote}")
    def preserve(self, local, remote): self.script(f"set xfer:use-temp-file yes; put {local} -o {remote}")
    def resume(self, local, remote): self.script(f"put -c {local} -o {remote}")
    def rename(self, old, new): self.script(f"mv {old} {new}")
    # At its end lftp stops ssh without waiting for the answer to CLOSE, half of the time before CLOSE was sent. Whatever follows
    # in the same session lets it come through.
    def get(self, remote, local): self.script(f"get {remote} -o {local}; cls /download")
    def remove(self, remote): self.script(f"rm {remote}")
    def mkdir(self, remote): self.script(f"mkdir {remote}")


class Paramiko(Client):
    title, needs = "paramiko", "python:paramiko"

    def sftp(self):
        import paramiko
        link = paramiko.Transport(("127.0.0.1", int(self.house.port)))
        proof = {"password": self.password} if self.password else {
            "pkey": paramiko.Ed25519Key.from_private_key_file(self.house.key)}
        link.connect(username=self.partner, **proof)
        return link, paramiko.SFTPClient.from_transport(link)

    def use(self, body):
        import paramiko
        try:
            link, sftp = self.sftp()
        except paramiko.SSHException as error:
            raise Failed(str(error)) from error
        try:
            return body(sftp)
        except OSError as error:
            raise Failed(str(error)) from error
        finally:
            link.close()

    def list(self, folder): return self.use(lambda sftp: "\n".join(row.longname for row in sftp.listdir_attr(folder)))
    def put(self, local, remote): self.use(lambda sftp: sftp.put(local, remote))
    def rename(self, old, new): self.use(lambda sftp: sftp.posix_rename(old, new))
    def get(self, remote, local): self.use(lambda sftp: sftp.get(remote, local))
    def remove(self, remote): self.use(lambda sftp: sftp.remove(remote))
    def mkdir(self, remote): self.use(lambda sftp: sftp.mkdir(remote))

    def preserve(self, local, remote):
        def body(sftp):
            sftp.put(local, remote)
            sftp.utime(remote, (1_700_000_000, 1_700_000_000))
            sftp.chmod(remote, 0o600)
        self.use(body)

    def resume(self, local, remote):
        def body(sftp):
            size = sftp.stat(remote).st_size
            with open(local, "rb") as source, sftp.open(remote, "ab") as target:
                source.seek(size)
                target.write(source.read())
        self.use(body)


class WinSCP(Paramiko):
    """What WinSCP sends: `.filepart`, CLOSE, rename, and then the time of the file by SETSTAT."""

    title = "WinSCP (scripted)"

    def put(self, local, remote):
        def body(sftp):
            part = remote + ".filepart"
            with open(local, "rb") as source, sftp.open(part, "wb") as target:
                target.set_pipelined(True)
                target.write(source.read())
            if sftp.listdir(os.path.dirname(remote)).count(os.path.basename(remote)):
                sftp.posix_rename(part, remote)
            else:
                sftp.rename(part, remote)
            sftp.utime(remote, (1_700_000_000, 1_700_000_000))
            sftp.chmod(remote, 0o644)
        self.use(body)

    preserve = put

    def resume(self, local, remote):
        def body(sftp):
            part = remote + ".filepart"
            data = open(local, "rb").read()
            with sftp.open(part, "wb") as target:
                target.write(data[:len(data) // 2])
            size = sftp.stat(part).st_size
            with sftp.open(part, "r+b") as target:
                target.seek(size)
                target.write(data[size:])
            sftp.rename(part, remote)
            sftp.utime(remote, (1_700_000_000, 1_700_000_000))
        self.use(body)


class AsyncSSH(Client):
    title, needs = "asyncssh", "python:asyncssh"

    def use(self, body):
        import asyncssh

        async def go():
            proof = {"password": self.password, "client_keys": None} if self.password else {"client_keys": [self.house.key]}
            async with asyncssh.connect(
                    "127.0.0.1", int(self.house.port), username=self.partner, known_hosts=None, config=None, agent_path=None,
                    **proof) as link, link.start_sftp_client() as sftp:
                return await body(sftp)

        try:
            return asyncio.run(go())
        except (asyncssh.Error, OSError) as error:
            raise Failed(str(error)) from error

    def list(self, folder):
        async def body(sftp): return "\n".join(str(entry.longname) for entry in await sftp.readdir(folder))
        return self.use(body)

    def resume(self, local, remote):
        async def body(sftp):
            size = (await sftp.stat(remote)).size
            with open(local, "rb") as source:
                source.seek(size)
                async with sftp.open(remote, "ab") as target:
                    await target.write(source.read())
        self.use(body)

    def put(self, local, remote): self.use(lambda sftp: sftp.put(local, remote))
    def preserve(self, local, remote): self.use(lambda sftp: sftp.put(local, remote, preserve=True))
    def rename(self, old, new): self.use(lambda sftp: sftp.posix_rename(old, new))
    def get(self, remote, local): self.use(lambda sftp: sftp.get(remote, local))
    def remove(self, remote): self.use(lambda sftp: sftp.remove(remote))
    def mkdir(self, remote): self.use(lambda sftp: sftp.mkdir(remote))


class Rclone(Client):
    title, needs = "rclone", "rclone"

    def command(self, *words: str) -> str:
        proof = ["--sftp-key-file", self.house.key]
        if self.password:
            proof = ["--sftp-pass", run("rclone", "obscure", self.password).strip()]
        return run(
            "rclone", "--config", "/dev/null", "--sftp-host", "127.0.0.1", "--sftp-port", self.house.port, "--sftp-user",
            self.partner, *proof, "--retries", "1", "--low-level-retries", "1", *words)

    def list(self, folder): return self.command("lsl", f":sftp:{folder}")
    def put(self, local, remote): self.command("copyto", local, f":sftp:{remote}")
    preserve = put
    def rename(self, old, new): self.command("moveto", f":sftp:{old}", f":sftp:{new}")
    def get(self, remote, local): self.command("copyto", f":sftp:{remote}", local)
    def remove(self, remote): self.command("deletefile", f":sftp:{remote}")
    def mkdir(self, remote): self.command("mkdir", f":sftp:{remote}")


class Curl(Client):
    title, needs = "curl", "curl"

    def command(self, *words: str, path: str = "/upload/") -> str:
        proof = ["--key", self.house.key, "--pubkey", self.house.key + ".pub", "-u", f"{self.partner}:"]
        if self.password:
            proof = ["-u", f"{self.partner}:{self.password}"]
        # Debian 12's libssh2 has neither AEAD nor encrypt-then-MAC: it needs the listener for old clients.
        return run("curl", "-sS", "-k", *proof, *words, f"sftp://127.0.0.1:{self.house.legacy_port}{path}")

    def list(self, folder): return self.command(path=folder + "/")
    def put(self, local, remote): self.command("-T", local, path=remote)
    def resume(self, local, remote): self.command("-C", "-", "-T", local, path=remote)
    def rename(self, old, new): self.command("-Q", f"rename {old} {new}")
    def get(self, remote, local): self.command("-R", "-o", local, path=remote)
    def remove(self, remote): self.command("-Q", f"rm {remote}")
    def mkdir(self, remote): self.command("-Q", f"mkdir {remote}")


class Putty(Client):
    title, needs = "psftp", "psftp"

    def batch(self, *commands: str) -> str:
        key = f"{self.place}/key.ppk"
        if not os.path.exists(key):
            run("puttygen", self.house.key, "-o", key)
        path = f"{self.place}/psftp"
        with open(path, "w") as file:
            file.write("\n".join(commands) + "\n")
        shown = open(glob_one(f"{self.house.spool}/**/host_ed25519.pub") or "/dev/null").read()
        prints = run("ssh-keyscan", "-t", "ed25519", "-p", self.house.port, "127.0.0.1") if not shown else shown
        line = next(line for line in prints.splitlines() if not line.startswith("#"))
        finger = run("ssh-keygen", "-lf", "-", text=line.split(" ", 1)[1] + "\n" if line.startswith("[") else line + "\n").split()[1]
        proof = ["-pw", self.password] if self.password else ["-i", key]
        return run("psftp", "-batch", "-hostkey", finger, *proof, "-P", self.house.port, "-b", path, self.at())

    def list(self, folder): return self.batch(f"ls {folder}")
    def put(self, local, remote): self.batch(f"put {local} {remote}")
    def resume(self, local, remote): self.batch(f"reput {local} {remote}")
    def rename(self, old, new): self.batch(f"mv {old} {new}")
    def get(self, remote, local): self.batch(f"get {remote} {local}")
    def remove(self, remote): self.batch(f"rm {remote}")
    def mkdir(self, remote): self.batch(f"mkdir {remote}")


def glob_one(pattern: str) -> str | None:
    import glob
    found = glob.glob(pattern, recursive=True)
    return found[0] if found else None


CLIENTS = [OpenSSH, SecureCopy, Lftp, Paramiko, AsyncSSH, Rclone, Curl, Putty, WinSCP]


class Matrix:
    """The operations, each seen to have worked."""

    def __init__(self, house: House, client: Client, big_bytes: int):
        self.house, self.client, self.partner, self.big_bytes = house, client, client.partner, big_bytes
        self.number = 0

    def file(self, name: str, content: bytes | None = None) -> str:
        """A file to send: a ship notice of its own unless told."""
        path = f"{self.client.place}/{name}"
        self.number += 1
        with open(path, "wb") as file:
            file.write(notice(self.partner, self.number) if content is None else content)
        return path

    def refused(self, verb, *words) -> None:
        try:
            verb(*words)
        except Failed:
            return
        raise Failed("was not refused")

    def do(self, operation: str) -> None:
        getattr(self, "do_" + operation.replace(" ", "_"))()

    def first(self) -> str:
        """Any listing or transfer, to see that the login works."""
        try:
            return self.client.list("/")
        except Missing:
            self.client.put(self.file("login.edi"), "/upload/login.edi")
            return "upload"

    def do_key(self): self.first()

    def do_password(self):
        self.client.password = PASSWORD
        try:
            self.first()
            self.client.password = "wrong horse"
            self.refused(self.first)
        finally:
            self.client.password = None

    def do_list(self):
        seen = self.client.list("/")
        if not all(folder in seen for folder in ("upload", "download", "reports")) and not isinstance(self.client, Rclone):
            raise Failed(f"sees {seen!r}")

    def do_upload(self):
        self.client.put(self.file("plain.edi"), "/upload/plain.edi")
        self.house.wait(self.partner, "plain.edi", ["interpreted"])

    def do_preserve(self):
        path = self.file("times.edi")
        os.utime(path, (1_700_000_000, 1_700_000_000))
        self.client.preserve(path, "/upload/times.edi")
        self.house.wait(self.partner, "times.edi", ["interpreted"])

    def do_resume(self):
        path = self.file("broken.edi")
        data = open(path, "rb").read()
        self.leave_half(data[:len(data) // 2])
        self.client.resume(path, "/upload/broken.edi")
        self.house.wait(self.partner, "broken.edi", ["interpreted"])

    def leave_half(self, data: bytes):
        """An upload that broke off: written, never closed."""
        if isinstance(self.client, WinSCP):
            return
        other = Paramiko(self.house, self.partner, self.client.place)
        link, sftp = other.sftp()
        file = sftp.open("/upload/broken.edi", "wb")
        file.write(data)
        link.close()
        self.house.wait(self.partner, "broken.edi", ["aborted"])

    def do_rename(self):
        self.client.put(self.file("later.edi"), "/upload/later.part")
        if self.house.arrivals(self.partner, "later.part"):
            raise Failed("a temporary name was an arrival")
        self.client.rename("/upload/later.part", "/upload/later.edi")
        self.house.wait(self.partner, "later.edi", ["interpreted"])

    def do_overwrite(self):
        for turn in range(2):
            path = self.file("daily.edi")
            # Some clients send nothing when size and time are those of the file that is there.
            os.utime(path, (1_700_000_000 + turn * 1_000,) * 2)
            self.client.put(path, "/upload/daily.edi")
        self.house.wait(self.partner, "daily.edi", ["interpreted", "interpreted"])

    def do_download(self):
        self.client.get(f"/download/{self.answer(0)}", f"{self.client.place}/answer")
        if b"AK9*A" not in open(f"{self.client.place}/answer", "rb").read():
            raise Failed("the answer is not whole")

    def do_delete(self):
        unread, read = self.answer(1), self.answer(0)
        self.refused(self.client.remove, f"/download/{unread}")
        self.client.get(f"/download/{read}", f"{self.client.place}/answer-again")
        self.client.remove(f"/download/{read}")
        if read in os.listdir(self.folder()):
            raise Failed("is still there")

    def folder(self) -> str: return f"{self.house.spool}/mailboxes/{self.partner}/download"

    def answer(self, index: int) -> str:
        for _ in range(200):
            if os.path.isdir(self.folder()) and len(names := sorted(os.listdir(self.folder()))) > index:
                return names[index]
            time.sleep(0.05)
        raise Failed("no answer came")

    def do_large(self):
        data = os.urandom(1 << 20) * (self.big_bytes >> 20)
        self.client.put(self.file("large.edi", data), "/upload/large.edi")
        rows = self.house.arrivals(self.partner, "large.edi")
        if [row.get("byteCount") for row in rows] != [len(data)]:
            raise Failed(f"arrived as {[row.get('byteCount') for row in rows]}")

    def do_long_name(self):
        self.refused(self.client.put, self.file("long.edi"), "/upload/" + "n" * 296 + ".edi")

    def do_mkdir(self): self.refused(self.client.mkdir, "/upload/folder")


def is_there(needs: str) -> bool:
    kind, _, module = needs.partition(":")
    if kind == "python":
        return subprocess.run([sys.executable, "-c", f"import {module}"], stderr=subprocess.DEVNULL).returncode == 0
    return shutil.which(needs) is not None


def play(house: House, kind: type, index: int, place: str, big_bytes: int) -> tuple[str, list[str]]:
    """The row of one client, and what went wrong."""
    if not is_there(kind.needs):
        return f"| {kind.title} | " + " | ".join("not installed" for _ in OPERATIONS) + " |", []
    folder = f"{place}/client{index}"
    os.makedirs(folder)
    matrix = Matrix(house, kind(house, f"client{index}", folder), big_bytes)
    cells, failures = [], []
    for operation in OPERATIONS:
        try:
            matrix.do(operation)
            cells.append("ok")
        except Missing:
            cells.append("-")
        except Exception as error:
            failures.append(f"{kind.title}, {operation}: {type(error).__name__}: {error}")
            cells.append("FAILED")
    return f"| {kind.title} | " + " | ".join(cells) + " |", failures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wharf", default=".build/release/wharf")
    parser.add_argument("--only", help="clients, by a part of their names, with commas between")
    parser.add_argument("--big-bytes", type=int, default=200 << 20)
    parser.add_argument("--at-once", type=int, default=1, help="clients at the same time")
    arguments = parser.parse_args()
    wanted = [
        client for client in CLIENTS
        if not arguments.only or any(part in client.title.lower() for part in arguments.only.lower().split(","))]
    place = tempfile.mkdtemp(prefix="wharf-clients-")
    house = House(os.path.abspath(arguments.wharf), place, [f"client{index}" for index in range(len(wanted))])
    failures: list[str] = []
    try:
        print("| client | " + " | ".join(OPERATIONS) + " |")
        print("|---|" + "---|" * len(OPERATIONS))
        with concurrent.futures.ThreadPoolExecutor(arguments.at_once) as hands:
            for row, faults in hands.map(
                    lambda pair: play(house, pair[1], pair[0], place, arguments.big_bytes), enumerate(wanted)):
                print(row, flush=True)
                failures += faults
        for failure in failures:
            print(failure, file=sys.stderr)
    finally:
        house.stop()
        shutil.rmtree(place, ignore_errors=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
