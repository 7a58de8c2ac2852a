"""Ids, codes, references and times as FHIR writes them, whatever the texts of a case hold."""

from __future__ import annotations

import datetime as dt
import functools
import re
import uuid
from typing import TypeAlias
from urllib.parse import quote, unquote

import attrs

import collabmodel as cm
from collabmodel.model import Element, Model, Role, Side, Text, elements
from collabmodel_fhir.config import FhirConfig

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""What JSON holds."""
Object: TypeAlias = "dict[str, Json]"
"""An object of JSON."""

QUOTED = "-quoted"
"""Ending of the system of an id or code that FHIR cannot write as it is: it is percent-encoded."""
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
_CODE = re.compile(r"[^\s]+( [^\s]+)*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACE = uuid.UUID("5e0d9f0c-6f0b-5a5e-9d6e-3c1f6a0f7b42")
_FURTHEST = dt.timedelta(hours=14)


def is_text(text: str) -> bool:
    """
    Tell whether a text can be a FHIR string as it is.

    Args:
        text: The text.

    >>> is_text("sw-1"), is_text(""), is_text(" blank before"), is_text("bell" + chr(7))
    (True, False, False, False)
    """
    return bool(text) and text == text.strip() and not _CONTROL.search(text)


def is_code(text: str) -> bool:
    """
    Tell whether a text can be a FHIR code as it is.

    Args:
        text: The text.

    >>> is_code("not held"), is_code("two  blanks")
    (True, False)
    """
    return is_text(text) and bool(_CODE.fullmatch(text))


def coded(system: str, code: str) -> Object:
    """
    Give a coding; a text that is no code is percent-encoded, under a system that says so.

    Args:
        system: Address of the code system.
        code: The code, not empty.
    """
    if is_code(code):
        return {"system": system, "code": code}
    return {"system": system + QUOTED, "code": quote(code, safe="")}


def identified(system: str, value: str) -> Object:
    """
    Give an identifier; a value that is no FHIR string is percent-encoded, under a system that says so.

    Args:
        system: Address of the system.
        value: The id, not empty.
    """
    if is_text(value):
        return {"system": system, "value": value}
    return {"system": system + QUOTED, "value": quote(value, safe="")}


def plain(system: str, value: str) -> str:
    """
    Give an id or code back as it was before it was written.

    Args:
        system: Its system.
        value: Its value.
    """
    return unquote(value) if system.endswith(QUOTED) else value


def written_time(when: dt.datetime) -> str:
    """
    Write a time with its zone; one that lies further from UTC than FHIR knows is written in UTC.

    Args:
        when: A timezone-aware time.

    >>> written_time(dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC))
    '2026-03-02T09:00:00+00:00'
    """
    ahead = when.utcoffset() or dt.timedelta()
    if abs(ahead) > _FURTHEST or ahead.seconds % 60 or ahead.microseconds:
        return when.astimezone(dt.UTC).isoformat()
    return when.isoformat()


def resource_id(kind: str, *parts: str) -> str:
    """
    Give the id of a resource: always the same for the same parts, and telling nothing of them.

    Args:
        kind: Type of the resource.
        parts: What makes it the one it is.
    """
    framed = "".join(f"{len(part)}:{part}" for part in (kind, *parts))
    return str(uuid.uuid5(_SPACE, framed.encode("utf-8", "surrogatepass").hex()))


def local(kind: str, id: str) -> Object:
    """
    Give a reference to a resource of the same file.

    Args:
        kind: Its type.
        id: Its id.
    """
    return {"reference": f"{kind}/{id}"}


class Names:
    """
    What a model calls things, as codings and logical references.

    Args:
        config: Addresses.
        model: The model, or None.
    """

    model: Model | None

    def __init__(self, config: FhirConfig, model: Model | None) -> None:
        self.config = config
        self.model = model
        self.language = model.language if model else ""
        self._elements: dict[str, Element] = {}
        self._roles: dict[str, Role] = {}
        if model is not None:
            self._roles = {role.id: role for role in model.roles}
            for _, element in elements(model):
                self._elements.setdefault(element.id, element)

    @functools.cached_property
    def model_hash(self) -> str:
        """Content hash of the model; empty without one."""
        return cm.content_hash(self.model) if self.model is not None else ""

    def element(self, id: str) -> Element | None:
        """
        Give an element of the model, or None.

        Args:
            id: Its id.
        """
        return self._elements.get(id)

    def side(self, role: str) -> Side | None:
        """
        Tell on whose side a role sits; None where the model does not say.

        Args:
            role: Its id.
        """
        found = self._roles.get(role)
        return found.side if found else None

    def titled(self, name: str, title: Text) -> Object:
        """
        Give a text under a name, with its translations beside it.

        Args:
            name: Name of the member, such as ``"display"``.
            title: The text.
        """
        main = title.in_language(self.language).strip()
        if not is_text(main):
            return {}
        others: list[Json] = [
            {"url": TRANSLATION, "extension": [{"url": "lang", "valueCode": language},
                                               {"url": "content", "valueString": words.strip()}]}
            for language, words in title.versions
            if language and language != self.language and is_text(words.strip())
        ]  # fmt: skip
        return {name: main, f"_{name}": {"extension": others}} if others else {name: main}

    def concept(self, system: str, *codes: str, kind: str = "") -> Object:
        """
        Give a concept of one or more codes, with their titles where they are elements of the model.

        Args:
            system: Name of the code system.
            codes: The codes; empty ones are passed over.
            kind: Kind of event, to stand as a code of its own.
        """
        codings: list[Json] = [coded(self.config.codes("kind"), kind)] if kind else []
        for code in codes:
            if code:
                found: Element | None = self._roles.get(code) if system == "role" else self._elements.get(code)
                # Calendars have no title; every other element has.
                title = getattr(found, "title", Text())
                codings.append(coded(self.config.codes(system), code) | self.titled("display", title))
        return {"coding": codings}

    def person(self, person: str, role: str = "", organisation: str = "") -> Object:
        """
        Refer to a person by their opaque id.

        Args:
            person: Their id, not empty.
            role: Role in which they are meant, or empty.
            organisation: Their organisation, or empty.
        """
        side = self.side(role)
        sort = _SORTS.get(side, "") if side else ("Practitioner" if organisation else "")
        who: Object = {"identifier": identified(self.config.system("person"), person)}
        return {"type": sort, **who} if sort else who

    def organisation(self, organisation: str) -> Object:
        """
        Refer to an organisation by its id.

        Args:
            organisation: Its id, not empty.
        """
        return {
            "type": "Organization",
            "identifier": identified(self.config.system("organisation"), organisation),
        }


_SORTS = {
    Side.PROFESSIONAL: "Practitioner",
    Side.CLIENT: "Patient",
    Side.FAMILY: "RelatedPerson",
    Side.PROXY: "RelatedPerson",
}


@attrs.frozen(kw_only=True)
class Whose:
    """
    The case that resources are of.

    Args:
        id: Id of the case.
        subject: Whom it is about, as a reference.
    """

    id: str
    subject: Object = attrs.field(repr=False)

    def key(self, kind: str, *parts: str) -> str:
        """
        Give the id of a resource of the case.

        Args:
            kind: Type of the resource.
            parts: What makes it the one it is within the case.
        """
        return resource_id(kind, self.id, *parts)

    def reference(self, kind: str, *parts: str) -> Object:
        """
        Refer to a resource of the case.

        Args:
            kind: Type of the resource.
            parts: What makes it the one it is within the case.
        """
        return local(kind, self.key(kind, *parts))
