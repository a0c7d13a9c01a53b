"""What came of a quiz, person by person and question by question, for whoever manages them."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal import sheets
from portal.permissions import require

from ..assignments.permissions import can_see_team
from ..quizzes.models import Quiz
from . import tables
from .filters import Filters, read_filters
from .people import PersonResult, person_results, quiz_figures, totals
from .questions import questions, tallies
from .scope import given_duties, reported_quiz, reported_quizzes

QUIZZES_PER_PAGE = 20
ROWS_PER_PAGE = 50


@dataclass(frozen=True)
class Report:
    """A quiz, and the duties that the reader asks about."""

    quiz: Quiz
    at: datetime
    filters: Filters
    duties: object
    shows_key: bool


@require_safe
def team_quizzes(request):
    require(can_see_team(request.user))
    quizzes = reported_quizzes(request.user)
    page = Paginator(quizzes, QUIZZES_PER_PAGE).get_page(request.GET.get("page"))
    on_page = [quiz.pk for quiz in page]
    duties = given_duties(request.user).filter(assignment__quiz__in=on_page)
    figures = quiz_figures(duties, timezone.now())
    context = {"page_obj": page, "rows": [(quiz, figures.get(quiz.pk)) for quiz in page]}
    return render(request, "training/reports/quizzes.html", context)


@require_safe
def quiz_report(request, slug):
    report = asked_for(request, slug)
    show = by_question if report.filters.by == "question" else by_person
    context = {"quiz": report.quiz, "filters": report.filters}
    return show(request, report, context)


@require_safe
def quiz_report_csv(request, slug):
    """One table: that of the persons, or with ``?by=question`` that of the questions."""
    report = asked_for(request, slug)
    if report.filters.by == "question":
        sheet, name = question_sheet(report), f"{slug}-questions"
    else:
        sheet, name = person_sheet(report), f"{slug}-people"
    return sheets.csv_response(sheet, sheets.dated(name, report.at))


@require_safe
def quiz_report_xlsx(request, slug):
    """Both tables, a tab each."""
    report = asked_for(request, slug)
    both = [person_sheet(report), question_sheet(report)]
    return sheets.xlsx_response(both, sheets.dated(slug, report.at))


def by_person(request, report: Report, context: dict):
    results = person_results(report.duties, report.at)
    page = Paginator(in_state(results, report), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context |= {
        "totals": totals(results),
        "page_obj": page,
        "columns": tables.person_columns(),
        "rows": tables.person_rows(page, report.at),
    }
    return render(request, "training/reports/by_person.html", context)


def by_question(request, report: Report, context: dict):
    hardest_first = tallies(report.duties, report.at)
    page = Paginator(hardest_first, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    asked = questions(page, shows_key=report.shows_key)
    context |= {
        "shows_key": report.shows_key,
        "page_obj": page,
        "option_columns": tables.option_columns(),
        "rows": [(question, tables.option_rows(question)) for question in asked],
    }
    return render(request, "training/reports/by_question.html", context)


def asked_for(request, slug: str) -> Report:
    """See, then may: a quiz that nobody below the reader was given is not found."""
    user, at = request.user, timezone.now()
    require(can_see_team(user))
    quiz = next(iter(reported_quiz(user, at, slug)), None)
    if quiz is None:
        raise Http404
    duties = given_duties(user).filter(assignment__quiz=quiz)
    filters = read_filters(request.GET, duties, at)
    return Report(
        quiz=quiz,
        at=at,
        filters=filters,
        duties=filters.narrow(duties),
        shows_key=not quiz.hides_key,
    )


def in_state(results: list[PersonResult], report: Report) -> list[PersonResult]:
    state = report.filters.state
    return [result for result in results if state in ("", result.state)]


def person_sheet(report: Report) -> sheets.Sheet:
    results = person_results(report.duties, report.at)
    return tables.person_sheet(in_state(results, report))


def question_sheet(report: Report) -> sheets.Sheet:
    asked = questions(tallies(report.duties, report.at), shows_key=report.shows_key)
    return tables.question_sheet(asked, shows_key=report.shows_key)
