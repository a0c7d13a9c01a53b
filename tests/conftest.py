"""Personas, their halls, and a little published content.

Head office 集团 > 江南省 > 临江市 > the halls 城东营业厅 (east) and 城西营业厅 (west). Lin and Zhou
serve at east, which Mei manages; Han serves at west, which Tao manages; Gu manages the city, Song
writes norms, An administers.
"""

from types import SimpleNamespace

import pytest
from django.utils import translation

from portal.models import Person, Unit
from standards.enums import Audience, Kind, Role
from tests import factories
from tests.world import PERSONAS, make_world

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


@pytest.hookimpl(tryfirst=True)  # before -m is read
def pytest_collection_modifyitems(items):
    """Mark what asks a database: the rest says the same on a second one."""
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(item.fixturenames):
            item.add_marker("database")


@pytest.fixture(autouse=True)
def plain_settings(settings):
    """Fast passwords and static files that nobody has to collect; no page depends on DEBUG."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def chinese_first():
    """Begin in the portal's first language, whatever a request of another test left active."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def clock():
    return factories.NOW


@pytest.fixture
def org(db):
    """``org.head``, ``.province``, ``.city``, ``.east``, ``.west``."""
    level = Unit.Level
    head = factories.make_unit("HQ", "集团", level.HEAD_OFFICE)
    province = factories.make_unit("JN", "江南省", level.PROVINCE, head)
    city = factories.make_unit("LJ", "临江市", level.CITY, province)
    east = factories.make_unit("LJ-E", "城东营业厅", level.STORE, city)
    west = factories.make_unit("LJ-W", "城西营业厅", level.STORE, city)
    return SimpleNamespace(head=head, province=province, city=city, east=east, west=west)


@pytest.fixture
def lin(org):
    return factories.make_person("lin", "林晓", org.east, job_role=factories.make_job_role())


@pytest.fixture
def zhou(org):
    return factories.make_person("zhou", "周宁", org.east, job_role=factories.make_job_role())


@pytest.fixture
def mei(org):
    return factories.make_person("mei", "梅芳", org.east, manages=org.east)


@pytest.fixture
def han(org):
    return factories.make_person("han", "韩冰", org.west, job_role=factories.make_job_role())


@pytest.fixture
def tao(org):
    return factories.make_person("tao", "陶然", org.west, manages=org.west)


@pytest.fixture
def gu(org):
    return factories.make_person("gu", "顾岚", org.city, manages=org.city)


@pytest.fixture
def song(org):
    return factories.make_person("song", "宋词", org.head, access=Person.Access.EDITOR)


@pytest.fixture
def an(org):
    return factories.make_person("an", "安然", org.head, access=Person.Access.ADMIN)


@pytest.fixture
def dress_norm(db):
    """Grooming for both dress codes: a measure, a critical clause, one derived without English."""
    return factories.make_norm(
        "dress",
        "着装",
        "Dress",
        kind=Kind.GROOMING,
        summary_zh_hans="上岗前对着镜子查一遍。",
        summary_en="A check at the mirror before you start.",
        clauses=(
            ("DRESS-01", Role.PRINCIPLE, "整洁统一。", "Clean and the same for all."),
            (
                "DRESS-02",
                Role.DO,
                "工牌别在左胸口袋上口，上下不超过 2 厘米。",
                "Badge at the left pocket opening, within 2 cm.",
                {
                    "measure": ("within", None, 2, "cm"),
                    "is_critical": True,
                    "reason_zh_hans": "客户要看得见您是谁。",
                    "reason_en": "The customer can see who you are.",
                    "citations": ["H1-W2"],
                },
            ),
            (
                "DRESS-03",
                Role.DO,
                "裙长到膝盖。",
                "Skirt to the knee.",
                {"applies_to": Audience.WOMEN},
            ),
            (
                "DRESS-04",
                Role.DO,
                "领带到皮带扣。",
                "Tie to the belt buckle.",
                {"applies_to": Audience.MEN},
            ),
            ("DRESS-05", Role.DONT, "工牌歪戴。", "Badge worn crooked."),
            ("DRESS-06", Role.DONT, "微笑时口罩挂在下巴上。", "", {"is_derived": True}),
        ),
    )


@pytest.fixture
def phone_norm(db):
    """A phone script: a principle, three steps with their lines, a line never to say."""
    return factories.make_norm(
        "phone",
        "电话预约",
        "Telephone appointment",
        kind=Kind.PHONE_SCRIPT,
        topic=factories.make_topic("phone", "电话", "Telephone", position=1),
        clauses=(
            ("PHONE-01", Role.PRINCIPLE, "尊重客户的时间。", "Respect the customer's time."),
            ("PHONE-02", Role.STEP, "先报单位和姓名。", "Say who you are."),
            (
                "PHONE-03",
                Role.SAY,
                "报家门。",
                "Give your name.",
                {
                    "line_zh_hans": "您好，我是临江营业厅的林晓。",
                    "line_en": "Hello, this is Lin from the Linjiang hall.",
                    "situation_zh_hans": "接通后",
                    "situation_en": "Once connected",
                },
            ),
            ("PHONE-04", Role.STEP, "约定时间。", "Agree a time."),
            (
                "PHONE-05",
                Role.SAY,
                "给两个时间。",
                "Offer two times.",
                {
                    "line_zh_hans": "周三上午和周四下午，您看哪天方便？",
                    "line_en": "Would Wednesday morning or Thursday afternoon suit you?",
                },
            ),
            (
                "PHONE-06",
                Role.AVOID,
                "不催客户。",
                "Don't press the customer.",
                {
                    "line_zh_hans": "您快点定。",
                    "line_en": "Make up your mind.",
                    "instead_zh_hans": "您方便的时候告诉我。",
                    "instead_en": "Let me know when it suits you.",
                },
            ),
            (
                "PHONE-07",
                Role.STEP,
                "客户先挂机。",
                "The customer hangs up first.",
                {"is_critical": True},
            ),
            (
                "PHONE-08",
                Role.SAY,
                "道别。",
                "Say goodbye.",
                {"line_zh_hans": "再见，祝您愉快。", "line_en": "Goodbye, have a nice day."},
            ),
        ),
    )


@pytest.fixture
def module(dress_norm, phone_norm):
    """“First week”: dress, then the phone script."""
    return factories.make_module(norms=[dress_norm, phone_norm])


@pytest.fixture
def world(request, settings, tmp_path, dress_norm, module):
    """Everybody, and something of everything; see ``tests.world``."""
    settings.MEDIA_ROOT = tmp_path / "media"
    people = {name: request.getfixturevalue(name) for name in PERSONAS[1:]}
    return make_world(people, dress_norm, module)
