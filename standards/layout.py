"""How an edition's clauses stand on its page: a field manual's order, decided here.

Principles come first. A run of do and don't becomes a pair, the two side by side; lines to say
stand together; the better words stand beside the forbidden ones; steps are numbered and hold what
they own. Clause versions in, dataclasses out: no database and no HTML but escaped text.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeVar

from django.utils.safestring import SafeString

from portal.languages import SOURCE_LANGUAGE, is_untranslated, localized, localized_html

from .drawings import svg_of
from .editions import CLAUSE_TEXTS, ClauseVersion
from .enums import Audience, Role
from .kinds import steps

Text = TypeVar("Text", str, SafeString)

#: Which clauses stand together in one band.
SHAPES = {Role.DO: "pair", Role.DONT: "pair", Role.SAY: "say", Role.AVOID: "avoid"}


@dataclass(frozen=True)
class ClauseOnPage:
    """A clause version with its texts in one language, escaped and ready to be shown."""

    version: ClauseVersion
    texts: dict[str, SafeString]
    is_untranslated: bool

    @property
    def audience_class(self) -> str:
        audience = self.version.applies_to
        return "" if audience == Audience.EVERYONE else f"for-{audience}"

    @property
    def drawing(self) -> SafeString:
        """The clause's drawing in the active language, empty where it has none."""
        return svg_of(self.version.drawing, self.version.measure)

    @property
    def citations(self) -> str:
        return ", ".join(self.version.citations)


@dataclass(frozen=True)
class Band:
    """Neighbouring clauses that are shown as one: ``pair``, ``say``, ``avoid`` or ``note``.

    ``do`` and ``dont`` are filled in a pair, ``clauses`` in the others; ``role`` is that of the
    first clause.
    """

    shape: str
    role: Role
    clauses: list[ClauseOnPage]

    @property
    def do(self) -> list[ClauseOnPage]:
        return [clause for clause in self.clauses if clause.version.role == Role.DO]

    @property
    def dont(self) -> list[ClauseOnPage]:
        return [clause for clause in self.clauses if clause.version.role == Role.DONT]


@dataclass(frozen=True)
class Part:
    """Neighbouring bands for one audience."""

    audience: Audience
    bands: list[Band]

    @property
    def audience_class(self) -> str:
        return "" if self.audience == Audience.EVERYONE else f"for-{self.audience}"


@dataclass(frozen=True)
class Step:
    """A step with what it owns.

    Steps are mostly written “name: what is done”; then ``rest`` is what is done, else empty and
    the whole text is the ``name``. ``language`` is the one both stand in.
    """

    number: int
    clause: ClauseOnPage
    name: str
    rest: str
    language: str
    parts: list[Part]


@dataclass(frozen=True)
class Layout:
    """``before`` and ``after`` hold what belongs to no step; a norm without steps is ``before``."""

    principles: list[ClauseOnPage] = field(default_factory=list)
    before: list[Part] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    after: list[Part] = field(default_factory=list)
    untranslated_count: int = 0
    has_derived: bool = False
    #: It tells of a case: what happened comes before the steps, what to talk about after them.
    is_case: bool = False
    #: Both dress codes are on the page, so that each part says whom it is for.
    names_audiences: bool = False


def layout(versions: Sequence[ClauseVersion], language: str) -> Layout:
    """Arrange an edition's versions, given in reading order, for its page in ``language``."""
    shown = {version.pk: on_page(version, language) for version in versions}
    flow = [version for version in versions if version.role != Role.PRINCIPLE]
    owned_by_step = steps(flow)
    in_a_step = {part.pk for step, owned in owned_by_step for part in (step, *owned)}
    first_step = next((i for i, version in enumerate(flow) if version.role == Role.STEP), len(flow))

    def parts_of(some: Iterable[ClauseVersion]) -> list[Part]:
        return parts([shown[version.pk] for version in some])

    return Layout(
        principles=[shown[v.pk] for v in versions if v.role == Role.PRINCIPLE],
        before=parts_of(flow[:first_step]),
        steps=[
            Step(
                number,
                shown[step.pk],
                *name_and_rest(keep_numbers_whole(localized(step, "text", language))),
                SOURCE_LANGUAGE if is_untranslated(step, "text", language) else language,
                parts_of(owned),
            )
            for number, (step, owned) in enumerate(owned_by_step, start=1)
        ],
        after=parts_of(v for v in flow[first_step:] if v.pk not in in_a_step),
        untranslated_count=sum(clause.is_untranslated for clause in shown.values()),
        has_derived=any(version.is_derived for version in versions),
        is_case=any(version.role == Role.SITUATION for version in versions),
        names_audiences=any(version.applies_to != Audience.EVERYONE for version in versions),
    )


def on_page(version: ClauseVersion, language: str) -> ClauseOnPage:
    return ClauseOnPage(
        version=version,
        texts={
            name: keep_numbers_whole(localized_html(version, name, language))
            for name in CLAUSE_TEXTS
        },
        is_untranslated=any(is_untranslated(version, name, language) for name in CLAUSE_TEXTS),
    )


def keep_numbers_whole(text: Text) -> Text:
    """Let no line break between a number and what it counts, nor within a range or a share:
    ``3 m``, ``第 2 版``, ``5–10 s``, ``2/3``, ``20 %``."""
    text = type(text)(re.sub(r"(?<=\d)[ \u2009](?=[\w%°℃])", "\u00a0", text))
    return type(text)(re.sub(r"(?<=\d)([–~～/])(?=\d)", "\u2060\\1\u2060", text))


def name_and_rest(text: str) -> tuple[str, str]:
    """``"道别：起身前先道谢。"`` -> ``("道别", "起身前先道谢。")``; else the rest is empty."""
    named = re.match(r"([^：:]{1,30})(?:：|: )\s*(.+)", text, re.DOTALL)
    if not named:
        return text, ""
    name, rest = named.groups()
    return name, rest[0].upper() + rest[1:]


def parts(clauses: Iterable[ClauseOnPage]) -> list[Part]:
    return [
        Part(Audience(audience), bands(run))
        for audience, run in groupby(clauses, key=lambda clause: clause.version.applies_to)
    ]


def bands(clauses: Iterable[ClauseOnPage]) -> list[Band]:
    """Group neighbours of one shape; a do after a don't begins the next pair."""
    found: list[Band] = []
    for clause in clauses:
        role = Role(clause.version.role)
        shape = SHAPES.get(role, "note")
        if found and _continues(found[-1], shape, role):
            found[-1].clauses.append(clause)
        else:
            found.append(Band(shape, role, [clause]))
    return found


def _continues(band: Band, shape: str, role: Role) -> bool:
    if band.shape != shape:
        return False
    if shape == "pair":
        return not (role == Role.DO and band.dont)
    return band.role == role
