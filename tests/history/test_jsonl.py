"""JSON lines are read strictly, and every mistake is told with its line and column."""

import pytest

from collabmodel.errors import FormatError
from collabmodel.history import Mapping, read_history
from collabmodel.model import Activity, Fact, FactType, Model

GOOD = '{"case": "c1", "element": "visit", "occurred": "2026-03-02T08:15:00+02:00"}\n'


@pytest.mark.parametrize(
    ("line", "place", "what"),
    [
        ('{"case": "c1",}', "1:15", "not JSON"),
        ("[]", "1:1", "no JSON object"),
        ('{"case": "c1", "case": "c2"}', "1:1", "occurs twice"),
        ('{"case": "c1", "elment": "x"}', "1:16", "did you mean 'element'?"),
        ('{"case": "c1", "element": "x"}', "1:1", "occurred: missing"),
        ('{"element": "x", "occurred": "2026-03-02T08:15:00Z"}', "1:1", "case: missing"),
        ('{"case": "c1", "occurred": "2026-03-02T08:15:00Z"}', "1:1", "element: missing"),
        ('{"case": "c1", "element": "x", "occurred": "2026-03-02"}', "1:32", "time without zone"),
        ('{"case": "c1", "element": "x", "occurred": 5}', "1:32", "not a time"),
        ('{"case": "c1", "element": "x", "occurred": "2026-03-02T08:15:00Z", "seq": 0}', "1:68", "from 1"),
        ('{"case": "c1", "element": "x", "occurred": "2026-03-02T08:15:00Z", "schema": 9}', "1:68", "version"),
        ('{"case": "c1", "element": "x", "occurred": "2026-03-02T08:15:00Z", "actor": []}', "1:68", "not an object"),
        ('{"case": "c1", "element": "x", "occurred": "2026-03-02T08:15:00Z", "evidence": [1]}', "1:68", "of texts"),
        ('{"case": "c1", "element": ["x"], "occurred": "2026-03-02T08:15:00Z"}', "1:16", "not a text"),
        ('{"case": "c1", "facts": {"a": NaN}}', "1:1", "not finite"),
        ('{"case": "c1", "facts": {"a": 1e999}}', "1:1", "not finite"),
        ('{"case": "c1", "facts": {"a": "\\ud800"}}', "1:26", "half a character"),
        ('{"case": "c1", "facts": {"a": {"$date": "x"}}}', "1:26", "means nothing"),
        ('{"case": "c1", "facts": {"a": ' + "[" * 50 + "]" * 50 + "}}", "1:26", "levels"),
        ('{"case": "c1", "facts": {"a": ' + "[" * 5000 + "]" * 5000 + "}}", "1:1", "levels"),
        ('{"case": "c1", "closed": 3}', "1:16", "truth value"),
        ('{"case": "c1", "facts": {"a": ' + "9" * 5000 + "}}", "1:1", ""),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_place(written, line, place, what):
    """A line that is no event is refused at its line and column."""
    with pytest.raises(FormatError) as caught:
        read_history(written("a.jsonl", line + "\n" + GOOD))

    (problem,) = caught.value.problems
    assert f"a.jsonl:{place}: " in str(problem)
    assert what in str(problem)


def test_all_mistakes_are_told_at_once(written):
    """Mistakes of every line come together, and good lines between them do not matter."""
    with pytest.raises(FormatError) as caught:
        read_history(written("a.jsonl", f"[]\n{GOOD}\n{{}}\n{GOOD}null\n"))

    assert [problem.place.line for problem in caught.value.problems] == [1, 4, 6]


def test_persons_stay_out_of_messages(written):
    """What an actor is called does not reach a message."""
    actor, data = '{"person": ["secret"]}', '{"x": {"$date": "secret"}}'
    line = f'{{"case": "c1", "element": "x", "occurred": "?", "actor": {actor}, "data": {data}}}'

    with pytest.raises(FormatError) as caught:
        read_history(written("a.jsonl", line))

    assert "secret" not in str(caught.value)


def test_text_that_is_not_utf_8_is_refused(written):
    """Bytes that are no UTF-8 are refused at their place; a byte order mark is passed over."""
    assert len(read_history(written("a.jsonl", b"\xef\xbb\xbf" + GOOD.encode()))) == 1
    with pytest.raises(FormatError, match=r"b.jsonl:2:3: text that is not UTF-8"):
        read_history(written("b.jsonl", GOOD.encode() + b"ab\xff"))


def test_rows_of_a_case_may_stand_apart(written):
    """Lines are grouped by case and keep their order inside it."""
    history = read_history(written("a.jsonl", GOOD + GOOD.replace("c1", "c2") + GOOD.replace("visit", "call")))

    assert [event.element for event in history.events("c1")] == ["visit", "call"]


def test_the_model_fills_in_what_a_line_does_not_say(written):
    """Kinds, transitions and the types of dates come from the model."""
    model = Model(
        id="m", activities=(Activity(id="visit", kind="meeting"),), facts=(Fact(id="born", type=FactType.DATE),)
    )
    history = read_history(written("a.jsonl", GOOD + '{"case": "c1", "facts": {"born": "2010-01-31"}}'), model=model)

    assert history.events("c1")[0].kind == "meeting"
    assert history.events("c1")[0].transition == "completed"
    assert str(history.facts("c1")) == "(('born', datetime.date(2010, 1, 31)),)"


def test_lines_of_another_system_are_read_with_a_mapping(written):
    """Keys that the mapping names are parts of events, and the rest is data."""
    line = '{"Case ID": "c1", "What": "visit", "When": "2026-03-02 08:15", "People": 3}'
    mapping = Mapping(
        columns=(("case", "Case ID"), ("element", "What"), ("occurred", "When")), timezone="Europe/Helsinki"
    )
    (event,) = read_history(written("a.jsonl", line), mapping=mapping).events("c1")

    assert (event.element, event.data, event.occurred.isoformat()) == (
        "visit",
        (("People", 3),),
        "2026-03-02T08:15:00+02:00",
    )
