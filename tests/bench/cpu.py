"""CPU seconds and memory of processes, read from /proc (Linux)."""

import contextlib
import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
#: PostgreSQL's processes that work for every database; the others belong to one.
SHARED = ("checkpointer", "background writer", "walwriter")


def seconds(pid: int, *, with_children: bool = False) -> float:
    """CPU time of a process; ``with_children`` adds those of its children that have ended."""
    fields = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return sum(int(each) for each in fields[11 : 15 if with_children else 13]) / TICKS


def children(pid: int) -> list[int]:
    path = Path("/proc") / str(pid) / "task" / str(pid) / "children"
    return [int(each) for each in path.read_text().split()]


class Gunicorn:
    """The master and its workers; a worker that was replaced counts in the master's children."""

    def __init__(self, pid: int):
        self.pid = pid

    def seconds(self) -> float:
        return seconds(self.pid, with_children=True) + sum(map(seconds, children(self.pid)))

    def worker_megabytes(self) -> float:
        """Memory of the largest worker; what workers share counts in parts (PSS)."""
        return max(map(proportional_megabytes, children(self.pid)))


class Nobody:
    """SQLite works inside the server's processes."""

    def seconds(self) -> float:
        return 0


class Postgres:
    """The backends of one database, and PostgreSQL's own writers.

    A backend that ends keeps what was last seen of it.
    """

    def __init__(self, url: str, database: str):
        import psycopg

        self.database = database
        self.connection = psycopg.connect(url, autocommit=True)
        self.seen: dict[int, float] = {}
        self.is_here = self._is_here()

    def seconds(self) -> float:
        rows = self.connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
            "AND (datname = %s OR backend_type = ANY(%s))",
            (self.database, list(SHARED)),
        )
        for (pid,) in rows.fetchall():
            with contextlib.suppress(OSError):
                self.seen[pid] = seconds(pid)
        return sum(self.seen.values())

    def _is_here(self) -> bool:
        """Whether the server's processes are on this machine and can be read."""
        [pid] = self.connection.execute("SELECT pg_backend_pid()").fetchone() or [0]
        try:
            return "postgres" in (Path("/proc") / str(pid) / "comm").read_text()
        except OSError:
            return False


class Redis:
    """What Redis says of itself; it serves whoever else uses it too."""

    def __init__(self, url: str):
        import redis

        self.client = redis.Redis.from_url(url)

    def seconds(self) -> float:
        info = self.client.info("cpu")
        return float(info["used_cpu_sys"]) + float(info["used_cpu_user"])


def proportional_megabytes(pid: int) -> float:
    rows = (Path("/proc") / str(pid) / "smaps_rollup").read_text().splitlines()
    pss = next(row for row in rows if row.startswith("Pss:"))
    return int(pss.split()[1]) / 1024
