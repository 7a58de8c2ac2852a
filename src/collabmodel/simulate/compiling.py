"""A scenario compiled beside its model: people, shapes and plans as rows."""

from __future__ import annotations

from collections.abc import Mapping

from collabmodel.case import Tables, tables_of
from collabmodel.case.index import index_of
from collabmodel.case.rights import roles_that_may
from collabmodel.case.verbs import verb_of
from collabmodel.errors import ConfigError, Problem
from collabmodel.model import Model, Pattern
from collabmodel.simulate.checking import check_scenario
from collabmodel.simulate.conditioning import Conditions
from collabmodel.simulate.doings import doings_of
from collabmodel.simulate.kernel import header, rows
from collabmodel.simulate.layout import Ground, Shapes, stable_hash
from collabmodel.simulate.modelling import ModelRows, model_rows
from collabmodel.simulate.people_rows import Cast, cast_of, lay_people_down, slot_of
from collabmodel.simulate.plan_rows import Data, Plans, told_as
from collabmodel.simulate.prepared import Draw, Prepared
from collabmodel.simulate.registers import Pool
from collabmodel.simulate.scenario import Scenario, Scheduling
from collabmodel.simulate.spans import minutes_of, start_of
from collabmodel.simulate.sparing import look_ahead
from collabmodel.simulate.stream_rows import lay_streams_down
from collabmodel.workdays import to_us


def prepare(model: Model | Tables, scenario: Scenario, *, functions: Mapping[str, Draw] | None = None) -> Prepared:
    """
    Make a model and a scenario ready to run.

    Args:
        model: The model, or its tables.
        scenario: The scenario.
        functions: Users' own distributions by name.

    Raises:
        ConfigError: The scenario does not fit the model, or asks what the simulator cannot do; with every problem.
        ModelError: The model cannot mean anything.
    """
    tables = tables_of(model)
    if problems := check_scenario(tables, scenario):
        raise ConfigError(problems)
    return _Preparing(tables, scenario, functions or {}).prepared()


