"""Files of resources as the histories of cases: ours without loss, those of other systems as far as it goes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from collabmodel.errors import FormatError
from collabmodel.history import Finish, History, HistoryBuilder
from collabmodel.plugin import ReadHistory
from collabmodel.rules import Value
from collabmodel_fhir.config import FhirConfig
from collabmodel_fhir.faults import Faults, Part
from collabmodel_fhir.linking import Stranger, homes, stranger
from collabmodel_fhir.naming import plain
from collabmodel_fhir.older import older
from collabmodel_fhir.parsing import lines, whole
from collabmodel_fhir.pointing import path_of
from collabmodel_fhir.recalling import extension, named_value, of_record, recalled
from collabmodel_fhir.strangers import TELLERS
from collabmodel_fhir.writing import LINES

_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_READ = ("CarePlan", "Provenance", *TELLERS)


def read(request: ReadHistory, config: FhirConfig) -> History:
    """
    Read cases.

    Args:
        request: What to read.
        config: Addresses.

    Raises:
        FormatError: The file cannot be read; with every problem and its place.
    """
    faults = Faults(request.path)
    reader = _Reader(request, config, faults)
    split = request.path.name.lower().endswith(LINES)
    for resource in lines(faults, request.caps) if split else whole(faults, request.caps):
        reader.take(resource)
    return reader.finish()


class _Reader:
    """A file while it is read."""

    def __init__(self, request: ReadHistory, config: FhirConfig, faults: Faults) -> None:
        self.request = request
        self.config = config
        self.faults = faults
        self.builder = HistoryBuilder()
        self.seen: set[str] = set()
        self.addresses: dict[str, str] = {}
        self.strangers: dict[str, Stranger] = {}
        self.number = 0
        self.told_older = False
        model = request.model
        self.known = {one.id for one in model.activities} if model else set[str]()

    def take(self, part: Part) -> None:
        """Read one resource."""
        self.number += 1
        kind = part.members().get("resourceType")
        if not isinstance(kind, str) or not kind.isalpha():
            part.at("resourceType").fault("no type of resource")
            return
        if kind not in _READ:
            near = next((one for one in _READ if one.lower() == kind.lower()), "")
            if near:
                part.at("resourceType").fault("no type of resource", hint=f"write {near}")
            return
        if self._is_older(kind, part):
            return
        path = self._path(kind, part)
        if kind == "Provenance":
            self._event(part)
            return
        if kind == "CarePlan":
            self._case(part)
        self.strangers[path] = stranger(kind, part, path, self.config)

    def _is_older(self, kind: str, part: Part) -> bool:
        sign = older(kind, part)
        if sign and not self.told_older:
            self.told_older = True
            hint = f"{sign} is of R4; convert the file to R5 first"
            part.fault(f"a {kind} of an older release of FHIR than R5", hint=hint)
        return bool(sign)

    def _path(self, kind: str, part: Part) -> str:
        """Give the type and id of a resource, which no other may have."""
        id = part.text("id")
        if id and not _ID.fullmatch(id):
            part.at("id").fault("no id of a resource", hint="letters, digits, hyphens and full stops, at most 64")
        path = f"{kind}/{id}" if id else part.url or f"#{self.number}"
        if path in self.seen or (part.url and part.url in self.addresses):
            part.at("id" if id else "").fault("resource that is there twice")
        self.seen.add(path)
        if part.url and path_of(part.url) != path:
            self.addresses[part.url] = path
        return path

    def _event(self, part: Part) -> None:
        """Take the event of a Provenance of ours; what the resources that it shaped say is told by it."""
        if extension(part, "event") is None:
            return
        event = recalled(part)
        for target in part.items("target"):
            path = path_of(target.text("reference"))
            known = self.strangers.get(self.addresses.get(path, path))
            if known is not None:
                self.strangers[known.path] = attrs.evolve(known, happenings=(), told=True)
        if event is None:
            return
        self.builder.event(event)
        if len(self.builder.columns) > self.request.caps.names:
            self.faults.stop(f"more than {self.request.caps.names:,} names of data", self.faults.place())

    def _case(self, part: Part) -> None:
        """Take a case of ours, whether or not anything happened in it, with what was known when it opened."""
        for one in part.items("identifier"):
            system, case = one.text("system"), one.text("value")
            if case and system.removesuffix("-quoted").endswith("/sid/case"):
                case = plain(system, case)
                self.builder.open[self.builder.case(case)] = part.text("status") not in ("completed", "revoked")
                for name, value in dict(_facts(part)).items():
                    self.builder.fact(case, name, value)
                return

    def finish(self) -> History:
        """Give the history, or all problems."""
        for case, one in homes(self.strangers, self.addresses, self.seen, self.faults):
            number = self.builder.case(case)
            if one.closed is not None:
                self.builder.open.setdefault(number, not one.closed)
            self._happenings(case, one)
        if self.number and not self.builder.numbers and not self.faults.number:
            known = ", ".join(sorted(_READ))
            self.faults.add("no resource that tells of a case", self.faults.place(), hint=f"it would be {known}")
        self.faults.check()
        try:
            return self.builder.finish(Finish(model=self.request.model))
        except FormatError as error:
            place = self.faults.place()
            raise FormatError([attrs.evolve(one, place=place) for one in error.problems]) from None

    def _happenings(self, case: str, one: Stranger) -> None:
        for number, told in enumerate(one.happenings, 1):
            # What the model knows has the kind that it says.
            kind = "" if told.element in self.known else told.kind
            row = self.builder.append(
                case, told.micros, offset=told.offset, kind=kind, element=told.element, transition=told.transition,
                instance=one.instance, role=told.role, person=told.person, id=f"{one.path}/{number}",
            )  # fmt: skip
            for name, value in told.data:
                self.builder.data(row, name, value)


def _facts(part: Part) -> Iterator[tuple[str, Value]]:
    """Give the facts that a CarePlan of ours keeps."""
    held = extension(part, "facts")
    for one in held.items("extension") if held else ():
        text = one.members().get("valueString")
        if one.members().get("url") == "record" and isinstance(text, str):
            event = of_record(text, one)
            yield from event.data if event else ()
        elif named := named_value(one):
            yield named
