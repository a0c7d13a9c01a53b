"""What the bench prints: one JSON object per line, and a summary for people at the end."""

import json
import sys
from typing import IO, Any


class Report:
    """Lines on standard output as they come; ``summary`` names what misses its target."""

    def __init__(self) -> None:
        self.promised: list[dict[str, Any]] = []

    def facts(self, facts: dict) -> None:
        """What this run is about; stands before the first comparison."""
        self._print({"name": "run", **facts})

    def fact(self, name: str, value: float, unit: str) -> None:
        self.line(name, value, None, unit)

    def line(
        self,
        name: str,
        ours: float,
        reference: float | None,
        unit: str,
        *,
        ratio_target: float | None = None,
        most: float | None = None,
    ) -> None:
        """``ratio_target`` bounds the ratio to the reference, ``most`` bounds ours."""
        ratio = ours / reference if reference else None
        line = {
            "name": name,
            "ours": rounded(ours),
            "reference": rounded(reference),
            "ratio": rounded(ratio),
            "unit": unit,
        }
        target = most if ratio_target is None else ratio_target
        if target is not None:
            measured = ours if ratio_target is None else ratio
            line |= {"target": target, "met": measured is not None and measured <= target}
            self.promised.append(line)
        self._print(line)

    def summary(self, stream: IO[str]) -> None:
        for line in self.promised:
            verdict = "met   " if line["met"] else "MISSED"
            measured = line["ours"] if line["unit"] in ABSOLUTE else line["ratio"]
            stream.write(f"{verdict}  {line['name']:24} {measured:>9}  target {line['target']}\n")
        met = sum(line["met"] for line in self.promised)
        stream.write(f"{met} of {len(self.promised)} targets met.\n")

    def _print(self, line: dict) -> None:
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()


#: Units whose target bounds what was measured, not its ratio to the reference.
ABSOLUTE = ("statements", "bytes", "requests", "shift", "characters")


def rounded(value: float | None) -> float | None:
    return value if value is None or isinstance(value, int) else round(value, 3)
