"""Nothing outside a document is fetched, whatever stands in it, and nothing in it acts."""

from __future__ import annotations

import io
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pikepdf
import pytest

from collabmodel.report import Document, Section, Subject
from collabmodel_pdf.reporter import PdfReporter

SECRET = "words of a file that nobody asked for"
PLANTED = """
<html><head><base href="{url}/"><link rel="stylesheet" href="{url}/a.css"><link rel="attachment" href="{url}/b">
<meta http-equiv="refresh" content="0; url={url}/c"><meta name="author" content="{url}"><script src="{url}/d"></script>
<style>@import url({url}/e.css); @font-face {{ font-family: x; src: url({url}/f.ttf) }}
body {{ background: url({url}/g.png); list-style-image: url({file}); font-family: x }}
p::before {{ content: url({url}/h.svg) }} @page {{ background: url({url}/i.png) }}</style></head>
<body onload="x()"><main><img src="{url}/j.png"><img src="{file}"><object data="{file}"></object>
<embed src="{url}/k"><iframe src="{file}"></iframe><video src="{url}/l" poster="{url}/m"></video>
<p style="background: url({url}/n)">still here</p><a rel="attachment" href="{file}">take</a>
<form action="{url}/o"><input value="typed"><button>send</button></form>
<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}/p.png"/><use href="{url}/q.svg#x"/>
<rect fill="url({url}/r.svg#y)" width="9" height="9"/>
<style>@import url({url}/s.css);</style></svg></main></body></html>
"""


class _Counting(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        self.send_response(404)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    """Serve on this machine, and note down everything that is asked for."""
    with HTTPServer(("127.0.0.1", 0), _Counting) as server:
        server.asked = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def test_nothing_planted_in_a_page_is_fetched(
    plain: PdfReporter, server: HTTPServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A page that asks for style sheets, pictures, letters, frames and attachments gets none of them."""
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    page = PLANTED.format(url=f"http://127.0.0.1:{server.server_port}", file=secret.as_uri())

    with caplog.at_level(logging.DEBUG):
        content = plain.write(Document(subject=Subject.PILOT, title="T", lang="en", page=page))

    assert server.asked == []  # type: ignore[attr-defined]
    assert SECRET.encode() not in content
    assert str(server.server_port) not in caplog.text
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert (
            not {"/Names", "/AcroForm", "/OpenAction"} & set(pdf.Root.keys()) or "/EmbeddedFiles" not in pdf.Root.Names
        )
        assert "/Author" not in pdf.docinfo


def test_nothing_planted_in_text_is_fetched_or_acts(plain: PdfReporter, server: HTTPServer) -> None:
    """Markup typed into a title, a paragraph or a cell is text."""
    url = f"http://127.0.0.1:{server.server_port}"
    text = f'"><img src="{url}/a.png"><style>@import url({url}/b.css)</style><a href="{url}">'
    sections = (Section(id=text, title=text, paragraphs=(text,)),)

    content = plain.write(
        Document(subject=Subject.CASE, title=text, lang=text, sections=sections, origin=((text, text),))
    )

    assert server.asked == []  # type: ignore[attr-defined]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert not [each for each in pdf.objects if "/URI" in getattr(each, "keys", tuple)()]
        assert str(pdf.docinfo.Title) == text
