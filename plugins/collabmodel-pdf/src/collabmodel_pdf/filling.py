"""Filling templates: every value is escaped, an unknown name is an error."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import jinja2

from collabmodel_pdf.styling import template


def filled(name: str, values: Mapping[str, object]) -> str:
    """
    Fill a template.

    Args:
        name: Its file name.
        values: What stands in it.

    >>> "&lt;b&gt;" in filled("own.html", {"lang": "en", "organisation": "<b>", "logo": "", "before": (), "after": ()})
    True
    """
    return _environment().get_template(name).render(values)


@functools.cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(template),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
