"""Modules: what there is to read, reading it norm by norm, confirming it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.forms import is_key
from portal.languages import localized
from portal.permissions import get_visible_or_404
from standards.editions import Edition
from standards.pages import norm_page, shown_language
from standards.qr import qr_svg

from ..assignments.models import Duty
from .models import Module, Reading
from .services import EditionSuperseded, confirm_reading


@require_safe
def modules(request):
    """Every module with the reader's progress; those for their own job role first."""
    found = list(Module.objects.visible_to(request.user).with_progress(request.user))
    context = {
        "mine": [module for module in found if module.is_for_person],
        "others": [module for module in found if not module.is_for_person],
    }
    return render(request, "training/modules/modules.html", context)


@require_safe
def module(request, slug):
    """One module: its norms with what the reader has confirmed, and where to go on."""
    module = get_visible_or_404(Module.objects.with_progress(request.user), request.user, slug=slug)
    entries = _entries(module, request.user)
    duties = Duty.objects.filter(person=request.user, assignment__module=module)
    context = {
        "module": module,
        "entries": entries,
        "duty": duties.outstanding(timezone.now()).select_related("assignment").first(),
        "last": entries[-1],
    }
    return render(request, "training/modules/module.html", context)


@require_safe
def module_print(request, slug):
    """All norms of a module one after the other, to be printed or kept without a line."""
    module = get_visible_or_404(Module.objects, request.user, slug=slug)
    places = {
        norm: place
        for place, norm in enumerate(module.entries.published().values_list("norm", flat=True))
    }
    editions = Edition.objects.current().with_page(shown_language(request))
    found = editions.filter(norm__in=places).select_related("norm__topic")
    pages = [norm_page(request, edition) for edition in found]
    address = request.build_absolute_uri(module.get_absolute_url())
    context = {
        "module": module,
        "pages": sorted(pages, key=lambda page: places[page.norm.pk]),
        "any_dress_codes": any(page.has_dress_codes for page in pages),
        "address": address,
        "qr": qr_svg(address, _("The module's page")),
    }
    return render(request, "training/modules/print.html", context)


@require_safe
def module_norm(request, slug, norm_slug):
    """A norm read as part of a module, with the way on and the confirmation at its end."""
    module, entries, place = _place_or_404(request.user, slug, norm_slug)
    editions = Edition.objects.current().with_page(shown_language(request))
    edition = get_object_or_404(editions.select_related("norm__topic"), norm=entries[place].norm_id)
    context = {
        "module": module,
        "entry": entries[place],
        "number": place + 1,
        "count": len(entries),
        "previous": entries[place - 1] if place else None,
        "next": entries[place + 1] if place + 1 < len(entries) else None,
        "reading": Reading.objects.filter(person=request.user, edition=edition).first(),
        "page": norm_page(request, edition),
    }
    return render(request, "training/modules/module_norm.html", context)


@require_POST
def reading_confirm(request, slug, norm_slug):
    """Record “I have read edition N” of a norm in a module and go to the next one to read."""
    module, entries, place = _place_or_404(request.user, slug, norm_slug)
    norm = entries[place].norm
    edition = _posted_edition(norm, request.POST.get("edition", ""))
    try:
        confirm_reading(person=request.user, edition=edition, at=timezone.now())
    except EditionSuperseded as error:
        messages.warning(
            request,
            _("A new edition has come out meanwhile: this is edition %(number)s. Please read it.")
            % {"number": error.current.number},
        )
        return redirect("training:module_norm", slug, norm_slug)
    title = localized(edition, "title")
    messages.success(
        request,
        _("Saved: you have read “%(title)s”, edition %(number)s.")
        % {"title": title, "number": edition.number},
    )
    entries[place].is_read = True
    following = next((e for e in entries[place:] + entries[:place] if not e.is_read), None)
    if following:
        return redirect("training:module_norm", slug, following.norm.slug)
    return redirect(module)


def _entries(module, person):
    """The module's published norms in order, with the person's readings."""
    entries = module.entries.published().with_reading(person)
    return list(entries.select_related("norm__current_edition"))


def _place_or_404(user, slug, norm_slug):
    """``(module, entries, place)`` of a norm in a module; 404 where either cannot be seen."""
    module = get_visible_or_404(Module.objects, user, slug=slug)
    entries = _entries(module, user)
    for place, entry in enumerate(entries):
        if entry.norm.slug == norm_slug:
            return module, entries, place
    raise Http404


def _posted_edition(norm, number: str) -> Edition:
    """The edition that the form names; anything else than a number of an edition is a 404."""
    if not is_key(number):
        raise Http404
    return get_object_or_404(Edition, norm=norm, number=number)
