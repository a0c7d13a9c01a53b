"""Wrong answers out of rules: what breaks a don't, and figures near the right one.

Don'ts are written as prohibitions ("不打断客户。", "Don't interrupt."), so the wrong behaviour is
what is left without its one negation. Where a sentence has another negation, or the word is part
of a larger one, nothing is made of it: a proposal is better missing than crooked.
"""

import re
from decimal import Decimal
from itertools import chain

#: The negation of a prohibition, then words in which 不 is no negation of what follows.
NEGATION_ZH = re.compile(r"不要|不能|不得|不可以|不可|不许|不准|不应|切勿|不|别|勿")
NO_PROHIBITION = re.compile(
    r"不(?:够|是|同|良|满|便|少|错|足|只|清|到|及|行|对|过|已|如|住|上|了|下|见|着|知|会|懂|开|仅|论|管|然|等|在)"
    r"|[^、，。；]不[^、，。；]{0,1}[？?]|分别|告别|道别|别人|特别|性别|个别|别的|级别|区别|离别|没|无|非|未"
)
NEGATION_EN = re.compile(r"\b(?:do not|don't|don’t|never)\s+(\w)", re.IGNORECASE)
MORE_NEGATION_EN = re.compile(r"\b(?:no|not|nor|never|without|neither|\w+n['’]t)\b", re.IGNORECASE)


def broken(text: dict[str, str]) -> dict[str, str] | None:
    """The texts of a don't as the deed it forbids; None where the Chinese does not lend itself.

    English is empty where it does not.
    """
    chinese = _broken_zh(text["zh-hans"])
    return {"zh-hans": chinese, "en": _broken_en(text["en"])} if chinese else None


def _broken_zh(text: str) -> str:
    if NO_PROHIBITION.search(text) or len(NEGATION_ZH.findall(text)) != 1:
        return ""
    return NEGATION_ZH.sub("", text)


def _broken_en(text: str) -> str:
    if len(NEGATION_EN.findall(text)) != 1:
        return ""
    left = NEGATION_EN.sub(r"\1", text)
    return "" if MORE_NEGATION_EN.search(left) else left[0].upper() + left[1:]


def near(value: Decimal, count: int = 3) -> list[Decimal]:
    """``count`` figures that somebody might take for ``value``: half, double, one more …

    Positive, without ``value`` itself, in the order of how likely they are to be mistaken for it.
    """
    steps = [value / 2, value * 2, value * 3] if value >= 5 else [value + 1, value + 2, value / 2]
    further = (value + n for n in range(1, 10))
    found: list[Decimal] = []
    for each in chain(steps, further):
        rounded = each.quantize(Decimal(1)) if value == value.to_integral_value() else each
        if rounded > 0 and rounded != value and rounded not in found:
            found.append(rounded)
    return found[:count]
