"""Tell whether the Chinese catalogue is complete, compiled and up to date with the code.

Run by ``make check``. Looks at every ``locale/zh_Hans/LC_MESSAGES/*.po``: no fuzzy entry, no
missing translation, placeholders kept, and a ``.mo`` beside it with exactly the same entries
(entries, not bytes: two compilers may write different files). Where gettext is installed, also
extracts the strings of the code anew, in a copy, and names those that the catalogue lacks.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = Path("locale/zh_Hans/LC_MESSAGES")
SOURCES = ("portal", "standards", "training", "templates")
SHOWN = 30  # faults named before the rest is only counted
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}")

Key = tuple[str, str, str]  # context, message, plural


def key(entry: polib.POEntry) -> Key:
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def translations(entry: polib.POEntry) -> list[str]:
    if entry.msgid_plural:
        return [text for _, text in sorted(entry.msgstr_plural.items())]
    return [entry.msgstr]


def find_po_faults(po: polib.POFile) -> Iterator[str]:
    for entry in po:
        if entry.obsolete:
            continue
        texts = translations(entry)
        if entry.fuzzy:
            yield f"fuzzy: {entry.msgid!r}"
        elif not texts or not all(texts):
            yield f"not translated: {entry.msgid!r}"
        elif entry.msgid_plural and len(texts) != 1:
            yield f"Chinese has one plural form, this entry has {len(texts)}: {entry.msgid!r}"
        else:
            wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
            for text in texts:
                if set(PLACEHOLDER.findall(text)) != wanted:
                    yield f"placeholders differ: {entry.msgid!r} -> {text!r}"


def find_mo_faults(po: polib.POFile, path: Path) -> Iterator[str]:
    if not path.exists():
        yield f"{path.name} is missing: run `make messages`"
        return
    compiled = {key(entry): translations(entry) for entry in polib.mofile(str(path))}
    written = {key(e): translations(e) for e in po if not e.obsolete and not e.fuzzy and e.msgid}
    written = {name: texts for name, texts in written.items() if all(texts)}
    if compiled != written:
        names = compiled.keys() | written.keys()
        differing = [name for name in names if compiled.get(name) != written.get(name)]
        yield f"{path.name} differs in {len(differing)} entries, such as {min(differing)[1]!r}"


def extract_keys(root: Path) -> set[Key]:
    """Extract the strings of the code in a copy of it; the tree itself is not touched."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in SOURCES:
            if (root / name).is_dir():
                shutil.copytree(
                    root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__")
                )
        (copy / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "--locale", "zh_Hans"]
        # Without settings, makemessages writes into ./locale of the copy.
        environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
        subprocess.run(
            command, cwd=copy, env=environment, check=True, capture_output=True, text=True
        )
        return {key(e) for e in polib.pofile(str(copy / CATALOGUES / "django.po")) if e.msgid}


def find_missing_strings(root: Path) -> Iterator[str]:
    if not shutil.which("xgettext"):
        print("gettext is not installed: new strings of the code are not looked for.")
        return
    known = {key(entry) for entry in polib.pofile(str(root / CATALOGUES / "django.po"))}
    for context, message, _ in sorted(extract_keys(root) - known):
        where = f" (context {context!r})" if context else ""
        yield f"not collected: {message!r}{where}: run `make messages`"


def main(root: Path = ROOT) -> int:
    faults = []
    paths = sorted((root / CATALOGUES).glob("*.po"))
    if not (root / CATALOGUES / "django.po").exists():
        faults.append(f"{CATALOGUES}/django.po is missing: run `make messages`")
    else:
        faults += find_missing_strings(root)
    entries = 0
    for path in paths:
        po = polib.pofile(str(path))
        entries += len(po)
        faults += [f"{path.name}: {fault}" for fault in find_po_faults(po)]
        faults += [f"{path.name}: {fault}" for fault in find_mo_faults(po, path.with_suffix(".mo"))]
    for fault in faults[:SHOWN]:
        print(fault)
    if len(faults) > SHOWN:
        print(f"... and {len(faults) - SHOWN} more")
    print(f"{entries} messages, {len(faults)} faults.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
