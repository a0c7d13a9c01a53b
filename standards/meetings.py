"""A case as a morning meeting: one scene after another, each with its minutes.

Clause versions in, dataclasses out: no database and no HTML.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import pgettext

from portal.languages import SOURCE_LANGUAGE, is_untranslated, localized

from .editions import ClauseVersion
from .enums import Role
from .layout import ClauseOnPage, Step, keep_numbers_whole, layout, on_page

#: What somebody says ends as a sentence does; a term in quotation marks does not.
SPOKEN = re.compile(r"(“[^”]*[。？！…，?!.,]”)")


#: A short lead-in names who speaks, and stands beside what is said: “店员：”, “Clerk:”.
SPEAKER = re.compile(r"[^。！？.!?]{1,16}[：:]")


@dataclass(frozen=True)
class Passage:
    """A stretch of a story, told or spoken; what is spoken is without its marks.

    ``speaker`` leads in to what is spoken, where that is short, and is empty elsewhere.
    """

    text: str
    is_spoken: bool = False
    speaker: str = ""


@dataclass(frozen=True)
class Story:
    """A paragraph of what happened; ``language`` is the one it stands in."""

    language: str
    passages: list[Passage]


@dataclass(frozen=True)
class Handling:
    """What is said and done at one step, or whichever step it is: then ``step`` is None."""

    step: Step | None
    clauses: list[ClauseOnPage]

    @property
    def say(self) -> list[ClauseOnPage]:
        return self._of(Role.SAY)

    @property
    def avoid(self) -> list[ClauseOnPage]:
        return self._of(Role.AVOID)

    @property
    def do(self) -> list[ClauseOnPage]:
        return self._of(Role.DO)

    @property
    def dont(self) -> list[ClauseOnPage]:
        return self._of(Role.DONT)

    def _of(self, role: Role) -> list[ClauseOnPage]:
        return [clause for clause in self.clauses if clause.version.role == role]


@dataclass(frozen=True)
class Scene:
    """``key`` says what is shown in it: ``story``, ``want``, ``fault``, ``handling``, ``talk`` or
    ``floor``."""

    key: str
    title: str
    minutes: int


@dataclass(frozen=True)
class Meeting:
    """``exercised`` are clauses of other norms, to be taken to the floor."""

    story: list[Story]
    wants: list[ClauseOnPage]
    faults: list[ClauseOnPage]
    handling: list[Handling]
    questions: list[ClauseOnPage]
    exercised: list[ClauseOnPage]

    @property
    def scenes(self) -> list[Scene]:
        """Those that have something to show; the last one sends people to the floor anyway."""
        told = [
            ("story", pgettext("meeting", "What happened"), 1, self.story),
            ("want", pgettext("meeting", "What does the customer want?"), 1, self.wants),
            ("fault", pgettext("meeting", "What went wrong?"), 1, self.faults),
            (
                "handling",
                pgettext("meeting", "How to handle it"),
                minutes_to_handle(len(self.handling)),
                self.handling,
            ),
            (
                "talk",
                pgettext("meeting", "Talk about it"),
                min(len(self.questions), 2),
                self.questions,
            ),
            ("floor", pgettext("meeting", "To the floor today"), 1, True),
        ]
        return [Scene(key, title, minutes) for key, title, minutes, shown in told if shown]

    @property
    def minutes(self) -> int:
        return sum(scene.minutes for scene in self.scenes)

    @property
    def round_query(self) -> str:
        """Asks for a round with what is exercised of one norm, the one most is exercised of."""
        by_norm: dict[str, list[str]] = {}
        for clause in self.exercised:
            by_norm.setdefault(clause.version.clause.norm.slug, []).append(clause.version.code)
        if not by_norm:
            return ""
        slug = max(by_norm, key=lambda slug: len(by_norm[slug]))
        return urlencode({"pick": slug, "clauses": by_norm[slug]}, doseq=True)


def meeting(
    versions: Sequence[ClauseVersion], exercised: Iterable[ClauseVersion], language: str
) -> Meeting:
    """Arrange a case's versions, given in reading order, for a meeting in ``language``."""

    def of(role: Role) -> list[ClauseOnPage]:
        return [on_page(version, language) for version in versions if version.role == role]

    return Meeting(
        story=[story(each, language) for each in versions if each.role == Role.SITUATION],
        wants=of(Role.WANT),
        faults=of(Role.FAULT),
        handling=_handling(versions, language),
        questions=of(Role.QUESTION),
        exercised=[on_page(version, language) for version in exercised],
    )


def story(version: ClauseVersion, language: str) -> Story:
    """Take what is spoken out of a situation, so that it can be shown as speech."""
    text = keep_numbers_whole(localized(version, "text", language))
    is_chinese = is_untranslated(version, "text", language)
    passages: list[Passage] = []
    for part in filter(None, map(str.strip, SPOKEN.split(text))):
        if not SPOKEN.fullmatch(part):
            passages.append(Passage(part))
        elif passages and not passages[-1].is_spoken and SPEAKER.fullmatch(passages[-1].text):
            passages.append(Passage(part[1:-1], True, speaker=passages.pop().text))
        else:
            passages.append(Passage(part[1:-1], True))
    return Story(SOURCE_LANGUAGE if is_chinese else language, passages)


def minutes_to_handle(steps: int) -> int:
    return 2 if steps < 4 else 3 if steps < 6 else 4


def _handling(versions: Sequence[ClauseVersion], language: str) -> list[Handling]:
    """Steps in order; what belongs to none comes last."""
    told = (Role.SITUATION, Role.WANT, Role.FAULT, Role.QUESTION)
    arranged = layout([version for version in versions if version.role not in told], language)
    found = [Handling(step, _clauses_of(step.parts)) for step in arranged.steps]
    apart = [*arranged.principles, *_clauses_of(arranged.before), *_clauses_of(arranged.after)]
    return [*found, Handling(None, apart)] if apart else found


def _clauses_of(parts) -> list[ClauseOnPage]:
    return [clause for part in parts for band in part.bands for clause in band.clauses]
