"""
Models and scenarios drawn at random from a seed: small, sound, and using whatever the two languages have.

What is drawn is plain data that is written as JSON, so that a pair that fails can be read, kept and made smaller.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any, TypeVar

import attrs

import collabmodel as cm
from collabmodel.model import Model
from collabmodel.simulate.reading import load_scenario
from collabmodel.simulate.scenario import Scenario

T = TypeVar("T")
Plain = dict[str, Any]

UNARY = ("existence", "existence 2", "absence 2", "exactly 1", "init")
BINARY = (
    "exclusive choice", "responded existence", "co-existence", "response", "alternate response", "precedence",
    "alternate precedence", "chain precedence", "succession", "not co-existence", "not succession",
    "not chain succession", "chain response", "alternate succession", "choice",
)  # fmt: skip
LAY = ("client", "guardian", "friend")
GROUPS = {"worker": "school", "nurse": "clinic", "helper": "school"}
OPENED = "kind:case.opened"


@attrs.frozen(kw_only=True)
class Pair:
    """A model and a scenario for it, with the seed that they came of."""

    seed: int
    model: Model
    scenario: Scenario
    model_text: str
    scenario_text: str


class Dice:
    """Draws of a seed, with the words that drawing models needs."""

    def __init__(self, seed: str) -> None:
        self.random = Random(seed)

    def often(self, share: float) -> bool:
        return self.random.random() < share

    def one(self, values: Sequence[T]) -> T:
        return self.random.choice(values)

    def some(self, values: Sequence[T], most: int) -> list[T]:
        return self.random.sample(list(values), min(len(values), self.random.randint(1, most)))

    def number(self, low: int, high: int) -> int:
        return self.random.randint(low, high)


def pair_of(seed: int) -> Pair:
    """
    Give the pair of a seed: the first sound model that its draws bring, with a scenario that can be run on it.

    Args:
        seed: The seed.
    """
    turn = 0
    while True:
        drawn = _Models(Dice(f"model {seed} {turn}"))
        text = json.dumps(drawn.model(), indent=1)
        model = cm.load(text)
        if not any(one.severity.value == "error" for one in cm.check(model)):
            told = json.dumps(_Scenarios(Dice(f"scenario {seed} {turn}"), drawn).scenario(), indent=1)
            scenario = load_scenario(told)
            # A scenario is refused, for one, where a meeting can never have the people that the model wants there.
            if not cm.check_scenario(model, scenario):
                return Pair(seed=seed, model=model, scenario=scenario, model_text=text, scenario_text=told)
        turn += 1


class _Models:
    """
    One model while it is drawn.

    Args:
        dice: What draws.
    """

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        self.phases: dict[str, Plain] = {}
        self.activities: dict[str, Plain] = {}
        self.milestones: dict[str, Plain] = {}
        self.consents: dict[str, Plain] = {}
        self.lay = ["client", *(one for one in LAY[1:] if dice.often(0.4))]
        self.workers = ["worker", *(one for one in ("nurse", "helper") if dice.often(0.5))]

    def model(self) -> Plain:
        """Draw a whole model."""
        dice = self.dice
        self._consents()
        for number in range(dice.number(1, 4)):
            self._phase(f"phase_{number}")
        for number in range(dice.number(2, 7)):
            self._activity(f"act_{number}")
        for number in range(dice.number(0, 3)):
            self._milestone(f"stone_{number}")
        self._later_sentries()
        whole = {
            "format": 1, "id": "drawn", "language": "en",
            "case": {"subjects": ["client"], "openings": ["referral", "application"]},
            "calendars": {"office": self._office()},
            "organisations": {"school": {"title": "School"}, "clinic": {"title": "Clinic"}},
            "competences": {"trained": {"title": "Trained"}},
            "roles": self._roles(),
            "facts": {
                "age": {"type": "integer", "minimum": 5, "maximum": 25},
                "urgent": {"type": "boolean"},
                "mood": {"type": "choice", "choices": ["low", "fair", "high"]},
                "late": {"type": "boolean"},
            },
            "derived": self._derived(),
            "parameters": {"tries": self._tries()},
            "eligibility": self._eligibility(),
            "endings": self._endings(),
            "consents": self.consents,
            "legal_bases": {"law": {"instead_of": ["share"], "covers": ["*"]}} if self.consents else {},
            "phases": self.phases, "activities": self.activities, "milestones": self.milestones,
            "rules": self._rules(),
        }  # fmt: skip
        return {key: value for key, value in whole.items() if value}

    def _derived(self) -> Plain:
        names = list(self.activities)
        busy = self.dice.one([f'count("{self.dice.one(names)}") >= 2', "minor and not urgent", "max(age, 12) > 15"])
        return {"minor": {"value": "age < 18"}, "busy": {"value": busy}}

    def _tries(self) -> Plain:
        found: Plain = {"value": self.dice.number(2, 4), "minimum": 1, "maximum": 9}
        if self.dice.often(0.4):
            found["rows"] = [{"if": self.dice.one(["urgent", "age >= 18", 'mood == "low"']), "value": 3}]
        return found

    def _office(self) -> Plain:
        hours = self.dice.one([("08:00", "16:00"), ("09:00", "15:00"), ("07:30", "15:45")])
        holidays = [{"name": "May Day", "month_day": "05-01"}, {"name": "Good Friday", "easter": -2}]
        days = self.dice.one([["mon-fri"], ["mon-fri"], ["mon", "tue", "thu"]])
        zone = self.dice.one(["Europe/Helsinki", "UTC"])
        return {"zone": zone, "opening": [{"days": days, "start": hours[0], "end": hours[1]}], "holidays": holidays}

    def _roles(self) -> Plain:
        found: Plain = {}
        for role in self.lay:
            found[role] = {"side": "client" if role == "client" else "family", "sees": ["*"], "optional": True}
        for role in self.workers:
            found[role] = {"side": "professional", "organisations": [GROUPS[role]], "sees": ["*"]}
        if "nurse" in found:
            found["nurse"]["competences"] = ["trained"]
        return found

    def _consents(self) -> None:
        if self.dice.often(0.4):
            self.consents["share"] = {"givers": ["client"], "recipients": ["school", "clinic"], "covers": ["*"]}
            if self.dice.often(0.3):
                self.consents["share"]["if"] = self.dice.one(["age >= 12", "urgent == false"])

    def _eligibility(self) -> Plain:
        if not self.dice.often(0.3):
            return {}
        at: Plain = {"at": "act_0"} if self.dice.often(0.5) else {}
        return {"fit": {"if": self.dice.one(["age >= 8", 'mood != "high"', "minor or urgent"]), **at}}

    def _endings(self) -> Plain:
        found: Plain = {"done": {"outcome": "success"}, "left": {"outcome": "neutral", "scored": False}}
        if self.dice.often(0.3):
            found["done"]["if"] = f'count("{self.dice.one(list(self.activities))}") >= 1'
        return found

    def _phase(self, id: str) -> None:
        dice, phase = self.dice, {}
        if self.phases and dice.often(0.4):
            phase["phase"] = dice.one(list(self.phases))
        if "phase" not in phase:
            phase["entry"] = OPENED
        phase["required"] = dice.often(0.7)
        if dice.often(0.12):
            phase["manual"] = True
        self.phases[id] = phase

    def _activity(self, id: str) -> None:
        dice = self.dice
        act: Plain = {"kind": dice.one(["meeting", "contact", "task", "decision"])}
        if dice.often(0.75):
            act["phase"] = dice.one(list(self.phases))
        act["participants"] = self._participants(act)
        act["required"] = dice.often(0.5)
        act["manual"] = dice.often(0.15)
        if dice.often(0.35):
            act["repeat"] = {"maximum": dice.one([2, 3, 5, "tries"])}
        elif dice.often(0.3):
            act["repeat"] = {"on": f"{id}.terminated"}
        if dice.often(0.15):
            act["planning"] = {"by": self.workers, **({"if": self._condition()} if dice.often(0.5) else {})}
        if dice.often(0.5):
            act["data"] = self._data(id)
        act["outcomes"] = ["no-show", "broken off"]
        if self.consents and dice.often(0.3):
            act["consent"] = dice.one([["share"], ["share", "law"]])
        self.activities[id] = act

    def _participants(self, act: Plain) -> list[Plain]:
        dice = self.dice
        first = dice.one(self.workers)
        found = [{"role": first, "mode": dice.one(["perform", "decide", "required"])}]
        others = [one for one in self.workers if one != first and dice.often(0.3)]
        found += [{"role": one, "mode": dice.one(["perform", "required", "informed"])} for one in others]
        lay = [one for one in self.lay if dice.often(0.7 if one == "client" else 0.4)]
        found += [{"role": one, "mode": dice.one(["required", "invited", "heard"])} for one in lay]
        if act["kind"] == "meeting" and dice.often(0.6):
            act["quorums"] = [self._quorum()]
        return found

    def _quorum(self) -> Plain:
        dice = self.dice
        whom = dice.one([{"sides": ["client"]}, {"sides": ["family", "client"]}, {"roles": ["client"]}, {}])
        what: Plain = {"counting": dice.one(["people", "people", "roles"]), "at_least": dice.number(1, 2), **whom}
        if "roles" in what or what.get("sides") == ["client"]:
            what["at_least"] = 1
        if dice.often(0.2):
            what = {"counting": "share", "at_least": 0.5}
        return {**what, **({"if": self._condition()} if dice.often(0.2) else {})}

    def _data(self, id: str) -> Plain:
        found: Plain = {}
        if self.dice.often(0.6):
            found[f"{id}_score"] = {"type": "integer", "minimum": 0, "maximum": 10, "required": self.dice.often(0.5)}
        if self.dice.often(0.6):
            found[f"{id}_word"] = {"type": "choice", "choices": ["go", "stay", "end"], "required": True}
        return found

    def _milestone(self, id: str) -> None:
        dice = self.dice
        stone: Plain = {"required": dice.often(0.25)}
        if dice.often(0.5):
            stone["phase"] = dice.one(list(self.phases))
        stone["achieve"] = [self._sentry(list(self.activities)) for _ in range(dice.number(1, 2))]
        if dice.often(0.25):
            stone["revoke"] = [self._sentry(list(self.activities))]
        self.milestones[id] = stone

    def _later_sentries(self) -> None:
        """Let phases and activities wait for one another, now that all are there."""
        dice, names = self.dice, list(self.activities)
        for number, (id, act) in enumerate(self.activities.items()):
            earlier = names[:number] + list(self.milestones)
            if earlier and dice.often(0.35):
                act["entry"] = [self._sentry(earlier) for _ in range(dice.number(1, 2))]
            if dice.often(0.12):
                act["exit"] = [self._sentry([one for one in names if one != id])]
            if dice.often(0.12):
                act["suspension"] = self._suspension([one for one in names if one != id])
        for id, phase in self.phases.items():
            inside = [one for one, act in self.activities.items() if act.get("phase") == id]
            beside = [one for one in names if one not in inside]
            if beside and dice.often(0.35):
                phase["entry"] = [self._sentry(beside)]
                if dice.often(0.4):
                    phase["repeat"] = dice.one([{"on": dice.one(beside)}, {"maximum": dice.number(2, 3)}])
            if inside and dice.often(0.4):
                phase["exit"] = [self._sentry(inside)]
            if beside and dice.often(0.12):
                phase["suspension"] = self._suspension(beside)

    def _suspension(self, names: list[str]) -> Plain:
        return {"suspend": [self._sentry(names)], "resume": [self._sentry(names)]}

    def _sentry(self, names: list[str]) -> Any:
        dice = self.dice
        on = [self._pattern(name) for name in dice.some(names, 2)]
        shape = dice.number(0, 4)
        if shape == 0 and isinstance(on[0], str):
            return on[0]
        if shape <= 2:
            return {"on": on}
        return {"on": on, "if": self._condition()}

    def _pattern(self, name: str) -> Any:
        dice = self.dice
        data = self.activities.get(name, {}).get("data", {})
        if data and dice.often(0.5):
            return {"element": name, "where": self._of_datum(dice.one(list(data)))}
        if name in self.milestones:
            return name
        if dice.often(0.1):
            return {"kind": self.activities[name]["kind"], "where": dice.one(self._about(name))}
        ways = [name, name, name, f"{name}.terminated", f"kind:{self.activities[name]['kind']}", "kind:fact.recorded"]
        return dice.one(ways)

    def _about(self, name: str) -> list[str]:
        return [
            'actor.role == "worker"',
            'actor.side == "professional"',
            f'event.element != "{name}"',
            "urgent",
            "busy",
        ]

    def _of_datum(self, datum: str) -> str:
        dice = self.dice
        if datum.endswith("_word"):
            return f'{datum} {dice.one(["==", "!="])} "{dice.one(["go", "stay", "end"])}"'
        return f"{datum} {dice.one(['>=', '<', '>'])} {dice.number(2, 8)}"

    def _condition(self) -> str:
        """Draw a condition over facts, counts and data."""
        dice = self.dice
        found = self._atom()
        if dice.often(0.35):
            found = f"{found} {dice.one(['and', 'or'])} {self._atom()}"
        return f"not ({found})" if dice.often(0.12) else found

    def _atom(self) -> str:
        dice = self.dice
        names = list(self.activities)
        atoms: list[Callable[[], str]] = [
            lambda: dice.one(["urgent", "minor", "not urgent", "age >= 12", "age + 1 > 15", "late == true"]),
            lambda: dice.one(["busy", "not busy", 'now < date("2024-04-10")', 'now >= date("2024-02-01")']),
            lambda: dice.one(['mood == "low"', 'mood in ["low", "fair"]', "known(late)", "known(mood)"]),
        ]
        if names:
            ends = ["", "", ".terminated"]
            atoms += [
                lambda: f'count("{dice.one(names)}{dice.one(ends)}") {dice.one([">=", "<", "=="])} {dice.number(1, 3)}',
                lambda: f'count("{dice.one(names)}") < tries',
                lambda: f'count("{dice.one(names)}") >= 1 + count("{dice.one(names)}.terminated")',
            ]
        data = [(name, datum) for name in names for datum in self.activities[name].get("data", {})]
        if data:
            atoms += [lambda: self._last(*dice.one(data))] * 2
        return dice.one(atoms)()

    def _last(self, name: str, datum: str) -> str:
        read = f'last("{name}", {datum})'
        return f'{read} == "{self.dice.one(["go", "stay"])}"' if datum.endswith("_word") else f"{read} >= 5"

    def _rules(self) -> Plain:
        dice, found, names = self.dice, {}, list(self.activities)
        for number in range(dice.number(0, 3)):
            enforcement = dice.one(["gate", "gate", "warn", "report"])
            rule: Plain = {"enforcement": enforcement, "a": self._pattern(dice.one(names))}
            if dice.often(0.25):
                rule["template"] = dice.one(UNARY)
            else:
                rule["template"] = dice.one(BINARY)
                rule["b"] = self._pattern(dice.one(names))
            if rule["template"] != "init" and dice.often(0.3):
                rule["applies"] = dice.one(["urgent", "age >= 12", 'mood == "low"', "minor"])
            found[f"rule_{number}"] = rule
        return found


class _Scenarios:
    """
    One scenario while it is drawn.

    Args:
        dice: What draws.
        drawn: The model it is for.
    """

    def __init__(self, dice: Dice, drawn: _Models) -> None:
        self.dice, self.drawn = dice, drawn
        self.appointment = dice.often(0.5)

    def scenario(self) -> Plain:
        """Draw a whole scenario."""
        dice = self.dice
        found: Plain = {
            "format": 1, "id": "drawn", "model": "drawn",
            "start": dice.one(["2024-01-01", "2024-03-20", "2023-10-16"]),
            "horizon": dice.one(["4 weeks", "8 weeks", "60 days", "3 months"]),
            "seed": dice.number(1, 999),
            "scheduling": "appointment" if self.appointment else "queue",
            "opened_by": dice.one(["worker", "worker", "client"]),
            "arrivals": self._arrivals(),
            "returns": self._returns(),
            "facts": self._facts(),
            "staff": self._staff(),
            "people": self._people(),
            "behaviour": self._behaviour(),
        }  # fmt: skip
        if self.appointment:
            found["slot"] = dice.one(["30 minutes", "1 hour"])
        if dice.often(0.4):
            found["drop_out"] = self._drop_out()
        return {key: value for key, value in found.items() if value}

    def _arrivals(self) -> Plain:
        dice, found = self.dice, {}
        for number in range(dice.number(1, 2)):
            stream: Plain = dice.one(
                [
                    {"per_week": dice.number(1, 5)},
                    {"per_week": 3, "weekdays": [2, 1, 1, 1, 1, 0, 0], "working_hours": True},
                    {"per_week": 2, "months": [1, 2, 1, 1, 1, 1, 0.5, 1, 1, 1, 2, 1]},
                    {"gap": self._time("days", 4), "most": dice.number(3, 9)},
                    {"at": ["2024-03-25T10:00:00+02:00", "2024-03-26T23:10:00+02:00", "2024-03-29T08:00:00+02:00"]},
                ]
            )
            if dice.often(0.3):
                stream["priority"] = dice.number(0, 2)
            if dice.often(0.3):
                stream["opening"] = "application"
            found[f"stream_{number}"] = stream
        return found

    def _returns(self) -> Plain:
        if not self.dice.often(0.3):
            return {}
        back = {"share": 0.5, "delay": self._time("days", 10), "same_workers": self.dice.often(0.5)}
        return {"back": {**back, **({"endings": ["left"]} if self.dice.often(0.4) else {})}}

    def _facts(self) -> Plain:
        dice = self.dice
        found: Plain = {
            "age": {"spread": dice.one([
                {"shape": "uniform", "low": 6, "high": 24, "whole": True},
                {"shape": "empirical", "values": [8, 12, 17, 19], "weights": [1, 2, 2, 1]},
                {"shape": "triangular", "low": 6, "mode": 14, "high": 24, "whole": True},
            ])},
            "urgent": {"spread": {
                "shape": "empirical", "values": [True, False], "weights": [1, 3],
                "rows": [{"if": "age < 10", "spread": {"shape": "constant", "value": True}}],
            }},
        }  # fmt: skip
        if dice.often(0.8):
            found["mood"] = {"spread": {"shape": "empirical", "values": ["low", "fair", "high"], "weights": [2, 1, 1]}}
        return found

    def _staff(self) -> Plain:
        dice, found = self.dice, {}
        for role in self.drawn.workers:
            group: Plain = {
                "role": role,
                "organisation": GROUPS[role],
                "count": dice.number(1, 3),
                "keeps": dice.often(0.65),
            }
            if dice.often(0.85):
                group["calendar"] = "office"
            if dice.often(0.25) and group["keeps"]:
                group["caseload"] = dice.number(2, 8)
            if dice.often(0.35):
                group["absences"] = {"away": {
                    "per_year": dice.number(4, 20), "length": self._time("days", 5), "leaves": dice.often(0.4),
                }}  # fmt: skip
            found[f"{role}s"] = group
        return found

    def _people(self) -> Plain:
        return {
            role: {"share": 1.0 if role == "client" else self._share(), "comes": self.dice.one([1.0, 0.9, 0.7])}
            for role in self.drawn.lay
        }

    def _behaviour(self) -> Plain:
        found: Plain = {}
        for id, act in self.drawn.activities.items():
            if self.dice.often(0.93):
                found[id] = self._doing(id, act)
            paused = self.dice.often(0.1)
            if paused:
                found[f"{id}_paused"] = self._other(act, {"element": id, "verb": "suspend"})
            if paused or ("suspension" in act and self.dice.often(0.7)):
                found[f"{id}_goes_on"] = {**self._other(act, {"element": id, "verb": "resume"}), "chance": 0.8}
            if self.dice.often(0.06):
                found[f"{id}_broken_off"] = {
                    **self._other(act, {"element": id, "verb": "end"}), "data": {"outcome": {"spread": "broken off"}}
                }  # fmt: skip
        for id, phase in self.drawn.phases.items():
            if phase.get("manual"):
                found[id] = {"verb": "start", "by": "worker", "delay": self._time("hours", 20)}
        self._bookkeeping(found)
        self._closing(found)
        return found

    def _by(self, act: Plain) -> str:
        able = ("perform", "decide", "required")
        return self.dice.one([
            one["role"] for one in act["participants"] if one["mode"] in able and one["role"] in self.drawn.workers
        ])  # fmt: skip

    def _other(self, act: Plain, what: Plain) -> Plain:
        return {**what, "by": self._by(act), "chance": self._share(), "delay": self._time("days", 3)}

    def _doing(self, id: str, act: Plain) -> Plain:
        dice, by = self.dice, self._by(act)
        found: Plain = {"verb": "complete", "by": by}
        others = [one["role"] for one in act["participants"] if one["role"] != by and one["mode"] != "informed"]
        lay = [one for one in others if one in self.drawn.lay]
        needed = [one["role"] for one in act["participants"] if one["mode"] == "required" and one["role"] != by]
        together = list(dict.fromkeys([*needed, *lay, *(one for one in others if dice.often(0.4))]))
        if together:
            found["with"] = together
        if dice.often(0.85):
            found["delay"] = self._time(*dice.one([("hours", 30), ("days", 4), ("minutes", 90)]))
            found["into"] = dice.one(["any time", "next opening", "next day, any hour"])
        if dice.often(0.8) or act["kind"] == "meeting":
            found["length"] = self._time("minutes", dice.one([30, 60, 120]))
            self._missing(found, lay)
        if dice.often(0.2):
            found["chance"] = self._share()
        if dice.often(0.2):
            found["times"] = dice.one([1, {"shape": "poisson", "mean": 2}, 3])
        if dice.often(0.2):
            found["if"] = self.drawn._condition()
        if dice.often(0.15):
            others = [one for one in self.drawn.activities if one != id]
            if others:
                found["after"] = [self.drawn._pattern(one) for one in dice.some(others, 1)]
        if dice.often(0.15):
            found["priority"] = dice.number(0, 3)
        found["data"] = {name: self._datum(id, name) for name in act.get("data", {})}
        return found

    def _missing(self, found: Plain, lay: list[str]) -> None:
        """Let people not come, say so beforehand, and stay away."""
        dice = self.dice
        if lay and dice.often(0.6):
            found["no_show"] = self._share()
            found["stops"] = dice.one([0.0, 0.1, 0.3])
            if dice.often(0.4):
                found["missed_length"] = self._time("minutes", 15)
            if dice.often(0.5):
                found["retry"] = self._time("days", 2)
            if self.appointment:
                found["sent_word"] = dice.one([0.0, 0.3, 1.0])
        if self.appointment and dice.often(0.5):
            found["search"] = {
                "notice": dice.one(["1 day", "2 hours"]),
                "within": dice.one(["3 days", "14 days"]),
                "rounds": dice.number(0, 3),
                "wait": self._time("hours", 24),
                "replaced": self.drawn.workers[:1] if dice.often(0.4) else [],
            }

    def _datum(self, id: str, name: str) -> Plain:
        if name.endswith("_word"):
            return {"spread": {"shape": "empirical", "values": ["go", "stay", "end"], "weights": [3, 2, 1]}}
        if self.dice.often(0.3):
            again = {"shape": "constant", "value": 7}
            return {"spread": {"shape": "last", "of": f"{id}.{name}", "rows": [
                {"if": f'count("{id}") == 0', "spread": again}]}}  # fmt: skip
        return {"spread": {"shape": "uniform", "low": 0, "high": 10, "whole": True}}

    def _bookkeeping(self, found: Plain) -> None:
        """Let people consent, and let something be learnt."""
        dice = self.dice
        if self.drawn.consents:
            found["share"] = {"verb": dice.one(["give", "give", "refuse"]), "by": "client", "chance": 0.9}
            if dice.often(0.3):
                after = [self.drawn._pattern(dice.one(list(self.drawn.activities)))]
                found["taken_back"] = {
                    "element": "share",
                    "verb": "withdraw",
                    "by": "client",
                    "after": after,
                    "chance": 0.3,
                }
            if dice.often(0.3):
                reason = {"reason": {"spread": "the law says so"}}
                found["law"] = {"verb": "record", "by": "worker", "delay": self._time("days", 2), "data": reason}
        if dice.often(0.5):
            after = [self.drawn._pattern(dice.one(list(self.drawn.activities)))] if dice.often(0.6) else []
            found["learnt"] = {
                "verb": "learn", "by": "worker", "after": after, "each": bool(after) and dice.often(0.5),
                "delay": self._time("hours", 10), "data": {"late": {"spread": dice.one([True, False])}},
            }  # fmt: skip

    def _closing(self, found: Plain) -> None:
        dice, names = self.dice, list(self.drawn.activities)
        after = [self.drawn._pattern(one) for one in dice.some(names, 2)]
        ended = {"ending": {"spread": "done"}}
        found["closed"] = {"verb": "close", "by": "worker", "after": after, "data": ended}
        if dice.often(0.5):
            found["closed"]["delay"] = self._time("days", 2)
        left = {"ending": {"spread": "left"}}
        if dice.often(0.5):
            found["gone"] = {"verb": "close", "by": "worker", "at_drop_out": True, "data": left}
        if dice.often(0.4):
            found["given_up"] = {
                "verb": "close", "by": "worker", "after": [OPENED], "delay": self._time("days", 25), "data": left,
            }  # fmt: skip

    def _drop_out(self) -> Plain:
        found: Plain = {"after": self._time("days", 40)}
        if self.dice.often(0.5):
            found |= {"waiting": self.dice.one([0.0, 0.5, 3.0]), "until": self.dice.one(list(self.drawn.activities))}
        return found

    def _share(self) -> Any:
        dice = self.dice
        value = round(dice.random.uniform(0.05, 0.6), 2)
        if dice.often(0.2):
            return {"value": value, "rows": [{"if": "urgent", "spread": {"shape": "constant", "value": 0.5}}]}
        return value

    def _time(self, unit: str, mean: float) -> Plain:
        """Draw how a length of time is spread."""
        dice = self.dice
        found: Plain = dice.one(
            [
                {"shape": "constant", "value": mean},
                {"shape": "uniform", "low": mean / 2, "high": mean * 1.5},
                {"shape": "triangular", "low": 1, "mode": mean, "high": mean * 2},
                {"shape": "exponential", "mean": mean},
                {"shape": "lognormal", "mean": mean, "cv": 0.6},
                {"shape": "gamma", "mean": mean, "cv": 0.8},
                {"shape": "empirical", "values": [mean, mean / 2, mean * 2]},
            ]
        )
        return {**found, "unit": unit}
