import datetime as dt
import enum

import attrs
import pytest
from hypothesis import strategies as st

from collabmodel.formats.fields import fields_of, item_type, members
from collabmodel.model import (
    SECTIONS,
    UNARY,
    AdoptionStep,
    Anchor,
    AttestationIndicator,
    Compare,
    Comparison,
    Competence,
    Extension,
    Lead,
    Literal,
    Model,
    Name,
    NonEngagement,
    Pattern,
    Quorum,
    Reference,
    Repeat,
    Role,
    Rule,
    RuleIndicator,
    Template,
    Text,
    Window,
    parse,
)
from collabmodel.workdays import Duration, HolidayRule, Opening, Unit

NASTY = [
    "on", "no", "12:30", "0123", "1.10", "~", "null", "true", "1", "- a", "a: b", "a #b", "#", "'", '"', "\\", "x\ny",
    " pad ", "\ttab", "é\u2028x", "\ufeff", "kind:x", "7 days", "P1D", "7 dayz", "2025-03-04", "a, b", "[x]", "{x}",
    "\x85", "\x7f", "\r\n", "a\\ b", "word " * 60, "x !" + "y" * 1500, "!tag", "&a", "*a", "%", "@", "`",
    "? x", "---", "... ", "\U0001f642",
]  # fmt: skip
TEXTS = st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
FULL = TEXTS.filter(bool)
IDS = st.sampled_from(["on", "12:30", "0123", "a.b", "ä", "~x", "null_", "<<", "a b", "x", "y1"]) | st.text(
    st.characters(categories=["L", "N"]), min_size=1, max_size=6
)
CONDITIONS = st.sampled_from(
    ["a", "not a == 'b'", "count('kind:contact', 30 days) > 1", "(a or `b c`) and 1 + 2 * x < 3", "x in ['a', \"b\"]"]
).map(parse) | st.builds(lambda text: Compare(Comparison.EQUAL, Name("x"), Literal(text)), TEXTS)
NUMBERS = st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False)
SHARES = st.floats(0, 1)
REFERENCES = st.builds(Reference, st.sampled_from(["gap", "on", "ä_1", "a.b", "P"]))
SIMPLE = {
    str: TEXTS,
    bool: st.booleans(),
    int: st.integers(1, 10**15),
    float: SHARES,
    dt.date: st.dates(),
    dt.time: st.times().map(lambda time: time.replace(microsecond=0, fold=0)),
    Duration: st.builds(Duration, st.integers(0, 10**9 - 1), st.sampled_from(list(Unit)[:-1])),
    Reference: REFERENCES,
    Text: st.dictionaries(st.sampled_from(["", "fi", "sv", "en", "se-FI"]), TEXTS, max_size=3).map(Text.of),
    type(None): st.none(),
}
AT_LEAST_ONE = {AdoptionStep, Competence, Extension, Lead, NonEngagement, Repeat, Role}


@st.composite
def patterns(draw):
    """Patterns by element or by kind, some of which have no short form."""
    name = draw(FULL)
    where = draw(st.none() | CONDITIONS)
    parts = {"tag": draw(TEXTS), "transition": draw(st.sampled_from(["", "*", "completed"]) | TEXTS)}
    return Pattern(element=name, where=where, **parts) if draw(st.booleans()) else Pattern(kind=name, **parts)


@st.composite
def rules(draw):
    """Rules whose template fits their patterns."""
    template = draw(st.sampled_from(Template))
    rest = draw(st.fixed_dictionaries({}, optional=optional(Rule, {"template", "a", "b", "weight"})))
    b = None if template in UNARY else draw(patterns())
    return Rule(id="x", template=template, a=draw(patterns()), b=b, weight=draw(st.integers(0, 9) | SHARES), **rest)


def windows():
    """Windows in each of their forms."""
    lengths = SIMPLE[Duration] | REFERENCES
    return st.one_of(
        st.builds(Window, high=lengths),
        st.builds(Window, low=st.none() | lengths, high=lengths, calendar=TEXTS),
        st.builds(Window, limit=FULL),
    )


SPECIAL = {
    Pattern: patterns(),
    Rule: rules(),
    Window: windows(),
    Anchor: st.one_of(
        st.builds(Anchor, event=patterns(), revoked=st.none() | patterns()),
        st.builds(Anchor, fact=FULL),
    ),
    Opening: st.builds(
        Opening,
        days=st.lists(st.integers(0, 6), min_size=1, max_size=7).map(tuple),
        start=st.just(dt.time(8)),
        end=st.sampled_from([dt.time(16, 15), dt.time(0), dt.time(23, 59, 59)]),
    ),
    HolidayRule: st.one_of(
        st.builds(HolidayRule, name=FULL, month_day=st.just("06-20"), weekday=st.none() | st.integers(0, 6)),
        st.builds(HolidayRule, name=FULL, easter=st.integers(-50, 60), eve=st.booleans()),
    ),
    Repeat: st.builds(Repeat, maximum=st.integers(1, 9) | REFERENCES, on=st.none() | patterns()),
    Quorum: st.builds(Quorum, at_least=SHARES | REFERENCES, condition=st.none() | CONDITIONS),
}


def values(kind):
    """Give values of a type as a model may hold them."""
    if Literal in members(kind):
        return CONDITIONS | (st.none() if type(None) in members(kind) else CONDITIONS)
    if len(members(kind)) > 1:
        return st.one_of([NUMBERS if one is float and int in members(kind) else values(one) for one in members(kind)])
    if item_type(kind) is not None:
        return st.lists(values(item_type(kind)), max_size=2).map(tuple)
    if kind in SIMPLE:
        return SIMPLE[kind]
    if issubclass(kind, enum.Enum):
        return st.sampled_from(kind)
    return SPECIAL[kind] if kind in SPECIAL else st.deferred(lambda: records(kind))


def optional(kind, without=frozenset()):
    """Give values of the fields of a record that have defaults."""
    own = (field for field in fields_of(kind) if not field.required and field.name not in without)
    return {field.name: elements(field.element) if field.element else values(field.type) for field in own}


def records(kind):
    """Give records with random ones of their optional fields."""
    required = {field.name: values(field.type) for field in fields_of(kind) if field.required and field.name != "id"}
    required = {name: made.filter(lambda value: value != "") for name, made in required.items()}
    if "id" in attrs.fields_dict(kind):
        required["id"] = st.just("x")
    left_out = {"partly"} if kind in {RuleIndicator, AttestationIndicator} else set()
    return st.fixed_dictionaries(required, optional=optional(kind, left_out)).map(lambda given: kind(**given))


def elements(kind):
    """Give a few elements of different ids."""
    kinds = st.one_of([values(one) for one in members(kind)])
    pairs = st.lists(st.tuples(IDS, kinds), max_size=2, unique_by=lambda pair: pair[0])
    return pairs.map(lambda found: tuple(attrs.evolve(record, id=id) for id, record in found))


@st.composite
def random_models(draw):
    """Models with a few random sections."""
    fields = {field.name: field for field in fields_of(Model)}
    names = draw(st.lists(st.sampled_from([*SECTIONS, "sources", "not_modelled"]), max_size=4, unique=True))
    given = {name: draw(elements(fields[name].element)) for name in names}
    head = {"id": draw(FULL), "title": draw(SIMPLE[Text]), "version": draw(TEXTS)}
    given |= draw(
        st.fixed_dictionaries({}, optional=optional(Model, {*fields} - {"card", "case", "waivers", "languages"}))
    )
    return Model(**head, **given)


@pytest.fixture(scope="session")
def models():
    """A strategy for models of every shape."""
    return random_models()
