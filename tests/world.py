"""One portal with something of everything, the address of each thing in it, and what a post sends.

Lin has one attempt open and one handed in, with an answer that waits to be marked by Mei.
"""

import json
import uuid
from types import SimpleNamespace

from django.apps import apps
from django.urls import URLPattern, reverse
from django.utils import timezone

from standards.models import Moment
from tests.factories import make_case, republish
from tests.standards.picture_files import make_picture
from tests.training.builders import HOUR, make_duty, make_quiz, make_short, make_single
from tests.training.rounds.builders import make_round
from training.attempts.changes import new_change_id
from training.attempts.services import save_response, start_attempt, submit_attempt

PERSONAS = ("anonymous", "lin", "zhou", "mei", "han", "tao", "gu", "song", "an")


def make_world(people: dict, norm, module) -> SimpleNamespace:
    """``people`` are the signed-in personas by name."""
    lin, mei = people["lin"], people["mei"]
    now = timezone.now()
    picture = norm.picture = make_picture(people["song"])
    norm.save()
    norm = republish(norm)
    short = make_short()
    quiz = make_quiz([make_single(), short])
    handed_in = make_duty(lin, quiz, given_by=mei, opens_at=now - HOUR, due_at=now + HOUR)
    attempt = start_attempt(duty=handed_in, person=lin, at=now)
    answer = attempt.responses.get(item_version__item=short)
    save_response(
        person=lin,
        code=attempt.code,
        name=answer.item_version.name,
        raw="先道歉，再复述。",
        change_id=new_change_id(now),
        at=now,
    )
    submit_attempt(attempt=attempt, at=now)
    duty = make_duty(lin, quiz, given_by=mei, opens_at=now - HOUR, due_at=now + HOUR)
    open_attempt = start_attempt(duty=duty, person=lin, at=now)
    return SimpleNamespace(
        people=people,
        norm=norm,
        case=make_case(),
        picture=picture,
        moment=Moment.objects.create(
            slug="at-the-door", title_zh_hans="迎客", title_en="At the door"
        ),
        module=module,
        quiz=quiz,
        duty=duty,
        open_attempt=open_attempt,
        handed_in=attempt,
        answer=answer,
        item=short,
        round=make_round(lin, mei, {"DRESS-02": "fail", "DRESS-05": "pass"}, at=now),
        now=now,
    )


def arguments(world, name) -> dict:
    return {
        "standards:topic": {"slug": world.norm.topic.slug},
        "standards:norm": {"slug": world.norm.slug},
        "standards:moment": {"slug": world.moment.slug},
        "standards:picture": {"digest": world.picture.digest, "size": "large"},
        "standards:poster": {"slug": world.norm.slug},
        "standards:meeting": {"slug": world.case.slug},
        "standards:editions": {"slug": world.norm.slug},
        "standards:edition": {"slug": world.norm.slug, "number": 1},
        "standards:changes": {"slug": world.norm.slug, "number": 2},
        "training:module": {"slug": world.module.slug},
        "training:module_print": {"slug": world.module.slug},
        "training:module_norm": {"slug": world.module.slug, "norm_slug": world.norm.slug},
        "training:reading_confirm": {"slug": world.module.slug, "norm_slug": world.norm.slug},
        "training:person": {"pk": world.people["lin"].pk},
        "training:person_norm": {"pk": world.people["lin"].pk, "slug": "dress"},
        "one_time_password": {"pk": world.people["zhou"].pk},  # asked before it signs her out
        "training:team_assignment": {"pk": world.duty.assignment_id},
        "training:assignment_change": {"pk": world.duty.assignment_id},
        "training:assignment_withdraw": {"pk": world.duty.assignment_id},
        "training:assignment_remind": {"pk": world.duty.assignment_id},
        "training:assignment_people": {"pk": world.duty.assignment_id},
        "training:team_duty": {"pk": world.duty.pk},
        "training:duty": {"pk": world.duty.pk},
        "training:attempt_start": {"pk": world.duty.pk},
        "training:attempt": {"code": world.open_attempt.code},
        "training:attempt_responses": {"code": world.open_attempt.code},
        "training:attempt_hand_in": {"code": world.open_attempt.code},
        "training:attempt_result": {"code": world.handed_in.code},
        "training:marking_item": {"code": world.item.code},
        "training:marking_answer": {"pk": world.answer.pk},
        "training:round": {"code": world.round.code},
        "training:round_reply": {"code": world.round.code},
        "training:quiz_report": {"slug": world.quiz.slug},
        "training:quiz_report_csv": {"slug": world.quiz.slug},
        "training:quiz_report_xlsx": {"slug": world.quiz.slug},
    }.get(name, {})


def address(world, name) -> str:
    return reverse(name, kwargs=arguments(world, name))


def data(world, name) -> dict:
    """What a post sends: enough to be let in, so that a refusal is one of person, not of form."""
    first = world.open_attempt.responses.first()
    return {
        "set_language": {"language": "en", "next": "/"},
        "me": {"part": "language", "language": ""},
        "training:reading_confirm": {"edition": world.norm.current_edition.number},
        "training:self_check": {"quiz": world.quiz.slug},
        "training:attempt": {"change": new_change_id(timezone.now())},
        "training:attempt_responses": {
            "name": first.item_version.name,
            "value": "",
            "change_id": new_change_id(timezone.now()),
        },
        "training:round_reply": {"text": "当时正在换工牌。", "request_id": str(uuid.uuid4())},
    }.get(name, {})


def ask(client, world, method, name):
    url = address(world, name)
    if method == "GET":
        return client.get(url)
    if name == "training:attempt_responses":
        return client.post(url, json.dumps(data(world, name)), content_type="application/json")
    return client.post(url, data(world, name))


def signed_in(client, world, persona):
    if persona != "anonymous":
        client.force_login(world.people[persona])
    return client


def named_patterns(resolver, namespace=""):
    """Names of every address outside the admin site."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield f"{namespace}{pattern.name}"
        elif pattern.namespace != "admin":
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from named_patterns(pattern, namespace + inner)


def rows_of_every_table(*, but: tuple[str, ...] = ("sessions.Session",)) -> dict[str, list]:
    """Every row of the database, by model; two of them are equal when nothing was written."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in but and not model._meta.proxy
    }
