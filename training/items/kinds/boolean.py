"""True or false: the stem is a statement."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from .base import Feedback, ForgedAnswer, all_or_nothing

ANSWERS = ("true", "false")


class BooleanKind:
    """The payload's ``is_true`` says whether the statement holds; None in an unfinished draft."""

    slug = "boolean"
    is_judged = False
    is_written = False

    def problems(self, payload):
        if payload["is_true"] is None:
            return [_("Say whether the statement is true or false.")]
        return []

    def shuffled(self, payload, rng):
        return []  # "true" stands first everywhere

    def read(self, post, name):
        return post.get(name, "")

    def clean(self, payload, raw):
        if raw in ("", None):
            return None
        if raw not in ANSWERS:
            raise ForgedAnswer(raw)
        return raw

    def mark(self, payload, max_points, value):
        return all_or_nothing(payload, max_points, value == self._key(payload), value)

    def render(self, payload, name, language):
        return {
            answer: format_html(
                '<label class="choice"><input type="radio" name="{}" value="{}">'
                '<span class="choice-body">{}</span></label>',
                name,
                answer,
                label,
            )
            for answer, label in labels(language).items()
        }

    def compose(self, pieces, option_order, value) -> SafeString:
        html = "".join(pieces[answer] for answer in ANSWERS)
        if value:
            html = html.replace(f'value="{value}"', f'value="{value}" checked', 1)
        return mark_safe(html)

    def feedback(self, payload, value, language):
        words = labels(language)
        return Feedback(answer=[words[value]] if value else [], key=[words[self._key(payload)]])

    def export(self, payload):
        return {"is_true": payload["is_true"]}

    @staticmethod
    def _key(payload) -> str:
        return "true" if payload["is_true"] else "false"


def labels(language: str) -> dict[str, str]:
    with override(language):
        return {"true": pgettext("statement", "True"), "false": pgettext("statement", "False")}
