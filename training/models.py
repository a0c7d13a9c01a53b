"""Every model of the capability packages, where Django looks for them."""

from .assignments.models import Assignment, Duty
from .attempts.models import Attempt, Response
from .items.models import Criterion, Item, ItemOption, ItemVersion, ItemVersionClause, Level
from .marking.models import Score
from .modules.models import Module, ModuleNorm, Reading
from .quizzes.models import Quiz, QuizEntry

__all__ = [
    "Assignment",
    "Attempt",
    "Criterion",
    "Duty",
    "Item",
    "ItemOption",
    "ItemVersion",
    "ItemVersionClause",
    "Level",
    "Module",
    "ModuleNorm",
    "Quiz",
    "QuizEntry",
    "Reading",
    "Response",
    "Score",
]
