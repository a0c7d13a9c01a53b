"""One spelling for searching: full-width and half-width, upper and lower case meet.

Chinese is found wherever it stands. A Latin word or a number is found where one begins, so that
"hang" finds "hangs" and "请hang up" but not "change", and "cm" finds "2cm". What is stored for
the search therefore says where they begin, and so does what is looked for: then a plain
comparison of texts, the same in every database, does it. A clause's code is one thing: "DRESS-0"
finds DRESS-07, "dress" does not.
"""

import re
import unicodedata

#: Stands before each Latin word and number in what is stored, and before each code.
BEGINS, CODE = "‸", "‹"
#: Stands before and after each text that is stored; a folded text holds none.
EDGE = "\n"
RUN = re.compile("(?P<code>[a-z]+(?:-[a-z]?[0-9]+)+)|[a-z]+|[0-9]+")


def fold(text: str) -> str:
    """NFKC-fold, lower-case and squeeze white space, so that ＦＡＢＥ finds FABE."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def indexed(text: str) -> str:
    """Fold a text and mark where its codes, Latin words and numbers begin."""
    return RUN.sub(lambda run: (CODE if run["code"] else BEGINS) + run[0], fold(text))


def stored(*texts: str | None) -> str:
    """Several texts as one column holds them, each on a line of its own."""
    lines = [indexed(text) for text in texts if text]
    return f"{EDGE}{EDGE.join(lines)}{EDGE}" if lines else ""


def pattern(term: str) -> str:
    """The regular expression that finds in a folded text what the search finds in a stored one."""
    before = next((f"(?<!{run})" for run in ("[a-z]", "[0-9]") if re.match(run, term)), "")
    return before + re.escape(term)
