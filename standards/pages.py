"""What a page that shows an edition needs: its texts in one language, for one dress code."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portal.languages import LANGUAGE_CODES, SOURCE_LANGUAGE, localized_html
from portal.models import DressCode

from .editions import Edition
from .models import Norm
from .reading import page_body, shows_dress_codes

BOTH = "all"


@dataclass(frozen=True)
class NormPage:
    """``language`` is that of the norm's text; the page around it keeps the reader's own.

    ``dress`` is ``women``, ``men`` or ``all``.
    """

    edition: Edition
    language: str
    dress: str
    body: SafeString

    @property
    def norm(self) -> Norm:
        return self.edition.norm

    @property
    def title(self) -> SafeString:
        return localized_html(self.edition, "title", self.language)

    @property
    def summary(self) -> SafeString:
        return localized_html(self.edition, "summary", self.language)

    @property
    def other_language(self) -> str:
        return next(code for code in LANGUAGE_CODES if code != self.language)

    @property
    def older_numbers(self) -> range:
        """Editions count from 1 and none is ever taken away, so nobody needs to be asked."""
        return range(1, self.edition.number)

    @property
    def has_dress_codes(self) -> bool:
        return shows_dress_codes(self.body)

    @property
    def dress_class(self) -> str:
        return "" if self.dress == BOTH else f"dress-{self.dress}"


def norm_page(request, edition: Edition) -> NormPage:
    """Make the page of an edition that was fetched ``with_page(shown_language(request))``."""
    language = shown_language(request)
    return NormPage(edition, language, shown_dress(request), page_body(edition, language))


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
