"""What the demo's people answer: right, nearly right, or in their own words."""

from decimal import Decimal
from random import Random

from standards.measures import plain

from ..attempts.models import Response
from ..items.models import ItemVersion

#: Written answers by item, from good to weak.
WRITTEN = {
    "counter-still-waiting": (
        "让您久等了，这会儿系统有点慢。正在给您写卡，大约还要两分钟，好了我马上告诉您。",
        "不好意思，系统慢，再等一下就好。",
        "系统就这样，我也没办法。",
    ),
    "compl-three-trips": (
        "让您跑了三趟，换谁都着急，对不起。请您到这边坐，慢慢跟我说，这件事我来给您办。",
        "您先别急，先生，这边请，我帮您看看是什么情况。",
        "您别激动，前两次不是我接待的。",
    ),
    "compl-not-finished-yet": (
        "李女士您好，我是城东营业厅的林晓。答应今天给您回话，退款还没到账，对不起。"
        "经办那边要到后天下午，后天四点前我再给您打电话。",
        "李女士，您的退款还没好，要到后天下午，请您再等等。",
        "退款是别的部门办的，我催也没用，您过两天再打来问吧。",
    ),
    "open-at-the-glass": (
        "让您在外面等着了。我们九点准时开门，还有十分钟。您今天办什么业务？"
        "我先看看您的证件带齐了没有，一开门您就能办。",
        "我们九点开门，请您再等十分钟。",
        "还没到点，急也没用。",
    ),
    "phone-no-time": (
        "理解您忙。您看是今天下午 3 点，还是明天上午 10 点方便？我到您办公室去，十分钟就够。",
        "那您看这周四或周五，我过去找您？",
        "那您什么时候有空再告诉我吧。",
    ),
    "visit-opening-words": (
        "张主任您好，我是负责贵单位的客户经理陈晨。今天来想请您看看上季度的用量，听听您的意见，大概二十分钟。",
        "张主任好，我是客户经理小陈，今天来跟您聊聊用量的事。",
        "张主任，最近忙吗？随便来看看您。",
    ),
    "words-no-id": (
        "核对身份证是怕有人冒您的名把号码补走，用了十年的号更要看紧。"
        "其他材料我先帮您核好，缺什么写给您，下次来马上办。",
        "先生，这是为了您号码的安全，您带上证件再来我马上给您办。",
        "公司规定必须带身份证，我也没办法。",
    ),
    "words-overcharge": (
        "谢谢您告诉我，看到没用过的费用换谁都着急。是哪一笔？您指给我，我现在就查是哪天扣的、为什么扣。",
        "您先别急，我帮您查一下账单。",
        "系统不会扣错的，您再想想是不是用过。",
    ),
}
FALLBACK = (
    "先向客户致歉，听完再说明现在能做什么、多久能好。",
    "请客户稍等，我去问一下。",
    "不清楚。",
)


def answer(version: ItemVersion, skill: float, rng: Random):
    """A raw answer of somebody who knows ``skill`` (0–1) of it, as the page would send it."""
    payload = version.payload
    knows = rng.random() < skill
    if version.kind == "short":
        texts = WRITTEN.get(version.item.code, FALLBACK)
        return texts[0] if knows else rng.choice(texts[1:])
    if version.kind == "boolean":
        return "true" if payload["is_true"] == knows else "false"
    if version.kind == "number":
        key = {name: Decimal(payload["number"][name]) for name in ("answer", "tolerance")}
        off_by = 0 if knows else 2 * key["tolerance"] + rng.choice((1, 3))
        return plain(key["answer"] + off_by)
    if version.kind == "multiple":
        ticked = [option["key"] for option in payload["options"] if option["correct"]]
        if not knows:
            wrong = [option["key"] for option in payload["options"] if not option["correct"]]
            ticked = rng.choice((ticked[1:], [*ticked, wrong[0]]))
        return ticked
    keys = [option["key"] for option in payload["options"]]
    if version.kind == "order":
        if not knows:
            place = rng.randrange(len(keys) - 1)
            keys[place], keys[place + 1] = keys[place + 1], keys[place]
        return keys
    wanted = [option["key"] for option in payload["options"] if option["correct"] == knows]
    return rng.choice(wanted)


def levels(response: Response) -> dict[str, str]:
    """The levels that a fair marker gives to one of the written answers."""
    version = response.item_version
    place = WRITTEN.get(version.item.code, FALLBACK).index(response.value)
    return {
        criterion["key"]: criterion["levels"][-1 - min(place, len(criterion["levels"]) - 1)]["key"]
        for criterion in version.payload["criteria"]
    }


COMMENTS = (
    "应答很自然，先接住情绪再给办法，继续这样说。",
    "意思到了，再加一句大约要多久，客户心里就有数。",
    "这句话客户听了会觉得被推开。先道歉，再说你现在能做什么。",
)
