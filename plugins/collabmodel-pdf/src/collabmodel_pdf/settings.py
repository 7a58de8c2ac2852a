"""What an organisation may set for its PDF files; every setting is checked for its shape as soon as it is given."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabmodel.errors import ConfigError, Place, Problem
from collabmodel_pdf.colours import LEAST, contrast, is_colour

PAGE_SIZES = ("A4", "Letter")
"""Sizes of paper."""
LANGUAGES = ("fi", "sv", "en")
"""Languages of documents."""
LONGEST_NAME = 120
"""Most characters of a name or title that an organisation gives."""
LONGEST_FOOTER = 160
"""Most characters of a footer."""
LONGEST_TEXT = 100_000
"""Most characters of a section that an organisation gives."""
_NAME = "reporters.pdf"


@attrs.frozen(kw_only=True)
class OwnSection:
    """
    A section of the organisation's own, before or after what a report says.

    Args:
        title: Its heading, 1 to 120 characters.
        text: Its text, plain, at most 100,000 characters; an empty line parts paragraphs.
        file: Path of a file of plain text in UTF-8 in place of ``text``; empty for none.
        lang: Only in documents of this language: ``"fi"``, ``"sv"`` or ``"en"``; empty for all.
    """

    title: str
    text: str = ""
    file: str = ""
    lang: str = ""


@attrs.frozen(kw_only=True)
class PdfSettings:
    """
    How the PDF files of an organisation look. What does not fit is refused at once, with every problem.

    Args:
        organisation: Name of the organisation, for the head of each page and as author; at most 120 characters.
        logo: Path of its logo, an SVG or PNG file; needs ``organisation``, which is what it says to whoever cannot
            see it. Empty for none.
        accent: Colour of headings and lines, such as ``"#14506b"``; its contrast with white paper is at least 4.5.
        footer: Text at the foot of each page, at most 160 characters.
        page_size: ``"A4"`` or ``"Letter"``.
        font: Name of the family of letters, as installed or as ``font_files`` bring it; empty for a common sans-serif.
        font_files: Paths of the family's own files (TTF or OTF), one for each weight and slope; needs ``font``.
        contents: Whether a list of contents with page numbers comes first.
        folded: Whether what the library's page shows on screen only, when asked, is printed as well.
        before: Sections of one's own before what the report says.
        after: Sections of one's own after it.

    Raises:
        ConfigError: A setting makes no sense; with every problem.

    >>> PdfSettings(organisation="Example Town").accent
    '#14506b'
    """

    organisation: str = ""
    logo: str = ""
    accent: str = "#14506b"
    footer: str = ""
    page_size: str = "A4"
    font: str = ""
    font_files: tuple[str, ...] = ()
    contents: bool = True
    folded: bool = False
    before: tuple[OwnSection, ...] = ()
    after: tuple[OwnSection, ...] = ()

    def __attrs_post_init__(self) -> None:
        problems = (*_look(self), *_sections("before", self.before), *_sections("after", self.after))
        if problems:
            raise ConfigError(problems)


def problem(key: str, what: str, value: str = "", hint: str = "") -> Problem:
    """
    Say that a setting makes no sense.

    Args:
        key: The setting.
        what: What is wrong.
        value: Its value, shortened here; empty where it is not shown.
        hint: What would be right.

    >>> str(problem("accent", "no colour", "red"))
    "reporters.pdf.accent: no colour 'red'"
    """
    shown = repr(value if len(value) <= 60 else f"{value[:59]}…") if value else ""
    return Problem(what=what, value=shown, place=Place(f"{_NAME}.{key}"), hint=hint)


def _look(settings: PdfSettings) -> Iterator[Problem]:
    yield from _line("organisation", settings.organisation, LONGEST_NAME)
    yield from _line("footer", settings.footer, LONGEST_FOOTER)
    if settings.logo and not settings.organisation.strip():
        yield problem("logo", "a logo without words", hint="set organisation: that is what the logo says")
    if not is_colour(settings.accent):
        yield problem("accent", "no colour", settings.accent, "write # and six hexadecimal digits, as in #14506b")
    elif contrast(settings.accent, "#ffffff") < LEAST:
        found = f"a colour that cannot be read on white: its contrast is {contrast(settings.accent, '#ffffff'):.2f}"
        yield problem("accent", found, settings.accent, f"take a darker one: {LEAST} or more")
    if settings.page_size not in PAGE_SIZES:
        yield problem("page_size", "no size of paper", settings.page_size, f"one of {', '.join(PAGE_SIZES)}")
    yield from _line("font", settings.font, LONGEST_NAME)
    if settings.font_files and not settings.font.strip():
        yield problem("font_files", "files of letters without a name", hint="set font to the name of their family")
    for key, path in [("logo", settings.logo), *(("font_files", path) for path in settings.font_files)]:
        if "\0" in path:
            yield problem(key, "a path that holds no path")


def _sections(key: str, sections: tuple[OwnSection, ...]) -> Iterator[Problem]:
    for place, section in enumerate(sections, 1):
        where = f"{key}[{place}]"
        if not section.title.strip():
            yield problem(f"{where}.title", "an empty heading", hint="give the section a title")
        yield from _line(f"{where}.title", section.title, LONGEST_NAME)
        if bool(section.text.strip()) == bool(section.file):
            yield problem(where, "a section needs either text or a file", hint="set one of text, file")
        if len(section.text) > LONGEST_TEXT:
            yield problem(f"{where}.text", f"a text of more than {LONGEST_TEXT:,} characters", hint="shorten it")
        if "\0" in section.file:
            yield problem(f"{where}.file", "a path that holds no path")
        if section.lang not in ("", *LANGUAGES):
            yield problem(f"{where}.lang", "no language", section.lang, f"one of {', '.join(LANGUAGES)}, or empty")


def _line(key: str, text: str, most: int) -> Iterator[Problem]:
    if len(text) > most:
        yield problem(key, f"a text of more than {most} characters", text, "shorten it")
    if not all(sign.isprintable() for sign in text):
        yield problem(key, "a text with signs that cannot be printed", hint="write it on one line")
