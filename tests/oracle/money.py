"""Charges, and amounts in minor units."""

from datetime import date
from fractions import Fraction

from documents import Contract, text_or_none
from instants import ONE_DAY, as_day, fixed_places, parse_decimal
from periods import add_months

MINOR_PLACES = {
    "JPY": 0,
    "KRW": 0,
    "CLP": 0,
    "ISK": 0,
    "VND": 0,
    "BHD": 3,
    "JOD": 3,
    "KWD": 3,
    "OMR": 3,
    "TND": 3,
}
MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}


def minor_places(currency: str) -> int:
    """How many decimals a currency has (ISO 4217)."""
    return MINOR_PLACES.get(currency, 2)


def to_minor(amount: Fraction, currency: str) -> int:
    """Rule: "rounded half even to the currency's minor unit"."""
    return round(amount * 10 ** minor_places(currency))


def to_minor_down(amount: Fraction, currency: str) -> int:
    """Rule: "a percent cap is rounded down to the minor unit"."""
    scaled = amount * 10 ** minor_places(currency)
    return scaled.numerator // scaled.denominator


def money_text(minor: int, currency: str) -> str:
    """Minor units as decimal text."""
    places = minor_places(currency)
    return fixed_places(Fraction(minor, 10**places), places)


def daily_charges(contract: Contract, terms: dict, service: str | None, day: date) -> Fraction:
    """What one local day costs: each charge's monthly share over the days of that month.

    "charges are spread over calendar months (a year is twelve twelfths, a quarter three thirds); `once`
    is not creditable. A month that a charge, the term or the period covers only in part is prorated by
    local days."
    """
    if day < contract.term_from or (contract.term_to and day >= contract.term_to):
        return Fraction(0)
    first = day.replace(day=1)
    days_in_month = (add_months(first, 1) - first).days
    total = Fraction(0)
    for charge in terms.get("charges") or []:
        start, end = text_or_none(charge.get("from")), text_or_none(charge.get("to"))
        inside = (start is None or as_day(start) <= day) and (end is None or day < as_day(end))
        if inside and charge["per"] in MONTHS_OF and (service is None or charge.get("service") == service):
            total += parse_decimal(charge["amount"]) / MONTHS_OF[charge["per"]] / days_in_month
    return total


def charges_between(
    contract: Contract, terms_on: date, service: str | None, first: date, end: date
) -> Fraction:
    """The creditable charges of local days `[first, end)`, by the terms in force on `terms_on` (a period's first
    day) unless an amendment splits them; without a service, all of them."""
    total, day = Fraction(0), first
    while day < end:
        current = split_terms(contract, terms_on, day)
        known = (id(current), service, day)
        if known not in contract.charges_by_day:
            contract.charges_by_day[known] = daily_charges(contract, current, service, day)
        total += contract.charges_by_day[known]
        day += ONE_DAY
    return total


def split_terms(contract: Contract, terms_on: date, day: date) -> dict:
    """The terms of the newest amendment with `applies: split` that began after `terms_on` and holds on the day,
    else those in force on `terms_on`."""
    terms = contract.terms_on(terms_on)
    for revision in contract.revisions[1:]:
        if revision.splits_charges and terms_on < revision.effective_from <= day:
            terms = revision.spec
    return terms


def all_charges(contract: Contract, first: date, end: date) -> Fraction:
    """Rule: "all its charges in that calendar month or contract year", each month by the terms of its first day."""
    total = Fraction(0)
    while first < end:
        following = min(add_months(first.replace(day=1), 1), end)
        total += charges_between(contract, first, None, first, following)
        first = following
    return total


def contract_year(contract: Contract, day: date) -> tuple[date, date]:
    """The contract year of a day, "counted from the contract's start"."""
    years = 0
    while add_months(contract.term_from, 12 * (years + 1)) <= day:
        years += 1
    return add_months(contract.term_from, 12 * years), add_months(contract.term_from, 12 * (years + 1))


def calendar_month(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, add_months(first, 1)


def share_out(total: int, amounts: list[int]) -> list[int]:
    """Reduces amounts "in proportion, by largest remainder"; ties go to the earlier of the list."""
    whole = sum(amounts)
    shares = [Fraction(amount * total, whole) for amount in amounts]
    given = [share.numerator // share.denominator for share in shares]
    by_remainder = sorted(range(len(amounts)), key=lambda i: (given[i] - shares[i], i))
    for index in by_remainder[: total - sum(given)]:
        given[index] += 1
    return given
