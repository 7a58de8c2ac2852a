"""What the page shows, as plain words: the template only arranges them."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterable, Iterator, Mapping

import attrs

from collabmodel.evaluate import Evaluation, IndicatorResult, coverage
from collabmodel.evaluate.result import RuleColumn
from collabmodel.model import Indicator
from collabmodel.report import labels
from collabmodel.report.labels import Standing
from collabmodel.report.pagewords import PAGE
from collabmodel.report.readers import Readers
from collabmodel.report.reasons import indicator_reason, value_in_words, why_in_words
from collabmodel.report.scorecard import Promise, Score, broken_in, promises, scores, standing
from collabmodel.report.words import sentence

MOST_CASES = 150
"""How many cases the page tells of at most."""
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_LOOK = (Standing.BROKEN, Standing.OPEN, Standing.CANNOT_SAY, Standing.EXCUSED)


@attrs.frozen(kw_only=True)
class SignView:
    """
    One indicator on the page.

    Args:
        title: Its name.
        tells: Whether it tells of the work, its outcome, or what people say.
        result: Result as a class name.
        word: Result in words.
        reason: Number found, and aim.
        groups: Numbers group by group.
        events: Ids of the events behind it.
    """

    title: str
    tells: str
    result: str
    word: str
    reason: str
    groups: str
    events: tuple[str, ...]


@attrs.frozen(kw_only=True)
class PrincipleView:
    """
    One principle on the page.

    Args:
        title: Its name.
        source: Name of the model that states it.
        result: Result as a class name.
        word: Result in words.
        reason: Why, one sentence.
        depth: How deep it stands, >= 0.
        signs: Its indicators.
    """

    title: str
    source: str
    result: str
    word: str
    reason: str
    depth: int
    signs: tuple[SignView, ...]


@attrs.frozen(kw_only=True)
class CountView:
    """
    How many cases stand how, for one promise.

    Args:
        standing: Standing as a class name.
        word: Standing in words.
        number: How many, >= 0.
    """

    standing: str
    word: str
    number: int


@attrs.frozen(kw_only=True)
class PromiseView:
    """
    One promise on the page.

    Args:
        title: Its name.
        about: What it is judged over, where that is not single cases.
        counts: How many cases stand how.
    """

    title: str
    about: str
    counts: tuple[CountView, ...]


@attrs.frozen(kw_only=True)
class CellView:
    """
    One promise in one case, with its evidence.

    Args:
        title: The promise.
        standing: Standing as a class name.
        word: Standing in words.
        began: The event it began with, or empty.
        decided: The event that decided it, or empty.
        due: When it was due, or empty.
    """

    title: str
    standing: str
    word: str
    began: str
    decided: str
    due: str


@attrs.frozen(kw_only=True)
class CaseView:
    """
    One case on the page.

    Args:
        id: Its id.
        state: Open or closed, and how it ended.
        counts: How many promises stand how.
        cells: Promises that need a look, worst first.
    """

    id: str
    state: str
    counts: tuple[CountView, ...]
    cells: tuple[CellView, ...]


@attrs.frozen(eq=False)
class Viewer:
    """
    Turns an evaluation into words for the page.

    Args:
        evaluation: What was found.
        readers: What things are called.
    """

    evaluation: Evaluation
    readers: Readers

    @property
    def lang(self) -> str:
        """The language of the page."""
        return self.readers.lang

    def principles(self) -> tuple[PrincipleView, ...]:
        """Give the principles, trees together, the worst first."""
        indicators = {(model.id, one.id): one for model in self.evaluation.models for one in model.indicators}
        return tuple(self._principle(score, indicators) for score in scores(self.evaluation, self.readers))

    def _principle(self, score: Score, indicators: Mapping[tuple[str, str], Indicator]) -> PrincipleView:
        return PrincipleView(
            title=score.title,
            source=self._source(score.model),
            result=score.result.value,
            word=labels.RESULTS[score.result].say(self.lang),
            reason=sentence(score.reason),
            depth=score.depth,
            signs=tuple(self._sign(one, indicators.get((one.model, one.id))) for one in score.found.indicators),
        )

    def _sign(self, found: IndicatorResult, indicator: Indicator | None) -> SignView:
        groups = (
            f"{self.readers.voice(found.model, group)} {value_in_words(value, indicator, found, self.lang)}"
            for group, value in found.groups
        )
        return SignView(
            title=self.readers.title(found.model, found.id),
            tells=labels.ASPECTS[found.aspect].say(self.lang),
            result=found.result.value,
            word=labels.RESULTS[found.result].say(self.lang),
            reason=sentence(indicator_reason(found, indicator, self.readers)),
            groups=", ".join(groups),
            events=found.events,
        )

    def _source(self, model: str) -> str:
        found = next((one for one in self.evaluation.models if one.id == model), None)
        return "" if found is None else found.title.in_language(self.lang, found.language) or found.id

    def promises(self) -> tuple[tuple[str, tuple[PromiseView, ...]], ...]:
        """Give the promises of each model under its name, most broken first."""
        found = promises(self.evaluation, self.readers)
        groups = ((model.id, [one for one in found if one.model == model.id]) for model in self.evaluation.models)
        return tuple((self._source(id), tuple(map(self._promise, group))) for id, group in groups if group)

    def _promise(self, one: Promise) -> PromiseView:
        about = {"cohort": labels.TOGETHER, "adoption": PAGE["preparation"]}.get(one.scope)
        return PromiseView(
            title=one.title,
            about="" if about is None else about.say(self.lang),
            counts=self._counts(one.counts),
        )

    def _counts(self, counts: Mapping[Standing, int]) -> tuple[CountView, ...]:
        return tuple(
            CountView(
                standing=stands.name.lower(), word=labels.STANDINGS[stands].say(self.lang), number=counts.get(stands, 0)
            )
            for stands in Standing
        )

    def cases(self) -> tuple[CaseView, ...]:
        """Give the cases, those with most broken promises first, at most ``MOST_CASES``."""
        broken = [0] * len(self.evaluation.history.cases)
        for column in self.evaluation.columns:
            cases = self.evaluation.traces_of(column.scope).cases
            for trace in broken_in(column):
                if cases[trace] >= 0:
                    broken[cases[trace]] += 1
        order = heapq.nsmallest(MOST_CASES, range(len(broken)), key=lambda case: (-broken[case], case))
        found: dict[int, list[tuple[Standing, RuleColumn, int]]] = {case: [] for case in order}
        for column in self.evaluation.columns:
            for trace, case in enumerate(self.evaluation.traces_of(column.scope).cases):
                if case in found:
                    found[case].append((standing(column, trace), column, trace))
        return tuple(self._case(case, found[case]) for case in order)

    def _case(self, case: int, cells: Iterable[tuple[Standing, RuleColumn, int]]) -> CaseView:
        known = list(cells)
        numbers = {stands: sum(one is stands for one, _, _ in known) for stands in Standing}
        look = [cell for stands in _LOOK for cell in known if cell[0] is stands]
        return CaseView(
            id=self.evaluation.history.cases[case],
            state=", ".join(self._state(case)),
            counts=tuple(count for count in self._counts(numbers) if count.number),
            cells=tuple(self._cell(stands, column, trace) for stands, column, trace in look),
        )

    def _state(self, case: int) -> Iterator[str]:
        history = self.evaluation.history
        if case in self.evaluation.traces_of("adoption").cases:
            yield PAGE["preparation"].say(self.lang)
        if not history.closed[case]:
            yield PAGE["case_open"].say(self.lang)
            return
        yield PAGE["case_closed"].say(self.lang)
        for position in range(history.starts[case + 1] - 1, history.starts[case] - 1, -1):
            signature = history.signatures[history.signature[position]]
            if signature.kind == "case" and signature.transition == "closed":
                ending = history.value(position, "ending")
                # Only endings that the model names are shown: anything else could be somebody's free words.
                known = {one.id for model in self.evaluation.models for one in model.endings}
                if ending in known:
                    yield self.readers.title("", str(ending))
                return

    def _cell(self, stands: Standing, column: RuleColumn, trace: int) -> CellView:
        due = column.due[trace]
        return CellView(
            title=self.readers.title(column.model, column.rule),
            standing=stands.name.lower(),
            word=labels.STANDINGS[stands].say(self.lang),
            began=self._event(column.activation[trace]),
            decided=self._event(column.decider[trace]),
            due="" if due < 0 else self._time(due, column.activation[trace]),
        )

    def _event(self, position: int) -> str:
        if position < 0:
            return ""
        history = self.evaluation.history
        signature = history.signatures[history.signature[position]]
        names = next(iter(self.readers.names.values()))
        what = self.readers.title("", signature.element) if signature.element else names.kind(signature.kind)
        when = self._time(history.occurred[position], position)
        return f"{what}, {when} ({history.event_id(position)})"

    def _time(self, microseconds: int, position: int) -> str:
        """Write a time on the clock that an event was recorded by."""
        history = self.evaluation.history
        offset = history.offset[position] if 0 <= position < len(history.offset) else 0
        when = _EPOCH + dt.timedelta(microseconds=microseconds, minutes=offset)
        return f"{when.day}.{when.month}.{when.year} {when:%H:%M}"

    def gaps(self) -> tuple[tuple[str, str], ...]:
        """Give what could not be assessed: its name and why."""
        found = coverage(self.evaluation).gaps
        return tuple((self.readers.title(gap.model, gap.id), sentence(self._why(gap.why, gap.model))) for gap in found)

    def _why(self, why: str, model: str) -> str:
        return why_in_words(why, model, self.readers)

    def tally(self) -> tuple[CountView, ...]:
        """Give how many principles have which result, worst first."""
        results = [score.result for score in scores(self.evaluation, self.readers)]
        return tuple(
            CountView(standing=result.value, word=phrase.say(self.lang), number=results.count(result))
            for result, phrase in labels.RESULTS.items()
        )

    def glance(self) -> tuple[str, ...]:
        """Give the main numbers, one sentence each."""
        lang = self.lang
        found = promises(self.evaluation, self.readers)
        return (
            sentence(PAGE["glance_promises"].say(lang, broken=sum(bool(one.broken) for one in found), all=len(found))),
            sentence(PAGE["glance_gaps"].say(lang, n=len(coverage(self.evaluation).gaps))),
        )
