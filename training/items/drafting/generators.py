"""What can be asked about a published clause, from the clause and its siblings alone.

A generator takes the clause version and the versions of its edition in reading order, and returns a
``Proposal`` or None. Chance is seeded with the version's key, so that a proposal stays what it is
until the clause changes. Stems are content, not interface: they are written in both languages here.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from random import Random

from portal.languages import LANGUAGE_CODES
from standards.editions import ClauseVersion, Edition
from standards.enums import Audience, Comparison, MeasureUnit, Role
from standards.layout import name_and_rest
from standards.measures import plain

from ..kinds.number import unit_label
from ..models import ItemKind
from .proposals import Proposal, ProposedOption, Texts, texts_of
from .wrongs import broken, near

WRONG_COUNT = 3
STEPS_ASKED = 6  # more than that cannot be held in mind at once
BLANK = "____"

#: Items are asked of everybody, so one about a dress code says whose: before a sentence, and behind
#: the title of the norm.
BEFORE = {
    Audience.EVERYONE: {"zh-hans": "{}", "en": "{}"},
    Audience.WOMEN: {"zh-hans": "按女士的标准：{}", "en": "By the norm for women: {}"},
    Audience.MEN: {"zh-hans": "按男士的标准：{}", "en": "By the norm for men: {}"},
}
BEHIND = {
    Audience.EVERYONE: {"zh-hans": "{}", "en": "{}"},
    Audience.WOMEN: {"zh-hans": "{}（女士）", "en": "{} (women)"},
    Audience.MEN: {"zh-hans": "{}（男士）", "en": "{} (men)"},
}
ONE_COMPARED = {
    Comparison.MAX: "high",
    Comparison.MIN: "low",
    Comparison.ABOUT: "low",
    Comparison.EXACTLY: "low",
    Comparison.WITHIN: "high",
}

Siblings = Sequence[ClauseVersion]
Generator = Callable[[ClauseVersion, Siblings, Edition], Proposal | None]


def truth(version: ClauseVersion, siblings: Siblings, edition: Edition) -> Proposal | None:
    """Is this the norm? A do as it stands, or what a don't forbids."""
    text = texts_of(version, "text")
    if version.role == Role.DONT:
        text = broken(text) or {}
    elif version.role != Role.DO:
        return None
    if not text:
        return None
    said = {"zh-hans": f"{text['zh-hans']}这样做合乎规范。", "en": ""}
    if text["en"]:
        said["en"] = f"{text['en']} That follows the norm."
    return Proposal(
        generator="truth",
        version=version,
        kind=ItemKind.BOOLEAN,
        stem=_for_audience(version, said),
        clauses=(version.code,),
        is_true=version.role == Role.DO,
    )


def which_right(version: ClauseVersion, siblings: Siblings, edition: Edition) -> Proposal | None:
    """One do among what the norm's don'ts forbid."""
    wrongs = _broken_siblings(version, siblings)
    if version.role != Role.DO or len(wrongs) < WRONG_COUNT:
        return None
    rng = _rng(version, "which")
    options = [_right(version, "text"), *rng.sample(wrongs, WRONG_COUNT)]
    stem = _asked_of(
        version, edition, "{}：下面哪一种做法合乎规范？", "{}: which of these follows the norm?"
    )
    return _choice("which", version, ItemKind.SINGLE, stem, options, rng)


def critical(version: ClauseVersion, siblings: Siblings, edition: Edition) -> Proposal | None:
    """What must never go wrong, among other dos and what the don'ts forbid."""
    if not version.is_critical or version.role not in (Role.DO, Role.DONT):
        return None
    rng = _rng(version, "critical")
    dos = [
        _right(each, "text")
        for each in siblings
        if each.role == Role.DO and each.pk != version.pk and _same_audience(version, each)
    ]
    wrongs = _broken_siblings(version, siblings)
    own = _broken_option(version) if version.role == Role.DONT else _right(version, "text")
    right_count, wrong_count = (1, 2) if version.role == Role.DO else (2, 1)
    if own is None or len(dos) < right_count or len(wrongs) < wrong_count:
        return None
    options = [own, *rng.sample(dos, right_count), *rng.sample(wrongs, wrong_count)]
    stem = _asked_of(version, edition, "{}：哪些做法合乎规范？", "{}: which of these are right?")
    return _choice("critical", version, ItemKind.MULTIPLE, stem, options, rng)


def figure(version: ClauseVersion, siblings: Siblings, edition: Edition) -> Proposal | None:
    """The clause with its number left out, to be written."""
    value, stem = _value(version), _with_blank(version)
    if value is None or stem is None:
        return None
    return Proposal(
        generator="figure",
        version=version,
        kind=ItemKind.NUMBER,
        stem=stem,
        clauses=(version.code,),
        answer=value,
        unit=version.measure_unit,
    )


def figure_choice(version: ClauseVersion, siblings: Siblings, edition: Edition) -> Proposal | None:
    """The clause with its number left out, and figures near the right one."""
    value, stem = _value(version), _with_blank(version)
    if value is None or stem is None:
        return None
    rng = _rng(version, "figures")
    options = [
        ProposedOption(_amount(each, version.measure_unit), each == value, version.code)
        for each in sorted([value, *near(value)])
    ]
    return _choice("figures", version, ItemKind.SINGLE, stem, options, rng, shuffles=False)


