"""Read vocabulary for standing."""

from django.db import models
from django.db.models import Count, F, FloatField, Max, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Cast

from portal.querysets import under

#: More than half of the last answers showed the clause to be known.
IS_KNOWN = Q(right__gt=F("answers") - F("right"))
#: More than half of the last ratings saw the clause kept.
IS_DONE = Q(kept__gt=F("ratings") - F("kept"))
#: Fewer answers, or those of fewer people, say nothing about a team.
TEAM_ANSWERS, TEAM_PEOPLE = 5, 3

SUMS = {
    "sum_answers": Sum("answers"),
    "sum_right": Sum("right"),
    "sum_ratings": Sum("ratings"),
    "sum_kept": Sum("kept"),
}


class OncePerGroup(Subquery):
    """A subquery that refers to grouped columns alone. Django would group by it as well, and so
    run it for every row."""

    def get_group_by_cols(self):
        return []


class StandingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those of the people one manages."""
        return self.filter(Q(person=user) | under(user.managed_paths, "person__unit__path"))

    def in_force(self):
        """On clauses that stand in the current edition of their norm."""
        return self.filter(
            clause__current_version__entries__edition=F("clause__norm__current_edition")
        )

    def by_norm(self):
        """One row for each person and norm: the sums of what counts, how many clauses are known,
        done and seen at all, and when one was seen last."""
        return (
            self.in_force()
            .values("person", "clause__norm")
            .annotate(
                **SUMS,
                known=Count("pk", filter=IS_KNOWN),
                done=Count("pk", filter=IS_DONE),
                seen=Count("pk", filter=Q(ratings__gt=0)),
                last_seen=Max("seen_at"),
            )
            .order_by()
        )

    def weakest_of_team(self):
        """Clauses of which some answers were not right, the lowest share of right ones first.

        Only those with enough answers by enough people (design, section 5); with the same share
        the clause that was answered more often goes first.
        """
        answered = self.filter(answers__gt=0)._by_clause().annotate(people=Count("person"))
        return (
            answered.filter(
                sum_answers__gte=TEAM_ANSWERS,
                people__gte=TEAM_PEOPLE,
                sum_right__lt=F("sum_answers"),
            )
            .annotate(share=_share(F("sum_right"), F("sum_answers")))
            .order_by("share", "-sum_answers", "code")
        )

    def weakest_of_person(self):
        """Clauses that are not known, or not done, the least good first."""
        weak = Q(answers__gt=0) & ~IS_KNOWN | Q(ratings__gt=0) & ~IS_DONE
        good, all_of_it = F("sum_right") + F("sum_kept"), F("sum_answers") + F("sum_ratings")
        return (
            self.filter(weak)
            ._by_clause()
            .annotate(share=_share(good, all_of_it), evidence=all_of_it)
            .order_by("share", "-evidence", "code")
        )

    def _by_clause(self):
        """One row for each clause: the sums, its words and where its remedies are.

        Grouped by the clause alone. Its texts are the same in every row of a group, so the least
        of them is the text; grouping by them would have SQLite sort pages of text.
        """
        return (
            self.in_force()
            .order_by()
            .annotate(norm=F("clause__norm"))
            .values("clause", "norm")
            .annotate(
                **SUMS,
                code=Min("clause__code"),
                role=Min("clause__current_version__role"),
                text_zh_hans=Min("clause__current_version__text_zh_hans"),
                text_en=Min("clause__current_version__text_en"),
                norm_slug=Min("clause__norm__slug"),
                title_zh_hans=Min("clause__norm__current_edition__title_zh_hans"),
                title_en=Min("clause__norm__current_edition__title_en"),
                quiz_that_asks=_quiz("item__current_version__clause_versions__clause", "clause"),
                quiz_that_may_ask=_quiz("draw_from", "norm"),
                module_slug=_module_with_norm(),
            )
        )


def _share(part, whole):
    return Cast(part, FloatField()) / Cast(whole, FloatField())


def _quiz(field: str, outer: str):
    """Slug of the first quiz with an entry whose ``field`` is the outer row's ``outer``."""
    from ..quizzes.models import QuizEntry

    return _first(QuizEntry.objects.filter(**{field: OuterRef(outer)}), "quiz")


def _module_with_norm():
    from ..modules.models import ModuleNorm

    return _first(ModuleNorm.objects.filter(norm=OuterRef("norm")), "module")


def _first(entries, parent: str):
    """Slug of the first quiz, or module, that has one of the entries; null for none."""
    ordered = entries.order_by(f"{parent}__position", f"{parent}__slug")
    return OncePerGroup(ordered.values(f"{parent}__slug")[:1])
