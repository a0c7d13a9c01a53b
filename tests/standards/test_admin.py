"""The editors' desk: writing, ordering and publishing norms in the admin site."""

import pytest
from django.urls import reverse
from django.utils import timezone

from standards.enums import Kind, Role
from standards.models import Clause, ClauseVersion, Edition, Norm
from standards.services import publish_norm
from tests.admin_posts import add_row, errors, values
from tests.factories import (
    make_clause,
    make_norm,
    make_norms,
    make_source_point,
    make_topic,
    republish,
)

MARKUP = '<script>alert("x")</script><b>粗</b>'


def change_url(norm, model="groomingnorm"):
    return reverse(f"admin:standards_{model}_change", args=[norm.pk])


def publish_url(norm, model="groomingnorm"):
    return reverse(f"admin:standards_{model}_publish", args=[norm.pk])


@pytest.fixture
def desk(client, song):
    client.force_login(song)
    return client


def draft(norm):
    return {clause.code: clause for clause in norm.clauses.all()}


def save(desk, norm, changes, model="groomingnorm"):
    """Open the norm's form, type ``changes`` over what stands there, and save."""
    opened = desk.get(change_url(norm, model))
    return desk.post(change_url(norm, model), values(opened) | changes)


def complaint(desk, norm, changes, model="groomingnorm"):
    """Save, expect a refusal, and return what the page says; what was typed must be in it."""
    response = save(desk, norm, changes, model)
    assert response.status_code == 200
    for name, value in changes.items():
        if name.endswith(("text_zh_hans", "citations", "line_zh_hans")) and value:
            assert value in {str(field.value()) for field in fields(response)}
    return errors(response)


def fields(response):
    for inline in response.context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            yield from form


# -- Writing -------------------------------------------------------------------------------------


def test_editor_edits_a_clause_in_both_languages(desk, dress_norm):
    response = save(
        desk,
        dress_norm,
        {"clauses-0-text_zh_hans": "干净整齐。", "clauses-0-text_en": "Neat and clean."},
    )

    assert response.status_code == 302
    clause = draft(dress_norm)["DRESS-01"]
    assert (clause.text_zh_hans, clause.text_en) == ("干净整齐。", "Neat and clean.")


def test_saving_a_draft_leaves_readers_where_they_are(desk, dress_norm):
    save(desk, dress_norm, {"clauses-0-text_zh_hans": "干净整齐。", "title_zh_hans": "衣着"})
    desk.get("/")  # where the “saved” message is read

    page = desk.get(reverse("standards:norm", args=["dress"])).content.decode()
    assert ("整洁统一。" in page, "干净整齐。" in page) == (True, False)
    assert ("着装" in page, "衣着" in page) == (True, False)
    assert Edition.objects.count() == 1


def test_new_clause_gets_the_next_code_and_the_last_place(desk, dress_norm):
    opened = desk.get(change_url(dress_norm))
    data = add_row(
        opened, values(opened), "clauses", role="do", text_zh_hans="皮鞋擦亮。", position=""
    )

    desk.post(change_url(dress_norm), data)

    last = dress_norm.clauses.last()
    assert (last.code, last.text_zh_hans) == ("DRESS-07", "皮鞋擦亮。")


def test_two_new_clauses_of_a_published_norm_get_a_code_each(desk, dress_norm):
    opened = desk.get(change_url(dress_norm))
    data = values(opened)
    for text in ("皮鞋擦亮。", "扣子扣好。"):
        data = add_row(opened, data, "clauses", role="do", text_zh_hans=text)

    desk.post(change_url(dress_norm), data)

    codes = {clause.text_zh_hans: clause.code for clause in dress_norm.clauses.all()}
    assert (codes["皮鞋擦亮。"], codes["扣子扣好。"]) == ("DRESS-07", "DRESS-08")


def test_withdrawn_code_is_never_given_again(desk, dress_norm):
    Clause.objects.filter(code="DRESS-06").update(withdrawn=True)
    opened = desk.get(change_url(dress_norm))
    data = add_row(opened, values(opened), "clauses", role="do", text_zh_hans="皮鞋擦亮。")

    desk.post(change_url(dress_norm), data)

    assert draft(dress_norm)["DRESS-07"].text_zh_hans == "皮鞋擦亮。"


