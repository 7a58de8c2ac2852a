"""A model as Mermaid flowchart text, which forges and editors draw."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.model import Activity, Milestone, Model, Phase, Sentry
from collabmodel.report.doings import deadlines
from collabmodel.report.naming import Names

_ESCAPES = {ord(sign): f"#{ord(sign)};" for sign in "#&<>\"'`|[]{}()\\;%"}


def as_mermaid(model: Model, lang: str = "en") -> str:
    """
    Draw a model as a Mermaid flowchart: phases as frames, activities, milestones and endings as nodes.

    Arrows are the entry conditions: from what must have happened to what becomes possible.

    Args:
        model: The model.
        lang: Language of the labels.

    >>> from collabmodel.model import Text
    >>> model = Model(id="m", phases=(Phase(id="start", title=Text.of("Start")),),
    ...               activities=(Activity(id="meet", title=Text.of("Meet"), kind="meeting", phase="start"),))
    >>> print(as_mermaid(model))
    flowchart TD
      subgraph p0["Start"]
        n0(["Meet"])
      end
    """
    return "\n".join(["flowchart TD", *_Drawing(model, lang).lines()])


class _Drawing:
    """The node names of one drawing. Names are numbers, so no id can end a Mermaid statement."""

    def __init__(self, model: Model, lang: str) -> None:
        self.model = model
        self.names = Names.of(model, lang)
        self.nodes = {phase.id: f"p{number}" for number, phase in enumerate(model.phases)}
        things = [thing.id for section in (model.activities, model.milestones, model.endings) for thing in section]
        self.nodes |= {id: f"n{number}" for number, id in enumerate(things)}

    def lines(self) -> Iterator[str]:
        model = self.model
        for phase in model.phases:
            if not phase.phase:
                yield from self._phase(phase, "  ")
        yield from self._inside("", "  ")
        if not model.phases and not model.activities:
            yield from self._principles()
        for ending in model.endings:
            yield f'  {self.nodes[ending.id]}[["{self._label(ending.id)}"]]'
        for phase in model.phases:
            yield from self._arrows(phase.entry, phase.id)
        for activity in model.activities:
            yield from self._arrows(activity.entry, activity.id)
        for milestone in model.milestones:
            yield from self._arrows(milestone.achieve, milestone.id)
        for path in model.non_engagement:
            if path.attempts_at.element in self.nodes and path.ending in self.nodes:
                yield f"  {self.nodes[path.attempts_at.element]} -.-> {self.nodes[path.ending]}"

    def _principles(self) -> Iterator[str]:
        """Draw a set of values: principles, their parts, and the signs by which they are known."""
        nodes = {principle.id: f"q{number}" for number, principle in enumerate(self.model.principles)}
        nodes |= {indicator.id: f"i{number}" for number, indicator in enumerate(self.model.indicators)}
        for principle in self.model.principles:
            yield f'  {nodes[principle.id]}["{self._label(principle.id)}"]'
        for indicator in self.model.indicators:
            yield f'  {nodes[indicator.id]}(["{self._label(indicator.id)}"])'
        for principle in self.model.principles:
            above = (principle.part_of,) if principle.part_of in nodes else ()
            yield from (f"  {nodes[parent]} --> {nodes[principle.id]}" for parent in above)
            known = (indicator for indicator in principle.indicators if indicator in nodes)
            yield from (f"  {nodes[principle.id]} --- {nodes[indicator]}" for indicator in known)

    def _phase(self, phase: Phase, indent: str) -> Iterator[str]:
        yield f'{indent}subgraph {self.nodes[phase.id]}["{self._label(phase.id)}"]'
        yield from self._inside(phase.id, indent + "  ")
        for inner in self.model.phases:
            if inner.phase == phase.id:
                yield from self._phase(inner, indent + "  ")
        yield f"{indent}end"

    def _inside(self, phase: str, indent: str) -> Iterator[str]:
        for activity in self.model.activities:
            if activity.phase == phase:
                yield f"{indent}{self._activity(activity)}"
        for milestone in self.model.milestones:
            if milestone.phase == phase:
                yield f"{indent}{self._milestone(milestone)}"

    def _activity(self, activity: Activity) -> str:
        left, right = {"meeting": ('(["', '"])'), "decision": ('{"', '"}')}.get(activity.kind, ('["', '"]'))
        due = "".join(f"<br/>{_escaped(time)}" for time in deadlines(self.model, activity, self.names))
        return f"{self.nodes[activity.id]}{left}{self._label(activity.id)}{due}{right}"

    def _milestone(self, milestone: Milestone) -> str:
        return f'{self.nodes[milestone.id]}{{{{"{self._label(milestone.id)}"}}}}'

    def _arrows(self, sentries: tuple[Sentry, ...], target: str) -> Iterator[str]:
        starts = dict.fromkeys(pattern.element for sentry in sentries for pattern in sentry.on)
        for start in starts:
            if start in self.nodes and start != target:
                yield f"  {self.nodes[start]} --> {self.nodes[target]}"

    def _label(self, id: str) -> str:
        return _escaped(self.names.title(id))


def _escaped(text: str) -> str:
    """Write every sign that Mermaid or HTML could read as code as a character number."""
    return " ".join(text.split()).translate(_ESCAPES)
