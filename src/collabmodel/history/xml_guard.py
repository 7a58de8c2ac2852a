"""
An XML parser that hostile files cannot make read other files, or grow.

It is the standard library's expat with the guards of defusedxml put on it directly: defusedxml wraps parsers that
build trees or call several methods a tag, which is too slow for large logs, and refuses the harmless short entities
that logs do hold.
"""

from __future__ import annotations

from typing import NoReturn
from xml.parsers import expat

from collabmodel.history.problems import Problems, shortened
from collabmodel.history.streams import Bytes, Caps

_CHUNK = 1 << 16
_ENTITIES = 100
_ENTITY = 200
_TOKEN_WITH_ENTITIES = 1 << 16


class GuardedParser:
    """
    A parser of one file. Names of elements in a namespace are ``URI NAME``; attributes come as a list of names and
    values in turn.

    General entities of at most 200 characters, none inside another, are read; every other kind is refused.

    Args:
        problems: Where to take problems down.
        caps: How large what is read may be.
    """

    entities: int
    token: int

    def __init__(self, problems: Problems, caps: Caps) -> None:
        self.problems = problems
        self.caps = caps
        self.token = caps.line
        self.entities = 0
        # Parsing untrusted XML is what the guards below are for.
        self.expat: expat.XMLParserType = expat.ParserCreate(None, " ")
        self.expat.buffer_text = True
        # A flat list for each tag is quicker to make, and to take apart, than a dict.
        self.expat.ordered_attributes = True
        self.expat.StartDoctypeDeclHandler = self._doctype
        self.expat.EntityDeclHandler = self._entity
        self.expat.AttlistDeclHandler = self._attribute_list
        self.expat.ExternalEntityRefHandler = self._external
        self.expat.SkippedEntityHandler = self._skipped

    def place(self) -> tuple[int, int]:
        """Give the line and column that are being read."""
        return self.expat.CurrentLineNumber, self.expat.CurrentColumnNumber + 1

    def stop(self, what: str, *, value: str = "", hint: str = "") -> NoReturn:
        """
        Take a problem down at the present place, and stop.

        Args:
            what: What is wrong.
            value: The offending value.
            hint: What would be right.

        Raises:
            FormatError: Always.
        """
        self.problems.stop(what, *self.place(), value=value, hint=hint)

    def read(self, stream: Bytes) -> None:
        """
        Read the whole file.

        Args:
            stream: Its bytes.

        Raises:
            FormatError: It is no XML, or more than the caps allow.
        """
        try:
            while chunk := stream.read(_CHUNK, self.expat.CurrentLineNumber):
                self.expat.Parse(chunk, False)
                if stream.total - max(self.expat.CurrentByteIndex, 0) > self.token + _CHUNK:
                    self.stop(f"tag, text or comment longer than {self.token:,} bytes")
            self.expat.Parse(b"", True)
        except expat.ExpatError as error:
            what = f"not XML: {expat.ErrorString(error.code)}"
            self.problems.stop(what, error.lineno, error.offset + 1, hint=_EXPAT_HINTS.get(error.code, ""))
        except (ValueError, LookupError):
            self.problems.stop("not XML: an encoding that is not known", 1, 1, hint="save it as UTF-8")

    def _doctype(self, _name: str, system: str | None, public: str | None, _internal: int) -> None:
        if system or public:
            self.stop("document type in another file", hint="take the DOCTYPE out")

    def _entity(
        self,
        name: str,
        parameter: int,
        value: str | None,
        _base: str | None,
        _system: str | None,
        _public: str | None,
        _notation: str | None,
    ) -> None:
        self.entities += 1
        self.token = min(self.token, _TOKEN_WITH_ENTITIES)
        if parameter or value is None:
            self.stop("parameter or external entity", value=shortened(name), hint="write its text out where it is used")
        if (
            self.entities > _ENTITIES
            or len(value) > _ENTITY
            or "&" in value
            or "<" in value
            or expat.version_info < (2, 4, 1)
        ):
            hint = f"at most {_ENTITIES} entities of at most {_ENTITY} characters, without tags or other entities"
            self.stop("entity that is too large", value=shortened(name), hint=hint)

    def _attribute_list(self, _element: str, name: str, _type: str, default: str | None, _required: int) -> None:
        if default is not None:
            self.stop("default value of an attribute in the DOCTYPE", value=shortened(name), hint="take it out")

    def _external(self, *_: object) -> int:
        self.stop("external entity", hint="write its text out where it is used")

    def _skipped(self, name: str, _parameter: int) -> None:
        self.stop("entity that is not declared", value=shortened(name), hint="write its text out")


_EXPAT_HINTS = {
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]: "the file is empty or cut",
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN]: "the file is cut",
    expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]: "every tag must be closed before the one around it is",
    expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]: "write '&amp;' for an ampersand",
    expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]: (
        "write '&lt;' and '&amp;' for these signs in text, and name the encoding if it is not UTF-8"
    ),
    expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]: "save it as UTF-8",
}
