"""Random credits of every scheme, with their edges on the values that the objectives take."""

from fractions import Fraction
from random import Random

from instants import decimal_text, parse_limit
from judgement import unit_of
from random_objectives import TargetMaker, duration_text

SCHEMES_OF = {
    "availability": ("per_unit",) * 3,
    "case_time": ("per_unit",) * 2,
    "delivery": ("per_unit",) * 4,
    "mttr": ("per_unit",) * 2,
    "mtbf": ("per_unit",) * 2,
}
STEP_SIZES = {
    "percent": ("1", "0.5", "0.25", "10", "0.3"),
    "seconds": ("10m", "1h", "90s", "600"),
    "count": ("1", "2"),
    "number": ("0.5", "1", "0.000000001"),
}
POINTS = (0, 1, 1, 2, 3, 4, 10)


class DenseTargetMaker(TargetMaker):
    """Targets as everywhere, and credits of all schemes."""

    share_with_credits = 0.95
    theme: str | None = None  # the scheme that an agreement's objectives prefer

    def choose_theme(self) -> None:
        self.theme = self.rng.choice((None, None, "points", "pool"))

    def _near(self, value: Fraction, unit: str) -> str:
        # A target of 100 leaves no room: each downtime is beyond it from its first millisecond.
        return "100" if unit == "percent" and self.chance(0.2) else super()._near(value, unit)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def aim(self, objective: dict, values: list[Fraction], money) -> None:
        super().aim(objective, values, money)
        if self.chance(0.25):
            objective["when_no_data"] = "breach"
        if self.chance(0.5):
            objective["when_empty"] = "met"  # so that something is earned back

    def _credits(self, objective: dict, values: list[Fraction], deeper: list[str], money) -> dict:
        scheme = self.rng.choice(
            ("tiers", "fixed", "slope", "slope", "points", "points", "points", "pool", "pool", "pool")
            + SCHEMES_OF.get(objective["metric"], ())
        )
        if self.theme and self.chance(0.6):
            scheme = self.theme
        edges = self._edges(objective, values, deeper)
        made = {"scheme": scheme, **getattr(self, f"_{scheme}")(objective, edges, money)}
        if scheme != "points":
            self._limits(objective, made, money)
        if self.chance(0.15):
            made["grace_until"] = self.rng.choice(("2024-03-01", "2024-03-10", "2024-10-01", "2024-03-11"))
        return made

    def _limits(self, objective: dict, made: dict, money) -> None:
        """What belongs to a line of the objective's own."""
        rng = self.rng
        if self.chance(0.2):
            made["minimum"] = money(rng.choice((1, 50, 500)))
        if self.chance(0.25):
            cap = rng.choice(
                ({"percent": "5"}, {"amount": money(100)}, {"percent": "7.77", "amount": money(90)})
            )
            (made if self.chance(0.7) else objective)["cap"] = cap
        if self.chance(0.1):
            made["claim"] = {
                "mode": rng.choice(("request", "set_off")),
                "within": {"days": rng.choice((3, 60))},
            }

    def _edges(self, objective: dict, values: list[Fraction], deeper: list[str]) -> list[str]:
        """Limits from mild to severe: the target, values that were taken exactly, and others."""
        unit = unit_of(objective)
        ((direction, target),) = objective["target"].items()
        sign = -1 if direction == "at_least" else 1
        exact = [text for text in (exact_text(value, unit) for value in values) if text]
        worse = [t for t in exact if sign * (parse_limit(t) - parse_limit(target)) > 0]
        chosen = self.rng.sample(worse, min(len(worse), 2)) + self.rng.sample(deeper, min(len(deeper), 2))
        if self.chance(0.75) or not chosen:
            chosen.append(target)
        by_limit = {parse_limit(text): text for text in chosen}
        return [by_limit[limit] for limit in sorted(by_limit, key=lambda limit: sign * limit)]

    @staticmethod
    def _side(objective: dict) -> str:
        return "below" if "at_least" in objective["target"] else "above"

    def _tiers(self, objective: dict, edges: list[str], money) -> dict:
        percents = sorted(
            self.rng.choices(("0.5", "2", "7.5", "10", "33.3", "100"), k=len(edges)), key=Fraction
        )
        return {"tiers": [{self._side(objective): e, "percent": p} for e, p in zip(edges, percents)]}

    def _fixed(self, objective: dict, edges: list[str], money) -> dict:
        return {"amount": money(self.rng.randint(1, 900))}

    def _slope(self, objective: dict, edges: list[str], money) -> dict:
        rng, unit = self.rng, unit_of(objective)
        made = {"percent": rng.choice(("1", "0.5", "2.5", "10", "33.3")), "per": rng.choice(STEP_SIZES[unit])}
        if self.chance(0.75):
            made["steps"] = rng.choice(("exact", "whole", "whole", "started", "started"))
        if self.chance(0.6):
            # From an edge, or whole steps away from it: a value on the edge is then on the edge of a step.
            moved = rng.choice((0, 0, 1, 2)) * parse_limit(made["per"])
            start = parse_limit(rng.choice(edges)) + (moved if "at_least" in objective["target"] else -moved)
            made["starts_at"] = exact_text(max(start, Fraction(1)), unit) or edges[0]
        return made

    def _points(self, objective: dict, edges: list[str], money) -> dict:
        points = sorted(self.rng.choices(POINTS, k=len(edges)))
        return {
            "bands": [
                {"name": f"band {n}", self._side(objective): edge, "points": p}
                for n, (edge, p) in enumerate(zip(edges, points), 1)
            ]
        }

    def _pool(self, objective: dict, edges: list[str], money) -> dict:
        rng = self.rng
        made: dict = {"allocation": rng.choice(("40", "30", "12.5", "100"))}
        if self.chance(0.6):
            made["pool"] = rng.choice(("50", "33.3", "100"))
        if self.chance(0.75):
            made["earn_back"] = {"periods": rng.choice((1, 1, 1, 2, 3))}
        return made

    def _per_unit(self, objective: dict, edges: list[str], money) -> dict:
        rng, metric = self.rng, objective["metric"]
        made: dict = {"unit": "case"}
        if metric == "availability":
            made["unit"] = rng.choice(("1h", "30m", "1h30m", "90s", "1d"))
        elif unit_of(objective) == "seconds" and (metric != "case_time" or self.chance(0.6)):
            made["unit"] = rng.choice(("1h", "10m", "45s", "7m30s"))
        elif metric == "delivery" and self.chance(0.8):
            made["unit"] = rng.choice(("7d", "7d", "1d", "14d"))
        if self.chance(0.5):
            made["amount"] = money(rng.choice((1, 20, 300)))
        else:
            made["percent"] = rng.choice(("0.5", "0.1", "2.5"))
        if metric == "delivery" and made["unit"] != "case":
            if self.chance(0.6):
                made["base"] = rng.choice(("case", "case", "period"))
            if self.chance(0.6):
                made["at_most"] = rng.choice(("10", "2.5", "1"))
        return made

    def agreement(self, spec: dict) -> None:
        """What an agreement says about pools, points and incidents."""
        rng = self.rng
        spec["at_risk"] = rng.choice(("10", "12", "7.5"))
        spec["points"] = self.worth_of_points()
        if self.chance(0.6):
            spec["one_credit_per_incident"] = True
        if self.chance(0.15):
            spec["grace_until"] = rng.choice(("2024-03-01", "2024-03-11", "2024-10-01"))
        if self.chance(0.4):
            trigger = {"name": "too many points", "points": rng.choice((2, 4, 12))}
            trigger["in_periods"] = rng.choice((1, 2, 3, 12))
            if self.chance(0.3):
                trigger["objective"] = rng.choice(spec["objectives"])["id"]
            spec.setdefault("triggers", []).append(trigger)

    def worth_of_points(self) -> dict:
        rng = self.rng
        if self.chance(0.5):
            made: dict = {"percent_per_point": rng.choice(("0.5", "1", "0.333"))}
        else:
            steps = sorted(rng.sample((1, 2, 3, 4, 6, 9, 20), 3))
            percents = sorted(rng.sample((1, 2, 5, 10, 40), 3))
            made = {"ladder": [{"points": p, "percent": str(q)} for p, q in zip(steps, percents)]}
        if self.chance(0.6):
            made["repeat_multiplier"] = rng.choice((1, 2, 3, 1.5, 0))
        if self.chance(0.4):
            made["average_with_previous"] = True
        return made


def exact_text(value: Fraction, unit: str) -> str | None:
    """A value as the text of a limit that equals it, where there is one of reasonable length."""
    if value <= 0:
        return None
    if unit == "seconds":
        return duration_text(int(value), Random(int(value))) if value.denominator == 1 else None
    try:
        text = decimal_text(value)
    except ValueError:
        return None
    return text if len(text.rpartition(".")[2]) <= 6 or "." not in text else None