def test_editor_reorders_clauses_and_sends_them_to_readers(desk, dress_norm):
    save(desk, dress_norm, {"clauses-1-position": 3, "clauses-2-position": 2})

    assert [clause.code for clause in dress_norm.clauses.all()][:3] == [
        "DRESS-01",
        "DRESS-03",
        "DRESS-02",
    ]
    assert "另外的顺序" not in desk.get(publish_url(dress_norm)).content.decode()
    assert desk.get(publish_url(dress_norm)).context["changes"].is_reordered

    desk.post(publish_url(dress_norm))

    edition = Norm.objects.get(pk=dress_norm.pk).current_edition
    assert [entry.version.code for entry in edition.entries.all()][:3] == [
        "DRESS-01",
        "DRESS-03",
        "DRESS-02",
    ]


def test_new_norm_starts_with_its_clauses_and_codes_from_its_address(desk):
    topic = make_topic()
    url = reverse("admin:standards_conceptnorm_add")
    opened = desk.get(url)
    data = values(opened) | {
        "title_zh_hans": "首问负责",
        "slug": "first-asked",
        "topic": topic.pk,
    }
    data = add_row(opened, data, "clauses", role="fact", text_zh_hans="谁先被问到，谁负责到底。")

    response = desk.post(
        url, add_row(opened, data, "clauses", role="do", text_zh_hans="亲自带到柜台。")
    )

    norm = Norm.objects.get(slug="first-asked")
    assert response["Location"] == reverse("admin:standards_conceptnorm_changelist")
    assert (norm.kind, list(draft(norm))) == (Kind.CONCEPT, ["FIRST-01", "FIRST-02"])
    assert norm.current_edition is None


def test_prefix_of_another_norm_is_left_to_it(desk, dress_norm):
    url = reverse("admin:standards_groomingnorm_add")
    opened = desk.get(url)
    data = values(opened) | {
        "title_zh_hans": "冬装",
        "slug": "dress-winter",
        "topic": dress_norm.topic_id,
    }

    desk.post(url, add_row(opened, data, "clauses", role="do", text_zh_hans="外套扣好。"))

    assert list(draft(Norm.objects.get(slug="dress-winter"))) == ["DRESSWINTER-01"]


def test_citations_are_typed_as_codes(desk, dress_norm):
    for code in ("H1-W2", "H1-M2", "C3-4"):
        make_source_point(code)

    save(desk, dress_norm, {"clauses-0-citations": "h1-m2，C3-4　H1-M2"})

    clause = draft(dress_norm)["DRESS-01"]
    assert {point.code for point in clause.citations.all()} == {"H1-M2", "C3-4"}


def test_published_clause_keeps_its_code_and_is_withdrawn_instead_of_deleted(desk, dress_norm):
    save(desk, dress_norm, {"clauses-5-code": "OTHER-01", "clauses-5-withdrawn": "on"})

    clause = draft(dress_norm)["DRESS-06"]
    assert clause.withdrawn

    desk.post(publish_url(dress_norm))

    entries = Norm.objects.get(pk=dress_norm.pk).current_edition.entries
    assert "DRESS-06" not in [entry.version.code for entry in entries.all()]


def test_published_clause_refuses_deletion_with_a_message(desk, dress_norm):
    said = complaint(desk, dress_norm, {"clauses-0-DELETE": "on"})

    assert "DRESS-01" in said
    assert "DRESS-01" in draft(dress_norm)


def test_unpublished_clause_can_be_deleted(desk, dress_norm):
    make_clause(dress_norm, "DRESS-07", Role.DO, "皮鞋擦亮。")

    save(desk, dress_norm, {"clauses-6-DELETE": "on"})

    assert "DRESS-07" not in draft(dress_norm)


def test_english_older_than_its_chinese_is_marked_until_it_is_confirmed(desk, dress_norm):
    save(desk, dress_norm, {"clauses-0-text_zh_hans": "干净整齐。"})
    opened = desk.get(change_url(dress_norm))
    form = opened.context["inline_admin_formsets"][0].formset.forms[0]
    assert form.stale_texts == ["text"]
    assert 'name="clauses-0-english_is_right"' in opened.content.decode()

    save(desk, dress_norm, {"clauses-0-english_is_right": "on"})

    assert draft(dress_norm)["DRESS-01"].stale_translations() == []


