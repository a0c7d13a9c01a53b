"""The body of an edition's page: rendered when it is published, stored once per language.

It is derived: a body stored by another renderer is not shown, and ``rebuild_pages`` replaces it.
Bump ``RENDERER`` whenever the templates, the layout or their wording change. Addresses of static
files must not get into a body: their hashed names change while the body stays.
"""

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from portal.languages import LANGUAGE_CODES, localized

from .editions import ClauseVersion, Edition, EditionPage
from .enums import Kind
from .glossary.words import Vocabulary
from .layout import layout, on_page
from .models import Norm, SourcePoint

RENDERER = 6


def render_pages(edition: Edition) -> None:
    """Write the edition's body in every language, over what was stored."""
    versions, exercised = _versions_in_order(edition), exercised_versions(edition.norm)
    for language in LANGUAGE_CODES:
        EditionPage.objects.update_or_create(
            edition=edition,
            language=language,
            defaults={
                "renderer": RENDERER,
                "html": render_body(versions, language, exercised),
                "words": Vocabulary(language).words_of(edition, versions),
            },
        )


def render_cases_exercising(norm: Norm) -> None:
    """Write the bodies anew of the cases that quote clauses of the norm, now that it has moved."""
    cases = Edition.objects.current().filter(norm__exercises__norm=norm)
    for edition in cases.select_related("norm").distinct():
        render_pages(edition)


def page_body(edition: Edition, language: str) -> SafeString:
    """Return the body in ``language``: the stored one, else rendered now and not stored.

    An edition fetched by ``EditionQuerySet.with_page`` for the same language brings its stored
    body along, so that this asks the database nothing.
    """
    fetched = _with_page(edition, language)
    if fetched.page_renderer == RENDERER:
        return mark_safe(fetched.page_html)  # our own rendering of escaped texts
    return render_body(_versions_in_order(edition), language, exercised_versions(edition.norm))


def page_words(edition: Edition, language: str) -> SafeString:
    """The list of the glossary's terms that the edition uses, as ``page_body`` has the body."""
    fetched = _with_page(edition, language)
    if fetched.page_renderer == RENDERER:
        return mark_safe(fetched.page_words)  # as above
    return Vocabulary(language).words_of(edition, _versions_in_order(edition))


def _with_page(edition: Edition, language: str) -> Any:
    """The edition with the annotations of ``with_page``, fetched anew only where they miss."""
    if getattr(edition, "page_language", None) == language:
        return edition
    return Edition.objects.with_page(language).get(pk=edition.pk)


def shows_dress_codes(body: str) -> bool:
    """Tell whether some clauses of the body are for women or for men only."""
    return "data-dress-codes" in body[:200]  # an attribute of its first element


def _versions_in_order(edition: Edition) -> list[ClauseVersion]:
    return [entry.version for entry in edition.entries.select_related("version__picture")]


def exercised_versions(norm: Norm) -> list[ClauseVersion]:
    """The clauses of other norms that a case exercises, as readers see them today."""
    return list(ClauseVersion.objects.exercised_by(norm)) if norm.kind == Kind.CASE else []


def render_body(
    versions: list[ClauseVersion], language: str, exercised: Sequence[ClauseVersion] = ()
) -> SafeString:
    """The body of a page with these versions, in reading order; a draft's need not be saved.

    ``exercised`` are quoted from other norms, at the end of a case.
    """
    context = {
        "language": language,
        "layout": layout(versions, language),
        "exercised": [on_page(version, language) for version in exercised],
        "documents": _cited_documents(versions, language),
    }
    with translation.override(language):
        return render_to_string("standards/_edition_body.html", context)


def _cited_documents(versions: list[ClauseVersion], language: str) -> list[tuple[str, list[str]]]:
    """Titles of the cited documents, each with its cited sections: ``"H1 1.1.1 Dress"``."""
    codes = {code for version in versions for code in version.citations}
    points = SourcePoint.objects.filter(code__in=codes).select_related("source")
    documents: dict[str, list[str]] = {}
    for point in points.order_by("position", "pk"):
        sections = documents.setdefault(localized(point.source, "title", language), [])
        section = f"{point.code.partition('-')[0]} {localized(point, 'section', language)}"
        if section not in sections:
            sections.append(section)
    return list(documents.items())
