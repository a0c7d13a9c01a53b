"""The cards of a person's day: what to do now, at most five, each with one way to do it.

The functions read, and return plain data; ``at`` is the clock, an aware datetime.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, Sign
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal import times
from portal.languages import localized
from portal.models import Person
from portal.prepared import prepared
from standards.models import Norm

from ..assignments.models import Assignment, Duty
from ..assignments.rows import due_words, joined, kind_of, reminder_words
from ..assignments.states import attempts_left, state_of
from ..attempts.models import Attempt, Response
from ..marking.models import Score
from ..modules.models import Module, ModuleNorm, Reading
from ..rounds.models import Round, RoundReply
from ..rounds.querysets import last_seen
from ..rounds.wording import kept_of
from ..standing.models import Standing
from ..standing.weak import Remedy, told_of_team

MOST_CARDS = 5
#: Duties take at most so many of a trainee's cards, so that a mark or a change still shows.
MOST_DUTIES = 3
#: And the team so many of a manager's, so that they see what they have to do themselves.
MOST_OF_TEAM = 4
#: How long a mark counts as news.
FRESH = timedelta(days=7)
#: What slipped longer ago than this is no longer a matter of the day.
LOOK_BACK = timedelta(days=30)
#: Whoever was not seen at work for so long should be.
UNSEEN = timedelta(days=14)
#: So many people are named; of the others there are "more".
MOST_NAMES = 3
QUOTE_LENGTH, NOTE_LENGTH = 60, 80  # characters


@dataclass(frozen=True)
class Card:
    """One thing to do and the button that does it: the words of ``components/card.html``."""

    title: str
    url: str
    action: str
    kicker: str = ""
    text: str = ""
    meta: str = ""
    tone: str = ""
    status: str = ""
    value: int = 0
    max: int = 0
    progress_label: str = ""
    actions: list[Remedy] = field(default_factory=list)


@dataclass(frozen=True)
class Day:
    """What stands on the page, in the order to do it: of the team, then one's own.

    ``has_more`` tells that there are duties without a card; they stand in the list of tasks.
    """

    team: list[Card] = field(default_factory=list)
    own: list[Card] = field(default_factory=list)
    has_more: bool = False


def trainee_day(person: Person, at: datetime) -> Day:
    """Duties, then news of marks and rounds, a norm that changed, and what to read next."""
    duties = next_duties(person, at, count=MOST_DUTIES + 1)
    own = [duty_card(duty, at) for duty in duties[:MOST_DUTIES]]
    own += mark_cards(person, at)
    own += seen_cards(newest_rounds(person, at), at)
    own += changed_cards(person)
    own += next_norm_cards(person, {duty.assignment.module_id for duty in duties})
    return Day(own=first_is_main(own[:MOST_CARDS]), has_more=len(duties) > MOST_DUTIES)


def manager_day(person: Person, at: datetime) -> Day:
    """The team's day, then what the manager has to do themselves."""
    team = look_over_team(person, at)
    marking, deadlines = marking_cards(team, at), deadline_cards(person, team, at)
    others = reply_cards(team, at) + weak_cards(person)
    if len(marking + deadlines + others) > MOST_OF_TEAM:
        deadlines = in_one_card(deadlines)
    cards = marking + deadlines + others + unseen_cards(team)
    shown = first_is_main(cards[:MOST_OF_TEAM])
    own = seen_cards(team.of_oneself, at)
    room = MOST_CARDS - len(shown) - len(own)
    duties = next_duties(person, at, count=room + 1)
    own += [duty_card(duty, at) for duty in duties[:room]]
    own += changed_cards(person)
    return Day(shown, own[: MOST_CARDS - len(shown)], has_more=len(duties) > room)


def first_is_main(cards: list[Card]) -> list[Card]:
    """Lift the first card, unless it says something stronger already."""
    return [replace(card, tone=card.tone or "main") for card in cards[:1]] + cards[1:]


# -- One's own duties ------------------------------------------------------------------------


