"""Pure arithmetic of points: no database, no clock."""

from decimal import ROUND_HALF_UP, Decimal


def meets_pass_mark(points: Decimal, max_points: Decimal, pass_mark_pct: int) -> bool:
    """Tell whether ``points`` out of ``max_points`` reaches the pass mark.

    ``pass_mark_pct`` is a percentage, 1–100. The comparison is exact (cross-multiplied):
    percentages are rounded for display, never to decide a pass. Raises ``ValueError`` unless
    ``0 <= points <= max_points`` and ``max_points > 0``.
    """
    if max_points <= 0 or not 0 <= points <= max_points:
        raise ValueError(f"points {points} outside 0..{max_points}")
    return 100 * points >= pass_mark_pct * max_points


def share_of(max_points: Decimal, part: int, whole: int) -> Decimal:
    """``max_points × part / whole`` in hundredths, halves rounded up."""
    return (max_points * part / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def percent(points: Decimal, max_points: Decimal) -> int:
    """Whole percent for display, rounded down so that it never shows a pass mark not reached."""
    return int(100 * points / max_points)
