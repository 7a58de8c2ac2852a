"""The pages of studies and comparisons: true, self-contained, safe, readable."""

import base64
import hashlib
import itertools
import re
from pathlib import Path

import attrs
import pytest
from lxml import etree, html

from collabmodel.check import check
from collabmodel.model import Model, Text
from collabmodel.report import blocks, charts, comparison_page, page, study_page

GOLDEN = Path(__file__).parent / "golden"
LANGS = ["en", "fi", "sv"]
HOSTILE = "\"'><img src=x onerror=alert(1)></td></table></svg><script>alert(1)</script>{{ 7*7 }}&lt;b&gt;\x00\u202e"


def made(study, comparison, lang="en"):
    return page(study.model, study=study, what_ifs=(comparison,), findings=check(study.model), lang=lang, command="go")


def poisoned(value):
    """Put hostile words into every text of a study that anybody may write."""
    if isinstance(value, Text):
        return Text(tuple((code, HOSTILE) for code, _ in value.versions) or (("", HOSTILE),))
    if isinstance(value, tuple):
        return tuple(map(poisoned, value))
    if attrs.has(type(value)) and not isinstance(value, Model):
        return attrs.evolve(value, **{f.alias: poisoned(getattr(value, f.name)) for f in attrs.fields(type(value))})
    return value


def hostile(study):
    """Give a study whose texts are all hostile; ids and values stay."""
    return attrs.evolve(
        study,
        model=attrs.evolve(
            study.model,
            title=Text.of(HOSTILE),
            summary=Text.of(HOSTILE),
            activities=tuple(attrs.evolve(one, title=Text.of(HOSTILE)) for one in study.model.activities),
            roles=tuple(attrs.evolve(one, title=Text.of(HOSTILE)) for one in study.model.roles),
            endings=tuple(attrs.evolve(one, title=Text.of(HOSTILE)) for one in study.model.endings),
        ),
        scenario=attrs.evolve(study.scenario, title=Text.of(HOSTILE)),
        indicators=poisoned(study.indicators),
        standing=tuple(attrs.evolve(one, value=HOSTILE, assumption=Text.of(HOSTILE)) for one in study.standing),
        advice=(Text.of(HOSTILE),),
    )


def elements(text):
    return [one.tag for one in html.fromstring(text).iter() if isinstance(one.tag, str)]


def words_of(document):
    """Give the words of a page, block by block, without its pictures and its style."""
    root = html.fromstring(document)
    for one in root.xpath("//svg | //style | //head"):
        one.drop_tree()
    found = root.xpath("//h1 | //h2 | //h3 | //p | //li | //dt | //dd | //tr | //summary | //figcaption | //caption")
    return "\n".join(" ".join(" ".join(one.itertext()).split()) for one in found) + "\n"


@pytest.mark.parametrize("lang", LANGS)
def test_the_words_of_the_pages_are_as_they_were(study, comparison, lang, regenerate):
    """What people read changes only on purpose: rewrite with --regenerate and read the difference."""
    library = re.compile(r"collabmodel \d\S*")
    for name, document in (
        ("study", made(study, comparison, lang)),
        ("comparison", comparison_page(comparison, lang, command="go")),
    ):
        file, told = GOLDEN / f"{name}-{lang}.txt", library.sub("collabmodel X", words_of(document))
        if regenerate:
            GOLDEN.mkdir(exist_ok=True)
            file.write_text(told, encoding="utf-8", newline="\n")

        assert told == file.read_text(encoding="utf-8")


def test_the_questions_come_in_the_order_of_somebody_who_decides(study, comparison):
    """First whether the model holds together, then waits, bottleneck, evenness, promises, endings, changes, grounds."""
    root = html.fromstring(made(study, comparison))

    assert [one.get("id") for one in root.xpath("//main/section")] == [
        *("glance", "findings", "waits", "bottleneck", "even", "kept", "endings", "more", "rests", "sure", "others"),
        *("model", "cannot", "repeat"),
    ]


def test_hostile_words_make_no_element(study, comparison):
    """Markup in a title, a reason, a value or an advice is shown, never obeyed."""
    bad = hostile(study)
    plain = elements(made(study, comparison))
    found = made(bad, attrs.evolve(comparison, a=bad, structure=(HOSTILE,), changed=(("x", HOSTILE, HOSTILE),)))

    assert set(elements(found)) <= set(plain)
    assert "<script" not in found
    assert "onerror=alert(1)>" not in found
    assert found.count("&lt;script&gt;") > 40
    assert "7*7" in found
    assert "\x00" not in found


def test_hostile_words_make_no_element_in_comparisons(comparison):
    """The same holds for the page of a comparison."""
    bad = attrs.evolve(
        comparison,
        a=hostile(comparison.a),
        structure=(HOSTILE,),
        warnings=(Text.of(HOSTILE),),
        indicators=poisoned(comparison.indicators),
    )
    found = comparison_page(bad)

    assert set(elements(found)) <= set(elements(comparison_page(comparison)))
    assert found.count("&lt;script&gt;") > 20


@pytest.mark.parametrize("lang", LANGS)
def test_the_pages_are_built_for_all_readers(study, comparison, lang):
    """Language, one main heading, headings in order, captions, unique ids, links that lead somewhere, scopes."""
    for document in (made(study, comparison, lang), comparison_page(comparison, lang)):
        root = html.fromstring(document)
        levels = [int(tag[1]) for tag in elements(document) if re.fullmatch(r"h[1-6]", tag)]
        ids = root.xpath("//@id")

        assert root.get("lang") == lang
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
        assert len(root.xpath("//table")) == len(root.xpath("//table/caption[normalize-space()]")) > 3
        assert len(ids) == len(set(ids))
        assert {target.removeprefix("#") for target in root.xpath("//@href")} <= set(ids)
        assert root.xpath("//th[not(@scope)]") == []


