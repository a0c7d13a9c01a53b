"""The attempt page's questions, put together in Python from the stored pieces of their items.

Twenty questions cost no template include each; nothing here ever sees a key, which the payload
alone holds and these pages do not fetch.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal.languages import SOURCE_LANGUAGE
from portal.prepared import prepared

from ..items.kinds import KINDS
from .models import Attempt, Response
from .services import digest


def responses_to_show(attempt: Attempt) -> list[Response]:
    """The responses in order, with their items' stored HTML and without keys."""
    return _with_html(attempt.pk)


@prepared
def _with_html(attempt_id: int):
    responses = Response.objects.filter(attempt=attempt_id).order_by("position")
    return responses.select_related("item_version").defer("item_version__payload")


@dataclass(frozen=True)
class Question:
    """One question of an open attempt, in the reader's language."""

    response: Response
    stem: SafeString
    pieces: dict
    is_untranslated: bool

    @classmethod
    def of(cls, response: Response) -> "Question":
        language = get_language() or SOURCE_LANGUAGE
        html = response.item_version.html
        stem = html[language]["stem"]
        return cls(
            response=response,
            stem=mark_safe(stem),
            pieces=html[language]["pieces"],
            is_untranslated=language != SOURCE_LANGUAGE and stem == html[SOURCE_LANGUAGE]["stem"],
        )


def questions_html(responses: list[Response], typed: Mapping[int, str]) -> SafeString:
    """Every question as a section of the page's one form.

    ``typed`` maps a position to a text that was sent but not stored; it stands in its field
    again.
    """
    total = len(responses)
    sections = (
        _question_html(Question.of(response), total, typed.get(response.position))
        for response in responses
    )
    return format_html_join("\n", "{}", ((section,) for section in sections))


def _question_html(question: Question, total: int, typed: str | None) -> SafeString:
    response = question.response
    version = response.item_version
    value = response.value
    fields = KINDS[version.kind].compose(
        question.pieces, response.option_order, value if typed is None else typed
    )
    return format_html(
        '<section class="item" id="item-{name}" data-name="{name}" data-kind="{kind}" '
        'data-change="{change}"{flagged}{answered}>'
        '<p class="item-no">{heading}</p>'
        '<h2 class="item-stem" id="stem-{name}" tabindex="-1"{lang}>{stem}</h2>{note}'
        '<fieldset class="choices" aria-labelledby="stem-{name}"{lang}>{fields}</fieldset>'
        '<input type="hidden" name="was-{name}" value="{was}">'
        '<p class="mt-2" data-plain><button class="btn btn-quiet btn-sm" name="then" '
        'value="flag:{name}:{flag_to}">{flag_icon}{flag_label}</button></p>'
        "</section>",
        name=version.name,
        kind=version.kind,
        change=response.change_id,
        flagged=mark_safe(" data-flagged") if response.is_flagged else "",
        answered=mark_safe(" data-answered") if value is not None else "",
        heading=_heading(response.position, total, version.max_points),
        lang=mark_safe(' lang="zh-Hans"') if question.is_untranslated else "",
        stem=question.stem,
        note=_untranslated_note() if question.is_untranslated else "",
        fields=fields,
        was=digest(value),
        flag_to=0 if response.is_flagged else 1,
        flag_icon=icon("flag"),
        flag_label=_("Remove the flag") if response.is_flagged else _("Flag this question"),
    )


def map_html(responses: list[Response], base_url: str = "") -> SafeString:
    """Links to every question, saying which are answered and which are flagged."""
    return format_html(
        '<ul class="item-map">{}</ul>',
        format_html_join(
            "",
            '<li><a class="item-dot{}" href="{}#item-{}" aria-label="{}">{}{}</a></li>',
            (
                (
                    " is-answered" if response.value is not None else "",
                    base_url,
                    response.item_version.name,
                    _dot_label(response),
                    response.position,
                    icon("flag") if response.is_flagged else "",
                )
                for response in responses
            ),
        ),
    )


def icon(name: str) -> SafeString:
    """``components/icon.html`` as decoration."""
    return format_html(
        '<svg class="icon" width="20" height="20" aria-hidden="true">'
        '<use href="{}#{}"></use></svg>',
        static("img/icons.svg"),
        name,
    )


def _heading(position: int, total: int, max_points) -> str:
    heading = ngettext(
        "Question %(number)s of %(total)s · %(points)s point",
        "Question %(number)s of %(total)s · %(points)s points",
        1 if max_points == 1 else 2,
    )
    points = f"{max_points.normalize():f}"
    return heading % {"number": position, "total": total, "points": points}


def _dot_label(response: Response) -> str:
    words = [_("Question %(number)s") % {"number": response.position}]
    words.append(_("answered") if response.value is not None else _("not answered"))
    if response.is_flagged:
        words.append(_("flagged"))
    return ", ".join(words)


def _untranslated_note() -> SafeString:
    return format_html(
        '<p><span class="lang-flag">{}{}</span></p>',
        icon("language"),
        _("Shown in Chinese: not yet translated"),
    )
