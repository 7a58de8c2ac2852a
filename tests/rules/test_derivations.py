"""What names of a model rest on: in no ring, and not on too much."""

from __future__ import annotations

import pytest

from collabmodel.errors import ModelError
from collabmodel.model import DerivedFact, Model, Parameter, ParameterRow
from collabmodel.model.expressions import parse
from collabmodel.rules import compile_rules
from collabmodel.rules.derivations import DEEPEST, derivation_problems, foundations, too_deep


def chain(length):
    links = (DerivedFact(id=f"d{number}", value=parse(f"d{number + 1} + 1")) for number in range(length))
    return Model(id="m", derived=(*links, DerivedFact(id=f"d{length}", value=parse("age"))))


def test_parameters_rest_on_what_chooses_their_rows():
    """A row's condition is what a parameter rests on, also where it speaks of the activation."""
    row = ParameterRow(condition=parse("activation.far and age > 3"), value=2)
    model = Model(
        id="m",
        derived=(DerivedFact(id="far", value=parse("distance > 100")),),
        parameters=(Parameter(id="patience", value=1, rows=(row,)),),
    )

    found = foundations(model)

    assert found == {"far": (), "patience": ("far",)}


@pytest.mark.parametrize(("one", "other"), [("b or true", "a"), ("b", "activation.a")])
def test_rings_are_refused(one, other):
    """What would follow from itself has no value, so nothing is judged by it."""
    model = Model(id="m", derived=(DerivedFact(id="a", value=parse(one)), DerivedFact(id="b", value=parse(other))))

    with pytest.raises(ModelError, match="m: derived facts and parameters follow from one another in a ring: ") as told:
        compile_rules(model)

    assert len(told.value.problems) == 1
    assert too_deep(model) == ""


def test_rings_through_parameters_are_refused():
    """A parameter whose row asks for the parameter itself is a ring as well."""
    row = ParameterRow(condition=parse("patience > 1"), value=2)

    (problem,) = derivation_problems(Model(id="m", parameters=(Parameter(id="patience", value=1, rows=(row,)),)))

    assert problem.what.endswith("in a ring: patience -> patience")


def test_chains_have_a_greatest_depth():
    """A chain up to the limit is judged, one beyond it is refused and named."""
    longest = DEEPEST // 2 - 1

    assert too_deep(chain(longest)) == ""
    assert too_deep(chain(longest + 1)) == "d0"
    assert [problem.value for problem in derivation_problems(chain(5000))] == [repr(f"d{5000 - longest - 1}")]
