"""Filling the page's template. The only place that knows Jinja2; imported when a page is made."""

from __future__ import annotations

from collections.abc import Mapping

import jinja2

from collabmodel.report.markup import clean


def rendered(template: str, values: Mapping[str, object]) -> str:
    """
    Fill a template: every value is escaped, an unknown name is an error, signs that steer browsers are taken out.

    Args:
        template: The template.
        values: What stands in it; ``Markup`` goes in as it is.

    >>> from collabmodel.report.markup import Markup
    >>> rendered("{{ a }}{{ b }}", {"a": "<b>", "b": Markup("<b>")})
    '&lt;b&gt;<b>'
    """
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: clean(value) if type(value) is str else value,
    )
    return environment.from_string(template).render(values)
