"""Imports point up the ladder only: portal ← standards ← training (design of the layers)."""

import ast

from django.conf import settings

MAY_IMPORT = {
    "portal": {"portal"},
    "standards": {"portal", "standards"},
    "training": {"portal", "standards", "training"},
}
COMPOSITION_ROOT = {"portal/settings.py", "portal/urls.py"}


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def test_no_import_points_down_the_ladder():
    wrong = [
        f"{path.relative_to(settings.BASE_DIR)} imports {module}"
        for app, allowed in MAY_IMPORT.items()
        for path in sorted((settings.BASE_DIR / app).rglob("*.py"))
        if str(path.relative_to(settings.BASE_DIR)) not in COMPOSITION_ROOT
        for module in imports_of(path)
        if module.split(".")[0] in set(MAY_IMPORT) - allowed
    ]

    assert wrong == []
