import datetime as dt

import pytest

from collabmodel.errors import FormatError
from collabmodel.formats import load
from collabmodel.model import Anchor, AttestationIndicator, Pattern, Reference, Sentry, Text, Window, parse
from collabmodel.workdays import Duration, Unit

DAY, WEEK = Duration(1, Unit.DAYS), Duration(1, Unit.WEEKS)


def rule(within):
    """Load a rule with a window."""
    return load(f"id: m\nrules:\n  r: {{template: response, a: m, b: n, within: {within}}}\n").rules[0]


@pytest.mark.parametrize(
    ("written", "window"),
    [
        ("1 day", Window(high=DAY)),
        ("gap", Window(high=Reference("gap"))),
        ("[1 day, 1 week]", Window(low=DAY, high=WEEK)),
        ("[gap, 1 week]", Window(low=Reference("gap"), high=WEEK)),
        ("{high: 1 week, calendar: c}", Window(high=WEEK, calendar="c")),
        ("{limit: l}", Window(limit="l")),
    ],
)
def test_a_window_has_short_forms(written, window):
    """A window is a duration, a parameter, a pair, a mapping, or a limit."""
    assert rule(written).within == window


def test_patterns_sentries_and_anchors_have_short_forms():
    """A bare pattern stands for the sentry or anchor that holds only it, and one for a list of one."""
    model = load(
        "id: m\n"
        "activities:\n"
        "  a: {kind: task, entry: b}\n"
        "  c: {kind: task, entry: [b, {on: kind:task, if: x > 1}, {if: y}]}\n"
        "limits:\n"
        "  l: {anchors: [a, {fact: born}], stop: {element: c, where: z}, duration: 1 week}\n"
    )
    b = Pattern(element="b")

    assert model.activities[0].entry == (Sentry(on=(b,)),)
    assert model.activities[1].entry == (
        Sentry(on=(b,)),
        Sentry(on=(Pattern(kind="task"),), condition=parse("x > 1")),
        Sentry(condition=parse("y")),
    )
    assert model.limits[0].anchors == (Anchor(event=Pattern(element="a")), Anchor(fact="born"))
    assert model.limits[0].stop.where == parse("z")


def test_claims_and_reasons_have_short_forms():
    """A claim and a reason may stand as words, as languages, or written out."""
    model = load(
        "id: m\n"
        "sources:\n  S: {claims: {A: one, B: {fi: kaksi}, C: {text: {fi: kolme}}, D: }}\n"
        "not_modelled: {A: why}\n"
    )

    assert [claim.text for claim in model.sources[0].claims] == [
        Text.of("one"),
        Text.of({"fi": "kaksi"}),
        Text.of({"fi": "kolme"}),
        Text(),
    ]
    assert model.not_modelled[0].reason == Text.of("why")


def test_indicators_are_told_apart_by_their_type():
    """The key 'type' chooses the record."""
    found = load("id: m\nindicators:\n  i: {type: attestation, met: 1, voices: [child]}\n").indicators[0]

    assert found == AttestationIndicator(id="i", voices=("child",), met=1.0)


def test_calendars_read_as_people_write_them():
    """Days go by name and range, times and dates as text with or without quotes."""
    calendar = load(
        "id: m\n"
        "calendars:\n"
        "  c:\n"
        "    zone: Europe/Helsinki\n"
        '    opening: [{days: [mon-wed, fri], start: 08:00, end: "16:15"}, {days: sat, start: 10:00, end: 00:00}]\n'
        '    holidays: [{name: Midsummer, month_day: "06-20", weekday: sat}]\n'
        "    exceptions: [{date: 2025-03-04, working: false}]\n"
    ).calendars[0]

    assert [opening.days for opening in calendar.opening] == [(0, 1, 2, 4), (5,)]
    assert (calendar.opening[0].start, calendar.opening[0].end) == (dt.time(8), dt.time(16, 15))
    assert calendar.holidays[0].weekday == 5
    assert calendar.exceptions[0].date == dt.date(2025, 3, 4)


def test_finnish_words_and_codes_stay_text():
    """Where a text is wanted, on, no, clock times, codes and versions are what they look like."""
    model = load("id: on\nversion: 1.10\ntitle: no\nlanguages: [no, fi]\nfacts:\n  off: {type: text, unit: 0123}\n")

    assert (model.id, model.version, model.title, model.languages) == ("on", "1.10", Text.of("no"), ("no", "fi"))
    assert (model.facts[0].id, model.facts[0].unit) == ("off", "0123")


def test_an_element_may_be_empty():
    """An element that needs nothing but its id may stand with nothing under it."""
    assert load("id: m\norganisations:\n  school:\n  clinic: {}\n").organisations[1].id == "clinic"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("waivers:\n  -\n", "the key 'check' is missing"),
        ("roles:\n  " + "x" * 201 + ": {side: client}\n", "an id of more than 200 characters"),
    ],
)
def test_empty_items_and_endless_ids_are_refused(text, what):
    """A list item with nothing in it lacks its keys, and an id has a length that fits a screen."""
    with pytest.raises(FormatError, match=what):
        load("id: m\n" + text)


def test_a_great_many_faulty_elements_take_no_great_time():
    """After a thousand problems no more are looked for."""
    roles = "\n".join(f"  r{number}: {{side: s{number}}}" for number in range(3_000))

    with pytest.raises(FormatError, match="and many more problems"):
        load(f"id: m\nroles:\n{roles}\n")


def test_problems_of_every_depth_come_together():
    """Errors in different sections and depths are one exception, in reading order."""
    with pytest.raises(FormatError) as caught:
        load(
            "id: m\n"
            "roles:\n  a: {side: x}\n"
            "activities:\n  t: {kind: task, participants: [{role: a, mode: b}, {role: c, mode: heard, if: 1 +}]}\n"
            "rules: []\n"
        )

    assert [problem.place.line for problem in caught.value.problems] == [3, 5, 5, 6]


def test_a_great_many_unknown_keys_take_no_great_time():
    """A hundred problems are told and the rest is counted, so a bad file of any size is answered."""
    keys = "\n".join(f"k{number}: 1" for number in range(20_000))

    with pytest.raises(FormatError) as caught:
        load(f"id: m\n{keys}\n")

    assert caught.value.problems[-1].what == "and many more problems"
