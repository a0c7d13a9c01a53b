"""Short answer: read by a person, with a rubric."""

from decimal import Decimal

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from .base import BadAnswer, Feedback, ForgedAnswer, Mark, distinct, in_language

MAX_LENGTH = 1000  # characters
KNOWN_FROM_PCT = 60  # of all points: clauses of the item that no criterion names are known


class ShortKind:
    slug = "short"
    is_judged = True
    is_written = True

    def problems(self, payload):
        found = []
        if not payload["criteria"]:
            found.append(_("A short answer needs a rubric with at least one criterion."))
        if any(len(criterion["levels"]) < 2 for criterion in payload["criteria"]):
            found.append(_("Each criterion needs at least two levels."))
        best = sum(
            (
                max((Decimal(level["points"]) for level in criterion["levels"]), default=Decimal(0))
                for criterion in payload["criteria"]
            ),
            Decimal(0),
        )
        if payload["criteria"] and best != Decimal(payload["max_points"]):
            found.append(
                _("The best levels add up to %(best)s points, the item is worth %(max)s.")
                % {"best": best, "max": payload["max_points"]}
            )
        return found

    def shuffled(self, payload, rng):
        return []

    def read(self, post, name):
        return post.get(name, "")

    def clean(self, payload, raw):
        if raw is None:
            return None
        if not isinstance(raw, str):
            raise ForgedAnswer(raw)
        # Browsers send \r\n; PostgreSQL cannot store NUL. An over-long text is refused, never
        # cut.
        text = raw.replace("\r\n", "\n").replace("\x00", "").strip()
        # JSON can hold half an emoji, which no database and no page can.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if len(text) > MAX_LENGTH:
            raise AnswerTooLong(text)
        return text or None

    def mark(self, payload, max_points, value):
        if value is None:
            return Mark(Decimal("0.00"), tuple(payload["clauses"]))
        return Mark(None)

    def render(self, payload, name, language):
        with override(language):
            label = _("Your answer")
            hint = _("At most %(count)s characters; a person reads it.") % {"count": MAX_LENGTH}
        return {
            "open": format_html(
                '<label class="form-label" for="{0}">{1}</label>'
                '<textarea class="form-control answer-text" id="{0}" name="{0}" rows="5" '
                'maxlength="{2}" aria-describedby="{0}-hint">',
                name,
                label,
                MAX_LENGTH,
            ),
            "close": format_html(
                '</textarea><p class="form-text" id="{0}-hint">{1}</p>', name, hint
            ),
        }

    def compose(self, pieces, option_order, value) -> SafeString:
        # A newline right after <textarea> is dropped by browsers; one more keeps the text whole.
        return mark_safe(f"{pieces['open']}\n{escape(value or '')}{pieces['close']}")

    def feedback(self, payload, value, language):
        return Feedback(answer=value.split("\n") if value else [], key=[])

    def export(self, payload):
        return {"criteria": payload["criteria"]}

    @staticmethod
    def points_for(payload, levels: dict[str, str]) -> Decimal:
        """Add up the chosen levels; ``levels`` maps criterion key to level key.

        Raises ``ForgedAnswer`` unless every criterion has exactly one level of its own.
        """
        if set(levels) != {criterion["key"] for criterion in payload["criteria"]}:
            raise ForgedAnswer(levels)
        total = Decimal(0)
        for criterion in payload["criteria"]:
            points = {level["key"]: level["points"] for level in criterion["levels"]}
            if levels[criterion["key"]] not in points:
                raise ForgedAnswer(levels)
            total += Decimal(points[levels[criterion["key"]]])
        return total.quantize(Decimal("0.01"))

    @classmethod
    def findings(cls, payload, levels: dict[str, str]) -> Mark:
        """What a score's chosen levels show: the points, the clauses known and those missed.

        A criterion's clause is known by a level worth more than half of the criterion's best one;
        one that two criteria name must be known in both. Clauses of the item that no criterion
        names follow the share of all points (``KNOWN_FROM_PCT``). Raises ``ForgedAnswer`` as
        ``points_for`` does.
        """
        total = cls.points_for(payload, levels)
        named, missed, best_total = [], [], Decimal(0)
        for criterion in payload["criteria"]:
            points = {level["key"]: Decimal(level["points"]) for level in criterion["levels"]}
            best = max(points.values())
            best_total += best
            named.append(criterion["clause"])
            if 2 * points[levels[criterion["key"]]] <= best:
                missed.append(criterion["clause"])
        unnamed = [code for code in payload["clauses"] if code not in named]
        if 100 * total < KNOWN_FROM_PCT * best_total:
            missed += unnamed
        known = [code for code in [*named, *unnamed] if code not in missed]
        return Mark(total, distinct(missed), distinct(known))

    @staticmethod
    def rubric(payload, language: str) -> list[dict]:
        """The rubric in one language: ``[{key, title, clause, levels: [{key, text, points}]}]``."""
        return [
            {
                "key": criterion["key"],
                "title": in_language(criterion["title"], language),
                "clause": criterion["clause"],
                "levels": [
                    {
                        "key": level["key"],
                        "text": in_language(level["text"], language),
                        "points": Decimal(level["points"]),
                    }
                    for level in criterion["levels"]
                ],
            }
            for criterion in payload["criteria"]
        ]


class AnswerTooLong(BadAnswer):
    """The text is longer than ``MAX_LENGTH``."""

    code = "too_long"

    @staticmethod
    def advice(positions):
        return _(
            "Question %(positions)s: at most %(max)s characters. It is not saved yet; please "
            "shorten it and save again."
        ) % {"positions": positions, "max": MAX_LENGTH}
