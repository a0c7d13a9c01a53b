"""The bench: ``make bench``, or ``BENCH=short make bench``. One JSON object per line.

The portal and the yardstick are served side by side in the same way and are asked in turns, in
slices of a second or two, so that what else the machine does weighs on both.
"""

import contextlib
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import IO

from . import cpu
from .browser import visits
from .pages import PAGES, WHOLE_ATTEMPT, Page
from .report import Report
from .servers import BenchError, Generator, Server, Site, forget, make_run, python, serving, site

CONNECTIONS = (1, 8)


@dataclass(frozen=True)
class Pace:
    warm: float  #: seconds before a page is measured
    slice: float  #: seconds
    turns: int
    whole_attempts: int  #: by each of eight people, in each of two turns


FULL = Pace(warm=0.8, slice=1.5, turns=2, whole_attempts=2)
SHORT = Pace(warm=0.2, slice=0.4, turns=1, whole_attempts=1)


@dataclass
class Tally:
    """What one side of a comparison has done so far, by number of connections."""

    cpu: float = 0
    requests: int = 0
    rates: dict[int, list[float]] = field(default_factory=dict)

    def add(self, connections: int, cpu: float, reply: dict) -> None:
        self.cpu += cpu
        self.requests += reply["requests"]
        self.rates.setdefault(connections, []).append(reply["requests"] / reply["seconds"])

    @property
    def milliseconds(self) -> float:
        return 1000 * self.cpu / self.requests

    def rate(self, connections: int) -> float:
        rates = self.rates[connections]
        return sum(rates) / len(rates)


class Bench:
    """Two servers, the generator that asks them, and the clock of everybody's CPU."""

    def __init__(self, site: Site, ours: Server, reference: Server, pace: Pace):
        self.ours, self.reference, self.pace = ours, reference, pace
        self.generator = Generator()
        self.shared = (site.database_cpu(), site.session_cpu())

    def keep(self, requests: dict[str, list[dict]], once: Iterable[str] = ()) -> None:
        for name, some in requests.items():
            self.generator.ask(load=name, requests=some, once=name in once)

    def compare(self, page: Page) -> tuple[Tally, Tally]:
        """Ask ours and the reference of its kind in turns."""
        ours, reference = Tally(), Tally()
        sides = ((self.ours, page.name, ours), (self.reference, page.kind, reference))
        most = len_of_slice(page)
        for server, name, _tally in sides:
            self._run(server, name, max(CONNECTIONS), self.pace.warm, 16 if page.once else 10_000)
        for _turn in range(self.pace.turns):
            for connections in CONNECTIONS:
                for server, name, tally in sides:
                    limit = most if name == page.name else 10_000
                    used, reply = self._timed(server, name, connections, limit)
                    tally.add(connections, used, reply)
        return ours, reference

    def whole_attempts(self, people: list[dict]) -> tuple[float, float]:
        """CPU seconds of one attempt, and of one write of the reference."""
        used = spent = 0.0
        attempts = writes = 0
        for _turn in range(2):
            before = self._cpu(self.ours)
            reply = self.generator.ask(
                attempts=people, port=self.ours.port, times=self.pace.whole_attempts
            )
            used += self._cpu(self.ours) - before
            attempts += reply["requests"]
            cpu, reply = self._timed(self.reference, "write", max(CONNECTIONS), 10_000)
            spent += cpu
            writes += reply["requests"]
        return used / attempts, spent / writes

    def _timed(self, server: Server, name: str, connections: int, most: int) -> tuple[float, dict]:
        before = self._cpu(server)
        reply = self._run(server, name, connections, self.pace.slice, most)
        return self._cpu(server) - before, reply

    def _run(self, server: Server, name: str, connections: int, seconds: float, most: int) -> dict:
        reply = self.generator.ask(
            run=name, port=server.port, connections=connections, seconds=seconds, most=most
        )
        if not reply["requests"]:
            raise BenchError(f"Nothing was left to ask of {name}.")
        return reply

    def _cpu(self, server: Server) -> float:
        """CPU seconds of one server so far, with the database's and the session store's."""
        return server.process.seconds() + sum(each.seconds() for each in self.shared)


def len_of_slice(page: Page) -> int:
    return 30 if page.once else 10_000


