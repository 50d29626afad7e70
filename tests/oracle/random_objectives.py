"""Random objectives of every metric, and targets that sit on or beside the values they will have."""

from fractions import Fraction
from random import Random

from instants import decimal_text, parse_limit
from judgement import unit_of
from random_evidence import COMPONENTS, REGIONS, TYPES

PLACEHOLDER = {"percent": "99", "seconds": "4h", "count": "3", "number": "4"}
AT_MOST = ("mttr", "count")


def duration_text(seconds: int, rng: Random) -> str:
    """Whole seconds as a duration: plainly, or in hours, minutes and seconds."""
    if rng.random() < 0.3 or seconds == 0:
        return f"{seconds}s"
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return "".join(f"{size}{unit}" for size, unit in ((hours, "h"), (minutes, "m"), (left, "s")) if size)


class ObjectiveMaker:
    """Makes objectives over the sources of one workspace."""

    metrics: tuple[str, ...] = (
        ("availability",) * 4 + ("case_time",) * 4 + ("delivery", "ratio", "sample", "count", "mttr", "mtbf")
    )

    def __init__(self, rng: Random, sources: dict[str, list[str]], calendars: list[str]):
        self.rng = rng
        self.sources = sources
        self.calendars = calendars

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def objective(self, number: int, agreement_calendar: str) -> dict:
        rng = self.rng
        metric = rng.choice(self.metrics)
        made: dict = {"id": f"o{number}-{metric.replace('_', '-')}", "metric": metric}
        if self.chance(0.7):
            made["category"] = rng.choice(("reliability", "service desk", "quality"))
        if self.chance(0.3) and metric != "delivery":
            made["calendar"] = rng.choice(self.calendars)
        calendar = made.get("calendar", agreement_calendar)
        options, shape = getattr(self, f"_{metric}")(calendar)
        if self.chance(0.85):
            options["min_coverage"] = rng.choice(("0", "0.1", "0.25", "0.5", "0.9", "1"))
        made["with"] = options
        made["evidence"] = self._evidence(shape)
        made["target"] = {"at_least": PLACEHOLDER[unit_of(made)]}
        made["weight"] = rng.choice(("1", "2", "2.5", "40", "0.1"))
        if self.chance(0.2) and metric not in ("availability", "count"):
            made["min_samples"] = rng.choice((2, 3, 5))
        if self.chance(0.15):
            made["when_empty"] = rng.choice(("met", "skip"))
        if self.chance(0.15):
            made["when_no_data"] = rng.choice(("breach", "skip"))
        return made

    def _evidence(self, shape: str) -> dict:
        rng, where, unless = self.rng, {}, {}
        names = self.sources[shape]
        evidence: dict = {"sources": rng.sample(names, 2 if len(names) > 1 and self.chance(0.15) else 1)}
        if self.chance(0.6):
            where["component"] = rng.sample(COMPONENTS, rng.choice((1, 1, 2, 3)))
        if self.chance(0.3):
            where["region"] = [rng.choice(REGIONS)]
        if shape == "case" and self.chance(0.3):
            where["type"] = [rng.choice(TYPES)]
        if shape == "case" and self.chance(0.2):
            unless["priority"] = ["3"]
        if shape == "interval" and self.chance(0.2):
            unless["state"] = ["cancelled"]
        evidence.update({name: what for name, what in (("where", where), ("unless", unless)) if what})
        return evidence

    def _outages(self) -> dict:
        rng, options = self.rng, {}
        if self.chance(0.5):
            options["states"] = rng.choice((["outage"], ["outage", "degraded"], ["degraded"]))
        if self.chance(0.3):
            options["min_impact"] = rng.choice(("0.5", "0.333333", "0.25", "1"))
        if self.chance(0.4):
            options["min_duration"] = rng.choice(("60s", "1m", "90s", "5m", "1h"))
        if self.chance(0.3):
            options["merge_gap"] = rng.choice(("1s", "60s", "30m", "4h"))
        if self.chance(0.25):
            options["whole_units"] = rng.choice(("60s", "1h", "7m"))
        return options

    def _availability(self, calendar: str) -> tuple[dict, str]:
        options = self._outages()
        if self.chance(0.3):
            options["weighting"] = "impact"
            options.pop("merge_gap", None)
            options.pop("whole_units", None)
        if self.chance(0.3):
            options["uncovered"] = "ignore"
        return options, "interval"

    def _mttr(self, calendar: str) -> tuple[dict, str]:
        options = self._outages()
        if self.chance(0.4):
            options["in_service_time"] = True
        return options, "interval"

    _mtbf = _mttr

    def _case_time(self, calendar: str) -> tuple[dict, str]:
        rng = self.rng
        options: dict = {}
        if self.chance(0.5):
            options["start"], options["stop"] = rng.choice(
                (("opened", "resolved"), ("opened", "responded"), ("responded", "resolved"))
            )
        if self.chance(0.5):
            options["statistic"] = rng.choice(
                ("mean", "median", "max", "p90", "p50", "p99.9", "percent_within")
            )
        percent = options.get("statistic", "percent_within") == "percent_within"
        days = calendar == "always"
        if percent or self.chance(0.3):
            keys = ("north", "south") if self.chance(0.2) else ("1", "2", "3")
            if keys[0] == "north":
                options["limit_by"] = "region"
            chosen = rng.sample(keys, rng.randint(1, len(keys))) + (["default"] if self.chance(0.4) else [])
            texts = ("30m", "1h", "4h", "8h", "1h30m", "24h", "90s") + (("1d", "2d") if days else ())
            options["limits"] = {key: rng.choice(texts) for key in chosen}
            if self.chance(0.25) and not days:
                options["calendars"] = {chosen[0]: "always"}
        if self.chance(0.7):
            options["attribute_by"] = rng.choice(("opened", "resolved", "first_outcome", "first_outcome"))
        if percent and self.chance(0.25):
            options["small_volume"] = {"below": rng.choice((5, 10, 20)), "allow": rng.choice((1, 2))}
        return options, "case"

    def _delivery(self, calendar: str) -> tuple[dict, str]:
        rng, options = self.rng, {}
        if self.chance(0.5):
            options["early"] = rng.choice(("0", "1", "2d"))
        if self.chance(0.5):
            options["late"] = rng.choice(("0", "1", "2d", "7"))
        if self.chance(0.4):
            options["quantity_tolerance"] = rng.choice(("5", "4.9", "0"))
        if self.chance(0.7):
            options["count"] = rng.choice(("on_time", "in_full", "both"))
        return options, "case"

    def _ratio(self, calendar: str) -> tuple[dict, str]:
        return {"metric": "requests", **self._maybe_in_service()}, "sample"

    def _sample(self, calendar: str) -> tuple[dict, str]:
        statistic = self.rng.choice(("mean", "median", "min", "max", "p95", "p50", "last"))
        return {"metric": "latency", "statistic": statistic, **self._maybe_in_service()}, "sample"

    def _maybe_in_service(self) -> dict:
        return {"in_service_time": True} if self.chance(0.3) else {}

    def _count(self, calendar: str) -> tuple[dict, str]:
        shape = self.rng.choice(("interval", "case"))
        return {"of": f"{shape}s"}, shape


