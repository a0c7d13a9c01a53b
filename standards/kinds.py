"""What each kind of norm may hold and what publishing demands of it.

The admin form, the lint and the publish service all read this table; a new kind is one row
here, one proxy model and its wording.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .enums import Audience, Kind, Role

Demand = Callable[[list], str | None]


@dataclass(frozen=True)
class KindSpec:
    """``demands`` look at the norm's clauses in order and answer a sentence, or None."""

    roles: tuple[Role, ...]
    demands: tuple[Demand, ...] = field(default=())

    def unmet(self, clauses: Iterable) -> list[str]:
        clauses = list(clauses)
        problems = [
            _("%(code)s: a norm of this kind has no “%(role)s” clauses.")
            % {"code": clause.code, "role": Role(clause.role).label}
            for clause in clauses
            if clause.role not in self.roles
        ]
        return problems + [problem for demand in self.demands if (problem := demand(clauses))]


def both_dress_codes(clauses) -> str | None:
    shown = {clause.applies_to for clause in clauses if clause.role in (Role.DO, Role.DONT)}
    if Audience.WOMEN in shown and Audience.MEN in shown:
        return None
    return _("Dress needs clauses for women and for men.")


def do_beside_dont(clauses) -> str | None:
    roles = {clause.role for clause in clauses}
    if Role.DO in roles and Role.DONT in roles:
        return None
    return _("This norm needs at least one do and one don't.")


def three_steps(clauses) -> str | None:
    if sum(clause.role == Role.STEP for clause in clauses) >= 3:
        return None
    return _("This procedure needs at least three steps.")


def every_step_has_a_line(clauses) -> str | None:
    silent = [
        step.code for step, owned in steps(clauses) if not any(c.role == Role.SAY for c in owned)
    ]
    if not silent:
        return None
    return _("These steps have no line to say: %(codes)s.") % {"codes": ", ".join(silent)}


def do_and_avoid(clauses) -> str | None:
    roles = {clause.role for clause in clauses}
    if roles & {Role.DO, Role.SAY} and Role.AVOID in roles:
        return None
    return _("This procedure needs something to do or say and something never to say.")


def say_and_avoid(clauses) -> str | None:
    roles = {clause.role for clause in clauses}
    if Role.SAY in roles and Role.AVOID in roles:
        return None
    return _("This norm needs at least one line to say and one never to say.")


#: What frames a case; the steps in it are the way it was mended.
OWNED_BY_NO_STEP = (Role.SITUATION, Role.WANT, Role.FAULT, Role.QUESTION)


def steps(clauses) -> list[tuple]:
    """Pair each step with the clauses it owns: those up to the next step or stand-alone one."""
    found: list[tuple] = []
    is_owned = False
    for clause in clauses:
        if clause.role == Role.STEP:
            found.append((clause, []))
            is_owned = True
        elif clause.stands_alone or clause.role in OWNED_BY_NO_STEP:
            is_owned = False
        elif is_owned:
            found[-1][1].append(clause)
    return found


_STEP_ROLES = (Role.PRINCIPLE, Role.STEP, Role.DO, Role.DONT, Role.SAY, Role.AVOID)

KINDS: dict[str, KindSpec] = {
    Kind.GROOMING: KindSpec(
        (Role.PRINCIPLE, Role.DO, Role.DONT, Role.FACT), (do_beside_dont, both_dress_codes)
    ),
    Kind.POSTURE: KindSpec((Role.PRINCIPLE, Role.DO, Role.DONT, Role.FACT), (do_beside_dont,)),
    Kind.PHONE_SCRIPT: KindSpec(_STEP_ROLES, (three_steps, every_step_has_a_line)),
    Kind.VISIT_STEPS: KindSpec(_STEP_ROLES, (three_steps,)),
    Kind.COMPLAINT_STEPS: KindSpec(_STEP_ROLES, (three_steps, do_and_avoid)),
    Kind.COUNTER_STEPS: KindSpec(_STEP_ROLES, (three_steps,)),
    Kind.PHRASES: KindSpec(
        (Role.PRINCIPLE, Role.DO, Role.DONT, Role.SAY, Role.AVOID), (say_and_avoid,)
    ),
    Kind.SELLING: KindSpec((*_STEP_ROLES, Role.FACT)),
    Kind.CONCEPT: KindSpec((Role.PRINCIPLE, Role.FACT, Role.DO, Role.DONT, Role.STEP)),
    Kind.CASE: KindSpec(
        (
            Role.SITUATION,
            Role.WANT,
            Role.FAULT,
            Role.STEP,
            Role.DO,
            Role.DONT,
            Role.SAY,
            Role.AVOID,
            Role.QUESTION,
        )
    ),
}