def main() -> int:
    is_short = os.environ.get("BENCH", "") == "short"
    report = Report()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        home = Path(folder)
        log_path = home / "log"
        try:
            with log_path.open("wb") as log, site(home) as where:
                measure(where, home, report, log, is_short)
        except BenchError as error:
            sys.stderr.write(f"{last_words(log_path)}The bench stopped: {error}\n")
            return 1
    report.fact("bench/seconds", round(time.perf_counter() - began), "s")
    report.summary(sys.stderr)
    return 0


def last_words(log: Path) -> str:
    """The end of the servers' log without the lines of requests."""
    lines = log.read_text(errors="replace").splitlines(keepends=True)
    return "".join([line for line in lines if not line.startswith("{")][-30:])


def measure(where: Site, home: Path, report: Report, log: IO[bytes], is_short: bool) -> None:
    pace = SHORT if is_short else FULL
    plan, yardstick = prepared(where, home, report, log, is_short)
    report.facts(facts_of(where, plan["facts"], is_short))
    sql(report, plan["sql"], yardstick["sql"])
    with contextlib.ExitStack() as stack:
        if where.sessions == "cache":
            stack.callback(forget, where, plan["cookies"])
        ours = stack.enter_context(serving(where, "portal.wsgi", log))
        reference = stack.enter_context(serving(where, "tests.bench.reference.wsgi", log))
        bench = Bench(where, ours, reference, pace)
        bench.keep(plan["requests"], once=[page.name for page in PAGES if page.once])
        bench.keep(yardstick["requests"])
        pages(report, bench, where.sessions)
        whole(report, bench, plan["whole"])
        memory(report, ours, reference)
        bench.generator.close()
        if not is_short:
            visits(report, ours.port, plan["requests"])


def prepared(
    where: Site, home: Path, report: Report, log: IO[bytes], is_short: bool
) -> tuple[dict, dict]:
    """An empty database, what ships, and the data of the bench; the requests of both sides."""
    if is_short:
        python(where, "manage.py", "migrate", "--verbosity", "0")
        python(where, "manage.py", "load_content")
    else:
        report.fact("seconds/make-run", round(make_run(where, log), 1), "s")
    python(where, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    plan = requests_of(where, "tests.bench", home, is_short)
    return plan, requests_of(where, "tests.bench.reference", home, is_short)


def requests_of(where: Site, package: str, home: Path, is_short: bool) -> dict:
    """What a side's ``plan`` module makes, under that side's settings."""
    target = home / f"{package}.json"
    mode = ["short"] if is_short else []
    settings = "portal" if package == "tests.bench" else package
    command = ["-m", "tests.bench.prepare", f"{package}.plan", str(target), *mode]
    python(where, *command, settings=settings)
    return json.loads(target.read_text())


def facts_of(where: Site, data: dict, is_short: bool) -> dict:
    database = where.database_cpu()
    return {
        "mode": "short" if is_short else "full",
        "python": platform.python_version(),
        "django": version("django"),
        "database": "postgresql" if where.is_postgres else "sqlite",
        "database_cpu_counted": not isinstance(database, cpu.Postgres) or database.is_here,
        "sessions": "redis" if where.sessions == "cache" else "database",
        "cores": os.cpu_count(),
        "data": data,
    }


def sql(report: Report, ours: dict[str, int], reference: dict[str, int]) -> None:
    for page in PAGES:
        report.line(
            f"sql/{page.name}", ours[page.name], reference[page.kind], "statements", most=page.sql
        )


def pages(report: Report, bench: Bench, sessions: str) -> None:
    for page in PAGES:
        ours, reference = bench.compare(page)
        report.line(
            f"cpu/{page.name}",
            ours.milliseconds,
            reference.milliseconds,
            "ms/request",
            ratio_target=page.target(sessions),
        )
        for connections in CONNECTIONS:
            report.line(
                f"rps{connections}/{page.name}",
                ours.rate(connections),
                reference.rate(connections),
                "requests/s",
            )


def whole(report: Report, bench: Bench, people: list[dict]) -> None:
    attempt, write = bench.whole_attempts(people)
    report.line(
        "cpu/whole-attempt",
        1000 * attempt,
        1000 * write,
        "ms/attempt",
        ratio_target=WHOLE_ATTEMPT,
    )


def memory(report: Report, ours: Server, reference: Server) -> None:
    report.line(
        "memory/worker",
        ours.process.worker_megabytes(),
        reference.process.worker_megabytes(),
        "MB",
    )


if __name__ == "__main__":
    sys.exit(main())
