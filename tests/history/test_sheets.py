"""Sheets are read as people write them, and mistakes are told with line, column and the column's name."""

import pytest

from collabmodel.errors import FormatError
from collabmodel.history import Mapping, read_history
from collabmodel.model import Fact, FactType, Model

HEAD = "case,occurred,element,data.x\n"
GOOD = "c1,2026-03-02T08:15:00+02:00,visit,1\n"


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("", "", "empty file"),
        ("a,b\n", "1", "no column for case"),
        (HEAD + "c1,2026-03-02T08:15,visit,1\n", "2:4", "occurred: time without zone"),
        (HEAD + '"c,\n""1",2026-03-02T08:15,visit,1\n', "3:6", "occurred: time without zone"),
        (HEAD + GOOD + "c1,2026-03-02T08:15:00Z,,1\n", "3:25", "element: missing"),
        (HEAD + ",2026-03-02T08:15:00Z,visit,1\n", "2:1", "case: missing"),
        (HEAD + "c1,2026-03-02T08:15:00Z,visit\n", "2", "row of 3 cells"),
        (HEAD + 'c1,2026-03-02T08:15:00Z,"visit,1\n', "2", "not CSV"),
        (HEAD + "c1,2026-03-02T08:15:00Z,visit,a\0b\n", "2:32", "NUL"),
        ("case,case,occurred,element\n", "1", "two columns"),
        ("case,occurred,element,case.age\nc1,2026-03-02T08:15Z,a,1\nc1,2026-03-02T08:15Z,a,2\n", "3:24", "case.age"),
        ("case,occurred,element,closed\nc1,2026-03-02T08:15Z,a,maybe\n", "2:24", "truth value"),
    ],
)
def test_mistakes_are_told_with_their_place(written, text, place, what):
    """A sheet that is no history is refused at its line and column."""
    with pytest.raises(FormatError) as caught:
        read_history(written("a.csv", text))

    problem = str(caught.value.problems[0])
    assert f"a.csv:{place}".rstrip(":") + ": " in problem
    assert what in problem


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_any_usual_sign_may_part_cells(written, sign):
    """Commas, semicolons, tabs and bars are found by the first line."""
    text = (HEAD + GOOD).replace(",", sign)

    assert read_history(written("a.csv", text)).value(0, "x") == 1


def test_types_are_found_by_column(written):
    """A column has the one type that all its cells can be read as, and an apostrophe keeps text text."""
    cells = [("1", "1", "0123", "true", "2026-01-31", "'1", "[1]"), ("2.5", "x", "7", "false", "2026-02-28", "2", "[]")]
    head = "case,occurred,element," + ",".join(f"data.{name}" for name in "abcdefg")
    rows = "".join("c1,2026-03-02T08:15:00Z,v," + ",".join(row) + "\n" for row in cells)
    (first, second) = read_history(written("a.csv", f"{head}\n{rows}")).events("c1")

    assert [value if not hasattr(value, "isoformat") else str(value) for _, value in first.data] == [
        1.0, "1", "0123", True, "2026-01-31", "1", (1,),
    ]  # fmt: skip
    assert dict(second.data)["c"] == "7"


def test_the_model_decides_the_type(written):
    """Where the model declares a type, cells are of that type or refused without being quoted."""
    model = Model(id="m", facts=(Fact(id="x", type=FactType.TEXT),))
    number = Model(id="m", facts=(Fact(id="x", type=FactType.BOOLEAN),))

    assert read_history(written("a.csv", HEAD + GOOD), model=model).value(0, "x") == "1"
    with pytest.raises(FormatError, match=r"column 'data.x': a value that is not of type boolean$"):
        read_history(written("a.csv", HEAD + GOOD.replace(",1\n", ",secret\n")), model=number)


def test_a_sheet_of_another_system_is_read_with_a_mapping(written):
    """Columns are chosen by the mapping, and the names of XES are known without one."""
    text = "Case ID;Activity;Timestamp;Unit;Age\nc1;Visit;2.3.2026 8.15;u;15\n"
    mapping = Mapping(
        columns=(("case", "Case ID"), ("element", "Activity"), ("occurred", "Timestamp"), ("organisation", "Unit")),
        facts=(("Age", "age"),), timezone="Europe/Helsinki", time_format="%d.%m.%Y %H.%M",
    )  # fmt: skip
    history = read_history(written("a.csv", text), mapping=mapping)
    xes = "case:concept:name,concept:name,time:timestamp,lifecycle:transition,org:group,case:age\n"
    other = read_history(written("b.csv", xes + "c1,Visit,2026-03-02T08:15:00+02:00,complete,u,15\n"))

    assert history.facts("c1") == other.facts("c1") == (("age", 15),)
    assert history.events("c1")[0].occurred == other.events("c1")[0].occurred
    assert other.events("c1")[0].transition == "completed"
    assert history.events("c1")[0].actor.organisation == "u"


def test_a_column_that_is_not_there_is_told(written):
    """A mapping that names a missing column is refused with the nearest name there is."""
    with pytest.raises(FormatError, match="did you mean 'element'"):
        read_history(written("a.csv", HEAD + GOOD), mapping=Mapping(columns=(("element", "elment"),)))
