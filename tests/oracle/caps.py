"""Caps of a contract, over all of its lines."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import groupby

from documents import Contract
from instants import parse_decimal
from money import all_charges, calendar_month, contract_year, share_out, to_minor_down


def lower_of(cap: dict, percent: str, amount: str, base: Fraction, currency: str) -> int | None:
    """A cap in minor units: "Where percent and amount are both given the lower holds"."""
    limits = []
    if percent in cap:
        limits.append(to_minor_down(base * parse_decimal(cap[percent]) / 100, currency))
    if amount in cap:
        limits.append(to_minor_down(parse_decimal(cap[amount]), currency))
    return min(limits) if limits else None


def apply_caps(lines: list) -> None:
    """Rule: "caps apply in order: objective, period, contract year"; the objective's are on the lines already."""
    for contract in {id(line.contract): line.contract for line in lines}.values():
        apply_contract_caps(contract, [line for line in lines if line.contract is contract])


def apply_contract_caps(contract: Contract, lines: Iterable) -> None:
    """Used up by "periods ... in the order of their last days, then labels", with what they are owed after both."""

    def order(line):
        return line.period.last_day, line.period.label

    used: dict[tuple[str, date], int] = {}
    for _, group in groupby(sorted(lines, key=order), key=order):
        members = sorted(group, key=lambda line: line.tie)
        last_day, terms = members[0].period.last_day, members[0].contract_terms
        shared = {"period": calendar_month(last_day), "year": contract_year(contract, last_day)}
        for name, bounds in shared.items():
            charges = all_charges(contract, *bounds)
            cap = lower_of(
                terms.get("caps") or {}, f"{name}_percent", f"{name}_amount", charges, contract.currency
            )
            if cap is not None:
                reduce_to(max(cap - used.get((name, bounds[0]), 0), 0), members)
        for name, bounds in shared.items():
            key = name, bounds[0]
            used[key] = used.get(key, 0) + sum(line.amount for line in members)


def reduce_to(room: int, members: list) -> None:
    """Rule: "A cap that bites reduces the lines under it in proportion, by largest remainder"."""
    amounts = [line.amount for line in members]
    if sum(amounts) > room:
        for line, amount in zip(members, share_out(room, amounts)):
            line.amount = amount
