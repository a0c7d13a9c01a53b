"""Single choice: one of two to six options is right."""

from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .base import Feedback, ForgedAnswer, Mark, distinct, option_texts


class SingleKind:
    slug = "single"
    is_judged = False
    is_written = False

    def problems(self, payload):
        found = []
        if not 2 <= len(payload["options"]) <= 6:
            found.append(_("A single choice needs two to six options."))
        if sum(option["correct"] for option in payload["options"]) != 1:
            found.append(_("A single choice needs exactly one right option."))
        return found

    def shuffled(self, payload, rng):
        keys = [option["key"] for option in payload["options"]]
        rng.shuffle(keys)
        return keys

    def read(self, post, name):
        return post.get(name, "")

    def clean(self, payload, raw):
        if raw in ("", None):
            return None
        if raw not in [option["key"] for option in payload["options"]]:
            raise ForgedAnswer(raw)
        return raw

    def mark(self, payload, max_points, value):
        right = self._right(payload)
        if value == right["key"]:
            known = distinct([*payload["clauses"], right["clause"]])
            return Mark(max_points.quantize(Decimal("0.01")), known=known)
        chosen = [option for option in payload["options"] if option["key"] == value]
        own = [option["clause"] for option in chosen if option["clause"]]
        return Mark(Decimal("0.00"), tuple(own or payload["clauses"]))

    def render(self, payload, name, language):
        return {
            key: format_html(
                '<label class="choice"><input type="radio" name="{}" value="{}">'
                '<span class="choice-body">{}</span></label>',
                name,
                key,
                text,
            )
            for key, text in option_texts(payload, language).items()
        }

    def compose(self, pieces, option_order, value) -> SafeString:
        html = "".join(pieces[key] for key in option_order)
        if value:
            html = html.replace(f'value="{value}"', f'value="{value}" checked', 1)
        return mark_safe(html)

    def feedback(self, payload, value, language):
        texts = option_texts(payload, language)
        return Feedback(
            answer=[texts[value]] if value else [], key=[texts[self._right(payload)["key"]]]
        )

    def export(self, payload):
        return {
            "options": [
                {"text": option["text"], "correct": option["correct"]}
                for option in payload["options"]
            ]
        }

    @staticmethod
    def _right(payload):
        return next(option for option in payload["options"] if option["correct"])
