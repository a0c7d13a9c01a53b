"""The documentation names what exists: variables, commands, make targets, locked packages."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    path
    for path in (
        *(ROOT / name for name in ("README.md", "README.zh.md", "CONTRIBUTING.md", "SECURITY.md")),
        *sorted((ROOT / "docs").rglob("*.md")),
    )
    if path.exists()
]
LOCKS = ("requirements.txt", "requirements-test.txt", "requirements-dev.txt")
EXTRAS = ("postgres", "redis")  # what requirements.txt holds beside the core


def variables_read_by(source: str) -> set[str]:
    """Names given first to ``env(...)``, ``env.bool(...)``, ``secret(...)``, ``os.environ...``."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args:
            reader, key = ast.unparse(node.func), node.args[0]
        elif isinstance(node, ast.Subscript):
            reader, key = ast.unparse(node.value), node.slice
        else:
            continue
        is_reader = re.fullmatch(r"env(\.\w+)?|secret|os\.environ(\.get)?|os\.getenv", reader)
        if is_reader and isinstance(key, ast.Constant) and isinstance(key.value, str):
            names.add(key.value)
    return names


def commands_in(doc: Path) -> str:
    """The fenced blocks and the inline code of a page, one under the other."""
    text = doc.read_text(encoding="utf-8")
    fences = re.findall(r"^```\w*\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    rest = re.sub(r"^```\w*\n.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    return "\n".join([*fences, *re.findall(r"`([^`\n]+)`", rest)])


def pins_of(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, flags=re.MULTILINE))


def wanted_by_pyproject() -> dict[str, list[str]]:
    """Requirement strings per lock file, with included groups resolved."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]

    def resolve(group: str) -> list[str]:
        entries = []
        for entry in groups[group]:
            entries += [entry] if isinstance(entry, str) else resolve(entry["include-group"])
        return entries

    run = list(project["project"]["dependencies"])
    for extra in EXTRAS:
        run += project["project"]["optional-dependencies"][extra]
    return dict(zip(LOCKS, (run, run + resolve("test"), run + resolve("dev")), strict=True))


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ('env("A")', {"A"}),
        ('env.bool("A", default=False)', {"A"}),
        ('secret("A", demo_default="B")', {"A"}),
        ('os.environ.get("A"); os.environ["B"]', {"A", "B"}),
        ('other("A"); env.read_env(path); settings["B"]', set()),
    ],
)
def test_variables_read_by_finds_each_way_to_read_one(source, names):
    assert variables_read_by(source) == names


def test_env_example_names_exactly_the_variables_that_are_read():
    read = set()
    for name in ("portal/settings.py", "gunicorn.conf.py"):
        read |= variables_read_by((ROOT / name).read_text(encoding="utf-8"))

    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = re.findall(r"^(?:# )?([A-Z][A-Z0-9_]*)=", example, flags=re.MULTILINE)

    assert sorted(named) == sorted(read)


@pytest.mark.parametrize("doc", PAGES, ids=lambda doc: str(doc.relative_to(ROOT)))
def test_make_commands_in_a_page_are_targets(doc):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))

    named = set(re.findall(r"^(?:[A-Z_]+=\S+ )*make ([a-z-]+)", commands_in(doc), re.MULTILINE))

    assert named - targets == set()


@pytest.mark.parametrize("doc", PAGES, ids=lambda doc: str(doc.relative_to(ROOT)))
def test_management_commands_in_a_page_exist(doc):
    named = set(re.findall(r"manage\.py ([a-z_]+)", commands_in(doc)))

    assert named - set(get_commands()) == set()


@pytest.mark.parametrize("doc", PAGES, ids=lambda doc: str(doc.relative_to(ROOT)))
def test_links_to_files_lead_somewhere(doc):
    text = doc.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text)

    assert [link for link in links if not (doc.parent / link).exists()] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_satisfies_pyproject(lock):
    pins = pins_of(lock)
    requirements = [Requirement(text) for text in wanted_by_pyproject()[lock]]

    unmet = [
        str(requirement)
        for requirement in requirements
        if not requirement.specifier.contains(pins.get(canonicalize_name(requirement.name), "0"))
    ]

    assert unmet == []


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_pins_by_hash_and_names_no_address(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")

    blocks = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]

    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert re.findall(r"^\s*--(?!hash=).*|.*://.*", text, flags=re.MULTILINE) == []


def test_larger_locks_agree_with_the_smaller():
    run, test, dev = (pins_of(lock) for lock in LOCKS)

    assert run.items() <= test.items() <= dev.items()
