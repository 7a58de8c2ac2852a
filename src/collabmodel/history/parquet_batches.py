"""Batches of a Parquet file taken in column by column, where their types allow it."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from collabmodel.history.arrows import codes, long_numbers, numbers
from collabmodel.history.builder import HistoryBuilder
from collabmodel.history.builder import column as grown_column
from collabmodel.history.events import EVENT_SCHEMA
from collabmodel.history.gathering import ColumnBuilder
from collabmodel.history.headers import Header
from collabmodel.history.intake import Intake
from collabmodel.history.json_values import listed
from collabmodel.model import Signature

_TIME = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d:\d\d$"
_MINUTE = 60_000_000
_KINDS = ("kind", "element", "transition")
_TEXTS = ("instance", "role", "person", "organisation")
_RARE = ("on_behalf_of", "caused_by", "corrects", "model_hash")


@attrs.frozen
class _Texts:
    """
    A column of texts.

    Args:
        codes: Index into ``words`` of each row; -1 where missing.
        words: Distinct texts, in order of first appearance.
    """

    codes: array[int]
    words: Sequence[str]

    def mapped(self, table: Sequence[int], missing: int = -1) -> array[int]:
        """Give the number that a table has for each row."""
        return array("i", map([*table, missing].__getitem__, self.codes))


@attrs.frozen(eq=False)
class Batches:
    """
    Takes batches in.

    Args:
        arrow: pyarrow.
        compute: Its functions over columns.
        fields: The columns that hold parts of events.
        intake: How the file is read.
    """

    arrow: Any
    compute: Any
    fields: Mapping[str, Header]
    intake: Intake

    @property
    def _builder(self) -> HistoryBuilder:
        return self.intake.builder

    def take(self, batch: Any) -> array[int] | None:
        """
        Take in the parts of events of a batch, whose rows follow those taken in before.

        Args:
            batch: The batch.

        Returns:
            Number of the case of each row; None if the batch has to be read row by row, and nothing was taken in.
        """
        if self.intake.mapping.time_format or not len(batch):
            return None
        columns = {name: batch.column(header.index) for name, header in self.fields.items()}
        names = [name for name in ("case", "event", "evidence", *_KINDS, *_TEXTS, *_RARE) if name in columns]
        texts = {name: found for name in names if (found := self._texts(columns[name])) is not None}
        occurred = self._times(columns["occurred"])
        recorded = self._times(columns["recorded"]) if "recorded" in columns else occurred
        seq = self._places(columns["seq"]) if "seq" in columns else array("i")
        if len(texts) < len(names) or min(texts["case"].codes) < 0 or not self._usual(columns):
            return None
        if occurred is None or recorded is None or seq is None:
            return None
        named = self._signatures(texts, len(batch))
        if named is None:
            return None
        base = self._builder.rows
        self._append(texts, named, occurred, recorded[0], seq)
        self._rare(texts, base)
        cases = self._builder.case_codes[base:]
        if "closed" in columns:
            said = columns["closed"].to_pylist()
            self._builder.open |= {case: not shut for case, shut in zip(cases, said, strict=True) if shut is not None}
        return cases

    def _usual(self, columns: Mapping[str, Any]) -> bool:
        """Tell whether events are of this release's version, and cases say in truth values whether they are closed."""
        types = self.arrow.types
        if "closed" in columns and not types.is_boolean(columns["closed"].type):
            return False
        versions = columns.get("schema")
        return versions is None or (
            types.is_integer(versions.type) and set(versions.unique().to_pylist()) <= {None, EVENT_SCHEMA}
        )

    def _rare(self, texts: Mapping[str, _Texts], base: int) -> None:
        """Take in the parts of events that few events have."""
        for name in (*_RARE, "evidence"):
            found = texts.get(name, _Texts(array("i"), ()))
            for row, code in enumerate(found.codes, base):
                if code >= 0:
                    word = found.words[code]
                    self._builder.part(
                        row, name, word if name != "evidence" else self.intake.evidence(listed(word), _nowhere)
                    )

    def _texts(self, column: Any) -> _Texts | None:
        """Give a column as texts, empty ones missing; None if it holds anything else."""
        types = self.arrow.types
        kind = column.type.value_type if types.is_dictionary(column.type) else column.type
        if not (types.is_string(kind) or types.is_large_string(kind) or types.is_null(kind)):
            return None
        encoded = column.cast(self.arrow.string()).dictionary_encode()
        found = _Texts(codes(encoded.indices), encoded.dictionary.to_pylist())
        if "" not in found.words:
            return found
        empty = found.words.index("")
        return _Texts(array("i", [-1 if code == empty else code for code in found.codes]), found.words)

    def _times(self, column: Any) -> tuple[array[int], array[int]] | None:
        """Give a column of times, none missing, as microseconds and minutes ahead of UTC; None if it is no such."""
        arrow, compute = self.arrow, self.compute
        if column.null_count:
            return None
        if arrow.types.is_timestamp(column.type) and column.type.tz:
            at = column.cast(arrow.timestamp("us", column.type.tz), safe=False)
            ahead = compute.subtract(compute.local_timestamp(at).cast(arrow.int64()), at.cast(arrow.int64()))
            minutes = long_numbers(compute.divide(ahead, _MINUTE))
            return self._dated(long_numbers(at.cast(arrow.int64())), array("h", minutes))
        if (
            not arrow.types.is_string(column.type)
            or not compute.all(compute.match_substring_regex(column, _TIME)).as_py()
        ):
            return None
        try:
            at = column.cast(arrow.timestamp("us", "UTC"))
        except arrow.ArrowInvalid:
            return None
        signs = compute.utf8_slice_codeunits(column, -6).dictionary_encode()
        table = [
            (int(sign[1:3]) * 60 + int(sign[4:])) * (-1 if sign[0] == "-" else 1)
            for sign in signs.dictionary.to_pylist()
        ]
        return self._dated(
            long_numbers(at.cast(arrow.int64())), array("h", map(table.__getitem__, codes(signs.indices)))
        )

    def _dated(self, at: array[int], ahead: array[int]) -> tuple[array[int], array[int]] | None:
        """Give times if all of them have a date in the calendar, with a day to spare for zones."""
        return (at, ahead) if min(at) > -62_135_000_000_000_000 and max(at) < 253_402_000_000_000_000 else None

    def _places(self, column: Any) -> array[int] | None:
        """Give places in records, 0 where missing; None if there are any that cannot be."""
        if not self.arrow.types.is_integer(column.type):
            return None
        ends = self.compute.min_max(column).as_py()
        if ends["min"] is not None and not 0 < ends["min"] <= ends["max"] < 2**31:
            return None
        return codes(column.cast(self.arrow.int32()).fill_null(0))

    def _signatures(self, texts: Mapping[str, _Texts], count: int) -> array[int] | None:
        """Give the number of each row's signature; None if a row has neither kind nor element."""
        blank = _Texts(array("i", [-1]) * count, ())
        kinds, elements, transitions = (texts.get(name, blank) for name in _KINDS)
        rows = list(zip(kinds.codes, elements.codes, transitions.codes, strict=True))
        known: dict[tuple[int, int, int], int] = dict.fromkeys(rows, 0)
        if any(kind < 0 and element < 0 for kind, element, _ in known):
            return None
        table = self._builder.signatures
        for key in known:
            words = (
                part.words[code] if code >= 0 else ""
                for part, code in zip((kinds, elements, transitions), key, strict=True)
            )
            known[key] = table.setdefault(Signature(*words), len(table))
        return array("i", map(known.__getitem__, rows))

    def _append(
        self,
        texts: Mapping[str, _Texts],
        named: array[int],
        occurred: tuple[array[int], array[int]],
        recorded: array[int],
        seq: array[int],
    ) -> None:
        """Let the builder's columns grow by a batch."""
        builder = self._builder
        base, builder.rows = builder.rows, builder.rows + len(named)
        case = texts["case"]
        builder.case_codes.extend(case.mapped([builder.case(word) if word else -1 for word in case.words]))
        builder.signature.extend(named)
        builder.occurred.extend(occurred[0])
        builder.offset.extend(occurred[1])
        if recorded != occurred[0]:
            builder.recorded.extend(builder.occurred[len(builder.recorded) : base])
            builder.recorded.extend(recorded)
        if "event" in texts and max(texts["event"].codes) >= 0:
            builder.ids.extend([""] * (base - len(builder.ids)))
            builder.ids.extend(map([*texts["event"].words, ""].__getitem__, texts["event"].codes))
        if seq:
            builder.seq.extend([0] * (base - len(builder.seq)))
            builder.seq.extend(seq)
        grown = (builder.instances, builder.roles, builder.persons, builder.organisations)
        for name, column in zip(_TEXTS, grown, strict=True):
            if name in texts:
                _grow_texts(column, base, texts[name])

    def data(self, name: str, column: Any, base: int) -> bool:
        """
        Take in a column of data of one plain type: texts, whole numbers, numbers or truth values.

        Args:
            name: Name of the data.
            column: Its values.
            base: Row of the builder at which they start.

        Returns:
            Whether it was taken in; if not, its values have to be read one by one.
        """
        types, grown = self.arrow.types, grown_column(self._builder.columns, name)
        self.intake.capped(self._builder.columns)
        if types.is_string(column.type):
            encoded = column.dictionary_encode()
            words = encoded.dictionary.to_pylist()
            if grown.kind not in ("", "text") or not self._plain_words(name, words):
                return False
            _grow_texts(grown, base, _Texts(codes(encoded.indices), words))
            return True
        if types.is_float64(column.type):
            nan = self.compute.fill_null(self.compute.is_nan(column), False)
            column = self.compute.if_else(nan, None, column)
        kind = next((kind for test, kind in self._plain() if test(column.type)), "")
        if not kind or grown.kind not in ("", kind):
            return False
        present = column.drop_null()
        items = numbers(present) if kind == "number" else long_numbers(present.cast(self.arrow.int64()))
        if items:
            grown.extend(kind, _rows(column, base), items)
        return True

    def _plain_words(self, name: str, words: Sequence[str]) -> bool:
        """Tell whether texts stay texts under the type that the model declares for their name."""
        try:
            return all(self.intake.typed(name, word) is word for word in words)
        except ValueError:
            return False

    def _plain(self) -> Iterator[tuple[Any, str]]:
        types = self.arrow.types
        yield types.is_boolean, "boolean"
        yield lambda kind: types.is_integer(kind) and not types.is_uint64(kind), "integer"
        yield types.is_float64, "number"


def _grow_texts(grown: ColumnBuilder, base: int, texts: _Texts) -> None:
    found = array("i", [code for code in texts.codes if code >= 0])
    if not found:
        return
    rows = range(base, base + len(texts.codes)) if len(found) == len(texts.codes) else (
        row for row, code in enumerate(texts.codes, base) if code >= 0
    )  # fmt: skip
    used = set(found)
    table = [
        grown.index.setdefault(word, len(grown.index)) if code in used else -1 for code, word in enumerate(texts.words)
    ]
    grown.extend("text", rows, array("i", map(table.__getitem__, found)))


def _nowhere(_name: str) -> tuple[int, int]:
    return 0, 0


def _rows(column: Any, base: int) -> Iterator[int]:
    if not column.null_count:
        yield from range(base, base + len(column))
        return
    for row, there in enumerate(column.is_valid().to_pylist(), base):
        if there:
            yield row
