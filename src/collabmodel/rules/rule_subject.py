"""Rules compiled: letters, windows and correlation made ready once, for machines over any trace."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabmodel.errors import Problem
from collabmodel.model import Model, Pattern, Rule, Template
from collabmodel.rules.bans import Ban, ChainBan, PlainBan
from collabmodel.rules.bounds import Bound, Bounds
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.declared import Declared
from collabmodel.rules.halves import Half, Setting
from collabmodel.rules.letters import Gate, Letter, counted_in, is_steady
from collabmodel.rules.limit_windows import LimitSpan
from collabmodel.rules.limits import LimitSubject
from collabmodel.rules.machine import Machine
from collabmodel.rules.pairing import Link, Pairing, conjuncts, reads_activation
from collabmodel.rules.placed import End, Init
from collabmodel.rules.precedences import ChainPrecedence, PlainPrecedence, Precedence, RespondedExistence
from collabmodel.rules.responses import AlternateResponse, ChainResponse, PlainResponse, Response
from collabmodel.rules.rule_machine import PairMachine, WholeMachine
from collabmodel.rules.scenes import Scene
from collabmodel.rules.stages import Stage
from collabmodel.rules.templates import AUTOMATA, Family, Reach, is_unary, takes_window
from collabmodel.rules.trace import Trace
from collabmodel.rules.verdicts import Verdict
from collabmodel.rules.wholes import PLANS, Forgiving, Whole
from collabmodel.rules.windows import Span


@attrs.frozen(kw_only=True, eq=False)
class RuleSubject:
    """
    A compiled rule, from which machines are made.

    Args:
        rule: The rule.
        declared: What its model declares.
        letters: Its letters.
        links: Conditions that relate its two events.
        low: Least distance, or None.
        high: Greatest distance, or None.
        limit: The limit that gives its window, or None.
        steady: Whether its ``applies`` can change only at events that tell facts.
        counted: Patterns whose events its ``applies`` counts, if besides facts it rests on nothing else; else None.
        probing: Whether its machines only tell which events break it, also after it was broken.
    """

    rule: Rule
    declared: Declared
    letters: tuple[Letter, Letter | None]
    links: tuple[Link, ...]
    low: Bound | None
    high: Bound | None
    limit: LimitSubject | None
    steady: bool
    counted: tuple[str, ...] | None = None
    probing: bool = False

    @property
    def id(self) -> str:
        """Id of the rule."""
        return self.rule.id

    @property
    def doubtful(self) -> bool:
        """Whether it has conditions, so that a case may leave something unknown."""
        conditions = self.rule.applies is not None or bool(self.links)
        ends = any(bound is not None and not _fixed(bound) for bound in (self.low, self.high))
        ends = ends or (self.limit is not None and self.limit.doubtful)
        return conditions or ends or any(letter and letter.condition is not None for letter in self.letters)

    def probed(self) -> RuleSubject | None:
        """Give it with machines that tell which events break it, or None where no event can."""
        automaton = AUTOMATA[self.rule.template]
        colours = [automaton.colour(state) for state in range(len(automaton.steps))]
        return attrs.evolve(self, probing=True) if Verdict.VIOLATED in colours else None

    def machine(self, trace: Trace, hopeful: bool, *, keep: bool = False) -> Machine:
        """
        Make a machine for one reading.

        Args:
            trace: Where the events are.
            hopeful: Whether unknown is read for the better.
            keep: Whether all that waits is kept, for obligations; else only what the verdict needs.
        """
        missing: set[str] = set()
        scene = Scene(trace, self.declared.lexicon)
        names = CaseNames(self.declared, trace)
        gate = None
        if self.rule.applies is not None:
            gate = Gate(
                self.rule.applies, names, hopeful=hopeful, missed=missing, steady=self.steady, counted=self.counted
            )
        template = self.rule.template
        limit = None
        if self.limit is not None:
            limit = LimitSpan(self.limit.parts, trace, generous=hopeful is not _forbids(template), lacking=missing)
        stage = Stage(
            scene,
            names,
            self.letters,
            gate,
            hopeful=hopeful,
            missing=missing,
            conditional=self.doubtful or limit is not None,
            limit=limit,
        )
        if template is Template.INIT:
            return WholeMachine(stage, Init(scene, gate))
        if template is Template.END:
            return WholeMachine(stage, End(scene, gate))
        if template in PLANS and not self._in_pairs():
            follower = Forgiving if self.probing else Whole
            return WholeMachine(stage, follower(PLANS[template], gate, hopeful=hopeful))
        return PairMachine(stage, tuple(self._halves(stage, keep=keep)))

    def _in_pairs(self) -> bool:
        return bool(self.links) or any(end is not None for end in (self.low, self.high, self.limit))

    def _halves(self, stage: Stage, *, keep: bool) -> Iterator[tuple[bool, Half]]:
        template = self.rule.template
        automaton = AUTOMATA[template]
        reach = automaton.reach
        forward = self._setting(stage, by_a=True, keep=keep)
        waits_only = self.probing and reach is Reach.ANY
        if automaton.family in (Family.RESPONSE, Family.SUCCESSION) and not waits_only:
            yield True, _response(forward, reach, alone=automaton.family is Family.RESPONSE)
        if automaton.family in (Family.PRECEDENCE, Family.SUCCESSION):
            yield False, _precedence(self._setting(stage, by_a=False), reach)
        if automaton.family is Family.RESPONDED or template is Template.CO_EXISTENCE:
            yield True, RespondedExistence(forward)
        if template is Template.CO_EXISTENCE:
            yield False, RespondedExistence(self._setting(stage, by_a=False, keep=keep))
        if template is Template.NOT_CO_EXISTENCE:
            yield True, Ban(self._setting(stage, by_a=True), both_ways=True)
            yield False, Ban(self._setting(stage, by_a=False), both_ways=True)
        if automaton.family is Family.BAN:
            plain = forward.pairing is None and forward.span.endless
            lasting = PlainBan if plain else Ban
            yield True, ChainBan(forward) if reach is Reach.CHAIN else lasting(forward)

    def _setting(self, stage: Stage, *, by_a: bool, keep: bool = False) -> Setting:
        return Setting(
            rule=self.rule.id,
            scene=stage.scene,
            span=stage.limit or self._span(stage),
            pairing=Pairing(self.links, stage.names, activated_by_a=by_a) if self.links else None,
            hopeful=stage.hopeful,
            missing=stage.missing,
            restart=self.rule.restart,
            keep=keep,
            probing=self.probing,
        )

    def _span(self, stage: Stage) -> Span:
        generous = stage.hopeful is not _forbids(self.rule.template)
        low = None if self.low is None else self.low.edge(stage.names, stage.missing, longest=not generous)
        high = None if self.high is None else self.high.edge(stage.names, stage.missing, longest=generous)
        return Span(stage.scene.times, low, high, generous=generous)


def _forbids(template: Template) -> bool:
    return template is Template.NOT_CO_EXISTENCE or AUTOMATA[template].family is Family.BAN


def _fixed(bound: Bound) -> bool:
    return not hasattr(bound.duration, "parameter")


def _response(setting: Setting, reach: Reach, *, alone: bool) -> Half:
    if reach is Reach.ANY:
        plain = setting.pairing is None and setting.span.orderly and not setting.keep
        return PlainResponse(setting) if plain else Response(setting)
    return AlternateResponse(setting, alone=alone) if reach is Reach.ALTERNATE else ChainResponse(setting)


def _precedence(setting: Setting, reach: Reach) -> Half:
    if reach is Reach.CHAIN:
        return ChainPrecedence(setting)
    plain = setting.pairing is None and setting.span.orderly
    return (PlainPrecedence if plain else Precedence)(setting, alternate=reach is Reach.ALTERNATE)


def compile_rule(rule: Rule, model: Model, declared: Declared, bounds: Bounds) -> RuleSubject:
    """
    Compile a rule; what is wrong with it is noted among the problems of ``bounds``.

    Args:
        rule: The rule.
        model: Its model.
        declared: What the model declares.
        bounds: Compiles windows.
    """
    needs_two = not is_unary(rule.template)
    if needs_two and rule.b is None:
        bounds.problems.append(Problem(what=f"rule '{rule.id}': template '{rule.template.value}' needs b"))
    if rule.within is not None and not takes_window(rule.template):
        bounds.problems.append(Problem(what=f"rule '{rule.id}': template '{rule.template.value}' takes no window"))
    b = rule.b if needs_two else None
    low, high = bounds.of(rule)
    links = tuple(_links(rule.a, on_a=True)) + (tuple(_links(b, on_a=False)) if b is not None else ())
    if links and not takes_window(rule.template):
        what = f"rule '{rule.id}': template '{rule.template.value}' has no activation that a condition could read"
        bounds.problems.append(Problem(what=what, hint="take 'activation.' out of its conditions"))
    return RuleSubject(
        rule=rule,
        declared=declared,
        letters=(Letter.of(rule.a), None if b is None else Letter.of(b)),
        links=links,
        low=low,
        high=high,
        limit=bounds.limit(rule, declared),
        steady=rule.applies is not None and is_steady(rule.applies, model),
        counted=None if rule.applies is None else counted_in(rule.applies, model),
    )


def _links(pattern: Pattern, *, on_a: bool) -> Iterator[Link]:
    for part in conjuncts(pattern.where):
        if reads_activation(part):
            yield Link.of(part, on_a=on_a)
