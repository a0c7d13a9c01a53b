"""What a page that shows an edition needs: its texts in one language, for one dress code."""

from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.languages import LANGUAGE_CODES, SOURCE_LANGUAGE, localized, localized_html
from portal.models import DressCode

from .editions import Edition
from .layout import keep_numbers_whole
from .models import Norm, Picture
from .qr import qr_svg
from .reading import page_body, page_words, shows_dress_codes

BOTH = "all"
EMPTY = SafeString("")


@dataclass(frozen=True)
class NormPage:
    """``language`` is that of the norm's text; the page around it keeps the reader's own.

    ``dress`` is ``women``, ``men`` or ``all``; ``address`` is the norm's own, host and all, which
    stays the same whatever edition comes.
    """

    edition: Edition
    language: str
    dress: str
    address: str
    body: SafeString = EMPTY
    words: SafeString = EMPTY

    @property
    def plain_title(self) -> str:
        return localized(self.edition, "title", self.language)

    @property
    def norm(self) -> Norm:
        return self.edition.norm

    @property
    def title(self) -> SafeString:
        return keep_numbers_whole(localized_html(self.edition, "title", self.language))

    @property
    def summary(self) -> SafeString:
        return keep_numbers_whole(localized_html(self.edition, "summary", self.language))

    @property
    def picture(self) -> Picture | None:
        return self.edition.picture

    @property
    def picture_alt(self) -> str:
        return localized(self.picture, "alt", self.language)

    @property
    def qr(self) -> SafeString:
        """Leads from paper to what the norm says by then."""
        return qr_svg(self.address, _("The norm's page"))

    @property
    def other_language(self) -> str:
        return next(code for code in LANGUAGE_CODES if code != self.language)

    @property
    def has_older(self) -> bool:
        """Editions count from 1 and none is ever taken away, so nobody needs to be asked."""
        return self.edition.number > 1

    @property
    def has_dress_codes(self) -> bool:
        return shows_dress_codes(self.body)

    @property
    def dress_class(self) -> str:
        return "" if self.dress == BOTH else f"dress-{self.dress}"


def norm_page(request, edition: Edition) -> NormPage:
    """Make the page of an edition that was fetched ``with_page(shown_language(request))``."""
    page = text_page(request, edition)
    body, words = page_body(edition, page.language), page_words(edition, page.language)
    return replace(page, body=body, words=words)


def text_page(request, edition: Edition) -> NormPage:
    """The same without body and words, for pages that show the edition in another way."""
    address = request.build_absolute_uri(edition.norm.get_absolute_url())
    return NormPage(edition, shown_language(request), shown_dress(request), address)


def shown_language(request) -> str:
    """The language of the norm's text: ``?text=en``, else the reader's."""
    asked = request.GET.get("text", "")
    return asked if asked in LANGUAGE_CODES else get_language() or SOURCE_LANGUAGE


def shown_dress(request) -> str:
    """The dress code shown: ``?dress=women``, ``men`` or ``all``, else the person's own."""
    asked = request.GET.get("dress", "")
    if asked in (*DressCode.values, BOTH):
        return asked
    return request.user.dress_code or BOTH
