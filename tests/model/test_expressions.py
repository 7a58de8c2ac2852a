import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel.model import (
    And,
    Arithmetic,
    Call,
    Compare,
    Comparison,
    ExpressionError,
    Function,
    ListOf,
    Literal,
    Member,
    Name,
    Not,
    Operator,
    Or,
    parse,
    unparse,
)
from collabmodel.workdays import Duration, Unit

A, B, C = Name("a"), Name("b"), Name("c")

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
NAMES = WORDS.filter(lambda name: name and "`" not in name and name.isprintable())
DURATIONS = st.one_of(
    st.builds(Duration, st.integers(0, 10**9), st.sampled_from([unit for unit in Unit if unit is not Unit.SAME_DAY])),
    st.just(Duration(0, Unit.SAME_DAY)),
)
LITERALS = st.builds(
    Literal,
    st.one_of(
        st.none(), st.booleans(), st.integers(-(10**40), 10**40), WORDS, DURATIONS,
        st.floats(allow_nan=False, allow_infinity=False),
    ),
)  # fmt: skip
PATTERNS = st.sampled_from(["kind:meeting", "opening", "opening.*", "kind:agreement#goals.completed"]).map(Literal)


def calls(parts):
    """Calls of every shape the language has."""
    window = st.none() | DURATIONS
    some = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Call, st.just(Function.COUNT), st.tuples(PATTERNS), window),
        st.builds(
            Call, st.sampled_from([Function.SUM, Function.LAST]), st.tuples(PATTERNS, st.builds(Name, NAMES)), window
        ),
        st.builds(Call, st.just(Function.SHARE), st.tuples(PATTERNS, PATTERNS), window),
        st.builds(Call, st.sampled_from([Function.KNOWN, Function.SIZE, Function.ABS]), st.tuples(parts)),
        st.builds(Call, st.sampled_from([Function.MIN, Function.MAX]), some),
        st.just(Call(Function.ATTENDING_ORGANISATIONS)),
    )


def nodes(parts):
    """Every kind of inner node over some parts."""
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(And, several), st.builds(Or, several), st.builds(Not, parts), calls(parts),
        st.builds(Compare, st.sampled_from(Comparison), parts, parts),
        st.builds(Member, parts, parts, st.booleans()),
        st.builds(Arithmetic, st.sampled_from(Operator), parts, parts),
        st.builds(ListOf, st.lists(parts, max_size=3).map(tuple)),
    )  # fmt: skip


def attempt(text):
    """Read a text, and give the tree or the error."""
    try:
        return parse(text)
    except ExpressionError as error:
        return error


TREES = st.recursive(LITERALS | st.builds(Name, NAMES), nodes, max_leaves=12)


@given(TREES)
@settings(max_examples=400)
def test_reading_what_was_written_gives_the_same_tree(tree):
    """parse(unparse(tree)) is the tree, types of numbers included."""
    again = parse(unparse(tree))

    assert again == tree
    assert repr(again) == repr(tree)


@given(st.text(st.sampled_from("ab1.0 '\"`()[],<>=!+-*/\\:äandornotinworking days\n"), max_size=40))
@settings(max_examples=400)
def test_any_text_is_a_condition_or_a_located_error(text):
    """No text makes the parser fail otherwise, and an error lies inside the text."""
    found = attempt(text)

    if isinstance(found, ExpressionError):
        assert 0 <= found.offset <= len(text)
        assert found.what
    else:
        assert parse(unparse(found)) == found


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a or b and c", Or((A, And((B, C))))),
        ("(a or b) and c", And((Or((A, B)), C))),
        ("a and b and c", And((A, B, C))),
        ("a and (b and c)", And((A, And((B, C))))),
        ("not a == b", Not(Compare(Comparison.EQUAL, A, B))),
        ("not not a", Not(Not(A))),
        ("a - b - c", Arithmetic(Operator.MINUS, Arithmetic(Operator.MINUS, A, B), C)),
        ("a + b * c", Arithmetic(Operator.PLUS, A, Arithmetic(Operator.TIMES, B, C))),
        ("a not in [b, 'x']", Member(A, ListOf((B, Literal("x"))), negated=True)),
        ("a -1", Arithmetic(Operator.MINUS, A, Literal(1))),
        ("-1", Literal(-1)),
        ("1.0", Literal(1.0)),
        ("same day", Literal(Duration(0, Unit.SAME_DAY))),
        ("7 working days", Literal(Duration(7, Unit.WORKING_DAYS))),
        ("null", Literal(None)),
        ("actor.role", Name("actor.role")),
        ("lifecycle:transition", Name("lifecycle:transition")),
        ("`opening meeting`", Name("opening meeting")),
        ("`true`", Name("true")),
        ("äidin_ikä", Name("äidin_ikä")),
        ("sum('x', points)", Call(Function.SUM, (Literal("x"), Name("points")))),
        ("last('x', 'points')", Call(Function.LAST, (Literal("x"), Literal("points")))),
        ("count('kind:contact', 30 days)", Call(Function.COUNT, (Literal("kind:contact"),), Duration(30, Unit.DAYS))),
        ("max(1 day, 2 days)", Call(Function.MAX, (Literal(Duration(1, Unit.DAYS)), Literal(Duration(2, Unit.DAYS))))),
    ],
)
def test_precedence_and_words_are_as_documented(text, tree):
    """Each construct of the language gives the tree that its documentation says."""
    found = parse(text)

    assert found == tree
    assert repr(found) == repr(tree)


