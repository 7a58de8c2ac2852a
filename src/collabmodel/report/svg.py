"""A model as one picture: phases in their order, what is done in each, how it may end."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabmodel.model import Activity, Milestone, Mode, Model, Outcome, Phase, Principle
from collabmodel.report import phrases
from collabmodel.report.blocks import (
    DEEP,
    EDGE,
    PALE,
    QUIET,
    WHITE,
    Block,
    Frame,
    Letters,
    arrow_down,
    arrow_right,
    beside,
    document,
    framed,
    grid,
    joined,
    lettered,
    stacked,
)
from collabmodel.report.doings import deadlines
from collabmodel.report.naming import Names
from collabmodel.report.words import Phrase, quoted

_LEAST = 205
"""Least width of a column in which long words can still be read."""
_GAP = 14
_DEEPEST = 5
"""Parts of principles nested deeper than this are not drawn; a ring of parts would never end."""
_ARROW = 34
_TOGETHER = Phrase("At the same time:", "Samaan aikaan:", "Samtidigt:")
_SHOWS = Phrase("A diagram of the model.", "Kaavio mallista.", "Ett diagram över modellen.")
_ATTEMPTS = Phrase("Attempts: {n}", "Yrityksiä: {n}", "Försök: {n}")
_ENDS_AS = Phrase("Ends as: {ending}", "Päättyy näin: {ending}", "Avslutas så här: {ending}")
_BARS = {"meeting": DEEP, "decision": "#8a4b08", "agreement": "#4b6b1f", "hearing": "#7a3568"}
_OUTCOME_EDGES = {
    Outcome.SUCCESS: "#2f6b2f",
    Outcome.NEUTRAL: "#5f6f78",
    Outcome.FAILURE: "#9a3324",
    Outcome.TRANSFER: DEEP,
}
_SEEN = (Mode.DECIDE, Mode.PERFORM, Mode.REQUIRED, Mode.HEARD, Mode.INVITED, Mode.CONSULTED, Mode.INFORMED)


def as_svg(model: Model, lang: str = "en", *, width: int = 480, name: str = "model") -> str:
    """
    Draw a model as one self-contained SVG picture.

    A narrow picture has its phases under each other and is legible on a phone and on paper; a wide one has them side
    by side where they fit.

    Args:
        model: The model.
        lang: Language of the words.
        width: Width of the picture in pixels, >= 320.
        name: Prefix of the ids inside the picture; different for each picture of one page.

    >>> picture = as_svg(Model(id="m"), "fi")
    >>> picture.startswith("<svg "), "<title" in picture, "<desc" in picture
    (True, True, True)
    """
    names = Names.of(model, lang)
    title = model.title.in_language(lang, model.language) or model.id
    drawing = _Drawing(model, names, width - 32)
    return document(drawing.whole(title), title=title, description=" ".join(_described(model, names)), name=name)


def as_pictures(model: Model, lang: str = "en", *, width: int = 760, name: str = "part") -> tuple[str, ...]:
    """
    Draw a model as several SVG pictures that fit on pages of paper: one for each step of the work, then the rest.

    Args:
        model: The model.
        lang: Language of the words.
        width: Width of each picture in pixels, >= 320.
        name: Prefix of the ids inside the pictures.
    """
    names = Names.of(model, lang)
    drawing = _Drawing(model, names, width - 8)
    title = model.title.in_language(lang, model.language) or model.id
    return tuple(
        document(block, title=f"{title}, {number}", description=_SHOWS.say(lang), name=f"{name}-{number}", margin=4)
        for number, block in enumerate(joined(drawing.parts()), start=1)
    )


def _described(model: Model, names: Names) -> Iterator[str]:
    """Say in words what the picture shows, for those who hear it."""
    yield _SHOWS.say(names.lang)
    for phase in model.phases:
        inside = [names.title(a.id) for a in model.activities if a.phase == phase.id]
        yield f"{names.title(phase.id)}: {', '.join(inside)}." if inside else f"{names.title(phase.id)}."
    if not model.phases and not model.activities:
        yield from (f"{names.title(principle.id)}." for principle in model.principles)
    if model.endings:
        yield f"{phrases.ENDINGS.say(names.lang)}: {', '.join(names.title(ending.id) for ending in model.endings)}."


def ranks(model: Model) -> tuple[tuple[Phase, ...], ...]:
    """
    Put the outermost phases in order: those of one rank may run at the same time.

    Args:
        model: The model.

    >>> from collabmodel.model import Pattern, Sentry
    >>> after = Phase(id="b", entry=(Sentry(on=(Pattern(element="a"),)),))
    >>> [[phase.id for phase in rank] for rank in ranks(Model(id="m", phases=(Phase(id="a"), after)))]
    [['a'], ['b']]
    """
    homes = _homes(model)
    tops = [phase for phase in model.phases if not phase.phase]
    rank = {phase.id: 0 for phase in tops}
    for _ in tops:
        for place, phase in enumerate(tops):
            starts = {pattern for sentry in phase.entry for pattern in sentry.on}
            before = {home for pattern in starts for home in homes.get(pattern.element, ())}
            # What ends an earlier phase and starts this one puts this one after it.
            before |= {other.id for other in tops[:place] if starts & {p for sentry in other.exit for p in sentry.on}}
            rank[phase.id] = min(max([rank[phase.id], *(rank[one] + 1 for one in before - {phase.id})]), len(tops) - 1)
    levels = sorted(set(rank.values()))
    return tuple(tuple(phase for phase in tops if rank[phase.id] == level) for level in levels)


def _homes(model: Model) -> dict[str, frozenset[str]]:
    """Say in which outermost phases each item comes about; a milestone outside any, where what achieves it does."""
    homes = {phase.id: frozenset({_outermost(phase, model)}) for phase in model.phases}
    homes |= {activity.id: homes.get(activity.phase, frozenset()) for activity in model.activities}
    homes |= {milestone.id: homes.get(milestone.phase, frozenset()) for milestone in model.milestones}
    for milestone in model.milestones:
        achieving = (pattern.element for sentry in milestone.achieve for pattern in sentry.on)
        if not homes[milestone.id]:
            homes[milestone.id] = frozenset(home for element in achieving for home in homes.get(element, ()))
    return homes


def _outermost(phase: Phase, model: Model) -> str:
    parents = {other.id: other.phase for other in model.phases}
    id, seen = phase.id, {phase.id}
    while parents.get(id) and parents[id] not in seen:
        id = parents[id]
        seen.add(id)
    return id


@attrs.frozen
class _Drawing:
    """What every part of one drawing needs."""

    model: Model
    names: Names
    width: float

    def parts(self) -> Iterator[Block]:
        for rank in ranks(self.model):
            yield self._rank(rank, self.width)
        yield from self._rest()

    def whole(self, title: str) -> Block:
        parts = [
            lettered(title, self.width, Letters(size=20, bold=True, colour=DEEP)),
            self._phases(),
            *self._rest(),
        ]
        content = stacked(joined(parts), 20)
        return Block(self.width, content.height, content.marks)

    def _rest(self) -> Iterator[Block]:
        if not self.model.phases and not self.model.activities:
            yield from (self._principle(one, self.width, 0) for one in self.model.principles if not one.part_of)
        yield self._loose()
        yield self._not_coming()
        yield self._endings()

    def _principle(self, principle: Principle, room: float, depth: int) -> Block:
        """Draw a principle with its parts and the signs by which it is known."""
        frame = Frame(fill=WHITE if depth % 2 else PALE, edge=DEEP)
        inner = room - 2 * frame.padding
        known = [self.names.title(one.id) for one in self.model.indicators if one.id in principle.indicators]
        heading = lettered(
            self.names.title(principle.id), inner, Letters(size=17 - min(depth, 2), bold=True, colour=DEEP)
        )
        signs = [lettered(f"· {title}", inner, Letters(size=13)) for title in known]
        parts = [other for other in self.model.principles if other.part_of == principle.id and depth < _DEEPEST]
        columns = max(1, min(len(parts), int((inner + _GAP) // (_LEAST + _GAP))))
        each = (inner - _GAP * (columns - 1)) / columns
        inside = grid([self._principle(other, each, depth + 1) for other in parts], columns, _GAP)
        return framed(stacked(joined([heading, *signs, inside]), 5), room, frame)

    def _phases(self) -> Block:
        order = ranks(self.model)
        if not order:
            return Block(0, 0)
        column = (self.width - _ARROW * (len(order) - 1)) / len(order)
        if len(order) > 1 and column >= _LEAST:
            return self._side_by_side(order, column)
        blocks: list[Block] = []
        for number, rank in enumerate(order):
            blocks += [arrow_down(self.width, 26)] if number else []
            blocks.append(self._rank(rank, self.width))
        return stacked(blocks, 6)

    def _side_by_side(self, order: tuple[tuple[Phase, ...], ...], column: float) -> Block:
        blocks: list[Block] = []
        for number, rank in enumerate(order):
            blocks += [arrow_right(_ARROW, 30)] if number else []
            blocks.append(self._rank(rank, column))
        return beside(blocks, 0)

    def _rank(self, rank: tuple[Phase, ...], room: float) -> Block:
        """Draw phases that may run at the same time: side by side where there is room."""
        each = (room - _GAP * (len(rank) - 1)) / len(rank)
        if len(rank) == 1 or each >= _LEAST:
            return beside([self._phase(phase, each, 0) for phase in rank], _GAP)
        label = lettered(_TOGETHER.say(self.names.lang), room, Letters(size=13, colour=QUIET, bold=True))
        return stacked([label, *(self._phase(phase, room, 0) for phase in rank)], 8)

    def _phase(self, phase: Phase, room: float, depth: int) -> Block:
        frame = Frame(fill=WHITE if depth % 2 else PALE, edge=DEEP, padding=12 if depth == 0 else 9)
        inner = room - 2 * frame.padding
        parts = [lettered(self.names.title(phase.id), inner, Letters(size=17 - min(depth, 2), bold=True, colour=DEEP))]
        columns = max(1, int((inner + _GAP) // (_LEAST + _GAP)))
        each = (inner - _GAP * (columns - 1)) / columns
        parts.append(
            grid([self._activity(a, each) for a in self.model.activities if a.phase == phase.id], columns, _GAP)
        )
        parts += [self._milestone(m, inner) for m in self.model.milestones if m.phase == phase.id]
        nested = [other for other in self.model.phases if other.phase == phase.id]
        if len(nested) > 1 and len({other.entry for other in nested}) == 1:
            parts.append(lettered(_TOGETHER.say(self.names.lang), inner, Letters(size=13, colour=QUIET, bold=True)))
        beside_each_other = max(1, min(len(nested), columns))
        each = (inner - _GAP * (beside_each_other - 1)) / beside_each_other
        parts.append(grid([self._phase(other, each, depth + 1) for other in nested], beside_each_other, _GAP))
        return framed(stacked(joined(parts), 9), room, frame)

    def _activity(self, activity: Activity, room: float) -> Block:
        names = self.names
        frame = Frame(bar=_BARS.get(activity.kind, QUIET))
        inner = room - 2 * frame.padding
        dues = ", ".join(deadlines(self.model, activity, names))
        who = dict.fromkeys(p.role for mode in _SEEN for p in activity.participants if p.mode is mode)
        parts = [
            lettered(names.title(activity.id), inner, Letters(bold=True)),
            lettered(
                names.kind(activity.kind) + (f" · {dues}" if dues else ""), inner, Letters(size=12.5, colour=QUIET)
            ),
            lettered(", ".join(names.title(role) for role in who), inner, Letters(size=12.5)),
        ]
        return framed(stacked(joined(parts), 3), room, frame)

    def _milestone(self, milestone: Milestone, room: float) -> Block:
        text = lettered(self.names.title(milestone.id), room - 34, Letters(size=13, colour=QUIET, bold=True))
        sign = f'<polygon points="10,3 17,10 10,17 3,10" fill="{WHITE}" stroke="{DEEP}" stroke-width="2"/>'
        return beside([Block(22, 20, (sign,)), text], 6)

    def _loose(self) -> Block:
        loose = [a for a in self.model.activities if not a.phase]
        marks = [m for m in self.model.milestones if not m.phase]
        if not loose and not marks:
            return Block(0, 0)
        frame = Frame(fill=PALE, edge=EDGE)
        inner = self.width - 2 * frame.padding
        columns = max(1, int((inner + _GAP) // (_LEAST + 40 + _GAP)))
        each = (inner - _GAP * (columns - 1)) / columns
        heading = lettered(phrases.ANY_TIME.say(self.names.lang), inner, Letters(size=16, bold=True, colour=DEEP))
        cards = grid([self._activity(a, each) for a in loose], columns, _GAP)
        reached = [self._milestone(m, inner) for m in marks]
        return framed(stacked(joined([heading, cards, *reached]), 10), self.width, frame)

    def _not_coming(self) -> Block:
        names = self.names
        frame = Frame(dashed=True, edge="#8a4b08")
        columns = 2 if self.width >= 2 * _LEAST + _GAP and len(self.model.non_engagement) > 1 else 1
        each = (self.width - _GAP * (columns - 1)) / columns
        inner = each - 2 * frame.padding
        blocks: list[Block] = []
        for path in self.model.non_engagement:
            told = [_ATTEMPTS.say(names.lang, n=names.amount(path.attempts))]
            told += [names.title(path.notice)] if path.notice else []
            told.append(_ENDS_AS.say(names.lang, ending=quoted(names.title(path.ending), names.lang)))
            title = lettered(names.title(path.id), inner, Letters(bold=True, size=15))
            steps = [lettered(f"{n}. {text}", inner, Letters(size=13)) for n, text in enumerate(told, start=1)]
            blocks.append(framed(stacked([title, *steps], 4), each, frame))
        return grid(blocks, columns, _GAP)

    def _endings(self) -> Block:
        if not self.model.endings:
            return Block(0, 0)
        columns = max(1, int((self.width + _GAP) // (_LEAST + _GAP)))
        each = (self.width - _GAP * (columns - 1)) / columns
        cards: list[Block] = []
        for ending in self.model.endings:
            frame = Frame(edge=_OUTCOME_EDGES[ending.outcome], corner=16)
            inner = each - 2 * frame.padding
            title = lettered(self.names.title(ending.id), inner, Letters(bold=True))
            outcome = phrases.OUTCOMES[ending.outcome].say(self.names.lang)
            cards.append(
                framed(stacked([title, lettered(outcome, inner, Letters(size=12.5, colour=QUIET))], 3), each, frame)
            )
        heading = lettered(phrases.ENDINGS.say(self.names.lang), self.width, Letters(size=16, bold=True, colour=DEEP))
        return stacked([heading, grid(cards, columns, _GAP)], 10)
