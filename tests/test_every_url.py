"""Every address, as every persona: who is let in, who is refused, who is not even told.

A new address fails ``test_the_table_names_every_address`` until it has a row here.
"""

import pytest
from django.contrib import admin
from django.urls import get_resolver, reverse

from tests.training.builders import HOUR, make_duty
from tests.world import PERSONAS, ask, named_patterns, signed_in
from training.attempts.changes import new_change_id
from training.attempts.services import save_response, start_attempt, submit_attempt

#                        anonymous lin  zhou mei  han  tao  gu   song an
OPEN = (200,) * 9
EVERYBODY_MAY_POST = (302,) * 9
SIGNED_IN = (302, 200, 200, 200, 200, 200, 200, 200, 200)
SIGNED_IN_POST = (302,) * 9
MANAGERS = (302, 403, 403, 200, 403, 200, 200, 403, 403)
#: Something of Lin's that her own managers see: another hall's manager is not told of it.
LINS_MANAGERS = (302, 403, 403, 200, 403, 404, 200, 403, 403)
LINS_MANAGERS_ARE_LED_ON = (302, 403, 403, 302, 403, 404, 302, 403, 403)
LIN_ONLY = (302, 200, 404, 404, 404, 404, 404, 404, 404)
LIN_ONLY_POST = (302, 302, 404, 404, 404, 404, 404, 404, 404)
#: Her managers know of the duty that they gave her, but it is hers to do.
LINS_DUTY = (302, 200, 404, 403, 404, 404, 403, 404, 404)
LINS_DUTY_POST = (302, 302, 404, 403, 404, 404, 403, 404, 404)
LIN_AND_HER_MANAGERS = (302, 200, 404, 200, 404, 404, 200, 404, 404)
LIN_AND_HER_MANAGERS_POST = (302, 302, 404, 302, 404, 404, 302, 404, 404)

#: (method, name) -> expected status per persona, in the order of ``PERSONAS``
TABLE = {
    ("GET", "home"): SIGNED_IN,
    ("GET", "login"): (200, 302, 302, 302, 302, 302, 302, 302, 302),
    ("POST", "login"): (200, 302, 302, 302, 302, 302, 302, 302, 302),
    ("POST", "logout"): SIGNED_IN_POST,
    ("POST", "set_language"): EVERYBODY_MAY_POST,
    ("GET", "me"): SIGNED_IN,
    ("POST", "me"): SIGNED_IN_POST,
    ("GET", "choose_password"): SIGNED_IN_POST,  # nobody here has to, so they are led on
    ("POST", "choose_password"): SIGNED_IN_POST,
    ("GET", "still_here"): (302, *(204,) * 8),
    ("GET", "one_time_password"): LINS_MANAGERS_ARE_LED_ON,
    ("POST", "one_time_password"): LINS_MANAGERS,
    ("GET", "team_people_xlsx"): MANAGERS,
    ("GET", "healthz"): OPEN,
    ("GET", "readyz"): OPEN,
    ("GET", "standards_lint"): (302, *(403,) * 6, 200, 200),
    ("GET", "standards:index"): SIGNED_IN,
    ("GET", "standards:topic"): SIGNED_IN,
    ("GET", "standards:norm"): SIGNED_IN,
    ("GET", "standards:poster"): SIGNED_IN,
    ("GET", "standards:meeting"): SIGNED_IN,
    ("GET", "standards:editions"): SIGNED_IN,
    ("GET", "standards:edition"): SIGNED_IN,
    ("GET", "standards:changes"): SIGNED_IN,
    ("GET", "standards:search"): SIGNED_IN,
    ("GET", "standards:picture"): SIGNED_IN,
    ("GET", "standards:phrases"): SIGNED_IN,
    ("GET", "standards:phrase_lines"): SIGNED_IN,
    ("GET", "standards:moment"): SIGNED_IN,
    ("GET", "standards:glossary"): SIGNED_IN,
    ("GET", "training:modules"): SIGNED_IN,
    ("GET", "training:module"): SIGNED_IN,
    ("GET", "training:module_print"): SIGNED_IN,
    ("GET", "training:module_norm"): SIGNED_IN,
    ("POST", "training:reading_confirm"): SIGNED_IN_POST,
    ("GET", "training:assignments"): SIGNED_IN,
    ("POST", "training:self_check"): SIGNED_IN_POST,
    ("GET", "training:team"): MANAGERS,
    ("GET", "training:person"): LIN_AND_HER_MANAGERS,
    ("GET", "training:person_norm"): LIN_AND_HER_MANAGERS,
    ("GET", "training:team_map"): MANAGERS,
    ("GET", "training:team_assignments"): MANAGERS,
    ("GET", "training:assignment_new"): MANAGERS,
    ("POST", "training:assignment_new"): MANAGERS,
    ("GET", "training:team_assignment"): LINS_MANAGERS,
    ("GET", "training:assignment_change"): LINS_MANAGERS_ARE_LED_ON,
    ("POST", "training:assignment_change"): LINS_MANAGERS_ARE_LED_ON,
    ("GET", "training:assignment_withdraw"): LINS_MANAGERS_ARE_LED_ON,
    ("POST", "training:assignment_withdraw"): LINS_MANAGERS_ARE_LED_ON,
    ("POST", "training:assignment_remind"): LINS_MANAGERS_ARE_LED_ON,
    ("GET", "training:assignment_people"): LINS_MANAGERS,
    ("POST", "training:assignment_people"): LINS_MANAGERS,
    ("GET", "training:team_duty"): LINS_MANAGERS,
    ("POST", "training:team_duty"): LINS_MANAGERS,
    ("GET", "training:duty"): LINS_DUTY,
    ("POST", "training:attempt_start"): LINS_DUTY_POST,
    ("GET", "training:attempt"): LIN_ONLY,
    ("POST", "training:attempt"): LIN_ONLY_POST,
    ("POST", "training:attempt_responses"): LIN_ONLY,
    ("GET", "training:attempt_hand_in"): LIN_ONLY,
    ("POST", "training:attempt_hand_in"): LIN_ONLY_POST,
    ("GET", "training:attempt_result"): LIN_AND_HER_MANAGERS,
    ("GET", "training:marking"): MANAGERS,
    ("GET", "training:marking_item"): LINS_MANAGERS_ARE_LED_ON,
    ("GET", "training:marking_answer"): LINS_MANAGERS,
    ("POST", "training:marking_answer"): LINS_MANAGERS,
    ("GET", "training:rounds"): SIGNED_IN,
    ("GET", "training:round_new"): MANAGERS,
    ("POST", "training:round_new"): MANAGERS,
    ("GET", "training:round"): LIN_AND_HER_MANAGERS,
    ("POST", "training:round_reply"): LIN_AND_HER_MANAGERS_POST,
    ("GET", "training:team_quizzes"): MANAGERS,
    ("GET", "training:quiz_report"): LINS_MANAGERS,
    ("GET", "training:quiz_report_csv"): LINS_MANAGERS,
    ("GET", "training:quiz_report_xlsx"): LINS_MANAGERS,
}
ONLY_IN_DEBUG = {"styleguide"}


