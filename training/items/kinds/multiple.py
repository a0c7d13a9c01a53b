"""Multiple choice: of three to eight options two or more are right, and one or more wrong."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from ...scoring import share_of
from .base import Feedback, ForgedAnswer, Mark, distinct, option_texts


class MultipleKind:
    """Answered by ticking; how many options are right is said by the stem or by nobody."""

    slug = "multiple"
    is_judged = False
    is_written = False

    def problems(self, payload):
        found = []
        right = len(self._right(payload))
        if not 3 <= len(payload["options"]) <= 8:
            found.append(_("A multiple choice needs three to eight options."))
        if right < 2:
            found.append(
                _(
                    "A multiple choice needs at least two right options; with one it is a single "
                    "choice."
                )
            )
        if right == len(payload["options"]):
            found.append(_("A multiple choice needs at least one wrong option."))
        return found

    def shuffled(self, payload, rng):
        keys = [option["key"] for option in payload["options"]]
        rng.shuffle(keys)
        return keys

    def read(self, post, name):
        return post.getlist(name)

    def clean(self, payload, raw):
        """Keys in alphabetical order: it says nothing, and equal answers are equal."""
        if not raw and raw in ("", None, []):
            return None
        if not isinstance(raw, list) or not all(isinstance(key, str) for key in raw):
            raise ForgedAnswer(raw)
        if not set(raw) <= {option["key"] for option in payload["options"]}:
            raise ForgedAnswer(raw)
        return sorted(set(raw))

    def mark(self, payload, max_points, value):
        """+1/k for each right option chosen and −1/k for each wrong one, k right ones in all;
        never below 0."""
        chosen = set(value or [])
        right = self._right(payload)
        hits = len(chosen & right)
        points = share_of(max_points, max(0, hits - len(chosen - right)), len(right))
        wrongly = chosen ^ right  # chosen and wrong, or right and left out
        if not wrongly:
            every = [option["clause"] for option in payload["options"]]
            return Mark(points, known=distinct([*payload["clauses"], *every]))
        own = self._clauses(payload, wrongly)
        missed = own or distinct(payload["clauses"])
        if value is None:
            return Mark(points, missed)
        keys = {option["key"] for option in payload["options"]}
        handled = self._clauses(payload, keys - wrongly)
        return Mark(points, missed, tuple(code for code in handled if code not in missed))

    def render(self, payload, name, language):
        with override(language):
            hint = _("Choose all that are right.")
        rows = {
            key: format_html(
                '<label class="choice"><input type="checkbox" name="{}" value="{}">'
                '<span class="choice-body">{}</span></label>',
                name,
                key,
                text,
            )
            for key, text in option_texts(payload, language).items()
        }
        return {"hint": format_html('<p class="item-hint">{}</p>', hint), **rows}

    def compose(self, pieces, option_order, value) -> SafeString:
        html = "".join(pieces[key] for key in option_order)
        for key in value or []:
            html = html.replace(f'value="{key}"', f'value="{key}" checked', 1)
        return mark_safe(pieces["hint"] + html)

    def feedback(self, payload, value, language):
        texts = option_texts(payload, language)
        return Feedback(
            answer=[text for key, text in texts.items() if key in (value or [])],
            key=[text for key, text in texts.items() if key in self._right(payload)],
        )

    def export(self, payload):
        return {
            "options": [
                {"text": option["text"], "correct": option["correct"]}
                for option in payload["options"]
            ]
        }

    @staticmethod
    def _right(payload) -> set[str]:
        return {option["key"] for option in payload["options"] if option["correct"]}

    @staticmethod
    def _clauses(payload, keys: set[str]) -> tuple[str, ...]:
        """Codes of the clauses that these options cite."""
        return distinct(option["clause"] for option in payload["options"] if option["key"] in keys)