class _Preparing:
    """
    A model and a scenario being made ready.

    Args:
        tables: The model's tables.
        scenario: The scenario.
        functions: Users' own distributions by name.
    """

    def __init__(self, tables: Tables, scenario: Scenario, functions: Mapping[str, Draw]) -> None:
        self.tables = tables
        self.scenario = scenario
        self.functions = functions
        self.ground = Ground()
        self.start = start_of(tables, scenario)
        self.horizon = minutes_of(scenario.horizon, scenario.start) or 0
        pool = Pool(self.ground.m, self.ground.x)
        self.conditions = Conditions(tables, pool, self.ground.words, self.start)
        self.shapes = Shapes(ground=self.ground, code=self.conditions.code, last=self._last)
        self.data = Data()

    def prepared(self) -> Prepared:
        """
        Give everything as rows, and the names behind their numbers.

        Raises:
            ConfigError: Something is wrong; with every problem.
        """
        for name in ("outcome", "ending", "at"):
            self.conditions.registers.datum(name)
        model = model_rows(self.tables, self.conditions)
        cast = cast_of(self.tables, self.scenario)
        cast = lay_people_down(
            self.tables, self.scenario, cast, self.shapes, start_us=to_us(self.start), horizon=self.horizon
        )
        self._header(cast)
        fact_data = self._facts()
        lay_streams_down(self.scenario, self.shapes, self.start, self.horizon)
        doings = doings_of(self.tables, self.scenario, cast, self.ground.problems)
        plans = Plans(
            tables=self.tables, scenario=self.scenario, cast=cast, shapes=self.shapes, model=model, data=self.data
        )
        acts = plans.lay_down(doings)
        self._drop_out(model)
        self._case_row(cast)
        model.finish()
        look_ahead(self.ground.m)
        self._complain()
        return Prepared(
            model=self.tables.model, scenario=self.scenario, numbers=tuple(self.ground.m), floats=tuple(self.ground.x),
            letters=tuple(model.letters), data=tuple(self.data.names), words=self.ground.words.texts,
            types=tuple(self.data.types), roles=cast.roles, groups=tuple(one.id for one in cast.staff),
            lay=tuple(one.id for one in cast.lay), acts=acts, fact_data=fact_data,
            opener=self.ground.m[header.OPENER], start_us=to_us(self.start), horizon=self.horizon,
            warm_up=(minutes_of(self.scenario.warm_up, self.scenario.start) or 0) if self.scenario.warm_up else 0,
            functions=self.ground.functions.texts,
        )  # fmt: skip

    def _complain(self) -> None:
        problems = [*self.ground.problems, *self.conditions.problems]
        for name in self.ground.functions.texts:
            if name not in self.functions:
                hint = "pass it under this name as functions={...}"
                problems.append(Problem(what="no function was passed of the name", value=repr(name), hint=hint))
        if problems:
            raise ConfigError(tuple(dict.fromkeys(problems)))

    def _last(self, of: str, path: str) -> int:
        """Give the register of the last value of an element's data, told as ``ELEMENT.NAME``."""
        element, dot, name = of.rpartition(".")
        if not dot or element not in index_of(self.tables).texts:
            self.ground.object_to(path, "this names no element's data", of, "write ELEMENT.NAME")
            return 0
        return self.conditions.registers.last(Pattern(element=element), name)

    def _header(self, cast: Cast) -> None:
        m = self.ground.m
        slot = slot_of(self.scenario)
        m[header.HORIZON] = self.horizon
        m[header.SCHEDULING] = int(self.scenario.scheduling is Scheduling.APPOINTMENT)
        m[header.SLOT], m[header.DAY_SLOTS] = slot, 1440 // slot if slot else 0
        verb = verb_of(None, "open", "")
        assert verb is not None
        may = roles_that_may(self.tables, verb, "")
        wanted = (self.scenario.opened_by,) if self.scenario.opened_by else may
        for role in wanted:
            group, person = cast.group(role), cast.person(role)
            if group >= 0 or person >= 0:
                m[header.OPENER] = group if group >= 0 else -1 - person
                return
        hint = f"give staff to one of {', '.join(may)}"
        self.ground.object_to("opened_by", "nobody is there who may open a case", self.scenario.opened_by, hint)

    def _facts(self) -> tuple[int, ...]:
        declared = {one.id: one for one in self.tables.model.facts}
        m = self.ground.m
        first = self.ground.rows(rows.FACT_SIZE, len(self.scenario.facts))
        m[header.FACTS], m[header.N_FACTS] = first, len(self.scenario.facts)
        found = []
        for place, one in enumerate(self.scenario.facts):
            row = first + place * rows.FACT_SIZE
            datum = self.data.number(one.id, told_as(declared.get(one.id), one.spread))
            if one.id not in declared:
                self.ground.object_to(f"facts.{one.id}", "the model has no fact of this id", one.id)
            m[row + rows.FACT_REGISTER] = self.conditions.registers.fact(one.id)
            m[row + rows.FACT_SHAPE] = self.shapes.of(one.spread, f"facts.{one.id}.spread")
            m[row + rows.FACT_HASH] = stable_hash(f"fact {one.id}")
            m[row + rows.FACT_DATUM] = datum
            found.append(datum)
        return tuple(found)

    def _drop_out(self, model: ModelRows) -> None:
        m, told = self.ground.m, self.scenario.drop_out
        m[header.DROP_UNTIL] = -1
        if told is None:
            return
        m[header.DROP_SHAPE] = self.shapes.of(told.after, "drop_out.after")
        if told.until is not None:
            m[header.DROP_UNTIL] = 0
            m[header.DROP_WAITING] = self.ground.floats([float(told.waiting)])
            model.listen(told.until, -1, 0, "drop_out.until")

    def _case_row(self, cast: Cast) -> None:
        m = self.ground.m
        for place, size in (
            (header.CASE_GROUPS, len(cast.staff)),
            (header.CASE_JOINED, len(cast.staff)),
            (header.CASE_LAY, rows.LINE_SIZE * len(cast.lay)),
        ):
            m[place] = m[header.CASE_SIZE]
            m[header.CASE_SIZE] += size