@pytest.mark.parametrize(
    ("text", "offset", "hint"),
    [
        ("age >= 16 and coutn('x') > 1", 14, "did you mean 'count'?"),
        ("a < b < c", 6, "write 'a < b and b < c', or use brackets"),
        ("a = b", 2, "write '==' to compare"),
        ("a && b", 2, "write 'and'"),
        ("a AND b", 2, "write 'and'"),
        ("NOT a", 0, "write 'not', or a name in backticks"),
        ("a == not b", 5, "put it in brackets: (not ...)"),
        ("a not b", 2, "write 'not in', or 'not' before the value"),
        ("12:30", 2, 'put a time in quotes, such as "12:30"'),
        ("0123", 0, "write 123, or '0123' in quotes for text"),
        ("7 dayz", 2, "did you mean 'day'?"),
        ("1.5 days", 0, "use a smaller unit, such as 36 hours for 1.5 days"),
        ("-a", 0, "write '0 - ...'"),
        ("-3 days", 0, "write '0 - ...'"),
        ("1e999", 0, ""),
        ("'open", 0, "close it with '"),
        ("(a", 2, "it closes the '(' before"),
        ("a)", 1, "nothing was opened that it could close"),
        ("count(a)", 6, 'put it in quotes, such as count("kind:meeting")'),
        ("share('x', a)", 11, 'put it in quotes, such as share("kind:meeting")'),
        ('sum("x", 3)', 9, 'write its name, such as sum("x", points)'),
        ('sum("x", "")', 9, 'write its name, such as sum("x", points)'),
        ('1 + last(("x"), points + 1, 3 days)', 16, 'write its name, such as last("x", points)'),
    ],
)
def test_an_error_names_the_character_and_what_would_be_right(text, offset, hint):
    """Errors point at the very character and say what to write."""
    with pytest.raises(ExpressionError) as caught:
        parse(text)

    assert (caught.value.offset, caught.value.hint) == (offset, hint)


@pytest.mark.parametrize("text", ["(" * 5000, "not " * 2000 + "a", "a" + " + a" * 2000, "[" * 4000, "-" * 9000])
def test_depth_is_refused_and_never_exhausts_the_stack(text):
    """Nesting beyond the cap is an error with a place, also through operators and negations."""
    with pytest.raises(ExpressionError):
        parse(text)


def test_length_is_capped():
    """A condition longer than 10,000 characters is refused without reading it."""
    assert parse("a" * 10_000) == Name("a" * 10_000)
    with pytest.raises(ExpressionError, match="too long"):
        parse("a" * 10_001)


def test_many_parts_at_one_level_are_no_depth():
    """A long chain of 'and' is one node, so it may be as long as it fits."""
    tree = parse(" and ".join("a" * 1000))

    assert tree == And((A,) * 1000)


@pytest.mark.parametrize("text", ["'a\0'", "'\ud800'", "'\\u0000'", "'\\ud800'", "`\0`"])
def test_nul_and_lone_surrogates_are_refused(text):
    """What a database may not hold is refused at the border, raw or as an escape."""
    with pytest.raises(ExpressionError):
        parse(text)


@pytest.mark.parametrize(
    "tree",
    [
        And((A,)), Or(()), Literal(float("nan")), Literal(float("inf")), Literal("\0"), Literal("\ud800"), Name(""),
        Name("a`b"), Call(Function.KNOWN, (A,), Duration(1, Unit.DAYS)),
    ],
)  # fmt: skip
def test_what_no_text_can_say_is_refused_by_the_printer(tree):
    """The printer raises rather than write something that would read as another tree."""
    with pytest.raises(ValueError, match=r"cannot|needs|need|takes"):
        unparse(tree)


def test_errors_survive_pickling():
    """An error crosses to another process as it is."""
    with pytest.raises(ExpressionError) as caught:
        parse("a <")

    again = pickle.loads(pickle.dumps(caught.value))

    assert (again.offset, again.what, again.hint) == (caught.value.offset, caught.value.what, caught.value.hint)
