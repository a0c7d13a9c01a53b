"""Moments in words: the local day decides, and the reader's language."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from portal import times

SHANGHAI = ZoneInfo("Asia/Shanghai")
UTC = ZoneInfo("UTC")


def at(text: str, zone=SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


NOW = at("2025-11-21 09:30")


@pytest.mark.parametrize(
    ("moment", "english", "chinese"),
    [
        ("2025-11-21 18:00", "today 18:00", "今天 18:00"),
        ("2025-11-22 09:00", "tomorrow 9:00", "明天 9:00"),
        ("2025-11-20 23:59", "yesterday 23:59", "昨天 23:59"),
        ("2025-11-24 18:00", "24 November 18:00", "11月24日 18:00"),
        ("2026-01-05 08:05", "5 January 2026 8:05", "2026年1月5日 8:05"),
    ],
)
def test_when_says_the_day_as_people_do(moment, english, chinese):
    with translation.override("en"):
        assert times.when(at(moment), NOW) == english
    with translation.override("zh-hans"):
        assert times.when(at(moment), NOW) == chinese


@pytest.mark.parametrize(
    ("moment", "english", "chinese"),
    [
        ("2025-11-21 18:00", "by 18:00 today", "今天 18:00 前"),
        ("2025-11-22 09:00", "by 9:00 tomorrow", "明天 9:00 前"),
        ("2025-11-20 18:00", "by 18:00 yesterday", "昨天 18:00 前"),
        ("2025-11-24 18:00", "by 18:00 on 24 November", "11月24日 18:00 前"),
        ("2024-12-31 18:00", "by 18:00 on 31 December 2024", "2024年12月31日 18:00 前"),
    ],
)
def test_by_when_says_a_due_time(moment, english, chinese):
    with translation.override("en"):
        assert times.by_when(at(moment), NOW) == english
    with translation.override("zh-hans"):
        assert times.by_when(at(moment), NOW) == chinese


@pytest.mark.parametrize(
    ("moment", "english", "chinese"),
    [
        ("2025-11-21 09:29:30", "just now", "刚刚"),
        ("2025-11-21 09:31", "just now", "刚刚"),  # a clock that runs ahead of ours
        ("2025-11-21 09:29", "1 minute ago", "1 分钟前"),
        ("2025-11-21 08:31", "59 minutes ago", "59 分钟前"),
        ("2025-11-21 08:30", "1 hour ago", "1 小时前"),
        ("2025-11-21 00:05", "9 hours ago", "9 小时前"),
        ("2025-11-20 23:50", "yesterday 23:50", "昨天 23:50"),
        ("2025-10-02 12:00", "2 October 12:00", "10月2日 12:00"),
    ],
)
def test_ago_counts_within_the_day_only(moment, english, chinese):
    with translation.override("en"):
        assert times.ago(at(moment), NOW) == english
    with translation.override("zh-hans"):
        assert times.ago(at(moment), NOW) == chinese


def test_today_is_the_day_of_the_hall_not_of_greenwich():
    moment = at("2025-11-21 16:30", UTC)  # 00:30 on the 22nd in Shanghai

    with translation.override("en"):
        assert times.when(moment, NOW) == "tomorrow 0:30"


def test_day_start_and_end_enclose_the_local_day():
    moment = at("2025-11-21 16:30", UTC)

    assert times.local_day(moment).isoformat() == "2025-11-22"
    assert times.day_start(moment) == at("2025-11-22 00:00")
    assert times.day_end(moment) == at("2025-11-23 00:00")


def test_day_end_of_a_day_with_23_hours_is_the_next_midnight(settings):
    settings.TIME_ZONE = "Europe/London"
    london = ZoneInfo("Europe/London")
    with timezone.override(london):
        moment = at("2025-03-30 12:00", london)  # clocks go forward at 1:00

        assert times.day_start(moment) == at("2025-03-30 00:00", london)
        assert times.day_end(moment) == at("2025-03-31 00:00", london)
        assert times.when(at("2025-03-31 00:30", london), moment) == times.when(
            at("2025-03-30 23:30", UTC), moment
        )


def test_filters_leave_an_empty_value_empty():
    template = Template("{% load portal_tags %}{{ x|when }}|{{ x|by_when }}|{{ x|ago }}")

    assert template.render(Context({"x": None})) == "||"


def test_filters_say_a_moment_in_the_readers_language():
    template = Template("{% load portal_tags %}{{ x|when }}|{{ x|by_when }}|{{ x|ago }}")
    moment = timezone.localtime().replace(hour=23, minute=59, second=59)

    with translation.override("en"):
        assert template.render(Context({"x": moment})) == "today 23:59|by 23:59 today|just now"