class TargetMaker:
    """Puts a target, a floor, a rounding and credits on an objective, near the values that it takes."""

    share_with_credits = 0.75

    def __init__(self, rng: Random):
        self.rng = rng

    def aim(self, objective: dict, values: list[Fraction], money) -> None:
        """Replaces the placeholder; `money` is None, or writes an amount in the contract's currency."""
        rng, unit = self.rng, unit_of(objective)
        upper = unit == "seconds" and objective["metric"] != "mtbf" or objective["metric"] in AT_MOST
        if unit == "number":
            upper = rng.random() < 0.5
        placeholder = objective["target"]["at_least"]
        text = self._near(rng.choice(values), unit) if values and rng.random() < 0.85 else placeholder
        objective["target"] = {"at_most" if upper else "at_least": text}
        if rng.random() < 0.35:
            mode = rng.choice(("half_even", "half_up", "down"))
            objective["rounding"] = {"places": rng.choice((0, 1, 2, 3)), "mode": mode}
        deeper = self._worse_than(text, unit, upper)
        if deeper and rng.random() < 0.5:
            objective["floor"] = rng.choice(deeper)
        if money and rng.random() < self.share_with_credits:
            objective["credits"] = self._credits(objective, values, deeper, money)

    def _near(self, value: Fraction, unit: str) -> str:
        """The exact value where text can say it, else one close by."""
        rng = self.rng
        if unit == "seconds":
            return duration_text(max(int(value) + rng.choice((0, 0, 0, 1)), 1), rng)
        if unit == "count":
            return str(max(int(value) + rng.choice((-1, 0, 0, 1)), 1))
        try:
            exact = decimal_text(value)
        except ValueError:
            exact = None
        if exact and len(exact.rpartition(".")[2]) <= 6 and rng.random() < 0.7:
            return exact
        return decimal_text(Fraction(round(value, rng.choice((0, 1, 2, 3)))))

    def _worse_than(self, text: str, unit: str, upper: bool) -> list[str]:
        """A few ever worse limits, mild to severe."""
        limit = parse_limit(text)
        worse = []
        for step in sorted({Fraction(self.rng.randint(1, 2000), 100) for _ in range(3)}):
            if unit == "seconds":
                moved = int(limit) + (int(step * 600) + 1 if upper else -int(step * 600) - 1)
            elif unit == "count":
                moved = limit + int(step) + 1
            else:
                moved = limit + step if upper else limit - step
            if moved > 0 and (not worse or parse_limit(worse[-1]) != moved):
                worse.append(
                    duration_text(moved, self.rng) if unit == "seconds" else decimal_text(Fraction(moved))
                )
        return worse

    def _credits(self, objective: dict, values: list[Fraction], deeper: list[str], money) -> dict:
        rng = self.rng
        ((direction, target),) = objective["target"].items()
        side = "above" if direction == "at_most" else "below"
        if rng.random() < 0.3:
            made: dict = {"scheme": "fixed", "amount": money(rng.randint(1, 900))}
        else:
            edges = [target, *deeper] if rng.random() < 0.8 or not deeper else deeper
            percents = sorted(
                rng.choices(("0.5", "2", "7.5", "10", "33.3", "100"), k=len(edges)), key=Fraction
            )
            made = {"scheme": "tiers", "tiers": [{side: e, "percent": p} for e, p in zip(edges, percents)]}
        if rng.random() < 0.25:
            made["minimum"] = money(rng.choice((1, 50, 500)))
        if rng.random() < 0.3:
            made["cap"] = rng.choice(
                ({"percent": "5"}, {"amount": money(100)}, {"percent": "7.77", "amount": money(90)})
            )
        if rng.random() < 0.15:
            made["grace_until"] = rng.choice(("2024-03-01", "2024-03-10", "2024-10-01", "2024-03-11"))
        return made