def test_the_table_names_every_address():
    known = {name for _method, name in TABLE}

    assert set(named_patterns(get_resolver())) - ONLY_IN_DEBUG == known


@pytest.mark.parametrize(("method", "name"), TABLE)
def test_each_persona_gets_the_expected_answer(client, world, method, name):
    answers = {}
    for persona in sorted(PERSONAS, key="lin".__eq__):  # Lin last: what she posts takes effect
        client.logout()
        answers[persona] = ask(signed_in(client, world, persona), world, method, name).status_code

    assert answers == dict(zip(PERSONAS, TABLE[method, name], strict=True))


def test_the_anonymous_are_sent_to_the_door(client, world):
    for (method, name), expected in TABLE.items():
        if expected[0] == 302 and name not in ("set_language", "logout"):
            response = ask(client, world, method, name)

            assert response["Location"].startswith(reverse("login")), name


@pytest.mark.parametrize("persona", PERSONAS[1:])
def test_nobody_marks_their_own_answer(client, world, persona):
    """Mei, who manages the hall, sits a quiz herself: Gu marks it, Mei may not."""
    mei = world.people["mei"]
    duty = make_duty(mei, world.quiz, opens_at=world.now - HOUR, due_at=world.now + HOUR)
    attempt = start_attempt(duty=duty, person=mei, at=world.now)
    answer = attempt.responses.get(item_version__item=world.item)
    save_response(
        person=mei,
        code=attempt.code,
        name=answer.item_version.name,
        raw="先道歉。",
        change_id=new_change_id(world.now),
        at=world.now,
    )
    submit_attempt(attempt=attempt, at=world.now)
    client.force_login(world.people[persona])

    status = client.get(reverse("training:marking_answer", args=[answer.pk])).status_code

    assert status == {"gu": 200, "tao": 404}.get(persona, 403)


# -- The admin site: editors write norms and questions, administrators also people ---------------

EDITORS_APPS = {"standards", "training"}
#: Whose answers these are is nothing an editor needs to know.
ADMINISTRATORS_ONLY = {"attempt", "response", "score", "round", "rating", "roundreply"}


def admin_pages(model):
    """Addresses of a model's list and add form."""
    label = f"{model._meta.app_label}_{model._meta.model_name}"
    return [reverse(f"admin:{label}_changelist"), reverse(f"admin:{label}_add")]


def expected_in_admin(persona, model_admin, request, *, is_add):
    if persona in ("lin", "zhou", "mei", "han", "tao", "gu"):
        return 403
    meta = model_admin.model._meta
    is_editors = meta.app_label in EDITORS_APPS and meta.model_name not in ADMINISTRATORS_ONLY
    if persona == "song" and not is_editors:
        return 403
    if is_add and not model_admin.has_add_permission(request):
        return 403
    return 200


@pytest.mark.parametrize("persona", PERSONAS)
def test_admin_site_is_for_editors_and_administrators(client, world, persona, rf):
    signed_in(client, world, persona)
    request = rf.get("/admin/")
    request.user = world.people.get(persona)
    for model, model_admin in admin.site._registry.items():
        for url in admin_pages(model):
            response = client.get(url)

            if persona == "anonymous":
                assert response.status_code == 302, url
            elif request.user.is_staff:
                is_add = url.endswith("/add/")
                wanted = expected_in_admin(persona, model_admin, request, is_add=is_add)
                assert response.status_code == wanted, url
            else:
                # Not staff: sent through the admin's door, which refuses.
                assert client.get(url, follow=True).status_code == 403, url


FROZEN = {
    "edition",
    "clauseversion",
    "itemversion",
    "score",
    "attempt",
    "response",
    "passwordissue",
    "round",
    "rating",
    "roundreply",
}


def test_evidence_is_read_only_in_the_admin_site(rf, an):
    request = rf.get("/admin/")
    request.user = an
    for model, model_admin in admin.site._registry.items():
        if model._meta.model_name in FROZEN:
            assert not model_admin.has_add_permission(request), model
            assert not model_admin.has_change_permission(request), model
            assert not model_admin.has_delete_permission(request), model
