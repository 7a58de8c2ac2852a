"""Moving a case to another version of its model: what would become of what is open, and the event that does it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping

import attrs

from collabmodel.case.answers import Reason, Refusal
from collabmodel.case.evolving import current
from collabmodel.case.images import Fate, Image, images
from collabmodel.case.index import index_of
from collabmodel.case.moving import Names, moved
from collabmodel.case.retracing import first_departure
from collabmodel.case.state import Case
from collabmodel.case.tables import Tables, tables_of
from collabmodel.case.telling import Saying, listed, tell
from collabmodel.case.versions import sections
from collabmodel.history import Actor, Event
from collabmodel.model import Model, Text

_NO_CASE: Saying = ("Tapausta ei ole avattu.", "Ärendet har inte öppnats.", "The case has not been opened.")
_SAME: Saying = (
    "Tapaus noudattaa jo tätä versiota.",
    "Ärendet följer redan denna version.",
    "The case follows this version already.",
)  # fmt: skip
_UNKNOWN: Saying = (
    "Vastaavuustaulussa on tuntematon kohde: {name}.",
    "Mappningen nämner något okänt: {name}.",
    "The mapping names something unknown: {name}.",
)
_SECTION: Saying = (
    "Vastaavuus yhdistää erilaisia kohteita: {name}.",
    "Mappningen förenar olika slag av delar: {name}.",
    "The mapping joins things of different sections: {name}.",
)
_TWICE: Saying = (
    "Kahdella kohteella on sama vastine: {name}.",
    "Två delar har samma motsvarighet: {name}.",
    "Two things have the same image: {name}.",
)
_LOST: Saying = (
    "Kesken olevalla ei ole vastinetta uudessa versiossa: {name}.",
    "Något som pågår saknar motsvarighet i den nya versionen: {name}.",
    "What is under way has no image in the new version: {name}.",
)
_REUSED: Saying = (
    "Tunnus tarkoittaa uudessa versiossa muuta: {name}.",
    "Beteckningen betyder något annat i den nya versionen: {name}.",
    "The id stands for something else in the new version: {name}.",
)


@attrs.frozen(kw_only=True)
class Migration:
    """
    What a move of a case to another version would mean, or means.

    Args:
        case: Id of the case.
        before: Content hash of the version it is pinned to.
        after: Content hash of the version it is moved to.
        mapping: Pairs of old and new id where they differ, the new one empty for none; sorted by the old one.
        images: What becomes of everything that is open: items, obligations, running limits, leads, participants,
            consents, and what the new version adds.
        strict: Whether the whole record, fed to the new version, gives the same events and breaks none of its gates.
        departure: Id of the first event of which that is not so, or empty.
        refusals: Why the case may not be moved; none where it may.
        digest: Digest of all that: the same for a preview and for the move.
        text: The report in words for people, line by line.
        event: The event that moves the case; None for a preview, or where it may not be moved.
        moved: The case after that event; None as above.
    """

    case: str
    before: str
    after: str
    mapping: tuple[tuple[str, str], ...] = ()
    images: tuple[Image, ...] = ()
    strict: bool = False
    departure: str = ""
    refusals: tuple[Refusal, ...] = ()
    digest: str = ""
    text: Text = Text()
    event: Event | None = None
    moved: Case | None = attrs.field(default=None, repr=False)

    @property
    def allowed(self) -> bool:
        """Whether the case may be moved: everything that is under way has an image of the same kind."""
        return not self.refusals

    @property
    def lost(self) -> tuple[Image, ...]:
        """What is left behind."""
        return tuple(one for one in self.images if one.fate is Fate.LOST)


def migrate(
    model_from: Model | Tables,
    case: Case,
    model_to: Model | Tables,
    mapping: Mapping[str, str],
    now: dt.datetime,
    *,
    by: Actor,
    dry_run: bool = True,
) -> Migration:
    """
    Move a case to another version of its model, or tell what that would mean; both by the same code.

    The case is moved by one event of kind ``migration``: from it on the new version is in force. Elements that go by
    another id in the new version are told by the mapping; all others keep theirs.

    Args:
        model_from: The model that the case is pinned to, or its tables.
        case: The case; it stays as it is.
        model_to: The model to move it to.
        mapping: New ids by old ones; an empty one says that there is none.
        now: The time; timezone-aware.
        by: Who moves it.
        dry_run: Whether only to tell.

    Raises:
        ModelError: A model cannot mean anything.
        ValueError: The time has no zone, or the case is pinned to yet another model.

    >>> from collabmodel.case.evolving import new_case
    >>> model, noon = Model(id="m"), dt.datetime(2026, 3, 2, 12, tzinfo=dt.timezone.utc)
    >>> report = migrate(model, new_case(model, "c"), Model(id="m", version="2"), {}, noon, by=Actor())
    >>> report.allowed, report.refusals[0].text.in_language("en")
    (False, 'The case has not been opened.')
    """
    if now.tzinfo is None:
        msg = "a time without a zone says nothing; pass a timezone-aware one"
        raise ValueError(msg)
    old, new = tables_of(model_from), tables_of(model_to)
    if case.model_hash != old.model_hash:
        msg = "the case is pinned to another model than the one given"
        raise ValueError(msg)
    case = attrs.evolve(case, record=current(old, case))
    pairs = tuple(sorted((one, other) for one, other in mapping.items() if one != other))
    report = Migration(case=case.id, before=old.model_hash, after=new.model_hash, mapping=pairs)
    names = Names(old, new, pairs)
    wrong = tuple(_wrong(case, names))
    if wrong:
        return _finished(attrs.evolve(report, refusals=wrong))
    event = _event(case, report, now, by)
    after = moved(old, new, case, event)
    found = images(case, after, names, now)
    departure = first_departure(case, names)
    report = _finished(
        attrs.evolve(
            report, images=found, strict=not departure, departure=departure, refusals=tuple(_refused(names, found))
        )
    )
    if dry_run or report.refusals:
        return report
    event = _event(case, report, now, by)
    return attrs.evolve(report, event=event, moved=moved(old, new, case, event))


def _event(case: Case, report: Migration, now: dt.datetime, by: Actor) -> Event:
    return Event(
        id=f"{case.id}:{case.seq + 1}",
        case=case.id,
        seq=case.seq + 1,
        occurred=now,
        recorded=now,
        kind="migration",
        transition="moved",
        actor=by,
        data=(("to", report.after), ("mapping", report.mapping), ("report", report.digest)),
        model_hash=report.before,
    )


def _wrong(case: Case, names: Names) -> Iterator[Refusal]:
    """Refuse what is no move at all, and mappings that cannot be meant."""
    if case.status == "new":
        yield _refusal(_NO_CASE)
    if names.old.model_hash == names.new.model_hash:
        yield _refusal(_SAME)
    before, after = sections(names.old.model), sections(names.new.model)
    for old, new in names.mapping.items():
        if old not in before or (new and new not in after):
            yield _refusal(_UNKNOWN, old if old not in before else new)
        elif new and before[old] != after[new]:
            yield _refusal(_SECTION, old)
    sources: dict[str, str] = {}
    for old in before:
        image = names.image(old)
        if image and sources.setdefault(image, old) != old:
            yield _refusal(_TWICE, image)


def _refused(names: Names, found: tuple[Image, ...]) -> Iterator[Refusal]:
    """Refuse a move that leaves behind what is under way."""
    before, after = sections(names.old.model), sections(names.new.model)
    for one in found:
        if one.needed and one.fate is Fate.LOST:
            reused = one.element not in names.mapping and after.get(one.element, before[one.element])
            other = bool(reused) and reused != before[one.element]
            called = index_of(names.old).texts.get(one.element, Text.of(one.element))
            yield attrs.evolve(_refusal(_REUSED if other else _LOST, one.element, called), events=one.events)


def _refusal(saying: Saying, element: str = "", called: Text | None = None) -> Refusal:
    known = element if element.isprintable() and len(element) <= 80 else "?"
    return Refusal(reason=Reason.VERSION, element=known, text=tell(saying, name=called or known))


def _finished(report: Migration) -> Migration:
    """Put the report into words, and give it a digest."""
    lines = (*(one.text for one in report.refusals), *(one.text for one in report.images))
    told = {
        "case": report.case,
        "before": report.before,
        "after": report.after,
        "mapping": report.mapping,
        "images": [one.plain() for one in report.images],
        "strict": report.strict,
        "departure": report.departure,
        "refusals": [(one.reason.value, one.element, one.events) for one in report.refusals],
    }
    digest = hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    return attrs.evolve(report, digest=digest, text=listed(lines, "\n"))
