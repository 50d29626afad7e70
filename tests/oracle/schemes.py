"""The schemes: what one breached objective earns, before rounding and caps. A scheme is a function in SCHEMES.

Points are not among them: their objectives earn together, one line for the agreement (`points.py`).
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from instants import DAY, SECOND, decimal_text, fixed_places, parse_decimal, parse_duration, parse_limit
from judgement import Target, Verdict, unit_of


@dataclass(frozen=True)
class Breach:
    """What a scheme may look at."""

    objective: dict
    verdict: Verdict
    base: Fraction  # the charges of the period, or of one side of an amendment that splits it
    at_risk: str  # of the agreement

    @property
    def terms(self) -> dict:
        return self.objective["credits"]

    @property
    def target(self) -> Target:
        return Target(self.objective)


@dataclass(frozen=True)
class Earning:
    """An exact amount and why."""

    amount: Fraction
    rule: str
    base: Fraction


def deepest(steps: list[dict], value: Fraction | None) -> dict | None:
    """Rule: "the deepest matching tier" or band, of steps from mild to severe.

    "A breach without a value ... earns ... the deepest tier or band".
    """
    matched = None
    for step in steps:
        side = "below" if "below" in step else "above"
        edge = parse_limit(step[side])
        if value is None or (value < edge if side == "below" else value > edge):
            matched = step
    return matched


def tiers(breach: Breach) -> Earning | None:
    """Rule: "the deepest matching tier's percent of the base"."""
    tier = deepest(breach.terms["tiers"], breach.verdict.value)
    if tier is None:
        return None
    side = "below" if "below" in tier else "above"
    amount = breach.base * parse_decimal(tier["percent"]) / 100
    return Earning(amount, f"{side} {tier[side]}: {tier['percent']} %", breach.base)


def fixed(breach: Breach) -> Earning | None:
    """Rule: "an amount a breach"."""
    amount = breach.terms["amount"]
    return Earning(parse_decimal(amount), f"fixed: {amount}", breach.base)


STEPS = {"exact": lambda steps: steps, "whole": floor, "started": ceil}


def slope(breach: Breach) -> Earning | None:
    """Rule: "that percent of the base for each `per` points between the value and `starts_at`"."""
    terms, value = breach.terms, breach.verdict.value
    if value is None:
        return None
    start = parse_limit(terms["starts_at"]) if "starts_at" in terms else breach.target.limit
    distance = start - value if breach.target.direction == "at_least" else value - start
    if distance <= 0:
        return None
    steps = Fraction(STEPS[terms.get("steps", "exact")](distance / parse_limit(terms["per"])))
    amount = breach.base * steps * parse_decimal(terms["percent"]) / 100
    return Earning(amount, f"{fixed_places(steps, 6)} x {terms['percent']} %", breach.base)


def pool(breach: Breach) -> Earning | None:
    """Rule: "`at_risk` percent of the base x `pool` percent (default 100) x the objective's `allocation` percent"."""
    shares = (breach.at_risk, breach.terms.get("pool", "100"), breach.terms["allocation"])
    amount = breach.base
    for share in shares:
        amount *= parse_decimal(share) / 100
    return Earning(amount, " x ".join(f"{share} %" for share in shares), breach.base)


def per_unit(breach: Breach) -> Earning | None:
    """Rule: "`amount` (or `percent` of the base) for each started `unit` beyond the target"."""
    terms, tally = breach.terms, breach.verdict.tally
    if breach.verdict.value is None:
        return None
    if terms["unit"] == "case":
        return counted_units(breach, tally.breaching)
    if breach.objective["metric"] == "delivery":
        return delay_damages(breach)
    if breach.objective["metric"] == "availability":
        allowed = (100 - breach.target.limit) / 100 * tally.covered
        return counted_units(breach, ceil(max(tally.down - allowed, 0) / parse_duration(terms["unit"])))
    if unit_of(breach.objective) == "seconds":
        beyond = breach.target.limit - breach.verdict.value
        beyond = beyond if breach.target.direction == "at_least" else -beyond
        return counted_units(breach, ceil(max(beyond, 0) * SECOND / parse_duration(terms["unit"])))
    return None


def counted_units(breach: Breach, units: int) -> Earning | None:
    if units == 0:
        return None
    each = price_of_unit(breach.terms, breach.base)
    return Earning(each * units, f"{units} x {breach.terms['unit']}", breach.base)


def price_of_unit(terms: dict, base: Fraction) -> Fraction:
    if "amount" in terms:
        return parse_decimal(terms["amount"])
    return base * parse_decimal(terms["percent"]) / 100


def delay_damages(breach: Breach) -> Earning:
    """Rule: "for each started week of each case after `due + late`, up to its delivery or `as_of`, on the case's
    `amount` attribute where `base: case`, else the period's base, with `at_most` percent of that a case"."""
    terms = breach.terms
    of_case = terms.get("base") == "case"
    unit = parse_duration(terms["unit"])
    total, base, weeks = Fraction(0), Fraction(0), 0
    for delivery in breach.verdict.tally.deliveries:
        own = delivery.amount if of_case else breach.base
        units = ceil(Fraction(delivery.days_late * DAY, unit))
        if units == 0 or own is None or own < 0:
            continue
        amount = units * price_of_unit(terms, own)
        if "at_most" in terms:
            amount = min(amount, own * parse_decimal(terms["at_most"]) / 100)
        total, base, weeks = total + amount, base + own, weeks + units
    return Earning(
        total, f"{decimal_text(Fraction(weeks))} x {terms['unit']} late", base if of_case else breach.base
    )


SCHEMES = {"tiers": tiers, "fixed": fixed, "slope": slope, "pool": pool, "per_unit": per_unit}
