"""Why an attempt cannot be started or written to."""

from django.utils.translation import gettext_lazy as _


class StartRefused(Exception):
    """``reason`` says why, in the reader's language."""

    reason = _("This quiz cannot be started.")


class NotOpenYet(StartRefused):
    reason = _("This quiz is not open yet.")


class Closed(StartRefused):
    reason = _("This quiz has closed.")


class Withdrawn(StartRefused):
    reason = _("This task was withdrawn. There is nothing to do.")


class NoAttemptsLeft(StartRefused):
    reason = _("All your attempts are used.")


class NothingToAsk(StartRefused):
    reason = _("This quiz has no questions at the moment. Please tell your store manager.")


class AttemptClosed(Exception):
    """The attempt is handed in, or its time is over: nothing in it changes any more."""


class UnknownItem(LookupError):
    """The attempt does not ask this item."""