@prepared
def next_duties(person: Person, at: datetime, *, count: int):
    """The first of what is to be done: open attempts, then by due time.

    Annotated with ``open_code`` and ``open_ends_at`` (of the open attempt), ``done_parts`` and
    ``all_parts``: answers of that attempt, or norms of the module. A self-check counts once it
    is begun.
    """
    attempts = Attempt.objects.open(at).filter(duty=OuterRef("pk")).order_by()
    answers = Response.objects.filter(attempt__in=Attempt.objects.open(at))
    answers = answers.filter(attempt__duty=OuterRef("pk"))
    norms = ModuleNorm.objects.filter(module=OuterRef("assignment__module")).published()
    read = norms.with_reading(person).filter(is_read=True)
    duties = (
        Duty.objects.filter(person=person)
        .outstanding(at)
        .filter(Q(due_at__isnull=False) | Q(is_in_progress=True))
        .with_subject()
        .annotate(
            open_code=Subquery(attempts.values("code")[:1]),
            open_ends_at=Subquery(attempts.values("ends_at")[:1]),
            done_parts=number_of(answers.filter(value__isnull=False)) + number_of(read),
            all_parts=number_of(answers) + number_of(norms),
        )
    )
    soonest = F("due_at").asc(nulls_last=True)
    return duties.order_by("-is_in_progress", soonest, "pk")[:count]


def number_of(rows: QuerySet):
    """How many rows there are, as a subquery."""
    whole = rows.order_by().annotate(whole=Value(1)).values("whole")
    return Coalesce(Subquery(whole.annotate(number=Count("pk")).values("number")), 0)


def duty_card(duty, at: datetime) -> Card:
    """``duty`` is one of ``next_duties``."""
    assignment = duty.assignment
    status = state_of(duty, at)
    card = Card(
        title=str(assignment),
        url=reverse("training:duty", args=[duty.pk]),
        action=pgettext("quiz", "Begin"),
        kicker=capfirst(due_words(duty, at)),
        text=note_words(assignment),
        meta=joined(reminder_words(duty, at), kind_of(assignment), attempts_words(duty, status)),
        tone="late" if duty.due_at and duty.due_at <= at else "",
        status="" if status == "not_started" else status,
        value=duty.done_parts,
        max=duty.all_parts,
    )
    if assignment.checklist:
        url = assignment.checklist.get_absolute_url()
        return replace(card, url=url, action=pgettext("round", "Begin"))
    if assignment.module:
        action = _("Read on") if duty.done_parts else _("Start reading")
        url = assignment.module.get_absolute_url()
        return replace(card, url=url, action=action, progress_label=pgettext("norms", "read"))
    if duty.open_code:
        url = reverse("training:attempt", args=[duty.open_code])
        card = replace(card, url=url, action=_("Continue"), progress_label=_("answered"))
        if duty.open_ends_at:  # the attempt hands itself in then, whatever the due time
            card = replace(card, kicker=capfirst(times.by_when(duty.open_ends_at, at)))
        return card
    if duty.attempts_used:
        return replace(card, action=_("Try once more"))
    return card


def note_words(assignment) -> str:
    """Cut where the quiz's own page has the whole note; a module's page has none."""
    if not assignment.note:
        return ""
    note = assignment.note
    if assignment.quiz:
        note = Truncator(note).chars(NOTE_LENGTH)
    return _("%(name)s: %(note)s") % {"name": assignment.given_by.name, "note": note}


def attempts_words(duty, status: str) -> str:
    if not duty.assignment.quiz or duty.is_in_progress or not duty.attempts_used:
        return ""
    left = attempts_left(duty)
    words = ngettext("%(count)s attempt left", "%(count)s attempts left", left) % {"count": left}
    return words if status == "not_passed" else joined(_("not passed yet"), words)


# -- News ------------------------------------------------------------------------------------


def mark_cards(person: Person, at: datetime) -> list[Card]:
    """The newest marks of the last days as one card; a comment goes before a bare mark."""
    newest: dict[int, Score] = {}
    for score in fresh_scores(person, at):
        newest.setdefault(score.response_id, score)
    if not newest:
        return []
    score = next((each for each in newest.values() if each.comment), next(iter(newest.values())))
    attempt = score.response.attempt
    return [
        Card(
            title=mark_words(score),
            url=reverse("training:attempt_result", args=[attempt.code]),
            action=_("See the result"),
            kicker=joined(str(attempt.duty.assignment), times.ago(score.at, at)),
            meta=more_marks(len(newest) - 1),
        )
    ]


@prepared
def fresh_scores(person: Person, at: datetime):
    """Marks of the person's answers in the last days, the newest first."""
    scores = (
        Score.objects.filter(response__attempt__duty__person=person, at__gt=at - FRESH)
        .select_related("by", "response__item_version", "response__attempt__duty__assignment__quiz")
        .defer("response__item_version__html", "response__item_version__payload")
        .order_by("-at", "-pk")
    )
    return scores[: 4 * MOST_CARDS]


