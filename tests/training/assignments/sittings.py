"""Attempts that were sat, through the services."""

from tests.training.builders import change_id, right_answer, wrong_option
from training.attempts.services import save_response, start_attempt, submit_attempt
from training.items.models import ItemKind


def begin(duty, at):
    return start_attempt(duty=duty, person=duty.person, at=at)


def sit(duty, at, *, right=True, text="先道歉，再复述。"):
    """Start, answer every question and hand in, all at ``at``."""
    attempt = begin(duty, at)
    for response in attempt.responses.select_related("item_version"):
        if response.item_version.kind == ItemKind.SHORT:
            raw = text
        else:
            raw = right_answer(response) if right else wrong_option(response)
        save_response(
            person=duty.person,
            code=attempt.code,
            name=response.item_version.name,
            raw=raw,
            change_id=change_id(at),
            at=at,
        )
    attempt.refresh_from_db()
    return submit_attempt(attempt=attempt, at=at)