def test_stale_english_of_the_title_is_confirmed_with_a_tick(desk, dress_norm):
    save(desk, dress_norm, {"title_zh_hans": "衣着"})
    assert "english_is_right" in desk.get(change_url(dress_norm)).context["adminform"].form.fields

    save(desk, dress_norm, {"english_is_right": "on"})

    assert Norm.objects.get(pk=dress_norm.pk).stale_translations() == []


def test_second_editor_does_not_overwrite_the_first_unawares(desk, dress_norm):
    mine = values(desk.get(change_url(dress_norm)))
    save(desk, dress_norm, {"clauses-0-text_zh_hans": "她写的。"})

    refused = desk.post(change_url(dress_norm), mine | {"clauses-0-text_zh_hans": "我写的。"})

    assert refused.status_code == 200
    assert draft(dress_norm)["DRESS-01"].text_zh_hans == "她写的。"

    desk.post(change_url(dress_norm), values(refused) | {"clauses-0-text_zh_hans": "我写的。"})

    assert draft(dress_norm)["DRESS-01"].text_zh_hans == "我写的。"


def test_form_offers_only_the_roles_of_its_kind(desk, dress_norm, phone_norm):
    def roles(norm, model):
        formset = desk.get(change_url(norm, model)).context["inline_admin_formsets"][0].formset
        return {value for value, _label in formset.forms[0].fields["role"].choices if value}

    assert roles(dress_norm, "groomingnorm") == {"principle", "do", "dont", "fact"}
    assert "say" in roles(phone_norm, "phonescript")


def test_kinds_do_not_show_each_others_norms(desk, dress_norm, phone_norm):
    listed = desk.get(reverse("admin:standards_phonescript_changelist")).context["cl"].result_list

    assert [norm.slug for norm in listed] == ["phone"]
    assert desk.get(change_url(dress_norm, "phonescript")).status_code == 302


def test_list_of_all_norms_leads_to_the_page_of_the_kind(desk, phone_norm):
    response = desk.get(reverse("admin:standards_norm_change", args=[phone_norm.pk]))

    assert response["Location"] == change_url(phone_norm, "phonescript")


# -- Bad input: a message, never a fault, nothing lost ---------------------------------------------


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"clauses-0-citations": "H1-W2 ZZ-9"}, "ZZ-9"),
        ({"clauses-0-citations": "H1-W2!"}, "H1-W2!"),
        ({"clauses-0-text_zh_hans": "长" * 401}, "400"),
        ({"clauses-0-text_zh_hans": ""}, "text_zh_hans"),
        ({"clauses-0-text_zh_hans": "空\x00字"}, "text_zh_hans"),
        ({"clauses-0-role": "say"}, "role"),
        ({"clauses-0-role": ""}, "role"),
        ({"clauses-0-measure_low": "2"}, "measure_comparison"),
        ({"clauses-0-measure_comparison": "max", "clauses-0-measure_unit": "cm"}, "measure_comp"),
        ({"clauses-0-measure_comparison": "max", "clauses-0-measure_high": "3"}, "measure_comp"),
        ({"clauses-0-measure_high": "NaN"}, "measure_high"),
        ({"clauses-0-measure_high": "123456789"}, "measure_high"),
        ({"clauses-0-drawing": "左 胸"}, "drawing"),
        ({"title_zh_hans": ""}, "title_zh_hans"),
        ({"title_zh_hans": "长" * 81}, "80"),
        ({"topic": "999999"}, "topic"),
        ({"position": "-1"}, "position"),
        ({"job_roles": ["x"]}, "job_roles"),
    ],
)
def test_bad_input_is_answered_with_a_message(desk, dress_norm, changes, said):
    make_source_point("H1-W2")

    assert said in complaint(desk, dress_norm, changes) + str(
        save(desk, dress_norm, changes).context["adminform"].form.errors
    )
    assert draft(dress_norm)["DRESS-01"].text_zh_hans == "整洁统一。"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"code": "DRESS-01", "role": "do", "text_zh_hans": "重复。"}, "code"),
        ({"code": "dress-99", "role": "do", "text_zh_hans": "小写。"}, "code"),
        ({"code": "PHONE-01", "role": "do", "text_zh_hans": "别处。"}, "code"),
        ({"role": "do"}, "text_zh_hans"),
    ],
)
def test_bad_new_clause_is_answered_with_a_message(desk, dress_norm, phone_norm, row, said):
    opened = desk.get(change_url(dress_norm))

    response = desk.post(change_url(dress_norm), add_row(opened, values(opened), "clauses", **row))

    assert response.status_code == 200
    assert said in errors(response)
    assert dress_norm.clauses.count() == 6


