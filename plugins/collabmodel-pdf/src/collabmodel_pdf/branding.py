"""What settings bring to every document, read and checked once: name, logo, colours, letters, own sections."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeVar

import attrs

from collabmodel.errors import ConfigError, Problem
from collabmodel_pdf import files
from collabmodel_pdf.letters import Letters, letters
from collabmodel_pdf.logos import logo
from collabmodel_pdf.settings import LONGEST_TEXT, OwnSection, PdfSettings

V = TypeVar("V")
_BYTES = 4 * LONGEST_TEXT


@attrs.frozen(kw_only=True)
class Own:
    """
    A section of the organisation's own, read.

    Args:
        title: Its heading.
        paragraphs: Its text.
        lang: Only in documents of this language; empty for all.
    """

    title: str
    paragraphs: tuple[str, ...]
    lang: str = ""


@attrs.frozen(kw_only=True)
class Branding:
    """
    What settings bring to every document.

    Args:
        settings: The settings.
        logo: Address of data that holds the logo, or empty.
        letters: What documents are set in.
        before: Sections of the organisation's own before what a report says.
        after: Those after it.
    """

    settings: PdfSettings
    logo: str = attrs.field(default="", repr=False)
    letters: Letters = Letters()
    before: tuple[Own, ...] = ()
    after: tuple[Own, ...] = ()


def branding(settings: PdfSettings) -> Branding:
    """
    Read what settings name.

    Args:
        settings: The settings.

    Raises:
        ConfigError: A file cannot be read or holds what it may not; with every problem.
    """
    problems: list[Problem] = []
    before = [_tried(functools.partial(_read, "before", one), problems) for one in enumerate(settings.before, 1)]
    after = [_tried(functools.partial(_read, "after", one), problems) for one in enumerate(settings.after, 1)]
    drawn = _tried(lambda: logo(settings.logo), problems) if settings.logo else ""
    faces = _tried(lambda: letters(settings.font, settings.font_files), problems)
    if problems:
        raise ConfigError(problems)
    return Branding(
        settings=settings,
        logo=drawn or "",
        letters=faces or Letters(),
        before=tuple(one for one in before if one is not None),
        after=tuple(one for one in after if one is not None),
    )


def _tried(act: Callable[[], V], problems: list[Problem]) -> V | None:
    try:
        return act()
    except ConfigError as error:
        problems.extend(error.problems)
        return None


def _read(key: str, numbered: tuple[int, OwnSection]) -> Own:
    place, section = numbered
    text = section.text or files.text(f"{key}[{place}].file", section.file, _BYTES)
    return Own(title=section.title, paragraphs=paragraphs(text), lang=section.lang)


def paragraphs(text: str) -> tuple[str, ...]:
    r"""
    Part a plain text where a line is empty.

    Args:
        text: The text.

    >>> paragraphs("One\nline.\n\n\nTwo.")
    ('One line.', 'Two.')
    """
    found: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            found[-1].append(line.strip())
        elif found[-1]:
            found.append([])
    return tuple(" ".join(lines) for lines in found if lines)
