#!/usr/bin/env python3
"""Measures how fast events reach an application by webhook, and proves what it received.

The receiver is a process of its own on this machine. It checks the signature of every request as Standard Webhooks says, drops
repeats by id, and checks that the events of each partition key come in order. Events are put into the outbox of a stopped server, so
that only the delivery is measured, beside what the same receiver takes from plain connections that only send. The second run
has one key, so that each event waits for the answer to the one before; the third kills the server in the middle; the fourth has
the receiver away at the start.
"""

import argparse
import base64
import hashlib
import hmac
import http.client
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEYS = 97


class Judge:
    """What the receiver knows: events by id, the last position by key."""

    def __init__(self, secret: str):
        self.key = base64.b64decode(secret[len("whsec_"):])
        self.lock = threading.Lock()
        self.seen, self.last = set(), {}
        self.repeats = self.unsigned = self.disordered = 0

    def judge(self, headers, body: bytes):
        number, moment = headers["webhook-id"], headers["webhook-timestamp"]
        code = hmac.new(self.key, f"{number}.{moment}.".encode() + body, hashlib.sha256).digest()
        expected = "v1," + base64.b64encode(code).decode()
        signed = any(hmac.compare_digest(expected, given) for given in headers["webhook-signature"].split())
        event = json.loads(body)
        key, position = event["partitionkey"], int(event["sequence"])
        with self.lock:
            if not signed or abs(time.time() - int(moment)) > 300:
                self.unsigned += 1
            if number in self.seen:
                self.repeats += 1
                return
            self.seen.add(number)
            if position < self.last.get(key, 0):
                self.disordered += 1
            self.last[key] = position


def receive(secret: str, port: int):
    """Runs the receiver until it is ended; POST /hook takes an event, GET / tells what was received."""
    judge = Judge(secret)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self):
            judge.judge(self.headers, self.rfile.read(int(self.headers["content-length"])))
            self.wfile.write(b"HTTP/1.1 204 No Content\r\n\r\n")

        def do_GET(self):
            with judge.lock:
                body = json.dumps({"events": len(judge.seen), "repeats": judge.repeats, "unsigned": judge.unsigned,
                                   "disordered": judge.disordered}).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request, address):
            """A server that is killed leaves connections in the middle of a request; that is no fault."""

    server = Server(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    print(server.server_address[1], flush=True)
    server.serve_forever()


class Receiver:
    def __init__(self, secret: str, port: int = 0):
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--receive", secret, str(port)], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def told(self) -> dict:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", "/")
        return json.loads(connection.getresponse().read())

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