def test_two_new_clauses_with_one_code_are_refused(desk, dress_norm):
    opened = desk.get(change_url(dress_norm))
    data = values(opened)
    for text in ("一。", "二。"):
        data = add_row(opened, data, "clauses", code="DRESS-20", role="do", text_zh_hans=text)

    response = desk.post(change_url(dress_norm), data)

    assert response.status_code == 200
    assert dress_norm.clauses.count() == 6


@pytest.mark.parametrize("missing", ["line_zh_hans", "instead_zh_hans"])
def test_line_never_to_say_needs_its_words_and_better_ones(desk, phone_norm, missing):
    said = complaint(desk, phone_norm, {f"clauses-5-{missing}": ""}, "phonescript")

    assert missing in said


def test_forged_rows_are_refused(desk, dress_norm, phone_norm):
    foreign = phone_norm.clauses.first()

    response = save(desk, dress_norm, {"clauses-0-id": foreign.pk})

    assert response.status_code == 200
    foreign.refresh_from_db()
    assert foreign.norm_id == phone_norm.pk


def test_markup_is_shown_as_it_was_typed(desk, phone_norm):
    texts = ("text", "reason", "line", "instead", "situation")
    typed = {
        f"clauses-5-{name}_{code}": f"{MARKUP} {name}"
        for name in texts
        for code in ("zh_hans", "en")
    }
    typed |= {
        f"{name}_{code}": MARKUP for name in ("title", "summary") for code in ("zh_hans", "en")
    }

    save(desk, phone_norm, typed, "phonescript")
    desk.post(publish_url(phone_norm, "phonescript"))

    edition = Norm.objects.get(pk=phone_norm.pk).current_edition
    version = ClauseVersion.objects.get(code="PHONE-06", number=2)
    for url in (
        change_url(phone_norm, "phonescript"),
        publish_url(phone_norm, "phonescript"),
        reverse("admin:standards_phonescript_changelist"),
        reverse("admin:standards_norm_changelist"),
        reverse("admin:standards_phonescript_history", args=[phone_norm.pk]),
        reverse("admin:standards_edition_change", args=[edition.pk]),
        reverse("admin:standards_clauseversion_change", args=[version.pk]),
        reverse("admin:standards_clauseversion_changelist"),
        reverse("standards:norm", args=["phone"]),
    ):
        page = desk.get(url).content.decode()
        assert "&lt;b&gt;粗" in page, url
        assert "<b>粗" not in page, url


# -- Publishing ------------------------------------------------------------------------------------


def test_editor_saves_looks_and_publishes(desk, song, dress_norm):
    saved = save(desk, dress_norm, {"clauses-0-text_zh_hans": "干净整齐。", "_publish": "1"})
    assert saved["Location"] == publish_url(dress_norm)

    page = desk.get(publish_url(dress_norm))
    [change] = page.context["changes"].clauses
    assert (change.code, change.what.value) == ("DRESS-01", "changed")
    assert Edition.objects.count() == 1

    published = desk.post(publish_url(dress_norm))

    assert published["Location"] == change_url(dress_norm)
    edition = Norm.objects.get(pk=dress_norm.pk).current_edition
    assert (edition.number, edition.published_by) == (2, song)
    assert "干净整齐。" in desk.get(reverse("standards:norm", args=["dress"])).content.decode()


def test_publishing_is_written_into_the_history(desk, dress_norm):
    save(desk, dress_norm, {"clauses-0-text_zh_hans": "干净整齐。"})

    desk.post(publish_url(dress_norm))

    history = desk.get(reverse("admin:standards_groomingnorm_history", args=[dress_norm.pk]))
    assert [str(entry.user) for entry in history.context["action_list"]] == ["宋词", "宋词"]