def mark_words(score: Score) -> str:
    if score.comment:
        quote = Truncator(score.comment).chars(QUOTE_LENGTH)
        return _("%(name)s says: “%(quote)s”") % {"name": score.by.name, "quote": quote}
    return _("Your answer is marked: %(points)s of %(max)s points") % {
        "points": plain(score.points),
        "max": plain(score.response.item_version.max_points),
    }


def more_marks(count: int) -> str:
    if not count:
        return ""
    text = ngettext("and %(count)s more answer marked", "and %(count)s more answers marked", count)
    return text % {"count": count}


def fresh_rounds(person: Person, at: datetime) -> QuerySet:
    """Rounds of the person in the last days, the newest first."""
    rounds = Round.objects.filter(person=person, at__gt=at - FRESH)
    return rounds.with_subject().order_by("-at", "-pk")


@prepared
def newest_rounds(person: Person, at: datetime):
    return fresh_rounds(person, at)[: MOST_CARDS + 1]


def seen_cards(rounds: Iterable[Round], at: datetime) -> list[Card]:
    """What was seen of the person at work, as one card; ``rounds`` come newest first."""
    newest_first = list(rounds)
    if not newest_first:
        return []
    shown, *others = newest_first
    words = {"name": shown.observer.name, "kept": kept_of(shown)}
    more = ngettext("and %(count)s more round", "and %(count)s more rounds", len(others))
    return [
        Card(
            title=_("%(name)s saw you at work: %(kept)s") % words,
            url=shown.get_absolute_url(),
            action=_("See the result"),
            kicker=joined(shown.subject, times.ago(shown.at, at)),
            text=_("A critical clause was not kept.") if shown.is_failed else "",
            meta=more % {"count": len(others)} if others else "",
        )
    ]


def changed_cards(person: Person) -> list[Card]:
    """Norms with a newer edition than the person has confirmed, as one card."""
    changed = changed_norms(person)
    if not changed:
        return []
    norm = changed[0]
    others = [localized(other.current_edition, "title") for other in changed[1:]]
    return [
        Card(
            title=_("%(norm)s has changed") % {"norm": localized(norm.current_edition, "title")},
            url=url_to_confirm(norm),
            action=_("Read what is new"),
            kicker=_("Edition %(number)s") % {"number": norm.current_edition.number},
            meta=_("Also changed: %(norms)s") % {"norms": listed(others)} if others else "",
            status="changed",
            actions=[Remedy(_("See what changed"), url_of_changes(norm))],
        )
    ]


@prepared
def changed_norms(person: Person):
    """Norms with a newer edition than the person has confirmed, the newest first; annotated with
    ``read_number``, the edition they have confirmed, and ``module_slug``."""
    readings = Reading.objects.filter(person=person)
    modules = ModuleNorm.objects.filter(norm=OuterRef("pk")).order_by("module__position", "pk")
    norms = (
        Norm.objects.published()
        .filter(Exists(readings.filter(edition__norm=OuterRef("pk"))))
        .exclude(Exists(readings.filter(edition=OuterRef("current_edition"))))
        .select_related("current_edition")
        .annotate(
            module_slug=Subquery(modules.values("module__slug")[:1]),
            read_number=Subquery(
                readings.filter(edition__norm=OuterRef("pk"))
                .order_by("-edition__number")
                .values("edition__number")[:1]
            ),
        )
        .order_by("-current_edition__published_at", "pk")
    )
    return norms[: MOST_CARDS + 1]


def url_of_changes(norm) -> str:
    """What changed since the newest edition that the person has confirmed."""
    return reverse(
        "standards:changes",
        args=[norm.slug, norm.current_edition.number],
        query={"since": norm.read_number},
    )


def url_to_confirm(norm) -> str:
    """The norm's page in a module, where reading it can be confirmed, else its own."""
    if norm.module_slug:
        return reverse("training:module_norm", args=[norm.module_slug, norm.slug])
    return norm.get_absolute_url()


def next_norm_cards(person: Person, module_ids: set[int | None]) -> list[Card]:
    """Where to read on: a module for the person's job role, one that was begun before others.

    Modules of ``module_ids`` are left out because they have a card of their own, and those of
    which every norm was read once: what changed since has its own card, too.
    """
    return [
        Card(
            title=localized(module, "title"),
            url=reverse("training:module_norm", args=[module.slug, module.resume_slug]),
            action=_("Read on") if module.read_count else _("Start reading"),
            kicker=_("Module"),
            value=module.read_count,
            max=module.norm_count,
            progress_label=pgettext("norms", "read"),
        )
        for module in next_modules(person, *sorted(pk for pk in module_ids if pk))
    ]


