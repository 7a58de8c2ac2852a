"""Who works, who else is there, who comes back, and how cases end, estimated from a history."""

from __future__ import annotations

from collections import Counter, defaultdict

from collabmodel.model import Pattern, Side, Text
from collabmodel.simulate.fitting_log import MINUTE_US, Observed, Seen, is_work, lines_of
from collabmodel.simulate.fitting_shapes import rounded, shaped
from collabmodel.simulate.fitting_times import Uncertain
from collabmodel.simulate.scenario import Behaviour, Grid, Known, LayPerson, Return, Shape, Share, Spread, Staff
from collabmodel.simulate.statistics import wilson
from collabmodel.simulate.titles import worded

QUARTER_US = 13 * 7 * 24 * 3600 * 1_000_000
"""Microseconds in a quarter of a year: the time in which workers are counted."""


def fitted_staff(seen: Observed, calendar: str) -> tuple[tuple[Staff, ...], list[Uncertain], list[Text]]:
    """
    Count the workers seen in each role and organisation: the middle one of what quarters of a year show.

    Args:
        seen: The history.
        calendar: Id of the calendar of their hours, or empty.
    """
    quarters: dict[tuple[str, str], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in seen.work():
        if one.person:
            group = (one.role, seen.history.organisations.text(one.row))
            quarters[group][(one.at - seen.first) // QUARTER_US].add(one.person)
    staff, numbers = [], []
    roles = Counter(role for role, _ in quarters)
    for (role, organisation), by_quarter in sorted(quarters.items()):
        counts = sorted(len(people) for people in by_quarter.values())
        id = role if roles[role] == 1 else f"{role}_{organisation}"
        count = counts[len(counts) // 2]
        staff.append(
            Staff(id=id, role=role, organisation=organisation, count=count, calendar=calendar, cites=("history",))
        )
        numbers.append(
            Uncertain(path=f"staff.{id}.count", value=count, low=counts[0], high=counts[-1], count=len(counts))
        )
    told = [worded(*NO_WORKER, id=role) for role in sorted(seen.workers - roles.keys())]
    return tuple(staff), numbers, [*told, worded(*NO_ABSENCES)]


def fitted_people(seen: Observed, confidence: float) -> tuple[tuple[LayPerson, ...], list[Uncertain]]:
    """
    Estimate in how many cases each lay role but the client's is there: somebody acts in it, or is told of at a meeting.

    Args:
        seen: The history.
        confidence: Of the intervals.
    """
    lay = [role.id for role in seen.model.roles if role.side in {Side.FAMILY, Side.PROXY}]
    there: Counter[str] = Counter()
    for case in seen.cases:
        roles = {one.role for one in case.events}
        for one in case.events:
            roles |= {str(line.get("role")) for line in lines_of(seen.data(one.row, "attendance"))}
        there.update(role for role in lay if role in roles)
    people, numbers = [], []
    for role in (one for one in lay if there[one]):
        share = rounded(there[role] / len(seen.cases))
        low, high = wilson(there[role], len(seen.cases), confidence)
        people.append(LayPerson(id=role, share=Share(value=share), cites=("history",)))
        numbers.append(Uncertain(path=f"people.{role}.share", value=share, low=low, high=high, count=len(seen.cases)))
    return tuple(people), numbers


def returning(seen: Observed) -> dict[int, int]:
    """
    Tell which cases follow an earlier closed one of the same client: number of the case to that of the one before.

    Args:
        seen: The history.
    """
    clients = {role.id for role in seen.model.roles if role.side is Side.CLIENT}
    last: dict[str, Seen] = {}
    found = {}
    for case in seen.cases:
        for person in sorted(_persons(seen, case, clients)):
            before = last.get(person)
            if before is not None and before.ended is not None and before.ended <= case.opened:
                found[case.number] = before.number
            last[person] = case
    return found


def _persons(seen: Observed, case: Seen, roles: set[str]) -> set[str]:
    found = {one.person for one in case.events if one.role in roles and one.person}
    for one in case.events:
        lines = lines_of(seen.data(one.row, "attendance"))
        found |= {str(line["person"]) for line in lines if line.get("role") in roles and line.get("person")}
    return found


def fitted_returns(
    seen: Observed, follows: dict[int, int], confidence: float
) -> tuple[tuple[Return, ...], list[Uncertain], list[Text]]:
    """
    Estimate how many of those who left come back, and how long after.

    Args:
        seen: The history.
        follows: Which case follows which, as ``returning`` tells.
        confidence: Of the intervals.
    """
    cases = {case.number: case for case in seen.cases}
    closed = sum(case.closed for case in seen.cases)
    gaps = []
    for case, before in follows.items():
        ended = cases[before].ended
        if ended is not None:
            gaps.append((cases[case].opened - ended) / MINUTE_US / (24 * 60))
    delay = shaped(gaps, Grid.DAYS)
    if delay is None or not closed:
        return (), [], [worded(*NO_RETURNS, count=len(gaps))]
    low, high = wilson(len(gaps), closed, confidence)
    one = Return(id="return", share=Share(value=rounded(len(gaps) / closed)), delay=delay.spread, cites=("history",))
    number = Uncertain(path="returns.return.share", value=len(gaps) / closed, low=low, high=high, count=closed)
    return (one,), [number], [worded(*RETURNS_LATER)]


def fitted_closings(seen: Observed, confidence: float) -> tuple[tuple[Behaviour, ...], list[Uncertain], list[Text]]:
    """
    Estimate how cases end: after which activity, how long after, and with which ending.

    Args:
        seen: The history.
        confidence: Of the intervals.
    """
    endings: dict[str, Counter[str]] = defaultdict(Counter)
    delays: dict[str, list[float]] = defaultdict(list)
    roles: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    for case in seen.cases:
        work = [one for one in case.events if is_work(one)]
        passed.update({"", *(one.element for one in work)})
        close = next((one for one in case.events if one.kind == "case" and one.transition == "closed"), None)
        if close is None:
            continue
        last = work[-1] if work else None
        about = last.element if last else ""
        endings[about][str(seen.data(close.row, "ending") or "")] += 1
        delays[about].append((close.at - (last.at if last else case.opened)) / MINUTE_US / (24 * 60))
        roles[close.role] += 1
    if not endings:
        return (), [], [worded(*NO_ENDINGS)]
    by = min(roles, key=lambda one: (-roles[one], one))
    found = tuple(_closing(about, endings[about], delays[about], passed[about], by) for about in sorted(endings))
    total: Counter[str] = sum(endings.values(), Counter())
    numbers = []
    for id in sorted(filter(None, total)):
        low, high = wilson(total[id], total.total(), confidence)
        share = total[id] / total.total()
        numbers.append(Uncertain(path=f"ending:{id}", value=share, low=low, high=high, count=total.total()))
    return found, numbers, []


def _closing(about: str, endings: Counter[str], delays: list[float], passed: int, by: str) -> Behaviour:
    words = tuple(sorted(filter(None, endings)))
    weights = tuple(float(endings[word]) for word in words)
    spread = Spread(shape=Shape.EMPIRICAL, values=words, weights=weights)
    delay = shaped(delays, Grid.DAYS)
    return Behaviour(
        id=f"close_after_{about}" if about else "close",
        verb="close",
        by=by,
        after=(Pattern(element=about),) if about else (),
        chance=Share(value=rounded(min(1.0, endings.total() / passed))),
        delay=None if delay is None or delay.spread.value == 0 else delay.spread,
        data=(Known(id="ending", spread=spread),) if words else (),
        cites=("history",),
    )


NO_WORKER = (
    "Roolissa {id} ei lokissa toimi kukaan, joten heidän määräänsä ei tiedetä.",
    "Ingen verkar i rollen {id} i loggen, så antalet är okänt.",
    "Nobody acts in the role {id} in the log, so how many there are is not known.",
)
NO_ABSENCES = (
    "Poissaoloja, vaihtuvuutta ja muuta työtä ei voi päätellä lokista; työntekijöiden määrä on nähtyjen määrä.",
    "Frånvaro, omsättning och annat arbete kan inte utläsas ur loggen; antalet medarbetare är de som setts.",
    "Absences, turnover and other work cannot be read from a log; the number of workers is of those seen.",
)
NO_RETURNS = (
    "Paluuta uutena tapauksena ei voitu arvioida: samoja asiakkaita näkyi uudelleen {count}.",
    "Återkomst som nytt ärende kunde inte uppskattas: {count} klienter sågs på nytt.",
    "Coming back as a new case could not be estimated: {count} clients were seen again.",
)
RETURNS_LATER = (
    "Palaajien osuus on alaraja: osa palaa vasta lokin päätyttyä.",
    "Andelen som återkommer är en nedre gräns: en del kommer först efter loggens slut.",
    "The share of those who come back is a lower bound: some come after the log ends.",
)
NO_ENDINGS = (
    "Päättymisiä ei voitu arvioida: yksikään tapaus ei pääty lokissa.",
    "Avslut kunde inte uppskattas: inget ärende avslutas i loggen.",
    "Endings could not be estimated: no case is closed in the log.",
)
"""Finnish, Swedish and English words of what could not be estimated."""
