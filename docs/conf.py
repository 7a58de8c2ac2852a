"""How the documentation is built."""

from importlib.metadata import version as distribution_version

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

project = "collabmodel"
copyright = "2026, the collabmodel authors"
author = "The collabmodel authors"
release = distribution_version("collabmodel")
version = ".".join(release.split(".")[:2])

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "sphinx_copybutton",
    "sphinx_design",
]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "collabmodel"
html_static_path: list[str] = []

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "description"
napoleon_google_docstring = True
napoleon_custom_sections = ["Source"]
copybutton_prompt_text = "$ "
nitpicky = True
# Two packages have a ``Subject`` of their own, each told under its full name.
suppress_warnings = ["ref.python"]
nitpick_ignore_regex = [("py:.*", r".*")]


def setup(app: Sphinx) -> None:
    """Show tables as plain text: no lexer knows them."""
    app.add_lexer("csv", TextLexer)
