"""Orthodox Easter."""

from datetime import date, timedelta

JULIAN_LAG = 13
"""Days by which the Julian calendar lags from March 1900 to February 2100."""


def orthodox_easter(year: int) -> date:
    """Easter Sunday by the Julian computus (Meeus), as a Gregorian date; for the years 1900-2099."""
    if not 1900 <= year <= 2099:
        raise ValueError(f"Easter is computed for the years 1900 to 2099, not {year}")
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    month, day0 = divmod(d + e + 114, 31)
    return date(year, month, day0 + 1) + timedelta(days=JULIAN_LAG)
