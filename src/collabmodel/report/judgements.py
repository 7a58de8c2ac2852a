"""What an evaluation found as typed tables: principles, indicators, rules, limits, endings, and what is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import attrs

from collabmodel.evaluate import Evaluation, IndicatorResult, coverage, principle_counts
from collabmodel.evaluate.principles import every_principle
from collabmodel.model import RuleIndicator
from collabmodel.report import labels
from collabmodel.report.documents import Cell, Column, Measure, Section, Table
from collabmodel.report.documentwords import DOCUMENT
from collabmodel.report.hiding import HIDDEN, hidden_places, small
from collabmodel.report.labels import Standing
from collabmodel.report.pagewords import PAGE
from collabmodel.report.readers import Readers
from collabmodel.report.reasons import indicator_reason, why_in_words
from collabmodel.report.scorecard import Promise, Score, promises, scores
from collabmodel.report.words import Phrase, sentence

_TOLD = (Standing.KEPT, Standing.BROKEN, Standing.OPEN)
"""How a promise stands where it applied and could be judged."""


@attrs.frozen(eq=False)
class Judgements:
    """
    Turns an evaluation into sections of a document.

    Args:
        evaluation: What was found.
        readers: What things are called.
        hide_below: Counts of cases above zero and below this are kept back; 0 to show all.
    """

    evaluation: Evaluation
    readers: Readers
    hide_below: int = 0

    @property
    def lang(self) -> str:
        """The language of the document."""
        return self.readers.lang

    def sections(self) -> Iterator[Section]:
        """Give all of them, in reading order; those with nothing to say are left out."""
        for one in (
            self.principles(),
            self.indicators(),
            self.promises("rules"),
            self.promises("limits"),
            self.endings(),
            self.gaps(),
        ):
            if one.table is None or one.table.rows:
                yield one

    def principles(self) -> Section:
        """Tell of the principles, trees together, the worst first."""
        counted = {(one.model, one.id): one for one in principle_counts(self.evaluation)}
        silent = set(self._hidden_principles())

        def row(score: Score) -> tuple[Cell, ...]:
            place = (score.model, score.id)
            count = counted[place]
            found = (count.met, count.partly, count.not_met, count.not_assessable)
            known = sum(found[:3])
            head = (score.title, score.depth + 1, self._source(score.model))
            if place in silent:
                return (*head, HIDDEN, *(HIDDEN for _ in found), HIDDEN, "")
            share = count.met / known if known else None
            result = labels.RESULTS[score.result].say(self.lang)
            reason = "" if any(map(self._mute, score.found.indicators)) else sentence(score.reason)
            return (*head, result, *found, share, reason)

        names = ("indicators_kept", "indicators_partly", "indicators_not", "indicators_unknown")
        columns = (
            self._column(labels.PRINCIPLE),
            self._column("level", Measure.NUMBER),
            self._column("stated_by"),
            self._column(labels.RESULT),
            *(self._column(name, Measure.NUMBER) for name in names),
            self._column("share_kept", Measure.SHARE),
            self._column(labels.REASON),
        )
        order = list(scores(self.evaluation, self.readers))
        if silent:
            # The worst first would tell of what is kept back.
            places = list(counted)
            order.sort(key=lambda score: places.index((score.model, score.id)))
        lead = DOCUMENT["principles_lead" if not silent else "principles_lead_plain"]
        return self._section("principles", PAGE["principles"], lead, columns, tuple(map(row, order)))

    def _hidden_principles(self) -> Iterator[tuple[str, str]]:
        for top in every_principle(self.evaluation.principles):
            under = (one for part in every_principle((top,)) for one in part.indicators)
            if any(map(self._hides, under)):
                yield top.model, top.id

    def indicators(self) -> Section:
        """Tell of the indicators, in the order of the models."""
        stated = {(model.id, one.id): one for model in self.evaluation.models for one in model.indicators}

        def row(found: IndicatorResult) -> tuple[Cell, ...]:
            indicator = stated.get((found.model, found.id))
            head = (
                self.readers.title(found.model, found.id),
                self._source(found.model),
                labels.ASPECTS[found.aspect].say(self.lang),
            )
            if self._hides(found):
                return (*head, HIDDEN, HIDDEN, HIDDEN, "", HIDDEN, HIDDEN, "")
            shared = found.unit == "share" or (indicator is not None and isinstance(indicator, RuleIndicator))
            unit = labels.UNITS[found.unit].say(self.lang) if found.unit in labels.UNITS else ""
            value = None if found.value is None else round(found.value, 6)
            return (
                *head,
                labels.RESULTS[found.result].say(self.lang),
                value if shared else None,
                None if shared else value,
                unit,
                found.number,
                HIDDEN if small(found.missing, self.hide_below) else found.missing,
                "" if self._mute(found) else sentence(indicator_reason(found, indicator, self.readers)),
            )

        columns = (
            self._column("indicator"),
            self._column("stated_by"),
            self._column(PAGE["tells"]),
            self._column(labels.RESULT),
            self._column("share_found", Measure.SHARE),
            self._column("number_found", Measure.NUMBER),
            self._column("unit"),
            self._column("rests_on", Measure.NUMBER),
            self._column("not_assessed", Measure.NUMBER),
            self._column(labels.REASON),
        )
        rows = tuple(map(row, self.evaluation.indicators))
        return self._section("indicators", DOCUMENT["indicators"], DOCUMENT["indicators_lead"], columns, rows)

    def _hides(self, found: IndicatorResult) -> bool:
        """Tell whether an indicator would tell of few: by what it rests on, or those on one side."""
        least = self.hide_below
        if not least:
            return False
        sides = (round(found.value * found.number), round((1 - found.value) * found.number)) if (
            found.value is not None and found.unit == "share"
        ) else ()  # fmt: skip
        return any(small(one, least) for one in (found.number, *sides))

    def _mute(self, found: IndicatorResult) -> bool:
        """Tell whether an indicator's words would tell of few."""
        return self._hides(found) or small(found.missing, self.hide_below)

    def promises(self, part: str) -> Section:
        """
        Tell how rules or limits fared, most broken first.

        Args:
            part: ``"rules"`` or ``"limits"``.
        """
        limits = {(model.id, one.id) for model in self.evaluation.models for one in model.limits}
        found = [
            one
            for one in promises(self.evaluation, self.readers)
            if ((one.model, one.id) in limits) is (part == "limits")
        ]
        if self.hide_below > 1:
            # The most broken first would tell of what is kept back.
            found.sort(key=lambda one: one.column)
        stands = tuple(Standing)
        columns = (
            self._column(labels.PROMISE),
            self._column("stated_by"),
            self._column("over"),
            *(self._column(labels.STANDINGS[one], Measure.NUMBER) for one in stands),
            *(self._column(name, Measure.SHARE) for name in ("share_kept", "share_broken", "share_open")),
        )
        rows = tuple(self._promise(one) for one in found)
        lead = DOCUMENT["counts_lead_plain" if self.hide_below > 1 else "counts_lead"]
        return self._section(part, DOCUMENT[part], lead, columns, rows)

    def _promise(self, one: Promise) -> tuple[Cell, ...]:
        about = {"cohort": labels.TOGETHER, "adoption": PAGE["preparation"]}.get(one.scope, DOCUMENT["single_cases"])
        stands = tuple(Standing)
        counts = tuple(one.counts.get(each, 0) for each in stands)
        # A promise over all cases together is no count of people.
        kept_back = hidden_places(counts, self.hide_below) if one.scope == "case" else frozenset()
        shown = tuple(HIDDEN if place in kept_back else count for place, count in enumerate(counts))
        whole = sum(one.counts.get(each, 0) for each in _TOLD)
        secret = any(stands.index(each) in kept_back for each in _TOLD)
        shares = tuple(
            HIDDEN if secret else one.counts.get(each, 0) / whole if whole else None for each in _TOLD
        )  # fmt: skip
        return (one.title, self._source(one.model), about.say(self.lang), *shown, *shares)

    def endings(self) -> Section:
        """Tell how the cases ended, the most frequent first; those still open last."""
        counted = self._ended()
        by_count = self.hide_below <= 1
        names = sorted((one for one in counted if one is not None), key=lambda one: (-counted[one] * by_count, one))
        order = [*names, *([None] if counted[None] else [])]
        counts = [counted[one] for one in order]
        kept_back = hidden_places(counts, self.hide_below)
        whole = sum(counts)
        rows = tuple(
            (
                self._ending(one),
                HIDDEN if place in kept_back else counts[place],
                HIDDEN if place in kept_back else counts[place] / whole,
            )
            for place, one in enumerate(order)
        )
        columns = (
            self._column("ending"),
            self._column("cases", Measure.NUMBER),
            self._column("share", Measure.SHARE),
        )
        return self._section("endings", DOCUMENT["endings"], None, columns, rows)

    def _ending(self, ending: str | None) -> str:
        if ending is None:
            return DOCUMENT["still_open"].say(self.lang)
        return self.readers.title("", ending) if ending else DOCUMENT["ended_otherwise"].say(self.lang)

    def _ended(self) -> Counter[str | None]:
        """Count cases by their last ending: None for those open, empty for endings that no model names."""
        history = self.evaluation.history
        # Only endings that the models name are shown: anything else could be somebody's free words.
        known = {one.id for model in self.evaluation.models for one in model.endings}
        closing = {
            code for code, sign in enumerate(history.signatures) if sign.kind == "case" and sign.transition == "closed"
        }
        counted: Counter[str | None] = Counter()
        for case in self.evaluation.traces_of("case").cases:
            if not history.closed[case]:
                counted[None] += 1
                continue
            positions = range(history.starts[case + 1] - 1, history.starts[case] - 1, -1)
            last = next((one for one in positions if history.signature[one] in closing), None)
            ending = "" if last is None else str(history.value(last, "ending"))
            counted[ending if ending in known else ""] += 1
        return counted

    def gaps(self) -> Section:
        """Tell what could not be assessed, and why."""
        kinds = {"principle": "principle", "indicator": "of_indicator", "rule": "rule"}
        found = coverage(self.evaluation).gaps
        rows = tuple(
            (
                self.readers.title(gap.model, gap.id),
                DOCUMENT[kinds[gap.kind]].say(self.lang),
                self._source(gap.model),
                sentence(why_in_words(gap.why, gap.model, self.readers)),
                HIDDEN if small(gap.missing, self.hide_below) else gap.missing,
            )
            for gap in found
        )
        columns = (
            self._column("what"),
            self._column("kind"),
            self._column("stated_by"),
            self._column(labels.REASON),
            self._column("not_assessed", Measure.NUMBER),
        )
        lead = PAGE["gaps_lead"] if rows else PAGE["gaps_none"]
        section = self._section("gaps", PAGE["gaps"], lead, columns, rows)
        return section if rows else attrs.evolve(section, table=None)

    def tally(self) -> Table:
        """Count the principles by result, worst first; nothing where a result is kept back."""
        if any(self._hidden_principles()):
            return Table(columns=())
        results = [score.result for score in scores(self.evaluation, self.readers)]
        columns = (
            self._column(labels.RESULT),
            self._column(PAGE["principles"], Measure.NUMBER),
            self._column("share", Measure.SHARE),
        )
        return Table(
            columns=columns,
            rows=tuple(
                (phrase.say(self.lang), results.count(result), results.count(result) / len(results))
                for result, phrase in labels.RESULTS.items()
                if results
            ),
        )

    def _source(self, model: str) -> str:
        names = self.readers.names.get(model)
        return "" if names is None else names.model.title.in_language(self.lang, names.model.language) or model

    def _column(self, name: str | Phrase, measure: Measure = Measure.TEXT) -> Column:
        phrase = DOCUMENT[name] if isinstance(name, str) else name
        title = phrase.say(self.lang)
        return Column(title=title[:1].upper() + title[1:], measure=measure)

    def _section(
        self,
        id: str,
        title: Phrase,
        lead: Phrase | None,
        columns: tuple[Column, ...],
        rows: tuple[tuple[Cell, ...], ...],
    ) -> Section:
        paragraphs = () if lead is None else (lead.say(self.lang),)
        table = Table(columns=columns, rows=rows)
        return Section(id=id, title=title.say(self.lang), paragraphs=paragraphs, table=table)
