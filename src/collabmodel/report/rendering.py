"""Filling the pages' templates. The only place that knows Jinja2; imported when a page is made."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources

import jinja2

from collabmodel.report.markup import clean


def template(name: str) -> str:
    """
    Read one of the files that pages are made of.

    Args:
        name: Its file name.
    """
    return (resources.files("collabmodel.report") / "templates" / name).read_text(encoding="utf-8")


def rendered(template_text: str, values: Mapping[str, object]) -> str:
    """
    Fill a template: every value is escaped, an unknown name is an error, signs that steer browsers are taken out.

    Args:
        template_text: The template; it may extend and include the other ones.
        values: What stands in it; ``Markup`` goes in as it is.

    >>> from collabmodel.report.markup import Markup
    >>> rendered("{{ a }}{{ b }}", {"a": "<b>", "b": Markup("<b>")})
    '&lt;b&gt;<b>'
    """
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(template),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: clean(value) if type(value) is str else value,
    )
    return environment.from_string(template_text).render(values)
