"""The page: self-contained, safe, readable, and silent about people."""

import base64
import functools
import hashlib
import itertools
import re
import shutil
import subprocess
import sys

import attrs
import pytest
from lxml import etree, html

from collabmodel.check import check
from collabmodel.errors import ConfigError
from collabmodel.evaluate import evaluate
from collabmodel.model import Model, Text
from collabmodel.report.page import Provenance, page
from collabmodel.report.view import MOST_CASES

HOSTILE = "\"'><img src=x onerror=alert(1)></td></table></svg><script>alert(1)</script>{{ 7*7 }}&lt;b&gt;\x00\u202e"
FREE_WORDS = frozenset({"url", "author", "maturity", "assumption", "unit", "version", "question"})


def made(model, values, evaluation, lang="en", source="sample.histories.jsonl"):
    return page(
        model,
        values=[values],
        findings=check(model),
        evaluation=evaluation,
        lang=lang,
        provenance=Provenance((("sample", "1", "a" * 64),), source),
    )


def poisoned(value):
    """Put hostile words into every text that a model's author or a stranger may write."""
    if isinstance(value, Text):
        return Text(tuple((code, HOSTILE) for code, _ in value.versions))
    if isinstance(value, tuple):
        return tuple(map(poisoned, value))
    if attrs.has(type(value)):
        changes = {
            field.alias: HOSTILE if field.name in FREE_WORDS and isinstance(old, str) and old else poisoned(old)
            for field in attrs.fields(type(value))
            if (old := getattr(value, field.name)) is not None
        }
        return attrs.evolve(value, **changes)
    return value


def elements(text):
    return [element.tag for element in html.fromstring(text).iter() if isinstance(element.tag, str)]


def test_hostile_words_make_no_element(model, values, evaluation):
    """Markup in any text of a model, in a case id, an event id or a file name is shown, never obeyed."""
    plain = made(model, values, evaluation)
    bad_model, bad_values = poisoned(model), poisoned(values)
    history = evaluation.history
    bad_history = attrs.evolve(
        history,
        cases=tuple(f"{case}{HOSTILE}" for case in history.cases),
        ids=[f"{history.event_id(position)}{HOSTILE}" for position in range(len(history))],
    )
    judged = attrs.evolve(evaluation, models=(bad_model, bad_values), history=bad_history)

    found = made(bad_model, bad_values, judged, source=HOSTILE)

    # Longer words may take more lines of a drawing, and nothing else.
    assert [tag for tag in elements(found) if tag not in {"text", "g"}] == [
        tag for tag in elements(plain) if tag not in {"text", "g"}
    ]
    assert "7*7" in found
    assert "\x00" not in found


def test_the_poison_reaches_every_section(model, values, evaluation):
    """The test above is not idle: the hostile words do stand on the page, escaped."""
    found = made(
        poisoned(model), poisoned(values), attrs.evolve(evaluation, models=(poisoned(model), poisoned(values)))
    )

    assert found.count("&lt;script&gt;") > 40


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_nothing_comes_from_elsewhere(model, values, evaluation, lang):
    """No script, no remote address, no form; the policy in the page allows nothing but its own style."""
    root = html.fromstring(made(model, values, evaluation, lang))
    style = root.findtext(".//style")
    policy = root.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")

    assert (
        set(elements(made(model, values, evaluation, lang))) & {"script", "link", "img", "iframe", "form", "object"}
        == set()
    )
    assert root.xpath("//@src | //@style | //*[starts-with(name(@*), 'on')]") == []
    assert all(target.startswith("#") for target in root.xpath("//@href"))
    assert not re.search(r"url\(|@import", style)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in policy


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_the_page_is_built_for_all_readers(model, values, evaluation, lang):
    """Language, one main heading, headings in order, captions, unique ids, targets of every link."""
    root = html.fromstring(made(model, values, evaluation, lang))
    levels = [int(tag[1]) for tag in elements(made(model, values, evaluation, lang)) if re.fullmatch(r"h[1-6]", tag)]
    ids = root.xpath("//@id")

    assert root.get("lang") == lang
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert len(root.xpath("//table")) == len(root.xpath("//table/caption[normalize-space()]")) > 3
    assert len(root.xpath("//svg[@role='img']/title")) == len(root.xpath("//svg"))
    assert len(ids) == len(set(ids))
    assert {target.removeprefix("#") for target in root.xpath("//@href")} <= set(ids)
    assert root.xpath("//th[not(@scope)]") == []