def order(version: ClauseVersion, siblings: Siblings, edition: Edition) -> Proposal | None:
    """Put the steps into order; asked once for each run of steps, at its first."""
    steps = [each for each in siblings if each.role == Role.STEP]
    places = [place for place, each in enumerate(steps) if each.pk == version.pk]
    if not places or places[0] % STEPS_ASKED:
        return None
    run = steps[places[0] : places[0] + STEPS_ASKED]
    if len(run) < 3:
        return None
    stem = _asked_of(
        version,
        edition,
        f"{{}}：下面 {len(run)} 步按先后怎么排？",
        f"{{}}: put these {len(run)} steps in order.",
    )
    return Proposal(
        generator="order",
        version=version,
        kind=ItemKind.ORDER,
        stem=stem,
        clauses=tuple(step.code for step in run),
        options=tuple(ProposedOption(_step_name(step), False, step.code) for step in run),
    )


def what_to_say(version: ClauseVersion, siblings: Siblings, edition: Edition) -> Proposal | None:
    """The line to say, or the better words, among lines never to say in this norm."""
    if version.role not in (Role.SAY, Role.AVOID) or not version.situation_zh_hans:
        return None
    right = _right(version, "line" if version.role == Role.SAY else "instead")
    own = [_never(version)] if version.role == Role.AVOID else []
    others = [
        _never(each) for each in siblings if each.role == Role.AVOID and each.pk != version.pk
    ]
    if len(own) + len(others) < 2:
        return None
    rng = _rng(version, "say")
    wrongs = own + rng.sample(others, min(len(others), WRONG_COUNT - len(own)))
    when = texts_of(version, "situation")
    stem = {
        "zh-hans": f"{when['zh-hans']}，你怎么说？",
        "en": f"{when['en'].rstrip('.')}. What do you say?" if when["en"] else "",
    }
    return _choice("say", version, ItemKind.SINGLE, stem, [right, *wrongs], rng)


GENERATORS: tuple[Generator, ...] = (
    what_to_say,
    which_right,
    critical,
    figure,
    figure_choice,
    order,
    truth,
)


def proposals_of(edition: Edition, versions: Siblings) -> list[Proposal]:
    """Everything that can be asked about an edition's clauses, clause by clause."""
    made = (generate(each, versions, edition) for each in versions for generate in GENERATORS)
    return [proposal for proposal in made if proposal]


def _rng(version: ClauseVersion, generator: str) -> Random:
    return Random(f"{version.code}:{version.number}:{generator}")


def _choice(generator, version, kind, stem, options, rng, *, shuffles=True) -> Proposal:
    if shuffles:
        rng.shuffle(options)
    codes = [version.code]
    if kind == ItemKind.MULTIPLE:
        codes += [option.clause for option in options if option.clause not in codes]
    return Proposal(
        generator=generator,
        version=version,
        kind=kind,
        stem=stem,
        clauses=tuple(codes),
        options=tuple(options),
    )


def _for_audience(version: ClauseVersion, stem: Texts) -> Texts:
    named = BEFORE[Audience(version.applies_to)]
    return {code: named[code].format(text) if text else "" for code, text in stem.items()}


def _asked_of(version: ClauseVersion, edition: Edition, chinese: str, english: str) -> Texts:
    """A question about the norm as a whole, its title in the place of ``{}``."""
    named = BEHIND[Audience(version.applies_to)]
    title = {"zh-hans": edition.title_zh_hans, "en": edition.title_en}
    asked = {"zh-hans": chinese, "en": english}
    return {
        code: asked[code].format(named[code].format(title[code])) if title[code] else ""
        for code in LANGUAGE_CODES
    }


def _same_audience(version: ClauseVersion, other: ClauseVersion) -> bool:
    return other.applies_to in (Audience.EVERYONE, version.applies_to)


def _right(version: ClauseVersion, name: str) -> ProposedOption:
    return ProposedOption(texts_of(version, name), True, version.code)


def _never(version: ClauseVersion) -> ProposedOption:
    return ProposedOption(texts_of(version, "line"), False, version.code)


def _broken_option(version: ClauseVersion) -> ProposedOption | None:
    text = broken(texts_of(version, "text"))
    return ProposedOption(text, False, version.code) if text else None


def _broken_siblings(version: ClauseVersion, siblings: Siblings) -> list[ProposedOption]:
    """What the other don'ts forbid; those in both languages come alone where they suffice."""
    made = [
        _broken_option(each)
        for each in siblings
        if each.role == Role.DONT and each.pk != version.pk and _same_audience(version, each)
    ]
    found = [option for option in made if option]
    in_both = [option for option in found if option.text["en"]]
    return in_both if len(in_both) >= WRONG_COUNT else found


def _step_name(step: ClauseVersion) -> Texts:
    texts = texts_of(step, "text")
    return {code: name_and_rest(texts[code])[0].rstrip("。.") for code in LANGUAGE_CODES}


def _value(version: ClauseVersion) -> Decimal | None:
    """The one number of a measure that has one; facts are no rule and never a key."""
    if not version.measure or version.role == Role.FACT:
        return None
    name = ONE_COMPARED.get(Comparison(version.measure_comparison))
    return getattr(version.measure, name) if name else None


def _with_blank(version: ClauseVersion) -> Texts | None:
    """The clause without its number; None where the Chinese does not show it once, in digits."""
    value = _value(version)
    number = re.compile(rf"(?<![\d.]){re.escape(plain(value))}(?![\d.]\d|\d)")
    texts = texts_of(version, "text")
    if len(number.findall(texts["zh-hans"])) != 1:
        return None
    asked = {"zh-hans": f"填上数字：{number.sub(BLANK, texts['zh-hans'])}", "en": ""}
    if len(number.findall(texts["en"])) == 1:
        asked["en"] = f"Fill in the number: {number.sub(BLANK, texts['en'])}"
    return _for_audience(version, asked)


def _amount(value: Decimal, unit: str) -> Texts:
    payload = {"number": {"unit": MeasureUnit(unit)}}
    return {code: f"{plain(value)} {unit_label(payload, code)}" for code in LANGUAGE_CODES}
