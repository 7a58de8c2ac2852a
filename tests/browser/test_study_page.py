"""The pages of studies and comparisons in a real browser: wide, narrow, and printed."""

import shutil
import subprocess

import pytest

WIDTHS = {"desk": 1280, "phone": 390, "paper": 688}
OPENED = "document.querySelectorAll('details').forEach(one => one.open = true)"
VISIBLE = """
const seen = one => one.checkVisibility() && !one.closest('.vh') && !one.closest('thead.vh');
const clipped = one => { const r = one.getBoundingClientRect(); return r.width < 2 || r.height < 2; };
"""
LETTERS = (
    VISIBLE
    + """
return [...document.querySelectorAll('svg text')].filter(seen).map(one => {
    const r = one.getBoundingClientRect(), s = one.ownerSVGElement.getBoundingClientRect();
    return {svg: [...document.querySelectorAll('svg')].indexOf(one.ownerSVGElement), text: one.textContent,
        box: [r.left, r.top, r.right, r.bottom], room: [s.left, s.top, s.right, s.bottom],
        size: parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a};
});
"""
)
BLOCKS = (
    VISIBLE
    + """
const skipped = one => one.closest('thead') && getComputedStyle(one.closest('thead')).position === 'absolute';
return [...document.querySelectorAll('h1, h2, h3, p, li, dt, dd, th, td, summary, figcaption, caption')]
    .filter(one => seen(one) && !clipped(one) && !skipped(one) && !one.classList.contains('skip')).map(one => {
        const range = document.createRange(); range.selectNodeContents(one);
        const r = range.getBoundingClientRect();
        return {text: one.textContent.slice(0, 60), box: [r.left, r.top, r.right, r.bottom],
            size: parseFloat(getComputedStyle(one).fontSize)};
    });
"""
)


@pytest.fixture(scope="module")
def shown(chromium, documents, tmp_path_factory, request):
    """A page as a reader sees it: wide, on a phone, or as it is printed, with everything unfolded."""
    kind, lang, where = request.param
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(documents[kind, lang], encoding="utf-8")
    page = chromium.new_page(viewport={"width": WIDTHS[where], "height": 900})
    page.emulate_media(media="print" if where == "paper" else "screen")
    page.goto(file.as_uri())
    page.evaluate(OPENED)
    yield page
    page.close()


# Finnish has the longest words; the other languages are looked at every night.
EVERYWHERE = [
    pytest.param((kind, lang, where), id=f"{kind}-{lang}-{where}", marks=[] if lang == "fi" else pytest.mark.nightly)
    for kind in ("study", "comparison")
    for lang in ("en", "fi", "sv")
    for where in WIDTHS
]


def asked(page, script):
    return page.evaluate(f"() => {{ {script} }}")


def meeting(found):
    """Give the pairs of texts whose boxes overlap by more than a hair."""
    ordered = sorted(found, key=lambda one: one["box"][1])
    pairs = []
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other["box"][1] >= one["box"][3] - 1.5:
                break
            if min(one["box"][2], other["box"][2]) - max(one["box"][0], other["box"][0]) > 1.5:
                pairs.append((one["text"], other["text"]))
    return pairs


@pytest.mark.parametrize("shown", EVERYWHERE, indirect=True)
def test_nobody_scrolls_sideways(shown):
    """Nothing is wider than the window or the sheet."""
    needed, there = shown.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")

    assert needed <= there


@pytest.mark.parametrize("shown", EVERYWHERE, indirect=True)
def test_no_words_in_charts_cover_each_other(shown):
    """Words of one chart stand apart, inside it, and are large enough to read."""
    found = asked(shown, LETTERS)
    outside = [
        one["text"]
        for one in found
        if one["box"][0] < one["room"][0] - 12
        or one["box"][2] > one["room"][2] + 12
        or one["box"][3] > one["room"][3] + 2
    ]
    covered = [
        pair for svg in {one["svg"] for one in found} for pair in meeting([one for one in found if one["svg"] == svg])
    ]

    assert len(found) > 50
    assert covered == []
    assert outside == []
    assert [one["text"] for one in found if one["size"] < 9.9] == []


@pytest.mark.parametrize("shown", EVERYWHERE, indirect=True)
def test_no_words_of_the_page_cover_each_other(shown):
    """Headings, sentences and cells stand apart and are large enough to read."""
    found = asked(shown, BLOCKS)
    whole = {one["text"] for one in found}

    assert len(whole) > 40
    assert meeting(found) == []
    assert [one["text"] for one in found if one["size"] < 10] == []


@pytest.mark.parametrize("shown", [("study", "fi", "phone"), ("study", "fi", "desk")], indirect=True)
def test_every_chart_is_seen_once(shown):
    """Of the two drawings of a chart the one that fits is shown."""
    counts = shown.evaluate(
        "[...document.querySelectorAll('figure.chart')].map(one =>"
        " [...one.querySelectorAll('svg')].filter(svg => svg.checkVisibility()).length)"
    )

    assert len(counts) > 8
    assert set(counts) == {1}


@pytest.mark.parametrize("shown", [("study", "sv", "desk")], indirect=True)
def test_the_page_asks_for_nothing(chromium, shown):
    """A reader's browser fetches nothing and reports no breach of the page's own policy."""
    asked_for, said = [], []
    page = chromium.new_page()
    page.on("request", lambda request: asked_for.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(shown.url)
    page.close()

    assert asked_for == [shown.url]
    assert said == []


@pytest.mark.parametrize("shown", [("study", "fi", "paper")], indirect=True)
def test_the_answers_fit_on_the_first_sheets(shown, tmp_path):
    """Printed without opening anything, the page is a report and not a book."""
    shown.evaluate("document.querySelectorAll('details').forEach(one => one.open = false)")
    file = tmp_path / "page.pdf"
    shown.pdf(path=str(file), format="A4")
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext")

    text = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout

    assert "Vastaukset lyhyesti" in text.split("\f")[0]
    assert "Kukaan ei ole laskenut." in text
    assert text.count("\f") <= 26
