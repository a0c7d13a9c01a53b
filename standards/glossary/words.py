"""Which of the glossary's terms a norm uses, and the list of them at its foot."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from portal.languages import localized
from standards.editions import CLAUSE_TEXTS, ClauseVersion, Edition

from .models import Term


class Vocabulary:
    """The terms that are looked for in norms, in one language; fetched once for many norms."""

    def __init__(self, language: str):
        self.language = language
        names = {
            _plain(localized(term, "name", language)): term
            for term in Term.objects.filter(is_of_portal=False)
        }
        # The longest first: “account manager” is not “account”.
        self.names = dict(sorted(names.items(), key=lambda item: -len(item[0])))

    def words_of(self, edition: Edition, versions: Iterable[ClauseVersion]) -> SafeString:
        """The rendered list of what an edition with these clauses uses; nothing if nothing."""
        if not (used := self.used_in(edition, versions)):
            return SafeString("")
        context = {"terms": used, "language": self.language}
        with translation.override(self.language):
            return render_to_string("standards/_words.html", context)

    def used_in(self, edition: Edition, versions: Iterable[ClauseVersion]) -> list[Term]:
        """Terms in the order in which a reader meets them, each once."""
        if not self.names:
            return []
        texts = [localized(edition, name, self.language) for name in ("title", "summary")]
        for version in versions:
            texts += [localized(version, name, self.language) for name in CLAUSE_TEXTS]
        terms = list(self.names.values())
        found = self._pattern.finditer(_plain("\n".join(texts)))
        return list(dict.fromkeys(terms[match.lastindex - 1] for match in found if match.lastindex))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """One group for each term."""
        return re.compile("|".join(map(_group, self.names)))


def _plain(text: str) -> str:
    """One width of letters and one space between words; capitals stay."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _group(name: str) -> str:
    """Chinese as it stands; English as whole words, singular or plural; SPIN in capitals only."""
    before = "(?<![A-Za-z0-9])" if name[0].isascii() else ""
    after = "(?:e?s)?(?![A-Za-z0-9])" if name[-1].isascii() else ""
    case = "" if name.isupper() else "i"
    return f"(?{case}:{before}({re.escape(name)}){after})"
