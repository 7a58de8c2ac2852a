"""To which case each resource belongs that no Provenance of ours tells of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from collabmodel.errors import Place, Problem
from collabmodel_fhir.config import FhirConfig
from collabmodel_fhir.faults import Faults, Part
from collabmodel_fhir.pointing import opaque, path_of, who
from collabmodel_fhir.strangers import TELLERS, Happening, Reading, phase_of, plan_of

_SUBJECT = {"EpisodeOfCare": "patient", "Task": "for"}
_OVER = ("finished", "cancelled", "completed", "revoked")


@attrs.frozen(kw_only=True)
class Stranger:
    """
    A resource that tells of a case by itself.

    Args:
        kind: Its type.
        path: Its type and id.
        place: Where it stands.
        happenings: What it tells.
        subject: Opaque id of whom it is about, or empty.
        names: Opaque ids that it has.
        plans: References to plans that it belongs to, each with its place.
        teams: References to teams.
        top: Whether it is the plan of a case.
        closed: Whether it says that its case is over; None where it does not say.
        problems: What is wrong in it.
        told: Whether Provenance resources of ours tell what it says.
    """

    kind: str
    path: str
    place: Place
    happenings: tuple[Happening, ...]
    subject: str = attrs.field(repr=False)
    names: tuple[str, ...] = attrs.field(repr=False)
    plans: tuple[tuple[str, Place], ...]
    teams: tuple[str, ...]
    top: bool
    closed: bool | None
    problems: tuple[Problem, ...] = attrs.field(default=(), repr=False)
    told: bool = False

    @property
    def instance(self) -> str:
        """Which occurrence its events are of, or empty."""
        return self.path if self.kind in ("Task", "Appointment") else ""


def stranger(kind: str, part: Part, path: str, config: FhirConfig) -> Stranger:
    """
    Read a resource that may tell of a case by itself.

    Args:
        kind: Its type.
        part: The resource.
        path: Its type and id.
        config: Addresses.

    Raises:
        FormatError: There are too many problems.
    """
    # What a Provenance of ours tells is not read from here, so what is wrong here may come to matter to nobody.
    part = attrs.evolve(part, faults=Faults(part.faults.path))
    reading = Reading(part=part, config=config)
    top = kind == "CarePlan" and not part.items("partOf")
    tell = TELLERS.get(kind, plan_of if top else phase_of)
    happenings = tuple(tell(reading))
    head = top or kind == "EpisodeOfCare"
    plans = _references(part, "partOf" if kind == "CarePlan" else "basedOn") if kind not in _NO_PLAN else ()
    return Stranger(
        kind=kind,
        path=path,
        place=part.faults.place(part.pointer, part.line),
        happenings=happenings,
        subject=who(part.inner(_SUBJECT.get(kind, "subject")), config),
        names=tuple(filter(None, (opaque(one, config) for one in part.items("identifier")))) if head else (),
        plans=tuple((text, place) for text, place in plans if kind == "CarePlan" or _is_plan(text)),
        teams=tuple(text for text, _ in _references(part, "careTeam")) if head else (),
        top=top,
        closed=part.members().get("status") in _OVER if head else None,
        problems=tuple(part.faults.found),
    )


_NO_PLAN = ("EpisodeOfCare", "CareTeam", "Consent")


def _references(part: Part, name: str) -> tuple[tuple[str, Place], ...]:
    found = ((one.text("reference"), one.at("reference")) for one in part.items(name))
    return tuple((text, part.faults.place(at.pointer, at.line)) for text, at in found if text)


def _is_plan(reference: str) -> bool:
    return path_of(reference).startswith("CarePlan/") or reference.startswith("urn:")


def homes(
    found: Mapping[str, Stranger], addresses: Mapping[str, str], seen: set[str], faults: Faults
) -> Iterator[tuple[str, Stranger]]:
    """
    Give each resource with the id of its case: cases in the order of their episodes and plans, then the rest.

    Args:
        found: The resources by type and id.
        addresses: Types and ids by addresses of other forms.
        seen: Types and ids of all resources that were there.
        faults: Where to take problems down.

    Raises:
        FormatError: There are too many problems.
    """
    for one in found.values():
        for problem in () if one.told else one.problems:
            faults.take(problem)
    linker = _Linker(found, addresses, seen, faults)
    cases: dict[str, list[Stranger]] = {}
    for one in found.values():
        case = linker.case(one)
        if case:
            kept = one
            if one.top and linker.has_episode(one):
                kept = attrs.evolve(one, happenings=())
            cases.setdefault(case, []).append(kept)
    for case, members in cases.items():
        for one in members:
            yield case, one


class _Linker:
    """The heads of cases: episodes, and the plans that go with none."""

    def __init__(
        self, found: Mapping[str, Stranger], addresses: Mapping[str, str], seen: set[str], faults: Faults
    ) -> None:
        self.found, self.addresses, self.seen, self.faults = found, addresses, seen, faults
        self.by_name: dict[str, str] = {}
        self.by_team: dict[str, str] = {}
        self.by_subject: dict[str, set[str]] = {}
        self.heads: dict[str, str] = {}
        self.episodes: set[str] = set()
        for one in found.values():
            if one.kind == "EpisodeOfCare":
                self.episodes.add(self._head(one, one.names[0] if one.names else one.path))
        for one in found.values():
            if one.top:
                self._head(one, self._episode(one) or (one.names[0] if one.names else one.path))
        self.plans = self._spread()

    def _head(self, one: Stranger, case: str) -> str:
        self.heads[one.path] = case
        for name in one.names:
            self.by_name.setdefault(name, case)
        for team in one.teams:
            self.by_team.setdefault(self.resolved(team), case)
        if one.subject:
            self.by_subject.setdefault(one.subject, set()).add(case)
        return case

    def _episode(self, plan: Stranger) -> str:
        """Give the case of the episode that goes with a plan, or nothing."""
        for name in plan.names:
            if name in self.by_name:
                return self.by_name[name]
        for team in plan.teams:
            if self.resolved(team) in self.by_team:
                return self.by_team[self.resolved(team)]
        cases = self.by_subject.get(plan.subject, set()) & self.episodes
        return next(iter(cases)) if len(cases) == 1 else ""

    def has_episode(self, plan: Stranger) -> bool:
        """Tell whether an episode goes with a plan, which then tells the life of the case."""
        return self.heads[plan.path] in self.episodes

    def resolved(self, reference: str) -> str:
        """Give the type and id behind a reference."""
        path = path_of(reference)
        return self.addresses.get(reference, self.addresses.get(path, path))

    def case(self, one: Stranger) -> str:
        """Give the case of a resource; empty, and a problem, where nobody can tell."""
        if one.path in self.heads:
            return self.heads[one.path]
        if one.kind == "CareTeam" and one.path in self.by_team:
            return self.by_team[one.path]
        for reference, place in one.plans:
            path = self.resolved(reference)
            # What another server keeps cannot be looked up; what should be here can be missed.
            if path not in self.seen and not reference.startswith(("http:", "https:")):
                self.faults.add("reference to nothing in the file", place)
            if path in self.plans:
                return self.plans[path]
        if not one.happenings:
            return ""
        return self._by_subject(one)

    def _by_subject(self, one: Stranger) -> str:
        cases = self.by_subject.get(one.subject, set())
        if len(cases) == 1:
            return next(iter(cases))
        if not one.subject:
            self.faults.add(f"{one.kind} that tells neither its plan nor its subject", one.place)
        elif cases:
            hint = "point to the plan of the case"
            self.faults.add(f"{one.kind} of one of {len(cases)} cases of its subject", one.place, hint=hint)
        else:
            return one.subject
        return ""

    def _spread(self) -> dict[str, str]:
        """Give the case of each plan that is part of another: that of the nearest head above it."""
        below: dict[str, list[str]] = {}
        for one in self.found.values():
            for reference, _ in one.plans if one.kind == "CarePlan" else ():
                below.setdefault(self.resolved(reference), []).append(one.path)
        cases, waiting = dict(self.heads), list(self.heads)
        for path in waiting:
            for inner in below.get(path, ()):
                if inner not in cases:
                    cases[inner] = cases[path]
                    waiting.append(inner)
        return cases
