"""The load generator, a process of its own: ``python -m tests.bench.load``.

Knows nothing of Django. Reads one job per line from standard input and answers each with one line;
every answer of the server is looked at, and the first that is not what it should be ends the job.

    {"load": "norm", "requests": [...]}                  keep these requests under a name
    {"run": "norm", "port": 8001, "connections": 8, "seconds": 1.5}
    {"attempts": [...], "port": 8001, "times": 2}        whole attempts, one person per connection
"""

import gzip
import http.client
import itertools
import json
import re
import secrets
import sys
import threading
import time
import uuid
from collections.abc import Iterator

HEADERS = {
    "Accept": "text/html",
    "Accept-Encoding": "gzip",
    "Accept-Language": "zh-CN,zh;q=0.9",
    "User-Agent": "bench",
}
ITEM = re.compile(r'data-name="(q[0-9a-f]{10})"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Wrong(Exception):
    """The server's answer is not what it should be."""


def filled_in(body: str) -> str:
    """What a client makes for each request: ``@CHANGE@`` is a change id, ``@UUID@`` a form's id."""
    if "@CHANGE@" in body:
        body = body.replace("@CHANGE@", change_id())
    return body.replace("@UUID@", str(uuid.uuid4())) if "@UUID@" in body else body


def change_id() -> str:
    return f"{round(time.time() * 1000):013d}-{secrets.token_hex(4)}"


class Connection:
    """One kept-alive connection."""

    def __init__(self, port: int):
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(self, request: dict) -> str:
        """Send one request; returns the text of the answer."""
        status, text = self.send(request)
        if status != request["status"]:
            raise Wrong(f"{request['method']} {request['path']} answered {status}")
        if request["marker"] not in text:
            raise Wrong(f"{request['path']} does not say {request['marker']!r}: {text[:400]}")
        return text

    def send(self, request: dict) -> tuple[int, str]:
        body = filled_in(request.get("body", "")).encode()
        headers = {**HEADERS, **request.get("headers", {}), "Cookie": request["cookie"]}
        try:
            self.http.request(request["method"], request["path"], body or None, headers)
            response = self.http.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # A kept-alive connection that the server has closed meanwhile: browsers ask again.
            self.http.close()
            self.http.request(request["method"], request["path"], body or None, headers)
            response = self.http.getresponse()
        data = response.read()
        if response.getheader("Content-Encoding") == "gzip":
            data = gzip.decompress(data)
        return response.status, data.decode()


class Requests:
    """Requests of one kind, handed out in turn to every connection."""

    def __init__(self, requests: list[dict], once: bool):
        self.lock = threading.Lock()
        self.source: Iterator[dict] = iter(requests) if once else itertools.cycle(requests)

    def next(self) -> dict | None:
        """None when each has been sent, where each may be sent only once."""
        with self.lock:
            return next(self.source, None)


def run(requests: Requests, port: int, connections: int, seconds: float, most: int) -> dict:
    """Send for so many seconds, or ``most`` requests; returns how many and how long it took."""
    waits: list[float] = []
    errors: list[str] = []
    left = itertools.count(1)
    started = time.perf_counter()

    def work():
        connection = Connection(port)
        while not errors and time.perf_counter() - started < seconds and next(left) <= most:
            request = requests.next()
            if request is None:
                break
            begun = time.perf_counter()
            try:
                connection.ask(request)
            except (Wrong, OSError, http.client.HTTPException) as error:
                errors.append(f"{type(error).__name__}: {error}")
            waits.append(time.perf_counter() - begun)
        connection.http.close()

    in_parallel(work for _number in range(connections))
    took = time.perf_counter() - started
    return {"requests": len(waits), "seconds": took, "error": errors[0] if errors else ""}


def sit(person: dict, port: int) -> None:
    """A whole attempt, as the page's script does it: each answer is saved on its own."""
    connection = Connection(port)
    page = {"method": "GET", "cookie": person["cookie"], "status": 200}
    first = connection.ask({**page, "path": person["duty"], "marker": person["title"]})
    token = TOKEN.search(first)
    if token is None:
        raise Wrong(f"{person['duty']} has no form")
    form = {
        "method": "POST",
        "cookie": person["cookie"],
        "status": 302,
        "marker": "",
        "headers": {"Content-Type": "application/x-www-form-urlencoded"},
        "body": f"csrfmiddlewaretoken={token[1]}",
    }
    address = start(connection, {**form, "path": person["start"]})
    names = ITEM.findall(connection.ask({**page, "path": address, "marker": person["title"]}))
    if len(names) != len(person["answers"]):
        raise Wrong(f"{address} asks {len(names)} questions")
    for name in names:
        change = change_id()
        body = {"name": name, "value": person["answers"][name], "change_id": change}
        connection.ask(
            {
                **page,
                "method": "POST",
                "path": f"{address}responses/",
                "headers": {"Content-Type": "application/json", "X-CSRFToken": token[1]},
                "body": json.dumps(body),
                "marker": change,
            }
        )
    connection.ask({**page, "path": f"{address}hand-in/", "marker": person["title"]})
    connection.ask({**form, "path": f"{address}hand-in/"})
    connection.ask({**page, "path": f"{address}result/", "marker": person["title"]})
    connection.http.close()


def start(connection: Connection, request: dict) -> str:
    """Begin the attempt; returns its address."""
    connection.http.request(
        "POST",
        request["path"],
        request["body"],
        {**HEADERS, **request["headers"], "Cookie": request["cookie"]},
    )
    response = connection.http.getresponse()
    response.read()
    address = response.getheader("Location") or ""
    if response.status != 302 or not address.startswith("/attempts/"):
        raise Wrong(f"{request['path']} answered {response.status} {address}")
    return address


def attempts(people: list[dict], port: int, times: int) -> dict:
    """Everybody at once, each ``times`` attempts."""
    errors: list[str] = []
    started = time.perf_counter()

    def work(person: dict):
        try:
            for _number in range(times):
                sit(person, port)
        except (Wrong, OSError, http.client.HTTPException) as error:
            errors.append(f"{type(error).__name__}: {error}")

    in_parallel((lambda person=person: work(person)) for person in people)
    took = time.perf_counter() - started
    error = errors[0] if errors else ""
    return {"requests": len(people) * times, "seconds": took, "error": error}


def in_parallel(works) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main() -> None:
    kept: dict[str, Requests] = {}
    for line in sys.stdin:
        job = json.loads(line)
        if "load" in job:
            kept[job["load"]] = Requests(job["requests"], job["once"])
            reply: dict = {"error": ""}
        elif "attempts" in job:
            reply = attempts(job["attempts"], job["port"], job["times"])
        else:
            reply = run(
                kept[job["run"]], job["port"], job["connections"], job["seconds"], job["most"]
            )
        sys.stdout.write(json.dumps(reply) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
