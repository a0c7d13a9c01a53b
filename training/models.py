"""Every model of the capability packages, where Django looks for them."""

from .assignments.models import Assignment, Duty, DutyException
from .attempts.models import Attempt, Response
from .items.models import (
    Criterion,
    Item,
    ItemOption,
    ItemProposal,
    ItemVersion,
    ItemVersionClause,
    Level,
)
from .marking.models import Score
from .modules.models import Module, ModuleNorm, Reading
from .quizzes.models import Quiz, QuizEntry
from .rounds.models import Checklist, ChecklistClause, Rating, Round, RoundReply
from .standing.models import ClauseAnswer, Standing

__all__ = [
    "Assignment",
    "Attempt",
    "Checklist",
    "ChecklistClause",
    "ClauseAnswer",
    "Criterion",
    "Duty",
    "DutyException",
    "Item",
    "ItemOption",
    "ItemProposal",
    "ItemVersion",
    "ItemVersionClause",
    "Level",
    "Module",
    "ModuleNorm",
    "Quiz",
    "QuizEntry",
    "Rating",
    "Reading",
    "Response",
    "Round",
    "RoundReply",
    "Score",
    "Standing",
]