def test_nobody_is_on_the_page(model, values, evaluation):
    """People, free words of staff and what they wrote down about a case stay out."""
    found = made(model, values, evaluation)

    assert "PRIVATE" not in found
    assert "case-2" in found


def test_evidence_is_named(model, values, evaluation):
    """A broken promise names the event that broke it, by id, and when."""
    root = html.fromstring(made(model, values, evaluation))
    case = root.xpath("//div[@class='case'][.//h3='case-2']")[0]
    cells = [" ".join(row.text_content().split()) for row in case.xpath(".//tbody/tr")]

    assert any("No visit before the joint opening meeting" in cell and "case-2:2" in cell for cell in cells)


def test_a_model_alone_has_a_page(model):
    """Without histories the page shows the model and says that nothing was judged."""
    found = page(model, lang="sv")

    assert "Inga ärendehistorier gavs" in found
    assert 'id="cases"' not in found
    assert "Tid till inledande möte" in found


def test_many_cases_are_cut_and_counted(tell):
    """A page of thousands of cases would help nobody; what is left out is counted."""
    model = Model(id="m")
    many = [(f"c{number:04}", "case", "", "opened", 1, {}) for number in range(MOST_CASES + 7)]

    found = page(model, evaluation=evaluate(model, tell(many, model)))

    assert "7 more" in found


def test_other_languages_get_english_words(model):
    """A page in a language without words here is in English and says so."""
    assert '<html lang="en">' in page(model, lang="smn")


def test_the_same_input_gives_the_same_page(model, values, evaluation):
    """No clock and no chance stands on the page."""
    assert made(model, values, evaluation) == made(model, values, evaluation)


def test_a_missing_extra_is_told():
    """Without Jinja2 the error names what to install."""
    program = (
        "import sys; sys.modules['jinja2'] = None\n"
        "from collabmodel.model import Model\n"
        "from collabmodel.report.page import page\n"
        "from collabmodel.errors import ConfigError\n"
        "try: page(Model(id='m'))\n"
        "except ConfigError as error: print(error)\n"
    )

    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert 'pip install "collabmodel[cli]"' in found
    assert issubclass(ConfigError, Exception)


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_badges_have_contrast(model):
    """Dark on light with at least 4.5 : 1, as the guidelines for accessible pages ask."""
    style = html.fromstring(page(model)).findtext(".//style")
    pairs = re.findall(r"background: (#[0-9a-f]{6}); color: (#[0-9a-f]{6})", style)

    ratios = [(luminance(back) + 0.05) / (luminance(front) + 0.05) for back, front in pairs]

    assert len(pairs) >= 5
    assert min(max(ratio, 1 / ratio) for ratio in ratios) >= 4.5


@functools.cache
def browser():
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def laid_out_width(document, folder, width):
    """
    Give the width that a browser needs for a page in a window of a width.

    The page is put into a frame of that width in a page of the test's own, whose script measures it: the page itself
    stays without any script.
    """
    (folder / "page.html").write_text(document, encoding="utf-8")
    (folder / "frame.html").write_text(
        "<!DOCTYPE html><body><iframe id=f src=page.html "
        f"style='width:{width}px;height:900px;border:0'></iframe>"
        "<script>onload=()=>{document.body.dataset.width="
        "document.getElementById('f').contentDocument.documentElement.scrollWidth}</script></body>"
    )
    options = "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
    options += " --disable-sync --no-first-run --hide-scrollbars --allow-file-access-from-files"
    options += " --virtual-time-budget=5000 --dump-dom"
    command = [browser(), *options.split(), f"--user-data-dir={folder}/profile", (folder / "frame.html").as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    return int(etree.HTML(dom).xpath("string(//body/@data-width)"))


@pytest.mark.skipif(browser() is None, reason="needs a Chromium browser")
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_its_window(model, values, evaluation, tmp_path, width):
    """Nobody has to scroll sideways, on a phone or on a desk, in the language with the longest words."""
    document = re.sub("<details>", "<details open>", made(model, values, evaluation, "fi"))

    assert laid_out_width(document, tmp_path, width) <= width
