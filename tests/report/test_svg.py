"""Models as pictures."""

import itertools
import re

import attrs
import pytest
from lxml import etree

from collabmodel.model import Activity, Model, Pattern, Phase, Principle, Sentry, Text
from collabmodel.report import as_svg
from collabmodel.report.lettering import width, wrapped
from collabmodel.report.svg import as_pictures, ranks

SVG = "{http://www.w3.org/2000/svg}"


def boxes(picture):
    """Give (left, top, right, bottom, depth) of every box of a picture, bars left out."""
    found = []

    def walk(node, x, y, depth):
        shift = re.fullmatch(r"translate\((\S+) (\S+)\)", node.get("transform", "translate(0 0)"))
        x, y = x + float(shift[1]), y + float(shift[2])
        for child in node:
            if child.tag == f"{SVG}rect" and child.get("class") != "bar":
                left, top = x + float(child.get("x")), y + float(child.get("y"))
                found.append((left, top, left + float(child.get("width")), top + float(child.get("height"))))
            elif child.tag == f"{SVG}g":
                walk(child, x, y, depth + 1)

    walk(etree.fromstring(picture), 0, 0, 0)
    return found


def letters(picture):
    """Give (left, baseline, width) of every line of text of a picture."""
    found = []

    def walk(node, x, y):
        shift = re.fullmatch(r"translate\((\S+) (\S+)\)", node.get("transform", "translate(0 0)"))
        x, y = x + float(shift[1]), y + float(shift[2])
        for child in node:
            if child.tag == f"{SVG}text":
                scale = 1.1 if child.get("font-weight") else 1
                found.append((x, y + float(child.get("y")), width(child.text, float(child.get("font-size"))) * scale))
            elif child.tag == f"{SVG}g":
                walk(child, x, y)

    walk(etree.fromstring(picture), 0, 0)
    return found


def inside(small, large):
    return (
        small[0] >= large[0] - 1 and small[1] >= large[1] - 1 and small[2] <= large[2] + 1 and small[3] <= large[3] + 1
    )


def apart(one, other):
    return one[2] <= other[0] + 1 or other[2] <= one[0] + 1 or one[3] <= other[1] + 1 or other[3] <= one[1] + 1


@pytest.mark.parametrize("wide", [360, 480, 760, 1100])
@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_nothing_overlaps(model, lang, wide):
    """Two boxes are either one inside the other or apart."""
    found = boxes(as_svg(model, lang, width=wide))

    overlapping = [
        pair
        for pair in itertools.combinations(found, 2)
        if not (apart(*pair) or inside(*pair) or inside(*reversed(pair)))
    ]

    assert len(found) > 12
    assert overlapping == []


@pytest.mark.parametrize("wide", [360, 480, 1100])
def test_text_stays_in_its_box(model, wide):
    """Long compound words wrap: no line of text leaves the smallest box around it."""
    picture = as_svg(model, "fi", width=wide)
    found = boxes(picture)

    outside = []
    for left, baseline, wide_text in letters(picture):
        around = [box for box in found if box[0] <= left <= box[2] and box[1] <= baseline <= box[3]]
        smallest = min(around, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
        if left + wide_text > smallest[2] + 1:
            outside.append((left, baseline))

    assert outside == []


def test_a_picture_says_in_words_what_it_shows(model):
    """Who cannot see the picture hears its title and its content."""
    root = etree.fromstring(as_svg(model, "fi", name="kuva"))

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "kuva-title kuva-desc"
    assert root.findtext(f"{SVG}title") == "Kaupunki ja vastaanotto yhdessä"
    assert "Yhteinen aloituspalaveri" in root.findtext(f"{SVG}desc")


def test_a_picture_needs_nothing_from_elsewhere(model):
    """No link, script, style sheet or image from outside."""
    tags = {element.tag.removeprefix(SVG) for element in etree.fromstring(as_svg(model, "sv")).iter()}

    assert tags == {"svg", "title", "desc", "rect", "g", "text", "line", "polygon"}


def test_hostile_titles_stay_text(model):
    """Markup in a title is shown, not obeyed."""
    phases = tuple(attrs.evolve(one, title=Text.of("</text><script>x</script>\x00")) for one in model.phases)

    root = etree.fromstring(as_svg(attrs.evolve(model, phases=phases), "en"))

    assert root.findall(f".//{SVG}script") == []


def test_parallel_phases_share_a_rank():
    """Phases that start on the same event may run at the same time; one that ends another comes after it."""
    begun = (Sentry(on=(Pattern(element="start"),)),)
    stop = Pattern(element="stop")
    model = Model(
        id="m",
        activities=(Activity(id="stop", kind="decision"),),
        phases=(
            Phase(id="start"),
            Phase(id="left", entry=begun, exit=(Sentry(on=(stop,)),)),
            Phase(id="right", entry=begun),
            Phase(id="after", entry=(Sentry(on=(stop,)),)),
        ),
    )

    assert [[phase.id for phase in rank] for rank in ranks(model)] == [["start"], ["left", "right"], ["after"]]


def test_phases_that_wait_for_each_other_are_still_drawn():
    """A ring of phases is a finding of the checks, not a reason to hang."""
    model = Model(
        id="m",
        phases=(
            Phase(id="a", entry=(Sentry(on=(Pattern(element="b"),)),)),
            Phase(id="b", entry=(Sentry(on=(Pattern(element="a"),)),)),
            Phase(id="inner", phase="inner2"),
            Phase(id="inner2", phase="inner"),
        ),
    )

    assert sum(map(len, ranks(model))) == 2
    assert as_svg(model).startswith("<svg")


def test_paper_gets_one_picture_a_step(model):
    """On paper each step of the work is a picture that fits on a page."""
    found = as_pictures(model, "fi")

    assert len(found) == 6
    assert len({etree.fromstring(picture).get("aria-labelledby") for picture in found}) == 6


@pytest.mark.parametrize("room", [40, 60, 100, 200])
def test_wrapped_lines_fit_and_lose_no_letter(room):
    """Breaking words loses nothing but hyphens and blanks."""
    text = "Lastensuojelutarpeenselvitysyhteistyötilannekuva ja sen mallinnus"

    lines = wrapped(text, room, 10)

    assert "".join(lines).replace("-", "").replace(" ", "") == text.replace(" ", "")
    assert all(width(line, 10) <= room or len(line) <= 9 for line in lines)


@pytest.mark.parametrize("wide", [360, 1100])
def test_a_set_of_values_is_drawn_as_a_tree(model, values, wide):
    """Principles stand inside the principles they belong to, with the signs by which they are known."""
    alone = attrs.evolve(model, phases=(), activities=(), milestones=(), non_engagement=(), endings=())

    picture = as_svg(alone, "en", width=wide)
    found = boxes(picture)

    assert "Trust is felt" in picture
    assert "· Do you trust each other?" in picture
    assert all(apart(*pair) or inside(*pair) or inside(*reversed(pair)) for pair in itertools.combinations(found, 2))
    assert "We listen" in as_svg(values, "en")


def test_a_ring_of_principles_ends():
    """A principle that is its own part is a finding of the checks, not a reason to hang."""
    ring = Model(
        id="m", principles=(Principle(id="top"), Principle(id="a", part_of="b"), Principle(id="b", part_of="a"))
    )

    assert as_svg(ring).startswith("<svg")
