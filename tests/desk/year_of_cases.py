"""
A year of invented cases on the shipped model, as scripts that a desk runs in the order of time.

A script is a generator: it asks the desk for something and yields how long it waits until its next step.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Iterator
from typing import TypeAlias

import attrs

from collabmodel.case import Command, Reason, Refusal
from collabmodel.desk import Desk, Done, Refused
from collabmodel.history import Actor
from collabmodel.model import Model, Pattern, Rule, Template
from collabmodel.rules import Value
from collabmodel.workdays import parse_duration

Script: TypeAlias = Callable[["Player"], Iterator[dt.timedelta]]

Scripts: TypeAlias = tuple[tuple[Script, int], ...]

START = dt.datetime(2026, 1, 12, 7, 0, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
TRAINED = ("licensed_social_worker", "model_trained")
HELD = ("came", "in person")


@attrs.define
class Player:
    """One case with the people in it, as a script plays it."""

    desk: Desk
    id: str
    number: int
    model: Model
    refusals: list[tuple[str, Reason]] = attrs.Factory(list)
    seq: int = 0

    def actor(self, role: str, person: str = "") -> Actor:
        """Give somebody of this case; the workers are shared by the cases."""
        homes = {
            "social_worker": "child_protection",
            "social_counsellor": "child_protection",
            "child_protection_manager": "child_protection",
            "youth_worker": "youth_reception",
            "youth_reception_manager": "youth_reception",
        }
        shared = {"social_worker": 3, "youth_worker": 2}.get(role)
        named = person or (f"{role}-{self.number % shared}" if shared else f"{role}-{self.number}")
        return Actor(role=role, person=named, organisation=homes.get(role, ""))

    def do(self, verb: str, element: str = "", by: str = "social_worker", **data: Value) -> Done:
        """Ask for something that must be taken."""
        answer = self.desk.record(self.id, self.command(verb, element, by, data))
        assert isinstance(answer, Done), (self.id, verb, element, answer)
        self.seq = answer.seq
        return answer

    def refused(self, why: Reason, verb: str, element: str = "", by: str = "social_worker", **data: Value) -> Refusal:
        """Ask for something that must be refused for a reason, and give the refusal."""
        answer = self.desk.record(self.id, self.command(verb, element, by, data))
        assert isinstance(answer, Refused), (self.id, verb, element, answer)
        found = answer.refusal
        assert found.reason is why, (self.id, verb, element, found)
        assert all(found.text.in_language(language) for language in ("fi", "sv", "en"))
        self.refusals.append((f"{verb} {element}".strip(), found.reason))
        return found

    def command(self, verb: str, element: str, by: str, data: dict[str, Value]) -> Command:
        """Give a command; ``by`` may be ``role`` or ``role:person``."""
        role, _, person = by.partition(":")
        carried = {name: value for name, value in data.items() if not name.startswith("_")}
        return Command(
            verb=verb,
            element=element,
            by=self.actor(role, person),
            data=tuple(carried.items()),
            instance=str(data.get("_instance", "")),
            corrects=str(data.get("_corrects", "")),
        )

    def here(self, *roles: str) -> tuple[tuple[tuple[str, Value], ...], ...]:
        """Give the attendance of people who came in person."""
        return tuple(self.line(role, "came") for role in roles)

    def line(self, role: str, outcome: str) -> tuple[tuple[str, Value], ...]:
        """Give one line of an attendance."""
        who = self.actor(role)
        line: dict[str, Value] = {"role": role, "person": who.person, "outcome": outcome}
        line |= {"organisation": who.organisation} if who.organisation else {}
        line |= {"presence": "in person"} if outcome == "came" else {}
        return tuple(line.items())

    def opened(self, age: int = 15) -> None:
        """Open the case and let people join; a referral is made."""
        facts: dict[str, Value] = {"age": age, "child_protection_client": True, "able_to_decide": True}
        answer = self.desk.open_case(
            by=self.actor("social_worker"), id=self.id, opening="referral", data=facts | {"competences": TRAINED}
        )
        assert isinstance(answer, Done), answer
        for role in ("young_person", "youth_worker", "child_protection_manager", "youth_reception_manager"):
            who = self.actor(role)
            extra: dict[str, Value] = {"organisation": who.organisation} if who.organisation else {}
            if role == "youth_worker":
                extra["competences"] = ("model_trained",)
            self.do("join", role, person=who.person, **extra)
        self.do("complete", "referral", reason="mood")

    def accepted(self) -> Iterator[dt.timedelta]:
        """Let the referral be accepted."""
        self.opened()
        yield 3 * DAY
        self.do("complete", "cooperation_explained")
        self.do("give", "share_information", by="young_person")
        self.do("complete", "referral_answer", by="youth_worker", answer="accepted")
        yield 2 * DAY

    def agreed(self) -> Iterator[dt.timedelta]:
        """Build the picture, hold the opening meeting, agree."""
        self.do("complete", "situation_picture", basis="consent")
        self.do("complete", "situation_picture", by="youth_worker", basis="consent")
        yield 4 * DAY
        self.do("complete", "opening_meeting", attendance=self.here("young_person", "social_worker", "youth_worker"))
        self.agreements()
        yield 7 * DAY

    def agreements(self) -> None:
        """Agree on lead, goals, contact and division of work."""
        self.do("complete", "agreement_lead", lead="social_worker")
        self.do("complete", "agreement_contact")
        parties = ("young_person", "social_worker", "youth_worker")
        self.do("complete", "agreement_goals", agreed_by=parties, client_side_agrees=True)
        self.do("complete", "agreement_division")

    def worked(self) -> Iterator[dt.timedelta]:
        """Visit, keep in touch, review once."""
        for week in range(3):
            self.do("complete", "youth_reception_visit", by="youth_worker")
            self.do("complete", "partner_contact", by="youth_worker" if week % 2 else "social_worker")
            yield 14 * DAY
        self.do("complete", "mid_term_review", attendance=self.here("young_person", "social_worker", "youth_worker"))
        yield 14 * DAY

    def ended(self, reason: str, *, met: bool = True) -> Iterator[dt.timedelta]:
        """Decide to end, meet for the last time where it is due, evaluate, tell the referrer, close."""
        self.do("complete", "hearing_young_person", means="conversation")
        self.do("complete", "decision_to_end", reason=reason)
        yield 5 * DAY
        if met:
            came = self.here("young_person", "social_worker", "youth_worker")
            self.do("complete", "closing_meeting", attendance=came)
        self.do("complete", "outcome_evaluation", result="improved" if met else "not known")
        self.do("complete", "notice_to_referrer", by="youth_worker")
        yield DAY
        self.do("close", ending=reason)


def goals_reached(one: Player) -> Iterator[dt.timedelta]:
    """The whole way, with what is refused on it."""
    one.opened()
    one.refused(Reason.ENTRY, "complete", "situation_picture", basis="consent")
    one.refused(Reason.DONE, "complete", "referral", reason="mood")
    one.refused(Reason.ROLE, "complete", "referral_answer", by="social_worker", answer="accepted")
    one.refused(Reason.DATA, "complete", "referral_answer", by="youth_worker", answer="perhaps")
    yield 3 * DAY
    one.do("give", "share_information", by="young_person")
    one.do("complete", "referral_answer", by="youth_worker", answer="accepted")
    yield from one.agreed()
    one.refused(Reason.PHASE, "complete", "agreement_measures")
    yield from one.worked()
    one.refused(Reason.NOT_PLANNED, "complete", "expert_consultation")
    one.do("plan", "expert_consultation")
    one.do("complete", "expert_consultation")
    one.refused(Reason.ENDING, "close", ending="nobody_knows")
    yield from one.ended("goals_reached")
    one.refused(Reason.CLOSED, "complete", "hearing_young_person")


def declined(one: Player) -> Iterator[dt.timedelta]:
    """The referral is not accepted; the case is evaluated all the same."""
    one.opened()
    yield 4 * DAY
    one.do("complete", "more_information_asked", by="youth_worker")
    yield 2 * DAY
    one.do("complete", "more_information_given")
    one.do("complete", "referral_answer", by="youth_worker", answer="declined", why="another service fits better")
    one.refused(Reason.PHASE, "complete", "opening_meeting")
    one.refused(Reason.GATE, "close", ending="referral_declined")
    yield DAY
    one.do("complete", "outcome_evaluation", result="not known")
    one.do("close", ending="referral_declined")


def no_shows(one: Player) -> Iterator[dt.timedelta]:
    """The young person does not come three times; the case ends in an ending of its own."""
    yield from one.accepted()
    yield from one.agreed()
    for missed in range(3):
        if missed < 3:
            one.refused(Reason.ENDING, "close", ending="no_show_limit")
        one.do("miss", "youth_reception_visit", by="youth_worker", outcome="no-show")
        yield 2 * DAY
        one.do("complete", "contact_attempt", by="youth_worker")
        yield 5 * DAY
    yield from one.ended("no_show_limit", met=False)


def not_reached(one: Player) -> Iterator[dt.timedelta]:
    """Nobody reaches the young person; fewer attempts than agreed do not do."""
    yield from one.accepted()
    one.do("complete", "contact_attempt", by="youth_worker")
    yield 5 * DAY
    one.do("complete", "hearing_young_person", by="youth_worker")
    one.do("complete", "decision_to_end", by="youth_worker", reason="not_reached")
    one.do("complete", "outcome_evaluation", by="youth_worker", result="not known")
    one.refused(Reason.ENDING, "close", by="youth_worker", ending="not_reached")
    for _ in range(2):
        yield 5 * DAY
        one.do("complete", "contact_attempt", by="youth_worker")
    one.do("complete", "notice_to_referrer", by="youth_worker")
    one.do("close", by="youth_worker", ending="not_reached")


def consent_withdrawn(one: Player) -> Iterator[dt.timedelta]:
    """Withdrawing consent stops what rested on it with the next command."""
    yield from one.accepted()
    yield from one.agreed()
    one.do("complete", "partner_contact")
    yield 10 * DAY
    one.do("withdraw", "share_information", by="young_person")
    one.refused(Reason.CONSENT, "complete", "partner_contact")
    one.refused(Reason.CONSENT, "complete", "mid_term_review", attendance=one.here("young_person", "social_worker"))
    one.do("record", "statutory_disclosure", reason="the child's interest requires it")
    one.refused(Reason.GATE, "complete", "partner_contact")
    yield DAY
    yield from one.ended("consent_withdrawn", met=False)


def lead_handed_over(one: Player) -> Iterator[dt.timedelta]:
    """A lead passes by offer and answer; silence never counts as agreement."""
    yield from one.accepted()
    yield from one.agreed()
    expires = START + 364 * DAY
    one.refused(Reason.LEAD, "take", "joint_work_lead", by="youth_worker")
    one.do("offer", "joint_work_lead", role="youth_worker", expires=expires)
    one.do("refuse", "joint_work_lead", by="youth_worker", reason="too many cases")
    one.refused(Reason.LEAD, "accept", "joint_work_lead", by="youth_worker")
    yield DAY
    one.do("offer", "joint_work_lead", role="youth_worker", expires=expires)
    one.do("accept", "joint_work_lead", by="youth_worker")
    one.refused(Reason.LEAD, "offer", "joint_work_lead", role="youth_worker")
    yield from one.worked()
    yield from one.ended("goals_reached")


def moved(one: Player) -> Iterator[dt.timedelta]:
    """Meetings are booked, moved and not held before one is held."""
    yield from one.accepted()
    now = START + one.number * DAY
    one.do("book", "opening_meeting", at=now + 20 * DAY)
    one.do("complete", "meeting_moved", meeting="opening")
    one.do("move", "opening_meeting", at=now + 25 * DAY)
    one.do("complete", "meeting_rebooked")
    yield 3 * DAY
    lines = (one.line("social_worker", "came"), one.line("youth_worker", "came"), one.line("young_person", "no-show"))
    one.refused(Reason.QUORUM, "complete", "opening_meeting", attendance=lines)
    one.do("miss", "opening_meeting", outcome="not held", attendance=lines)
    yield 3 * DAY
    yield from one.agreed()
    yield from one.worked()
    yield from one.ended("resolved_by_family")


def corrected(one: Player) -> Iterator[dt.timedelta]:
    """A wrong entry is superseded by a correction, never edited."""
    yield from one.accepted()
    yield from one.agreed()
    wrong = one.do("complete", "youth_reception_visit", by="youth_worker")
    one.refused(Reason.CORRECTION, "correct", by="youth_worker", because="slip", _corrects=f"{one.id}:1000")
    one.do("correct", by="youth_worker", because="was written down twice", retract=True, _corrects=wrong.events[0].id)
    yield DAY
    yield from one.worked()
    yield from one.ended("goals_reached")


def reopened(one: Player) -> Iterator[dt.timedelta]:
    """Somebody comes back within the window; later than that the case stays closed."""
    yield from goals_reached(one)
    yield 30 * DAY
    one.do("reopen", reason="came back", competences=TRAINED)
    one.do("complete", "youth_reception_visit", by="youth_worker")
    yield 14 * DAY
    one.do("complete", "mid_term_review", attendance=one.here("young_person", "social_worker", "youth_worker"))
    yield from one.ended("goals_reached")


def version_changed(one: Player) -> Iterator[dt.timedelta]:
    """The model changes while the case runs; the case is moved on purpose and goes on under the new version."""
    yield from one.accepted()
    yield from one.agreed()
    to, by = second_version(one.model), one.actor("child_protection_manager")
    preview = one.desk.migrate(one.id, to, by=by)
    moved = one.desk.migrate(one.id, to, by=by, apply=True)
    assert isinstance(moved.answer, Done), moved
    assert moved.report == preview.report
    one.seq = moved.answer.seq
    yield 25 * DAY
    yield from one.worked()
    yield from one.ended("goals_reached")


SCRIPTS: Scripts = (
    (goals_reached, 8),
    (declined, 6),
    (no_shows, 5),
    (not_reached, 5),
    (consent_withdrawn, 5),
    (lead_handed_over, 4),
    (moved, 4),
    (corrected, 3),
    (reopened, 3),
    (version_changed, 4),
)
"""The scripts of the year, and how many cases follow each."""


def play(desk: Desk, model: Model, at: Callable[[dt.datetime], None], scripts: Scripts) -> list[Player]:
    """Play scripts on a desk in the order of time; ``at`` sets its clock."""
    players: list[Player] = []
    waiting: list[tuple[dt.datetime, int, Iterator[dt.timedelta]]] = []
    for script, count in scripts:
        for _ in range(count):
            number = len(players)
            one = Player(desk, f"{script.__name__}-{number}", number, model)
            players.append(one)
            heapq.heappush(waiting, (START + number * DAY, number, script(one)))
    while waiting:
        now, number, script_of = heapq.heappop(waiting)
        at(now)
        pause = next(script_of, None)
        if pause is not None:
            heapq.heappush(waiting, (now + pause + HOUR, number, script_of))
    return players


def second_version(model: Model) -> Model:
    """Give the model as it is changed within the year: silence of 21 days at most, contact after the opening."""
    parameters = tuple(
        attrs.evolve(one, value=parse_duration("21 days")) if one.id == "longest_silence" else one
        for one in model.parameters
    )
    follows = Rule(
        id="contact_follows_the_opening",
        template=Template.RESPONSE,
        a=Pattern(element="opening_meeting"),
        b=Pattern(element="partner_contact"),
    )
    return attrs.evolve(model, version="2", parameters=parameters, rules=(*model.rules, follows))
