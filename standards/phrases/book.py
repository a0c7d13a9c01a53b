"""The phrase book: published lines under the moments at which they serve.

The better words stand beside the forbidden ones. A line that serves at no moment stands under its
norm's title, at the end.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from django.db.models import Count, Q, QuerySet

from portal.languages import LANGUAGE_CODES, SOURCE_LANGUAGE, is_untranslated, localized
from standards.editions import Edition, EditionClause
from standards.enums import Role
from standards.layout import keep_numbers_whole
from standards.search.folding import fold, pattern
from standards.search.highlighting import highlight

from .models import SPOKEN, Moment

Terms = tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """Words for one situation; ``avoid`` is empty where there is nothing never to say.

    ``language`` is the one that the words stand in. phrases.js reads the fields in this order.
    """

    url: str
    norm_title: str
    language: str
    situation: str
    say: str
    avoid: str


#: What phrases.js fills in: a line to say, and one with what is never to be said beside it.
BLANKS = [Line("", "", "", "…", "…", ""), Line("", "", "", "…", "…", "…")]


@dataclass(frozen=True)
class Heading:
    """``url`` leads to the moment's own page; it is empty where lines share their norm's title."""

    title: str
    url: str = ""


@dataclass(frozen=True)
class Shelf:
    heading: Heading
    lines: list[Line]


@dataclass(frozen=True)
class Placed:
    """A published line with its moments in their order."""

    entry: EditionClause
    moments: list[Moment]

    def headings(self, language: str) -> list[Heading]:
        if self.moments:
            return [_heading(moment, language) for moment in self.moments]
        return [Heading(localized(self.entry.edition, "title", language))]

    def holds(self, terms: Terms, language: str) -> bool:
        version = self.entry.version
        texts = [localized(version, name, language) for name in ("line", "instead", "situation")]
        texts += [heading.title for heading in self.headings(language)]
        folded = fold("\n".join(texts))
        return all(re.search(pattern(term), folded) for term in terms)


def spoken(user) -> QuerySet[EditionClause]:
    """What readers see today of the clauses with words, in the order of the norms."""
    return (
        EditionClause.objects.filter(
            edition__in=Edition.objects.visible_to(user).current(), version__role__in=SPOKEN
        )
        .select_related("version", "edition__norm")
        .order_by(
            "edition__norm__topic__position",
            "edition__norm__position",
            "edition__norm__slug",
            "position",
        )
    )


def contents(user) -> QuerySet[Moment]:
    """Moments with a ``line_count``; those with nothing published are left out."""
    published = spoken(user).order_by().values("version__clause")
    count = Count("clauses", filter=Q(clauses__in=published))
    return Moment.objects.visible_to(user).annotate(line_count=count).filter(line_count__gt=0)


def lines_of(moment: Moment, user, language: str) -> list[Line]:
    entries = spoken(user).filter(version__clause__moments=moment)
    return [_line(entry, language) for entry in entries]


def unshelved(user, language: str) -> list[Shelf]:
    """What serves at no moment yet, under the titles of its norms."""
    entries = spoken(user).filter(version__clause__moments=None)
    return _shelves([Placed(entry, []) for entry in entries], language)


def find(terms: Terms, user, language: str) -> list[Shelf]:
    """Lines whose words, situation or moments hold every term, each once, their hits marked.

    The other language is asked only where the reader's own has nothing, as the page's script does.
    """
    every = _placed(user)
    for asked in (language, *(code for code in LANGUAGE_CODES if code != language)):
        if found := [placed for placed in every if placed.holds(terms, asked)]:
            return _shelves(found, language, terms)
    return []


def whole_book(user, language: str) -> dict[str, list]:
    """All of it as plain data: ``headings``, and ``lines`` that begin with their places in them."""
    every = _placed(user)
    headings = [_heading(moment, language) for moment in _in_order(every)]
    headings += dict.fromkeys(p.headings(language)[0] for p in every if not p.moments)
    places = {heading: place for place, heading in enumerate(headings)}
    lines = [
        [
            [places[each] for each in placed.headings(language)],
            *astuple(_line(placed.entry, language)),
        ]
        for placed in every
    ]
    return {"headings": [astuple(heading) for heading in headings], "lines": lines}


def _placed(user) -> list[Placed]:
    """Every line in the order of the norms."""
    moments = defaultdict(list)
    pairs = Moment.clauses.through.objects.select_related("moment")
    for pair in pairs.order_by("moment__position", "moment__slug"):
        moments[pair.clause_id].append(pair.moment)
    return [Placed(entry, moments[entry.version.clause_id]) for entry in spoken(user)]


def _in_order(every: Iterable[Placed]) -> list[Moment]:
    moments = {moment for placed in every for moment in placed.moments}
    return sorted(moments, key=lambda moment: (moment.position, moment.slug))


def _heading(moment: Moment, language: str) -> Heading:
    return Heading(localized(moment, "title", language), moment.get_absolute_url())


def _shelves(every: list[Placed], language: str, terms: Terms = ()) -> list[Shelf]:
    """Each line under the first of its headings; moments first, in their order."""
    lines: dict[Heading, list[Line]] = {
        _heading(moment, language): [] for moment in _in_order(every)
    }
    for placed in every:
        heading = placed.headings(language)[0]
        lines.setdefault(heading, []).append(_line(placed.entry, language, terms))
    return [Shelf(heading, some) for heading, some in lines.items() if some]


def _line(entry: EditionClause, language: str, terms: Terms = ()) -> Line:
    version = entry.version
    is_forbidden = version.role == Role.AVOID

    def shown(name: str) -> str:
        text = keep_numbers_whole(localized(version, name, language))
        return highlight(text, terms) if terms else text

    return Line(
        url=entry.get_absolute_url(),
        norm_title=localized(entry.edition, "title", language),
        language=SOURCE_LANGUAGE if is_untranslated(version, "line", language) else language,
        situation=shown("situation"),
        say=shown("instead" if is_forbidden else "line"),
        avoid=shown("line") if is_forbidden else "",
    )
