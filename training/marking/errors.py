"""Why a score is refused."""


class ScoreRefused(Exception):
    """Nothing was written."""


class OwnAnswer(ScoreRefused):
    """Nobody marks themselves: the unit above does."""


class NothingToMark(ScoreRefused):
    """The answer is not handed in, is blank, or is marked by the portal."""


class AlreadyScored(ScoreRefused):
    """Somebody scored the answer since the marker looked; ``newest`` is that score."""

    def __init__(self, newest):
        super().__init__(newest)
        self.newest = newest


class ReasonMissing(ScoreRefused):
    """A score that replaces another one says why."""


class NotOfTheRubric(ScoreRefused):
    """The levels are not one of each criterion of the item's rubric."""
