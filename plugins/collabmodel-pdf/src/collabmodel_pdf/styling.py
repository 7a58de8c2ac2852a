"""The style sheet: what holds for every file is in a file of its own; here stands what settings and texts bring."""

from __future__ import annotations

from importlib import resources

from collabmodel_pdf.words import words

LONGEST_HEAD = 80
"""Most characters of a title at the head of a page."""


def quoted(text: str) -> str:
    r"""
    Write a text for a style sheet; whatever is in it, it stays a text.

    Args:
        text: The text.

    >>> quoted('a";')
    '"\\000061\\000022\\00003b"'
    """
    return '"' + "".join(f"\\{ord(sign):06x}" for sign in text) + '"'


def style(*, families: str, faces: str, accent: str, size: str, lang: str, head: tuple[str, str], foot: str) -> str:
    """
    Give the whole style sheet of a file.

    Args:
        families: Families of letters as a style sheet lists them.
        faces: Rules that bring the organisation's own files of letters.
        accent: Colour of headings and lines.
        size: Size of the paper.
        lang: Language code.
        head: Name of the organisation and title of the document, for the head of each page but the first.
        foot: Text at the foot of each page.
    """
    page = words(lang)["page"]
    left, right = (quoted(shortened(text)) for text in head)
    rules = f"""
@page {{ size: {size}; @bottom-left {{ content: {quoted(foot)}; }}
  @bottom-right {{ content: {quoted(f"{page} ")} counter(page) "/" counter(pages); }}
  @top-left {{ content: {left}; }} @top-right {{ content: {right}; }} }}
@page broad {{ size: {size} landscape; }}
@page :first {{ @top-left {{ content: none; }} @top-right {{ content: none; }} }}
:root {{ --accent: {accent}; }}
html, body, table, svg, svg text {{ font-family: {families}; }}
"""
    return f"{faces}\n{template('paper.css')}\n{rules}"


def shortened(text: str, most: int = LONGEST_HEAD) -> str:
    """
    Cut a text that is too long for one line.

    Args:
        text: The text.
        most: Most characters that are kept.

    >>> shortened("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def template(name: str) -> str:
    """
    Read one of the files that documents are made of.

    Args:
        name: Its file name.
    """
    return (resources.files("collabmodel_pdf") / "templates" / name).read_text(encoding="utf-8")
