"""Weak clauses, each with what mends it one tap away."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.languages import localized
from portal.models import Person

from ..rounds.querysets import OBSERVABLE_ROLES
from .models import Standing


@dataclass(frozen=True)
class Remedy:
    """A link, or a quiz to begin at once where ``quiz_slug`` says so."""

    label: str
    url: str = ""
    quiz_slug: str = ""


@dataclass(frozen=True)
class WeakClause:
    """A clause in words; ``remedies`` may be empty, reading the clause is always there."""

    code: str
    text: str
    norm: str
    url: str
    words: str
    remedies: list[Remedy]


def weakest_clauses(people: Iterable, limit: int) -> list[WeakClause]:
    """The weakest clauses of people (a queryset, or their keys), with what a manager can do.

    One query; the rule is ``StandingQuerySet.weakest_of_team``.
    """
    return told_of_team(Standing.objects.filter(person__in=people).weakest_of_team()[:limit])


def told_of_team(rows: Iterable[dict]) -> list[WeakClause]:
    """Rows of ``StandingQuerySet.weakest_of_team`` in words."""
    return [_weak(row, team_words(row), remedies_to_give(row)) for row in rows]


def weak_clauses_of(person: Person, limit: int, *, is_own: bool) -> list[WeakClause]:
    """What one person should look at first, with what they, or their manager, can do: one query."""
    rows = Standing.objects.filter(person=person).weakest_of_person()[:limit]
    return [
        _weak(
            row,
            person_words(row),
            remedies_for_oneself(row) if is_own else remedies_to_give(row, person),
        )
        for row in rows
    ]


def _weak(row: dict, words: str, remedies: list[Remedy]) -> WeakClause:
    texts = SimpleNamespace(**row)
    return WeakClause(
        code=row["code"],
        text=localized(texts, "text"),
        norm=localized(texts, "title"),
        url=clause_url(row["norm_slug"], row["code"]),
        words=words,
        remedies=remedies,
    )


def clause_url(norm_slug: str, code: str) -> str:
    """Where the clause stands in its norm."""
    return f"{reverse('standards:norm', args=[norm_slug])}#{code}"


# -- Remedies --------------------------------------------------------------------------------


def remedies_to_give(row: dict, person: Person | None = None) -> list[Remedy]:
    """For a manager: the quiz that asks the clause, the module with its norm, a round with it."""
    whom = {"person": person.pk} if person else {}
    remedies = []
    if quiz_slug := quiz_of(row):
        query = {"subject": f"quiz:{quiz_slug}", **whom}
        remedies.append(Remedy(_("Give the quiz"), url_of("training:assignment_new", query)))
    if row["module_slug"]:
        query = {"subject": f"module:{row['module_slug']}", **whom}
        remedies.append(Remedy(_("Give the module"), url_of("training:assignment_new", query)))
    is_seen = row["role"] in OBSERVABLE_ROLES
    subject = {"clause": row["code"]} if is_seen else {"norm": row["norm_slug"]}
    remedies.append(Remedy(_("Make a round"), url_of("training:round_new", {**subject, **whom})))
    return remedies


def remedies_for_oneself(row: dict) -> list[Remedy]:
    """Read the norm at the clause, then check oneself."""
    remedies = [Remedy(_("Read it"), clause_url(row["norm_slug"], row["code"]))]
    if quiz_slug := quiz_of(row):
        remedies.append(Remedy(_("Check yourself"), quiz_slug=quiz_slug))
    return remedies


def quiz_of(row: dict) -> str:
    """One that always asks about the clause goes before one that may; empty for neither."""
    return row["quiz_that_asks"] or row["quiz_that_may_ask"] or ""


def url_of(name: str, query: dict) -> str:
    return f"{reverse(name)}?{urlencode(query, safe=':')}"


# -- Words -----------------------------------------------------------------------------------


def right_words(right: int, answers: int) -> str:
    """``"4 of 9 answers right"``; empty without answers."""
    if not answers:
        return ""
    words = ngettext(
        "%(right)s of %(count)s answer right", "%(right)s of %(count)s answers right", answers
    )
    return words % {"right": right, "count": answers}


def kept_words(kept: int, ratings: int) -> str:
    """``"2 of 3 times kept"``; empty without ratings."""
    if not ratings:
        return ""
    words = ngettext("%(kept)s of %(count)s time kept", "%(kept)s of %(count)s times kept", ratings)
    return words % {"kept": kept, "count": ratings}


def team_words(row: dict) -> str:
    people = ngettext("%(count)s person", "%(count)s people", row["people"])
    right = right_words(row["sum_right"], row["sum_answers"])
    return f"{right} · {people % {'count': row['people']}}"


def person_words(row: dict) -> str:
    right = right_words(row["sum_right"], row["sum_answers"])
    kept = kept_words(row["sum_kept"], row["sum_ratings"])
    return " · ".join(part for part in (right, kept) if part)
