"""Data of the yardstick, and the requests that it is asked."""

from django.core.management import call_command

from ..asking import Door, sql_count
from .models import Chapter, Line, User

USERS, CHAPTERS, LINES = 50, 100, 50


def plan(*, is_short: bool) -> dict:
    """The requests of the two references, and how many SQL statements each takes."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    read, write = requests(fill())
    return {
        "requests": {"read": read, "write": write},
        "sql": {"read": sql_count(read[:2]), "write": sql_count(write[:2])},
    }


def fill() -> list[str]:
    """A hundred chapters of fifty lines; returns their slugs."""
    User.objects.bulk_create(User(username=f"reader-{number}") for number in range(USERS))
    chapters = Chapter.objects.bulk_create(
        Chapter(slug=f"chapter-{number}", title=f"Chapter {number}") for number in range(CHAPTERS)
    )
    Line.objects.bulk_create(
        Line(chapter=chapter, text=f"Line {number} of chapter {chapter.pk}: look up and greet.")
        for chapter in chapters
        for number in range(LINES)
    )
    return [chapter.slug for chapter in chapters]


def requests(slugs: list[str]) -> tuple[list[dict], list[dict]]:
    """Every chapter read and written, by one user after the other."""
    doors = [Door.of(user) for user in User.objects.order_by("pk")]
    read, write = [], []
    for number, slug in enumerate(slugs):
        door = doors[number % len(doors)]
        path, marker = f"/chapters/{slug}/", f"<h1>Chapter {slug.rpartition('-')[2]}</h1>"
        read.append(door.get(path, marker=marker))
        write.append(door.post(path, {"noted": "1"}, status=200, marker=marker))
    return read, write