class House:
    """A spool and profiles with one webhook."""

    def __init__(self, wharf: str, place: str, port: int):
        self.wharf, self.place, self.spool = wharf, place, os.path.join(place, "Spool")
        self.secret = subprocess.run([wharf, "secret", "webhook"], capture_output=True, text=True, check=True).stdout.strip()
        os.makedirs(f"{place}/Partners")
        with open(f"{place}/Partners/house.yaml", "w") as file:
            file.write(
                "apiVersion: wharf/v1\nid: northwind\nname: Northwind\ntimeZone: America/Chicago\nidentities:\n"
                "  main: { isaQualifier: ZZ, isaId: NORTHWIND, gsId: NORTHWIND }\nsinks:\n"
                f"  erp: {{ kind: webhook, url: \"http://127.0.0.1:{port}/hook\", secret: secret://env/HOOK }}\n")
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            [self.wharf, "serve", "--partners", f"{self.place}/Partners", "--spool", self.spool, "--http", "127.0.0.1:0",
             "--log-level", "critical"], stdout=subprocess.PIPE, text=True, env={**os.environ, "HOOK": self.secret})
        for line in self.process.stdout:
            if re.match(r"  http ", line):
                break
        threading.Thread(target=lambda: [None for _ in self.process.stdout], daemon=True).start()

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(60)

    def say(self, *words: str):
        return subprocess.run(
            [self.wharf, *words, "--spool", self.spool], capture_output=True, text=True, check=True).stdout

    def add_events(self, count: int, keys: int = KEYS):
        """Puts events into the outbox of the stopped server, a kilobyte each."""
        books = sqlite3.connect(f"{self.spool}/state/wharf.sqlite")
        first = (books.execute("SELECT max(position) FROM event").fetchone()[0] or 0) + 1
        now = int(time.time() * 1000)
        for number in range(first, first + count):
            key = f"PO/{number * 7919 % keys}"
            body = json.dumps({
                "specversion": "1.0", "id": f"E{number:012d}", "source": "/partners/p00", "type": "wharf.invoice.received.v1",
                "subject": f"INV/{number}", "partitionkey": key, "sequence": str(number), "data": {"lines": ["x" * 80] * 9}})
            books.execute(
                "INSERT INTO event (position, id, type, subject, time, partitionKey, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (number, f"E{number:012d}", "wharf.invoice.received.v1", f"INV/{number}", now, key, body.encode()))
        books.commit()
        books.close()

    def cursor(self) -> int:
        return next(sink["position"] for sink in map(json.loads, self.say("sink", "list", "--json").splitlines())
                    if sink["name"] == "erp")

    def memory(self) -> float:
        with open(f"/proc/{self.process.pid}/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) / 1024


def wait_for(receiver: Receiver, count: int, seconds: float = 120):
    end = time.monotonic() + seconds
    while (told := receiver.told())["events"] < count:
        if time.monotonic() > end:
            sys.exit(f"bench: {told} of {count} events after {seconds} s")
        time.sleep(0.02)
    return told


def floor(receiver: Receiver, secret: str, count: int, connections: int = 8) -> float:
    """Events a second that the receiver takes when signed requests come ready made, as many side by side as the server sends."""
    key, moment = base64.b64decode(secret[len("whsec_"):]), int(time.time())

    def request(number: int, lane: int) -> bytes:
        body = json.dumps({"partitionkey": f"floor/{lane}", "sequence": str(number), "data": {"lines": ["x" * 80] * 10}}).encode()
        code = hmac.new(key, f"F{number}.{moment}.".encode() + body, hashlib.sha256).digest()
        return (f"POST /hook HTTP/1.1\r\nhost: localhost\r\ncontent-length: {len(body)}\r\nwebhook-id: F{number}\r\n"
                f"webhook-timestamp: {moment}\r\nwebhook-signature: v1,{base64.b64encode(code).decode()}\r\n\r\n").encode() + body

    lanes = [[request(number, lane) for number in range(lane, count, connections)] for lane in range(connections)]

    def send(requests: list):
        with socket.create_connection(("127.0.0.1", receiver.port)) as connection:
            for ready in requests:
                connection.sendall(ready)
                connection.recv(4096)

    threads = [threading.Thread(target=send, args=(requests,)) for requests in lanes]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return count / (time.monotonic() - began)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def again(receiver: Receiver, house: House) -> Receiver:
    """A receiver that remembers nothing, at the same address."""
    receiver.stop()
    return Receiver(house.secret, receiver.port)


def check(told: dict):
    if told["unsigned"] or told["disordered"]:
        sys.exit(f"bench: the receiver found a fault: {told}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wharf", default=".build/release/wharf")
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--place", help="a folder on the disk to use, else the system's temporary folder")
    parser.add_argument("--receive", nargs=2, metavar=("SECRET", "PORT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.receive:
        return receive(arguments.receive[0], int(arguments.receive[1]))
    place = tempfile.mkdtemp(dir=arguments.place)
    port = free_port()
    house = House(os.path.abspath(arguments.wharf), place, port)
    receiver = Receiver(house.secret, port)
    count = arguments.events
    try:
        print(f"the receiver alone, fed by 8 plain connections: {floor(receiver, house.secret, count):.0f} a second")
        house.start()
        house.stop()
        for keys, share in ((KEYS, 1), (1, 4)):
            receiver = again(receiver, house)
            house.add_events(count // share, keys)
            began = time.monotonic()
            house.start()
            told = wait_for(receiver, count // share)
            print(f"{count // share} events of 1 KB over {keys} key(s): {count // share / (time.monotonic() - began):.0f} a second "
                  f"from the start of the server, {told}")
            check(told)
            house.stop()

        receiver = again(receiver, house)
        house.add_events(count)
        house.start()
        wait_for(receiver, count // 3)
        house.stop(signal.SIGKILL)
        house.start()
        told = wait_for(receiver, count)
        print(f"killed in the middle: {told}; repeats are dropped by id")
        check(told)
        house.stop()

        receiver.stop()
        house.add_events(count)
        house.start()
        time.sleep(3)
        print(f"receiver away: {house.say('sink', 'list').splitlines()[-1].strip()}; {house.memory():.0f} MiB")
        receiver = Receiver(house.secret, port)
        began = time.monotonic()
        house.say("sink", "resume", "erp")
        told = wait_for(receiver, count)
        print(f"after `wharf sink resume`: {count / (time.monotonic() - began):.0f} a second, {told}")
        check(told)
        if told["repeats"]:
            sys.exit("bench: events came twice although none was received before")
    finally:
        receiver.stop()
        if house.process and house.process.poll() is None:
            house.stop(signal.SIGKILL)
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