@pytest.mark.parametrize("lang", LANGS)
def test_every_chart_has_words_for_those_who_hear_it(study, comparison, lang):
    """A picture has a title and a description with its numbers; most have the same numbers as a table beside them."""
    root = html.fromstring(made(study, comparison, lang))
    pictures = root.xpath("//figure[contains(@class, 'chart')]//svg")

    assert len(pictures) > 20
    for one in pictures:
        assert one.get("role") == "img"
        assert one.findtext("title").strip()
        assert re.search(r"\d", one.findtext("desc"))
        assert set(one.get("aria-labelledby").split()) == {one.find("title").get("id"), one.find("desc").get("id")}
    assert len(root.xpath("//details[@class='doubled']//table")) >= 8


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_comes_from_elsewhere(study, comparison, lang):
    """No script, no remote address, no form; the policy in the page allows nothing but its own style."""
    for document in (made(study, comparison, lang), comparison_page(comparison, lang)):
        root = html.fromstring(document)
        style = root.findtext(".//style")
        policy = root.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")

        assert set(elements(document)) & {"script", "link", "img", "iframe", "form", "object", "image", "use"} == set()
        assert root.xpath("//@src | //@style | //*[starts-with(name(@*), 'on')]") == []
        assert all(target.startswith("#") for target in root.xpath("//@href"))
        assert "http" not in re.sub(r'xmlns="[^"]*"|http-equiv', "", document)
        assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in policy


@pytest.mark.parametrize("lang", LANGS)
def test_the_pages_are_well_formed(study, comparison, lang):
    """Every element is closed where it must be: pictures are XML, and sections, figures and lists nest as written."""
    for document in (made(study, comparison, lang), comparison_page(comparison, lang)):
        body = document[document.index("<body>") : document.index("</body>") + len("</body>")]

        assert etree.fromstring(body).tag == "body"


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one) + 0.05, luminance(other) + 0.05), reverse=True)
    return light / dark


def test_words_and_marks_of_charts_have_contrast():
    """Words 4.5 : 1 against the paper; lines and edges 3 : 1 against what lies under them, also printed in grey."""
    assert min(contrast(colour, blocks.WHITE) for colour in (blocks.INK, blocks.QUIET)) >= 4.5
    assert contrast(blocks.DEEP, blocks.WHITE) >= 3
    assert contrast(blocks.INK, charts.BAR) >= 4.5
    assert contrast(blocks.DEEP, charts.BAR) >= 3
    assert contrast(blocks.QUIET, blocks.PALE) >= 4.5


def test_charts_use_no_other_colours(study, comparison):
    """What the test above holds of colours holds of every chart."""
    root = html.fromstring(made(study, comparison))
    used = set(root.xpath("//figure[contains(@class, 'chart')]//@fill | //figure[contains(@class, 'chart')]//@stroke"))

    assert used <= {blocks.INK, blocks.QUIET, blocks.EDGE, blocks.DEEP, blocks.PALE, blocks.WHITE, charts.BAR, "none"}


def test_the_pages_show_no_place_on_a_computer_and_no_file(study, comparison):
    """What a study recorded of itself is shown as hashes and versions, not as folders or whole files."""
    found = made(study, comparison)

    assert "/home/somebody" not in found
    assert "MODEL-FILE" not in found
    assert "a" * 64 in found
    assert "b" * 64 in found
    assert "python 3.11.7" in found


def test_a_study_that_was_stopped_says_so(study):
    """Figures of a part of the replications are not passed off as those of all."""
    assert "was stopped before" in study_page(attrs.evolve(study, complete=False))
    assert "was stopped before" not in study_page(study)


@pytest.mark.parametrize("lang", LANGS)
def test_a_study_of_nothing_has_a_page(invent, model, lang):
    """No replication, no indicator, no ground: the page says so and claims nothing."""
    nothing = attrs.evolve(
        invent.study_of(model, replications=0), indicators=(), standing=(), advice=(), warm_up=0, provenance={}
    )
    found = html.fromstring(study_page(nothing, lang)).text_content()

    assert not re.search(r"\b(None|nan)\b", found)
    assert len(html.fromstring(study_page(nothing, lang)).xpath("//p[@class='alert']")) == 1


def test_one_replication_claims_no_interval(invent, model, values):
    """With one run the page says that chance is not known, and no interval stands anywhere."""
    alone = invent.study_of(model, [values], replications=1)
    root = html.fromstring(study_page(alone))
    answers = root.xpath("string(//dl[@class='answers'])")

    assert "how much is chance is not known" in root.text_content()
    assert not re.search("\\(\\d[\\d.]*\N{EN DASH}\\d", answers)


def test_past_cases_stand_beside_the_study(study, evaluation):
    """Histories that were really recorded are told after the simulated ones, and told apart from them."""
    root = html.fromstring(page(study.model, study=study, evaluation=evaluation))
    ids = [one.get("id") for one in root.xpath("//main/section")]

    assert ids.index("cases") > ids.index("sure")
    assert "how past cases fared" in root.text_content()
    assert "PRIVATE" not in root.text_content()


def test_other_languages_get_english_words(study, comparison):
    """A page in a language without words here is in English and says so."""
    assert '<html lang="en">' in study_page(study, "smn")
    assert '<html lang="en">' in comparison_page(comparison, "smn")


def test_the_same_study_gives_the_same_page(study, comparison):
    """No clock and no chance stands on the page."""
    assert made(study, comparison) == made(study, comparison)
    assert comparison_page(comparison) == comparison_page(comparison)


def test_a_study_is_checked_where_nobody_did(study):
    """A page made from a study alone still answers whether the model holds together."""
    assert "the checks found no errors" in study_page(study)