@prepared
def next_modules(person: Person, *left_out: int):
    """The module to read on in, if there is one."""
    unread = ModuleNorm.objects.filter(module=OuterRef("pk")).published().with_reading(person)
    modules = (
        Module.objects.with_progress(person)
        .filter(Exists(unread.filter(was_read=False)), is_for_person=True)
        .exclude(pk__in=left_out)
        .order_by(Sign("read_count").desc(), "position", "slug")
    )
    return modules[:1]


# -- The team's day --------------------------------------------------------------------------


@dataclass(frozen=True)
class Team:
    """What the cards say of the people below: names of those who have something due today, and of
    those not seen at work for ``UNSEEN``, the longest first; answers that wait to be marked."""

    due_today: list[str]
    unseen: list[str]
    to_mark: int = 0
    oldest: datetime | None = None  # handed in
    reply: tuple = ()  # the newest to a round of the manager: its round's code, by whom, text, when
    of_oneself: list[Round] = field(default_factory=list)  # the newest round of the manager


def look_over_team(person: Person, at: datetime) -> Team:
    """One query for five cards: the page has a budget, and each person is looked at once."""
    rows = people_of_team(person, at, times.day_end(at))
    facts = rows[0][3:] if rows else (0, None)
    to_mark, oldest_at = facts[:2]
    reply, of_oneself = facts[2 : 2 + len(REPLY)], facts[2 + len(REPLY) :]
    unseen = [(seen_at, name) for name, _due, seen_at, *_marks in rows if seen_at <= at - UNSEEN]
    return Team(
        [name for name, is_due, *_rest in rows if is_due],
        [name for _seen_at, name in sorted(unseen)],
        to_mark=to_mark,
        oldest=oldest_at,
        reply=reply if any(reply) else (),
        of_oneself=[round_from(of_oneself)] if any(of_oneself) else [],
    )


@prepared
def people_of_team(person: Person, at: datetime, tonight: datetime):
    """By name: whether something is due today, when last seen, and what is the same for all."""
    waiting = Response.objects.of_people_managed_by(person).to_mark(at)
    handed_in_at = Coalesce("attempt__submitted_at", "attempt__ends_at")
    oldest = waiting.annotate(handed_in_at=handed_in_at).order_by("handed_in_at")
    duties = team_duties(person, at).filter(person=OuterRef("pk"))
    due_today = duties.filter(assignment__due_at__gt=at, assignment__due_at__lt=tonight)
    return (
        Person.objects.managed_by(person)
        .active()
        .order_by("name", "pk")
        .values_list(
            "name",
            Exists(due_today),
            Greatest("joined_at", Coalesce(last_seen(), "joined_at")),
            number_of(waiting),
            Subquery(oldest.values("handed_in_at")[:1]),
            *newest(fresh_replies(person, at), *REPLY),
            *newest(fresh_rounds(person, at), *SEEN),
        )
    )


#: What the cards say of an answer, and of a round of the manager themselves.
REPLY = ("round__code", "by__name", "text", "at")
SEEN = ("code", "observer__name", "at", "passed", "failed", "failed_critical")


def newest(rows: QuerySet, *names: str) -> list[Subquery]:
    """These columns of the first row, each as a subquery."""
    return [Subquery(rows.values(name)[:1]) for name in names]


def round_from(values: tuple) -> Round:
    code, observer, at, passed, failed, failed_critical = values
    return Round(
        code=code,
        observer=Person(name=observer),
        at=at,
        passed=passed,
        failed=failed,
        failed_critical=failed_critical,
    )


def fresh_replies(person: Person, at: datetime) -> QuerySet:
    """What others answered in the last days to rounds that the person made of their people."""
    rounds = Round.objects.of_people_managed_by(person).filter(observer=person)
    replies = RoundReply.objects.filter(round__in=rounds, at__gt=at - FRESH).exclude(by=person)
    return replies.order_by("-at", "-pk")


def reply_cards(team: Team, at: datetime) -> list[Card]:
    if not team.reply:
        return []
    code, name, text, said_at = team.reply
    quote = Truncator(text).chars(QUOTE_LENGTH)
    return [
        Card(
            title=_("%(name)s says: “%(quote)s”") % {"name": name, "quote": quote},
            url=reverse("training:round", args=[code]),
            action=_("Read the answer"),
            kicker=joined(_("Answer to your round"), times.ago(said_at, at)),
        )
    ]


