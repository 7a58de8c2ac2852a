"""The graph of phases, activities and milestones: everything can begin, everything can end, every step ends."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.check.finding import Check, Hit, hit
from collabmodel.check.readings import patterns_in
from collabmodel.check.rings import rings
from collabmodel.check.steps import Steps, guards
from collabmodel.check.subject import Subject
from collabmodel.model import Activity, Kind, Repeat, Severity


def _status_cycles(subject: Subject) -> Iterator[Hit]:
    edges = Steps(subject.reach).edges()
    for ring in rings(edges):
        pairs = tuple(zip(ring, (*ring[1:], ring[0]), strict=True))
        paths = [edges[cause][effect] for cause, effect in pairs]
        guarded = [path for path in paths if path.count(".") > 1]
        words = " -> ".join(f"{id} {transition}" for id, transition in (*ring, ring[0]))
        yield hit((guarded or paths)[0], ring=words)


def _unreachable_phases(subject: Subject) -> Iterator[Hit]:
    reach = subject.reach
    for phase in subject.model.phases:
        around = reach.owners.get(phase.phase)
        if not reach.begins(phase.id) and (around is None or reach.begins(around.id)):
            yield hit(f"phases.{phase.id}", value=phase.id)


def _unreachable_activities(subject: Subject) -> Iterator[Hit]:
    reach = subject.reach
    for activity in subject.model.activities:
        around = reach.owners.get(activity.phase)
        if not reach.begins(activity.id) and (around is None or reach.begins(around.id)):
            yield hit(f"activities.{activity.id}", value=activity.id)


def _milestones(subject: Subject) -> Iterator[Hit]:
    reach = subject.reach
    for milestone in subject.model.milestones:
        around = reach.owners.get(milestone.phase)
        if not reach.begins(milestone.id) and (around is None or reach.begins(around.id)):
            why = "none of its conditions can ever be met" if milestone.achieve else "nothing says how it is achieved"
            yield hit(f"milestones.{milestone.id}", value=milestone.id, why=why)


def _traps(subject: Subject) -> Iterator[Hit]:
    reach = subject.reach
    for phase in subject.model.phases:
        if reach.begins(phase.id) and not reach.leaves(phase):
            children = ", ".join(f"'{id}'" for id in reach.blockers(phase))
            yield hit(f"phases.{phase.id}", value=phase.id, children=children)


def _phase_rings(subject: Subject) -> Iterator[Hit]:
    edges = {phase.id: (phase.phase,) if phase.phase else () for phase in subject.model.phases}
    for ring in rings(edges):
        yield hit(f"phases.{ring[0]}.phase", ring=" in ".join((*ring, ring[0])))


def _no_ending(subject: Subject) -> Iterator[Hit]:
    model = subject.model
    if model.kind is Kind.COOPERATION and (model.phases or model.activities) and not model.endings:
        yield hit("endings")


def _unreachable_endings(subject: Subject) -> Iterator[Hit]:
    reach = subject.reach
    for ending in subject.model.endings:
        if ending.condition is None:
            continue
        if not subject.knowledge.can_hold(ending.condition):
            yield hit(f"endings.{ending.id}.if", value=ending.id, why="its condition can never be true")
            continue
        lost = frozenset(part.short() for part in patterns_in(ending.condition) if not reach.occurs(part))
        if lost and not subject.knowledge.never(lost).can_hold(ending.condition):
            yield hit(f"endings.{ending.id}.if", value=ending.id, why=f"'{min(lost)}' can never happen")


def _unbounded(subject: Subject) -> Iterator[Hit]:
    for spot, repeat in subject.each(Repeat):
        if repeat.maximum is None and repeat.on is None:
            yield hit(spot.path, value=spot.owner)


def _idle_sentries(subject: Subject) -> Iterator[Hit]:
    reach = subject.reach
    for guard in guards(subject):
        if not reach.begins(guard.change[0]):
            continue
        for number, part in enumerate(guard.sentry.on):
            if not reach.occurs(part):
                yield hit(f"{guard.path}.on.{number}", value=part.short(), item=guard.change[0])


def _missed(subject: Subject) -> Iterator[Hit]:
    reach, order = subject.reach, subject.order
    for guard in guards(subject):
        owner = reach.owners[guard.change[0]]
        phase = reach.owners.get(owner.phase)
        if phase is None or guard.change[1] not in {"active", "achieved"}:
            continue
        opening = tuple(order.just_before((phase.id, "active")))
        # The event that opens the phase is seen by what lies in it; only what came in an earlier step is missed.
        earlier = {each for each in opening if isinstance(reach.owners.get(each[0]), Activity)}
        past = {before for each in earlier for before in order.before(each)} - set(opening)
        for number, part in enumerate(guard.sentry.on):
            for id, transition in order.named((part,)):
                if (id, transition) in past and order.once((id, transition)):
                    path = f"{guard.path}.on.{number}"
                    yield hit(path, value=part.short(), item=guard.change[0], phase=phase.id)


_SENTRIES = "semantics 3: entry and exit conditions"

GRAPH_CHECKS = (
    Check(
        code="status-cycle",
        title="no change of status can bring itself about within one step",
        severity=Severity.ERROR,
        message="these changes bring one another about within one step, so their order would decide the result: {ring}",
        source="Damaggio, Hull, Vaculin 2013: guards read and write in an acyclic order (semantics 3)",
        run=_status_cycles,
    ),
    Check(
        code="unreachable-phase",
        title="every phase can begin",
        severity=Severity.ERROR,
        message="the phase '{value}' can never begin: none of its entry conditions can ever be met",
        source="semantics 11: every stage is reachable",
        run=_unreachable_phases,
    ),
    Check(
        code="unreachable-activity",
        title="every activity can begin",
        severity=Severity.ERROR,
        message="the activity '{value}' can never begin: none of its entry conditions can ever be met",
        source="semantics 11: no dead items",
        run=_unreachable_activities,
    ),
    Check(
        code="unreachable-milestone",
        title="every milestone can be achieved",
        severity=Severity.WARNING,
        message="the milestone '{value}' can never be achieved: {why}",
        source="semantics 11: no dead items",
        run=_milestones,
    ),
    Check(
        code="trap-phase",
        title="every phase that begins can end",
        severity=Severity.ERROR,
        message="the phase '{value}' can begin but never end: it has no exit that can happen, and {children}"
        " is required but can never be done",
        source="semantics 11: there is an exit from every stage",
        run=_traps,
    ),
    Check(
        code="phase-cycle",
        title="no phase lies in itself",
        severity=Severity.ERROR,
        message="phases lie in one another in a ring: {ring}",
        source="semantics 2: phases nest",
        run=_phase_rings,
    ),
    Check(
        code="no-ending",
        title="a case can end",
        severity=Severity.WARNING,
        message="the model names no way for a case to end: list the endings, the unwelcome ones too",
        source="semantics 2: endings are typed outcomes from the model",
        run=_no_ending,
    ),
    Check(
        code="unreachable-ending",
        title="every ending can be reached",
        severity=Severity.ERROR,
        message="no case can ever end as '{value}': {why}",
        source="semantics 11: option to complete",
        run=_unreachable_endings,
    ),
    Check(
        code="unbounded-repeat",
        title="what repeats has a bound",
        severity=Severity.ERROR,
        message="'{value}' repeats without a bound: give a maximum, or the event that makes it happen again",
        source="semantics 2: a repetition needs a maximum or a triggering event",
        run=_unbounded,
    ),
    Check(
        code="idle-condition",
        title="everything that conditions wait for can happen",
        severity=Severity.WARNING,
        message="'{item}' waits here for '{value}', which can never happen",
        source=_SENTRIES,
        run=_idle_sentries,
    ),
    Check(
        code="missed-event",
        title="items wait only for what is still to come",
        severity=Severity.WARNING,
        message="'{item}' waits for '{value}', which has always happened before the phase '{phase}' begins"
        " and is not remembered: wait for it in the phase's entry, or read it with count(...)",
        source="semantics 3: events are remembered from when the item became available",
        run=_missed,
    ),
)
