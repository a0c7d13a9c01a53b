"""The pages that are measured: what is asked of each, and what it must not exceed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """``cpu`` is the most CPU per request beside the reference ``kind``; ``sql`` the most
    statements. None where nothing was promised."""

    name: str
    kind: str = "read"
    cpu: float | None = None
    cpu_redis: float | None = None  #: with sessions in Redis, where that is another promise
    sql: int | None = None
    once: bool = False  #: each request can be sent once only

    def target(self, sessions: str) -> float | None:
        return self.cpu_redis if sessions == "cache" and self.cpu_redis else self.cpu


PAGES = (
    Page("home", cpu=1.3, sql=8),
    Page("manager-home", cpu=1.5, sql=8),
    Page("topic", cpu=0.95, cpu_redis=0.8),
    Page("norm", cpu=0.95, cpu_redis=0.8, sql=5),
    Page("module", cpu=0.95, cpu_redis=0.8),
    Page("attempt", cpu=1.3),
    Page("save", "write", cpu=0.8, sql=6),
    Page("submit", "write", once=True),
    Page("result", cpu=1.3),
    Page("marking"),
    Page("report", cpu=1.8, sql=8),
    Page("map", cpu=2.5),
    Page("search"),
    Page("round"),
    Page("save-round", "write"),
)
#: CPU of a whole attempt of twenty items, in write references.
WHOLE_ATTEMPT = 24
#: What Chromium looks at, with an empty profile and then again.
VISITED = ("home", "norm", "topic", "module", "attempt", "result", "report", "map")
FIRST_BYTES, FIRST_REQUESTS, REPEAT_BYTES = 60_000, 8, 6_000
