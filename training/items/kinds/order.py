"""Put in order: the payload lists the steps in their right order."""

from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from ...scoring import share_of
from .base import Feedback, ForgedAnswer, Mark, distinct, option_texts


class OrderKind:
    """Answered by giving every step a number; the scripts turn the numbers into buttons.

    Steps without a number come last and equal numbers stand as the page showed them, so every
    form is a complete order and nothing that was chosen is thrown away.
    """

    slug = "order"
    is_judged = False
    is_written = False

    def problems(self, payload):
        if 3 <= len(payload["options"]) <= 9:
            return []
        return [_("An order needs three to nine steps.")]

    def shuffled(self, payload, rng):
        right = self._key(payload)
        keys = right[:]
        while keys == right:
            rng.shuffle(keys)
        return keys

    def read(self, post, name):
        """``{key: number}`` of the steps that were given a number, in the page's order."""
        prefix = f"{name}."
        return {
            field.removeprefix(prefix): post[field]
            for field in post
            if field.startswith(prefix) and post[field]
        }

    def clean(self, payload, raw):
        if not raw:
            return None
        keys = self._key(payload)
        if isinstance(raw, list):
            if not all(isinstance(key, str) for key in raw) or sorted(raw) != sorted(keys):
                raise ForgedAnswer(raw)
            return raw
        if not isinstance(raw, dict) or not set(raw) <= set(keys):
            raise ForgedAnswer(raw)
        try:
            numbers = {key: int(number) for key, number in raw.items()}
        except (TypeError, ValueError, OverflowError):  # JSON can say 1e999
            raise ForgedAnswer(raw) from None
        # sorted() is stable: equal numbers keep the order in which the form sent them.
        numbered = sorted(numbers, key=numbers.__getitem__)
        return numbered + [key for key in sorted(keys) if key not in numbers]

    def mark(self, payload, max_points, value):
        """Points are the share of the right order's neighbouring pairs that the answer keeps."""
        key = self._key(payload)
        pairs = set(pairwise(key))
        value = value or []
        kept = sum(pair in pairs for pair in pairwise(value))
        missed = () if kept == len(pairs) else self._misplaced(payload, value)
        codes = [*payload["clauses"], *(option["clause"] for option in payload["options"])]
        known = distinct(code for code in codes if kept and code not in missed)
        return Mark(share_of(max_points, kept, len(pairs)), missed, known)

    def render(self, payload, name, language):
        count = len(payload["options"])
        with override(language):
            number_label = _("Place of this step")
            hint = _(
                "Bring the steps into order, the first one on top; without arrows, number them."
            )
        numbers = format_html_join(
            "", '<option value="{0}">{0}</option>', ((n,) for n in range(1, count + 1))
        )
        rows = {
            key: format_html(
                '<li class="order-item" data-key="{key}"><span class="order-text">{text}</span>'
                '<select class="form-select order-place" name="{name}.{key}" '
                'aria-label="{label}: {text}"><option value="">–</option>{numbers}</select></li>',
                key=key,
                name=name,
                label=number_label,
                text=text,
                numbers=numbers,
            )
            for key, text in option_texts(payload, language).items()
        }
        return {"hint": format_html('<p class="item-hint">{}</p>', hint), **rows}

    def compose(self, pieces, option_order, value) -> SafeString:
        rows = []
        for place, key in enumerate(value or option_order, start=1):
            row = pieces[key]
            if value:
                row = row.replace(f'<option value="{place}">', f'<option value="{place}" selected>')
            rows.append(row)
        return mark_safe(f'{pieces["hint"]}<ol class="order">{"".join(rows)}</ol>')

    def feedback(self, payload, value, language):
        texts = option_texts(payload, language)
        return Feedback(
            answer=[texts[key] for key in value or []],
            key=[texts[key] for key in self._key(payload)],
        )

    def export(self, payload):
        return {"steps": [option["text"] for option in payload["options"]]}

    @staticmethod
    def _key(payload) -> list[str]:
        return [option["key"] for option in payload["options"]]

    def _misplaced(self, payload, value):
        """Clauses of the steps that do not follow the step they should follow."""
        key = self._key(payload)
        before = dict(zip(value[1:], value, strict=False))
        wrong = [
            option["clause"]
            for previous, option in zip(key, payload["options"][1:], strict=False)
            if before.get(option["key"]) != previous and option["clause"]
        ]
        return tuple(dict.fromkeys(wrong)) or tuple(payload["clauses"])
