"""Instants, local time, durations and exact decimals.

An instant is an int: milliseconds since 1970-01-01T00:00:00Z. A local time is read by trying every
offset the zone uses around it, one by one, instead of trusting any library's idea of "fold".
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
EPOCH = datetime(1970, 1, 1)
ONE_DAY = timedelta(days=1)

zone = lru_cache(maxsize=None)(ZoneInfo)


@dataclass(frozen=True)
class Moment:
    """An instant read from evidence; `day` is kept when the text was a date without a time."""

    at: int
    day: date | None = None


def wall_ms(wall: datetime) -> int:
    """The naive wall time as if it were UTC, in milliseconds; finer digits are cut off."""
    return (wall - EPOCH) // timedelta(milliseconds=1)


@lru_cache(maxsize=1 << 20)
def offset_at(zone_name: str, instant: int) -> int:
    """The zone's offset from UTC at an instant, in milliseconds."""
    utc = (EPOCH + timedelta(milliseconds=instant)).replace(tzinfo=timezone.utc)
    return utc.astimezone(zone(zone_name)).utcoffset() // timedelta(milliseconds=1)


@lru_cache(maxsize=None)
def local_candidates(zone_name: str, wall: datetime) -> tuple[int, int]:
    """The earliest and the latest instant that a local wall time can mean.

    "A local time that does not exist (spring gap) becomes the instant of the transition": then both
    are the transition.
    """
    naive = wall_ms(wall)
    offsets = {offset_at(zone_name, naive + hours * HOUR) for hours in range(-30, 31)}
    matches = [naive - o for o in offsets if offset_at(zone_name, naive - o) == o]
    if matches:
        return min(matches), max(matches)
    transition = first_transition(zone_name, naive - max(offsets), naive - min(offsets))
    return transition, transition


def first_transition(zone_name: str, before: int, after: int) -> int:
    """The first instant in (before, after] at which the zone's offset is no longer that of `before`."""
    old = offset_at(zone_name, before)
    while after - before > 1:
        middle = (before + after) // 2
        if offset_at(zone_name, middle) == old:
            before = middle
        else:
            after = middle
    return after


def local_instant(zone_name: str, wall: datetime) -> int:
    """Rule: "an ambiguous one (autumn) the earlier of the two"."""
    return local_candidates(zone_name, wall)[0]


def midnight(zone_name: str, day: date) -> int:
    """The local midnight that begins a day."""
    return local_instant(zone_name, datetime(day.year, day.month, day.day))


def local_day(zone_name: str, instant: int) -> date:
    """The local date that a zone's clocks show at an instant."""
    return (EPOCH + timedelta(milliseconds=instant + offset_at(zone_name, instant))).date()


ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})"
    r"(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$"
)


def parse_moment(text: str, zone_name: str) -> Moment:
    """ISO 8601: with an offset or `Z`; naive in the source's zone; a date is its local midnight."""
    match = ISO.match(text.strip())
    if not match:
        raise ValueError(f"not an ISO 8601 time: {text!r}")
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    if hour is None:
        only_day = date(int(year), int(month), int(day))
        return Moment(midnight(zone_name, only_day), only_day)
    millisecond = int(((fraction or "") + "000")[:3])
    wall = datetime(
        int(year), int(month), int(day), int(hour), int(minute), int(second or 0), millisecond * 1000
    )
    if offset is None:
        return Moment(local_instant(zone_name, wall))
    return Moment(wall_ms(wall) - parse_offset(offset))


def parse_offset(text: str) -> int:
    """`Z`, `+05:30`, `-0800` or `+02` in milliseconds."""
    if text == "Z":
        return 0
    digits = text[1:].replace(":", "").ljust(4, "0")
    size = int(digits[:2]) * HOUR + int(digits[2:]) * MINUTE
    return -size if text[0] == "-" else size


def parse_with_format(text: str, pattern: str, zone_name: str) -> Moment:
    """A time in one of the source's `time_formats`; one without an hour is a date."""
    read = datetime.strptime(text.strip(), pattern)
    if read.tzinfo is not None:
        return Moment(wall_ms(read.replace(tzinfo=None)) - read.utcoffset() // timedelta(milliseconds=1))
    if not any(directive in pattern for directive in ("%H", "%I", "%T", "%R")):
        return Moment(midnight(zone_name, read.date()), read.date())
    return Moment(local_instant(zone_name, read))


def as_day(value) -> date:
    """A date as YAML gives it: already a date, or its text."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def format_instant(instant: int) -> str:
    """`2024-05-01T00:00:00Z`, with milliseconds only where there are some."""
    moment = EPOCH + timedelta(milliseconds=instant)
    fraction = f".{instant % SECOND:03d}" if instant % SECOND else ""
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + fraction + "Z"


UNITS = {"ms": 1, "s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY}
DURATION = re.compile(r"(?:\d+(?:ms|[smhd]))+$")


def parse_duration(value) -> int:
    """Rule: "`90s`, `30m`, `4h`, `1h30m`, `2d` (24 h each)", in milliseconds."""
    text = str(value)
    if not DURATION.match(text):
        raise ValueError(f"not a duration: {text!r}")
    return sum(int(size) * UNITS[unit] for size, unit in re.findall(r"(\d+)(ms|[smhd])", text))


def parse_decimal(value) -> Fraction:
    """Decimal text, exactly."""
    return Fraction(str(value))


def parse_limit(value) -> Fraction:
    """A target, floor or threshold: a decimal, or a duration in seconds."""
    text = str(value)
    return Fraction(parse_duration(text), SECOND) if DURATION.match(text) else parse_decimal(text)


def round_half_even(value: Fraction, places: int) -> Fraction:
    """Python rounds a Fraction exactly and half to even."""
    return Fraction(round(value, places))


def round_as_agreed(value: Fraction, places: int, mode: str) -> Fraction:
    """Rule: "`rounding: {places, mode}` ... is applied (to the magnitude)"."""
    scaled = abs(value) * 10**places
    whole = scaled.numerator // scaled.denominator
    rest = scaled - whole
    half = Fraction(1, 2)
    if mode == "half_up":
        up = rest >= half
    elif mode == "half_even":
        up = rest > half or (rest == half and whole % 2 == 1)
    else:
        up = False
    magnitude = Fraction(whole + up, 10**places)
    return -magnitude if value < 0 else magnitude


def fixed_places(value: Fraction, places: int) -> str:
    """Exact half-even text with so many decimals; zero has no sign."""
    scaled = round(value * 10**places)
    sign = "-" if scaled < 0 else ""
    digits = str(abs(scaled)).rjust(places + 1, "0")
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def decimal_text(value: Fraction) -> str:
    """The shortest exact decimal text of a fraction that has one."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
        if places > 60:
            raise ValueError(f"{value} has no finite decimal text")
    return fixed_places(value, places)
