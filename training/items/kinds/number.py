"""A number with its unit, right within a tolerance."""

import re
import unicodedata
from decimal import Decimal

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from standards.enums import MeasureUnit
from standards.measures import number, plain

from .base import BadAnswer, Feedback, ForgedAnswer, all_or_nothing

MAX_LENGTH = 40  # characters typed, unit and all
SIGNS = str.maketrans({"−": "-", "–": "-", "。": ".", "、": ",", "·": "."})
#: Digits with one mark between them, or thousands; then whatever was typed behind.
TYPED = re.compile(
    r"(?P<sign>[+-]?) ?"
    r"(?:(?P<grouped>[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]{1,9})?)(?![0-9])"
    r"|(?P<digits>[0-9]{1,12}(?:[.,][0-9]{1,9})?|[.,][0-9]{1,9}))"
    r"(?P<rest>.*)"
)
#: What people write behind a number, beside the unit's own sign in either language.
UNIT_WORDS = {
    MeasureUnit.CM: "cm 厘米 公分 centimetre centimetres centimeter centimeters",
    MeasureUnit.M: "m 米 公尺 metre metres meter meters",
    MeasureUnit.S: "s 秒 秒钟 sec secs second seconds",
    MeasureUnit.MIN: "min 分 分钟 mins minute minutes",
    MeasureUnit.H: "h 小时 个小时 时 钟头 个钟头 hr hrs hour hours",
    MeasureUnit.DAY: "天 日 day days",
    MeasureUnit.TIMES: "次 下 遍 回 声 time times",
    MeasureUnit.PEOPLE: "人 个人 位 名 person persons people",
    MeasureUnit.TEETH: "颗 颗牙 颗牙齿 齿 tooth teeth",
    MeasureUnit.FIST: "拳 个拳头 拳头 fist fists",
    MeasureUnit.CHAIR: "椅面 把椅子 chair",
    MeasureUnit.BUTTON: "颗 颗扣子 粒 个扣子 button buttons",
    MeasureUnit.STEP: "步 step steps",
    MeasureUnit.PERCENT: "% percent",
}


class NumberKind:
    """The payload's ``number`` is ``{"answer", "tolerance", "unit"}``, the numbers as plain text;
    the answer is empty in an unfinished draft. An answer is stored as plain text, too (``"2.5"``),
    so that no float stands between it and its key.
    """

    slug = "number"
    is_judged = False
    is_written = True

    def problems(self, payload):
        if payload["number"]["answer"] and payload["number"]["unit"]:
            return []
        return [_("A number question needs the right number and its unit.")]

    def shuffled(self, payload, rng):
        return []

    def read(self, post, name):
        return post.get(name, "")

    def clean(self, payload, raw):
        """Read full-width digits, the marks of a Chinese keyboard and a unit behind the number.

        Raises ``AnswerNotANumber`` for a text that is none, or counts something else.
        """
        if raw is None:
            return None
        if not isinstance(raw, str):
            raise ForgedAnswer(raw)
        # Full width becomes half width, and what a Chinese keyboard gives for "." and "," follows.
        text = unicodedata.normalize("NFKC", raw).translate(SIGNS)
        text = " ".join(text.split()).rstrip(".,")
        if not text:
            return None
        match = TYPED.fullmatch(text) if len(raw) <= MAX_LENGTH else None
        if not match or not self._is_unit(payload, match["rest"]):
            raise AnswerNotANumber(raw)
        if match["grouped"]:
            digits = match["grouped"].replace(",", "")
        else:
            digits = match["digits"].replace(",", ".")
        return plain(Decimal(match["sign"] + digits) + 0)  # + 0: there is no minus zero

    def mark(self, payload, max_points, value):
        key = payload["number"]
        distance = abs(Decimal(value or 0) - Decimal(key["answer"]))
        is_right = distance <= Decimal(key["tolerance"])
        return all_or_nothing(payload, max_points, is_right, value)

    def render(self, payload, name, language):
        unit = unit_label(payload, language)
        with override(language):
            label = _("Your answer, a number (%(unit)s)") % {"unit": unit}
        return {
            "open": format_html(
                '<p class="answer-number"><label class="visually-hidden" for="{0}">{1}</label>'
                '<input id="{0}" name="{0}" type="text" inputmode="decimal" maxlength="{2}" '
                'autocomplete="off" value="',
                name,
                label,
                MAX_LENGTH,
            ),
            "close": format_html('"><span aria-hidden="true">{}</span></p>', unit),
        }

    def compose(self, pieces, option_order, value) -> SafeString:
        return mark_safe(f"{pieces['open']}{escape(value or '')}{pieces['close']}")

    def feedback(self, payload, value, language):
        unit = unit_label(payload, language)
        answer, tolerance = payload["number"]["answer"], payload["number"]["tolerance"]
        key = f"{answer} {unit}"
        return Feedback(
            answer=[f"{value} {unit}"] if value else [],
            key=[f"{key} (±{tolerance})" if Decimal(tolerance) else key],
        )

    def export(self, payload):
        key = payload["number"]
        return {
            "answer": number(Decimal(key["answer"])),
            "tolerance": number(Decimal(key["tolerance"])),
            "unit": key["unit"],
        }

    @staticmethod
    def _is_unit(payload, text: str) -> bool:
        unit = MeasureUnit(payload["number"]["unit"])
        words = [
            *UNIT_WORDS[unit].split(),
            unit_label(payload, "zh-hans"),
            unit_label(payload, "en"),
        ]
        return text.strip().casefold() in ["", *(word.casefold() for word in words)]


class AnswerNotANumber(BadAnswer):
    """The text holds no number, more than one, or another unit."""

    code = "not_a_number"

    @staticmethod
    def advice(positions):
        return _(
            "Question %(positions)s: this is not a number yet, so it is not saved. Please write it "
            "in digits, as in 2 or 2.5, and save again."
        ) % {"positions": positions}


def unit_label(payload: dict, language: str) -> str:
    """The unit's sign as it stands beside the number; empty in an unfinished draft."""
    with override(language):
        unit = payload["number"]["unit"]
        return str(MeasureUnit(unit).label) if unit else ""