def test_what_is_missing_is_said_and_nothing_is_published(desk, dress_norm):
    data = {f"clauses-{i}-role": "principle" for i in range(6)}
    save(desk, dress_norm, data)

    response = desk.post(publish_url(dress_norm))

    assert response.status_code == 200
    assert len(response.context["problems"]) == 2
    for problem in response.context["problems"]:
        assert problem in response.content.decode()
    assert Edition.objects.count() == 1
    assert draft(dress_norm)["DRESS-02"].role == "principle"


def test_publishing_twice_makes_one_edition(desk, dress_norm):
    save(desk, dress_norm, {"clauses-0-text_zh_hans": "干净整齐。"})

    for _ in range(2):
        response = desk.post(publish_url(dress_norm))

    assert response.status_code == 302
    assert Edition.objects.count() == 2


def test_looking_at_the_publishing_page_writes_nothing(desk, dress_norm):
    save(desk, dress_norm, {"clauses-0-text_zh_hans": "干净整齐。"})

    desk.get(publish_url(dress_norm))

    assert Edition.objects.count() == 1


def test_view_on_site_leads_to_the_current_edition(desk, dress_norm):
    assert (
        reverse("standards:norm", args=["dress"])
        in desk.get(change_url(dress_norm)).content.decode()
    )

    hidden = make_norm("hidden", kind=Kind.GROOMING, published=False)

    assert desk.get(change_url(hidden)).context["absolute_url"] is None


def test_published_norm_cannot_be_deleted(desk, dress_norm):
    url = reverse("admin:standards_groomingnorm_delete", args=[dress_norm.pk])

    assert desk.post(url, {"post": "yes"}).status_code == 403


# -- Evidence and people ---------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["song", "an"])
@pytest.mark.parametrize("model", ["edition", "clauseversion"])
@pytest.mark.parametrize("action", ["change", "delete"])
def test_frozen_rows_refuse_every_post(client, request, dress_norm, persona, model, action):
    client.force_login(request.getfixturevalue(persona))
    pk = Edition.objects.get().pk if model == "edition" else ClauseVersion.objects.first().pk
    url = reverse(f"admin:standards_{model}_{action}", args=[pk])

    response = client.post(url, {"post": "yes", "text_zh_hans": "改了", "number": 9})

    assert response.status_code == 403
    assert client.get(reverse(f"admin:standards_{model}_change", args=[pk])).status_code == 200


@pytest.mark.parametrize("persona", ["lin", "mei", "gu"])
def test_publishing_is_for_editors(client, request, dress_norm, persona):
    client.force_login(request.getfixturevalue(persona))

    assert client.post(publish_url(dress_norm)).status_code == 403
    assert client.get(change_url(dress_norm)).status_code == 403


# -- Flat queries ----------------------------------------------------------------------------------


def make_full_norm(slug, clauses, **fields):
    rows = [
        ("principle" if i else "do", f"{slug} 第{i}条。", f"{slug} clause {i}.")
        for i in range(clauses)
    ]
    return make_norm(
        slug,
        f"规范{slug}",
        f"Norm {slug}",
        kind=Kind.CONCEPT,
        clauses=tuple(
            (f"{slug.upper().replace('-', '')}-{i:02d}", *row, {"citations": ["H1-W2"]})
            for i, row in enumerate(rows, 1)
        ),
        **fields,
    )


@pytest.mark.parametrize("count", [1, 30])
def test_norm_list_query_count_is_flat(desk, count, django_assert_num_queries):
    make_norms(count)

    with django_assert_num_queries(10):
        response = desk.get(reverse("admin:standards_conceptnorm_changelist"))

    assert len(response.context["cl"].result_list) == count


@pytest.mark.parametrize("count", [1, 30])
def test_norm_form_query_count_is_flat(desk, count, django_assert_num_queries):
    norm = make_full_norm("big", count)
    desk.get(change_url(norm, "conceptnorm"))  # content types are looked up once per process

    with django_assert_num_queries(12):
        response = desk.get(change_url(norm, "conceptnorm"))

    assert len(response.context["inline_admin_formsets"][0].formset.forms) == count


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(
    ("model", "queries"), [("norm", 7), ("topic", 6), ("sourcepoint", 8), ("edition", 8)]
)
def test_lists_have_flat_query_counts(desk, count, model, queries, django_assert_num_queries):
    for i in range(count):
        make_norm(f"norm-{i + 1}", topic=make_topic(f"topic-{i}"))
        make_source_point(f"H{i}-W1")

    with django_assert_num_queries(queries):
        desk.get(reverse(f"admin:standards_{model}_changelist"))


