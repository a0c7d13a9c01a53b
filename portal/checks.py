"""System checks that turn a misconfigured portal into a sentence with a remedy."""

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def demo_is_off_in_production(app_configs, **kwargs):
    if settings.DEMO:
        return [
            Error(
                "DEMO is on: its accounts have a well-known password.",
                hint="Unset DEMO in the environment of a real portal.",
                id="portal.E001",
            )
        ]
    return []


@register(Tags.caches, deploy=True)
def shared_sessions_need_a_shared_cache(app_configs, **kwargs):
    backend = settings.CACHES["default"]["BACKEND"]
    if settings.SESSION_STORE == "cache" and "locmem" in backend:
        return [
            Error(
                "SESSION_STORE=cache with a cache that each process keeps for itself.",
                hint="Set CACHE_URL to a Redis server, or SESSION_STORE=db.",
                id="portal.E002",
            )
        ]
    return []


@register(Tags.security)
def shared_devices_leave_time_to_answer(app_configs, **kwargs):
    if settings.SHARED_DEVICE_IDLE_MINUTES < 2:
        return [
            Error(
                "SHARED_DEVICE_IDLE_MINUTES is below 2: the warning comes one minute before.",
                hint="Set it to 2 or more (5 when absent).",
                id="portal.E003",
            )
        ]
    return []
