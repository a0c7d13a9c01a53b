"""Every page of the demo: a trainee's and a manager's on a phone in Chinese, a regional manager's
at a desk in English.

Each is looked at for what no other test sees: complaints in the console (the content security
policy among them), text wider than the screen, WCAG 2.2 AA as far as axe can tell.
"""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve

from tests.browser.demo_portal import sign_in

pytestmark = pytest.mark.browser

PHONE = {"locale": "zh-CN", "viewport": {"width": 390, "height": 844}}
DESK = {"locale": "en-GB", "viewport": {"width": 1280, "height": 900}}
SCREENS = {"phone-zh": PHONE, "desk-en": DESK}

#: On which screen and where each account's walk starts; from there on, one page of each shape.
WALKS = {
    "trainee": (
        "phone-zh",
        [
            "/",
            "/rounds/",
            "/me/",
            "/standards/norms/dress/",
            "/standards/norms/case-too-slow/meeting/",
            "/phrases/",
            "/phrases/angry/",
            "/phrases/?q=规定",
            "/search/?q=微笑",
            "/glossary/",
        ],
    ),
    "manager": (
        "phone-zh",
        ["/", "/team/", "/team/map/", "/rounds/new/?checklist=opening-check", "/marking/"],
    ),
    "regional": ("desk-en", ["/", "/team/", "/team/map/", "/rounds/", "/modules/", "/me/"]),
}
#: Where each desk goes: an administrator may do all that an editor may, which is not seen twice.
DESKS = {"editor": "/admin/", "admin": "/admin/(portal|axes)/"}
SECTIONS = re.compile(
    r"/(standards|modules|assignments|duties|attempts|team|people|rounds|marking|admin)/"
)
FILES = re.compile(r"\.(csv|xlsx|webp)$")
#: Without preloading: axe would add inline styles of its own, which the policy rightly refuses.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "preload": False}
#: More than a walk of one page of each shape needs; an editor's desk has more shapes than that.
PAGES_PER_WALK = 45
#: What Django's own admin templates and its chooser break; nothing of ours is excused.
DJANGOS_OWN = {
    "aria-input-field-name",
    "aria-prohibited-attr",
    "color-contrast-enhanced",
    "label",
    "list",
}


class Walk:
    def __init__(self, browser, portal, account, screen):
        self.context = browser.new_context(**screen)
        self.page = self.context.new_page()
        self.width = screen["viewport"]["width"]
        self.portal = portal
        self.complaints: list[str] = []
        self.page.on(
            "console",
            lambda message: (
                self.complaints.append(f"{self.page.url}: {message.text}")
                if message.type in ("error", "warning")
                else None
            ),
        )
        sign_in(self.page, portal, account)

    def look(self, path, excused=frozenset()):
        """Open a page and note what is wrong with it."""
        response = self.page.goto(f"{self.portal}{path}")
        if response.status != 200:
            self.complaints.append(f"{path}: answered {response.status}")
            return
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > self.width:
            self.complaints.append(f"{path}: {wide} px wide")
        found = self.judged_whole()
        self.complaints += [
            f"{path}: {violation['id']} at {violation['nodes'][0]['target']}"
            for violation in found.response["violations"]
            if violation["id"] not in excused
        ]

    def judged_whole(self):
        """Axe's findings on a screen as tall as the page: what the bar at the thumb happens to
        cover half of is no smaller for whoever scrolls."""
        size = self.page.viewport_size
        height = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size(size | {"height": max(size["height"], height)})
        found = Axe().run(self.page, options=RULES)
        self.page.set_viewport_size(size)
        return found

    def links(self):
        """Addresses of this site that the page links to, without anchors and files."""
        hrefs = self.page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
        paths = []
        for href in hrefs:
            parts = urlsplit(href)
            is_page = SECTIONS.match(parts.path) and not FILES.search(parts.path)
            if href.startswith(self.portal) and is_page:
                paths.append(parts.path + (f"?{parts.query}" if parts.query else ""))
        return list(dict.fromkeys(paths))


def shape(path: str) -> tuple:
    """What an address has in common with others that show the same page of something else."""
    parts = urlsplit(path)
    return resolve(unquote(parts.path)).view_name, tuple(sorted(parse_qs(parts.query)))


def walk(browser, portal, account, screen, starts, *, within="/", excused=frozenset()):
    """Look at the starts and, ``within`` these addresses, at one page of each shape they lead to;
    returns (paths, complaints)."""
    walker = Walk(browser, portal, account, screen)
    seen: dict[tuple, str] = {}
    queue = list(starts)
    while queue and len(seen) < PAGES_PER_WALK:
        path = queue.pop(0)
        if shape(path) in seen:
            continue
        seen[shape(path)] = path
        walker.look(path, excused)
        queue += [link for link in walker.links() if re.match(within, link)]
    walker.context.close()
    return list(seen.values()), walker.complaints


@pytest.mark.parametrize("account", WALKS)
def test_pages_are_sound(browser, portal, account):
    screen, starts = WALKS[account]
    seen, complaints = walk(browser, portal, account, SCREENS[screen], starts)

    assert complaints == []
    assert len(seen) > 15


@pytest.mark.parametrize("account", DESKS)
def test_admin_pages_are_sound(browser, portal, account):
    seen, complaints = walk(
        browser, portal, account, DESK, ["/admin/"], within=DESKS[account], excused=DJANGOS_OWN
    )

    assert complaints == []
    assert len(seen) > 8


@pytest.mark.parametrize("screen", SCREENS)
def test_the_door_is_sound(browser, portal, screen):
    context = browser.new_context(**SCREENS[screen])
    page = context.new_page()
    page.goto(f"{portal}/accounts/login/")

    found = Axe().run(page, options=RULES)

    assert [violation["id"] for violation in found.response["violations"]] == []
    context.close()