def test_norm_of_sixty_clauses_opens_and_saves(desk):
    norm = make_full_norm("big", 60)

    response = save(
        desk,
        norm,
        {f"clauses-{i}-reason_zh_hans": f"原因{i}。" for i in range(60)},
        "conceptnorm",
    )

    assert response.status_code == 302
    reasons = norm.clauses.values_list("reason_zh_hans", flat=True)
    assert list(reasons) == [f"原因{i}。" for i in range(60)]


def test_list_says_what_is_unpublished_and_untranslated(desk, dress_norm, phone_norm, clock):
    Clause.objects.filter(code="PHONE-01").update(text_zh_hans="惜时。")
    publish_norm(norm=phone_norm, by=None, at=timezone.now())
    Clause.objects.filter(code="PHONE-02").update(text_zh_hans="先说是谁。")
    republish(dress_norm)

    page = desk.get(reverse("admin:standards_phonescript_changelist")).content.decode()
    grooming = desk.get(reverse("admin:standards_groomingnorm_changelist")).content.decode()

    assert ("mark-draft" in page, "mark-stale" in page) == (True, True)
    assert ("mark-draft" in grooming, "mark-missing" in grooming) == (False, True)


# -- Faults and previews ---------------------------------------------------------------------------


def test_refused_norm_names_its_faults_at_the_top_with_a_way_to_each(desk, dress_norm):
    page = save(desk, dress_norm, {"clauses-2-citations": "ZZ-9", "title_zh_hans": ""})

    assert [(anchor, where) for anchor, where, _said in page.context["faults"]] == [
        ("id_title_zh_hans", "标题 · 中文"),
        ("id_clauses-2-citations", "DRESS-03 · 出处"),
    ]
    body = page.content.decode()
    assert body.index('href="#id_clauses-2-citations"') < body.index('id="id_title_zh_hans"')


def preview_url(norm, model="groomingnorm"):
    return reverse(f"admin:standards_{model}_preview", args=[norm.pk])


def test_preview_shows_the_draft_as_readers_will_see_it(desk, dress_norm):
    saved = save(
        desk,
        dress_norm,
        {
            "clauses-0-text_zh_hans": "干净整齐。",
            "clauses-0-text_en": "Neat.",
            "_preview": "1",
        },
    )
    assert saved["Location"] == preview_url(dress_norm)

    drafted = desk.get(preview_url(dress_norm))
    english = desk.get(preview_url(dress_norm) + "?text=en")
    desk.post(publish_url(dress_norm))
    published = desk.get(reverse("standards:norm", args=["dress"]))

    assert "干净整齐。" in drafted.context["page"].body
    assert drafted.context["page"].body == published.context["page"].body
    assert "Neat." in english.context["page"].body


def test_preview_counts_an_edition_only_for_what_is_new(desk, dress_norm):
    assert desk.get(preview_url(dress_norm)).context["page"].edition.number == 1

    save(desk, dress_norm, {"clauses-0-text_zh_hans": "干净整齐。"})

    assert desk.get(preview_url(dress_norm)).context["page"].edition.number == 2


@pytest.mark.parametrize("dress", ["women", "men"])
def test_preview_is_seen_in_either_dress_code(desk, dress_norm, dress):
    page = desk.get(preview_url(dress_norm) + f"?dress={dress}")

    assert f'<div class="dress-{dress}">' in page.content.decode()


def test_preview_of_a_norm_that_nobody_published_yet(desk):
    norm = make_norm("hidden", kind=Kind.GROOMING, published=False)

    assert "微笑迎客" in desk.get(preview_url(norm)).content.decode()
    assert Edition.objects.count() == 0


@pytest.mark.parametrize("persona", ["lin", "mei", "gu"])
def test_preview_is_for_editors(client, request, dress_norm, persona):
    client.force_login(request.getfixturevalue(persona))

    assert client.get(preview_url(dress_norm)).status_code == 403


@pytest.mark.parametrize("count", [1, 30])
def test_preview_query_count_is_flat(desk, count, django_assert_num_queries):
    norm = make_full_norm("big", count)

    with django_assert_num_queries(10):
        desk.get(preview_url(norm, "conceptnorm"))
