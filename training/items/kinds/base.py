"""The interface of an item kind, and what its methods hand around."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

#: What ``clean`` returns and ``Response.value`` stores: a JSON value, None while unanswered.
Value = Any


class ForgedAnswer(ValueError):
    """The answer names an option that the item does not have, or is not of its shape."""


class BadAnswer(ForgedAnswer):
    """What somebody wrote cannot be taken as it stands; they mend it, nothing is cut or guessed.

    ``text`` is what was written, ``code`` names the fault to scripts.
    """

    code: str

    def __init__(self, text: str):
        super().__init__(text)
        self.text = text

    @staticmethod
    def advice(positions: str) -> str:
        """What is wrong with the answers to these questions (``"3, 7"``), and what to do."""
        raise NotImplementedError


@dataclass(frozen=True)
class Mark:
    """``points`` is 0..max_points in hundredths, None when a person must decide.

    ``missed`` are the codes of the clauses that the answer shows to be unknown, ``known`` of those
    that it shows to be known; a blank answer shows nothing to be known.
    """

    points: Decimal | None
    missed: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feedback:
    """An answer as the result page shows it, in one language.

    ``answer`` and ``key`` are lines of plain text, several for an order and a multiple choice;
    ``answer`` is empty while unanswered, ``key`` for judged items.
    """

    answer: list[str]
    key: list[str]


class ItemKindModule(Protocol):
    slug: str
    is_judged: bool  #: a person marks it with a rubric
    is_written: bool  #: answered in words or digits, not by choosing

    def problems(self, payload: dict) -> list[str]:
        """What keeps an item with this payload from being published, as sentences."""

    def shuffled(self, payload: dict, rng) -> list[str]:
        """Option keys in the order one attempt shows them."""

    def read(self, post, name: str) -> object:
        """Take the raw answer out of a form's ``QueryDict``; the field's name is ``name``."""

    def clean(self, payload: dict, raw: object) -> Value:
        """Check a raw answer (of a form or of JSON).

        Raises ``BadAnswer`` for a text to be mended, another ``ForgedAnswer`` for what no page
        sends. Cleaning what it returned returns the same.
        """

    def mark(self, payload: dict, max_points: Decimal, value: Value) -> Mark:
        """Pure and total: marks every value that ``clean`` can return."""

    def render(self, payload: dict, name: str, language: str) -> dict:
        """Render the pieces that are stored with a version; they never hold the key."""

    def compose(self, pieces: dict, option_order: list[str], value: Value) -> SafeString:
        """Put the stored pieces together for one response: the fields inside its fieldset."""

    def feedback(self, payload: dict, value: Value, language: str) -> Feedback:
        """Say the answer and the key in words."""

    def export(self, payload: dict) -> dict:
        """The item as data for other tools: texts, key and rubric, no random keys."""


def in_language(texts: dict, language: str) -> str:
    """``{"zh-hans": …, "en": …}`` in ``language``, else in Chinese."""
    return texts.get(language) or texts["zh-hans"]


def paragraphs(text: str) -> SafeString:
    """Plain text as escaped HTML; line breaks stay."""
    return mark_safe(escape(text).replace("\n", "<br>"))


def option_texts(payload: dict, language: str) -> dict[str, str]:
    return {option["key"]: in_language(option["text"], language) for option in payload["options"]}


def distinct(codes: Iterable[str | None]) -> tuple[str, ...]:
    """Codes of clauses in their order, each once; an option without a clause has none."""
    return tuple(dict.fromkeys(code for code in codes if code))


def all_or_nothing(payload: dict, max_points: Decimal, is_right: bool, value: Value) -> Mark:
    """The mark of an item without options that cite clauses of their own."""
    clauses = tuple(payload["clauses"])
    if value is not None and is_right:
        return Mark(max_points.quantize(Decimal("0.01")), known=clauses)
    return Mark(Decimal("0.00"), missed=clauses)
