"""``{% load portal_tags %}``: moments in words, an empty value stays empty; paired texts."""

from django import template

from portal import languages, permissions, times

register = template.Library()


@register.filter
def when(moment):
    """``{{ duty.due_at|when }}`` -> "today 18:00"."""
    return times.when(moment) if moment else ""


@register.filter
def by_when(moment):
    """``{{ duty.due_at|by_when }}`` -> "by 18:00 today"."""
    return times.by_when(moment) if moment else ""


@register.filter
def ago(moment):
    """``{{ score.at|ago }}`` -> "5 minutes ago"."""
    return times.ago(moment) if moment else ""


@register.filter
def localized(obj, field):
    """``{{ topic|localized:"summary" }}``: the text in the reader's language, else in Chinese."""
    return languages.localized_html(obj, field)


@register.simple_tag
def can_make_password_for(user, person):
    """``{% can_make_password_for user person as is_allowed %}``"""
    return permissions.can_make_password_for(user, person)
