"""A proposed question, and how it reads as the payload of an item."""

from dataclasses import dataclass
from decimal import Decimal

from portal.languages import LANGUAGE_CODES, column
from standards.editions import ClauseVersion
from standards.measures import plain

from ..models import ItemKind

#: ``{"zh-hans": …, "en": …}``; English is empty where it could not be made.
Texts = dict[str, str]


@dataclass(frozen=True)
class ProposedOption:
    """``clause`` is the code of the clause that choosing it keeps or breaks."""

    text: Texts
    is_correct: bool
    clause: str


@dataclass(frozen=True)
class Proposal:
    """A question about ``version``; which of the last four are filled depends on the kind.

    Options of an order stand in their right order, those of a choice as they would be shown.
    """

    generator: str
    version: ClauseVersion
    kind: ItemKind
    stem: Texts
    clauses: tuple[str, ...]
    options: tuple[ProposedOption, ...] = ()
    is_true: bool | None = None
    answer: Decimal | None = None
    unit: str = ""

    @property
    def key(self) -> str:
        """Names the proposal in an address: ``"412-truth"``."""
        return f"{self.version.pk}-{self.generator}"

    @property
    def explanation(self) -> Texts:
        """Why: what the clause itself says about that."""
        return texts_of(self.version, "reason")

    @property
    def payload(self) -> dict:
        """In the shape of ``ItemVersion.payload``, for showing it as people would meet it."""
        payload: dict = {
            "stem": self.stem,
            "explanation": self.explanation,
            "max_points": "1",
            "clauses": sorted(self.clauses),
            "options": [
                {
                    "key": f"o{number}",
                    "text": option.text,
                    "correct": option.is_correct,
                    "clause": option.clause,
                }
                for number, option in enumerate(self.options)
            ],
            "criteria": [],
        }
        if self.kind == ItemKind.BOOLEAN:
            payload["is_true"] = self.is_true
        if self.kind == ItemKind.NUMBER:
            payload["number"] = {
                "answer": plain(self.answer),
                "tolerance": "0",
                "unit": self.unit,
            }
        return payload


def texts_of(version: ClauseVersion, name: str) -> Texts:
    return {code: getattr(version, column(name, code)) for code in LANGUAGE_CODES}