def marking_cards(team: Team, at: datetime) -> list[Card]:
    if not team.to_mark:
        return []
    since = times.ago(team.oldest or at, at)
    title = ngettext("%(count)s answer to mark", "%(count)s answers to mark", team.to_mark)
    return [
        Card(
            title=title % {"count": team.to_mark},
            url=reverse("training:marking"),
            action=pgettext("verb", "Mark"),
            kicker=capfirst(_("the oldest from %(when)s") % {"when": since}),
        )
    ]


def deadline_cards(person: Person, team: Team, at: datetime) -> list[Card]:
    """What is due today and not done yet, then what is overdue; one card each."""
    given = unfinished_assignments(person, at, times.day_end(at))
    today = [assignment for assignment in given if assignment.due_at > at]
    late = [assignment for assignment in given if assignment.due_at <= at]
    cards = []
    if today:
        names = some_names(team.due_today)
        cards.append(replace(team_card(today, at), text=names, status="due_today"))
    if late:
        cards.append(replace(team_card(late, at), status="overdue", tone="late"))
    return cards


def in_one_card(deadlines: list[Card]) -> list[Card]:
    """What is overdue, with what is due today as a line of it, on a day that is full."""
    if len(deadlines) < 2:
        return deadlines
    today, late = deadlines
    words = joined(today.kicker, today.title)
    return [replace(late, text=words, url=reverse("training:team_assignments"))]


def weak_cards(person: Person) -> list[Card]:
    """The weakest clause of the team, with what mends it one tap away."""
    return [
        Card(
            title=clause.text,
            url=clause.url,
            action="",
            kicker=joined(_("Weakest clause of the team"), clause.norm),
            text=clause.words,
            actions=[*clause.remedies, Remedy(_("See the map"), reverse("training:team_map"))],
        )
        for clause in told_of_team(weakest_of_team(person))
    ]


@prepared
def weakest_of_team(person: Person):
    people = Person.objects.managed_by(person).active().order_by().values("pk")
    return Standing.objects.filter(person__in=people).weakest_of_team()[:1]


def unseen_cards(team: Team) -> list[Card]:
    """Whom nobody has seen at work for a while."""
    if not team.unseen:
        return []
    title = ngettext(
        "%(count)s person not seen at work for %(days)s days",
        "%(count)s people not seen at work for %(days)s days",
        len(team.unseen),
    )
    return [
        Card(
            title=title % {"count": len(team.unseen), "days": UNSEEN.days},
            url=reverse("training:round_new"),
            action=_("Make a round"),
            text=some_names(team.unseen),
        )
    ]


@prepared
def unfinished_assignments(person: Person, at: datetime, tonight: datetime):
    """Due until tonight, with ``todo``: how many of the team still have to do it."""
    duties = team_duties(person, at).filter(assignment=OuterRef("pk"))
    return (
        Assignment.objects.given()
        .filter(due_at__gt=at - LOOK_BACK, due_at__lt=tonight)
        .annotate(todo=number_of(duties))
        .filter(todo__gt=0)
        .select_related("quiz", "module", "checklist")
        .order_by("due_at", "pk")
    )


def team_card(assignments: list, at: datetime) -> Card:
    """One card for assignments that are all due today, or all overdue."""
    todo = sum(assignment.todo for assignment in assignments)
    if len(assignments) == 1:
        url = reverse("training:team_assignment", args=[assignments[0].pk])
        title = ngettext(
            "%(count)s person has not done it", "%(count)s people have not done it", todo
        )
        title = title % {"count": todo}
        kicker = joined(str(assignments[0]), due_words(assignments[0], at))
    else:
        url = reverse("training:team_assignments")
        words = {"count": todo, "tasks": len(assignments)}
        title = _("%(count)s still to do in %(tasks)s tasks") % words
        kicker = listed([str(assignment) for assignment in assignments[:MOST_NAMES]])
    return Card(title=title, url=url, action=_("See who"), kicker=kicker)


def team_duties(person: Person, at: datetime):
    return Duty.objects.given().of_people_managed_by(person).of_active_people().outstanding(at)


# -- Words -----------------------------------------------------------------------------------


def some_names(names: list[str]) -> str:
    if len(names) > MOST_NAMES:
        return _("%(names)s and others") % {"names": listed(names[:MOST_NAMES])}
    return listed(names)


def listed(names: list[str]) -> str:
    return pgettext("between names", ", ").join(names)


def plain(points) -> str:
    """``Decimal("3.00")`` -> ``"3"``."""
    return f"{points.normalize():f}"
