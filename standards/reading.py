"""The stored page body of an edition."""

RENDERER = 1


def render_pages(edition) -> None:
    """Placeholder until the reading pages land."""
