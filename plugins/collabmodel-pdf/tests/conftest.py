"""What tests of PDF files share: the rules of PDF/A-2a that can be looked at here, and readers of files."""

from __future__ import annotations

import io
import itertools
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pikepdf
import pytest

from collabmodel_pdf import PdfSettings
from collabmodel_pdf.reporter import PdfReporter

# fmt: off
STANDARD = frozenset({
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "Private",
    "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead",
    "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "Warichu",
    "Figure", "Formula", "Form",
})
# fmt: on
BELOW = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
}
ACTIONS = {"/GoTo", "/URI"}
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PDFAID = "{http://www.aiim.org/pdfa/ns/id/}"


@pytest.fixture(scope="session")
def plain() -> PdfReporter:
    """Give a reporter without any settings."""
    return PdfReporter()


@pytest.fixture(scope="session")
def branded(tmp_path_factory: pytest.TempPathFactory) -> PdfReporter:
    """Give a reporter of an invented town, with a logo, a footer and a section of its own."""
    logo = tmp_path_factory.mktemp("brand") / "logo.svg"
    logo.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20">'
        '<rect width="40" height="20" rx="4" fill="#7a1f5c"/><circle cx="10" cy="10" r="6" fill="#fff"/></svg>'
    )
    return PdfReporter(PdfSettings(organisation="Example Town", logo=str(logo), accent="#7a1f5c", footer="Families"))


@pytest.fixture(scope="session")
def archive_faults() -> Callable[[bytes], list[str]]:
    """Give what says all that keeps a file from being PDF/A-2a, as far as it can be told without veraPDF."""
    return lambda content: list(_faults(content))


@pytest.fixture(scope="session")
def text_of() -> Callable[..., str]:
    """Give what reads the text of a file in reading order, by pdftotext."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (poppler-utils)")
    return _text


@pytest.fixture(scope="session")
def alternatives() -> Callable[[bytes], list[str]]:
    """Give what lists the words that stand for drawings."""
    return lambda content: [str(each.Alt) for each in structure(pikepdf.open(io.BytesIO(content))) if "/Alt" in each]


def _text(content: bytes, *options: str) -> str:
    command = ["pdftotext", *options, "-", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()


def structure(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Give every element of a file's structure, in reading order."""
    waiting = list(pdf.Root.StructTreeRoot.K)
    while waiting:
        element = waiting.pop(0)
        yield element
        waiting[:0] = list(_kids(element))


def _kids(element: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    kids = element.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid


def _faults(content: bytes) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.7\n%[\x80-\xff]{4}", content):
        yield "no header of PDF 1.7 with a mark of binary content"
    with pikepdf.open(io.BytesIO(content)) as pdf:
        yield from (f"syntax: {one}" for one in pdf.check_pdf_syntax())
        if pdf.is_encrypted or "/Encrypt" in pdf.trailer:
            yield "encrypted"
        if len(pdf.trailer.get("/ID", ())) != 2:
            yield "no file identifier"
        yield from _catalog(pdf)
        yield from _metadata(pdf)
        for found in pdf.objects:
            yield from _object(found)
        for page in pdf.pages:
            yield from _page(page)
        yield from _structure(pdf)
        yield from _mapping(pdf)


def _catalog(pdf: pikepdf.Pdf) -> Iterator[str]:  # noqa: C901 - one line for each rule
    root = pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "not marked as tagged"
    if not str(root.get("/Lang", "")):
        yield "no language"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "its title is not displayed"
    for key in ("/AA", "/OpenAction", "/AcroForm", "/OCProperties", "/Perms", "/Requirements", "/AF", "/Collection"):
        if key in root:
            yield f"catalog has {key}"
    for key in root.get("/Names", {}):
        if key in {"/JavaScript", "/EmbeddedFiles", "/AlternatePresentations"}:
            yield f"names have {key}"
    intents = root.get("/OutputIntents", pikepdf.Array())
    if [str(each.S) for each in intents] != ["/GTS_PDFA1"]:
        yield "no output intent"
    for each in intents:
        profile = each.DestOutputProfile.read_bytes()
        if profile[36:40] != b"acsp" or profile[16:20] != b"RGB " or int(each.DestOutputProfile.N) != 3:
            yield "output intent without an RGB profile"
        if profile[8] > 4:
            yield "profile of a version too new"


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    stream = pdf.Root.get("/Metadata")
    if stream is None or ("/Filter" in stream and str(stream.Filter) != "/FlateDecode"):
        yield "no metadata"
        return
    raw = stream.read_bytes()
    if not raw.startswith(b"<?xpacket begin=") or not raw.rstrip().endswith(b'<?xpacket end="r"?>'):
        yield "metadata without its wrapping"
    tree = ET.fromstring(raw)
    described = list(tree.iter(f"{RDF}Description"))
    said = {key: value for each in described for key, value in each.attrib.items()}
    if (said.get(f"{PDFAID}part"), said.get(f"{PDFAID}conformance")) != ("2", "A"):
        yield "metadata do not say PDF/A-2a"
    if len(list(tree.iter(f"{RDF}RDF"))) != 1:
        yield "metadata with several descriptions"
    title = "".join(each.text or "" for each in tree.iter() if each.tag.endswith("}li"))
    if not title or str(pdf.docinfo.get("/Title", "")) not in title:
        yield "metadata have another title than the file"
    known = {
        "adobe.com/xap/1.0/",
        "adobe.com/pdf/1.3/",
        "purl.org/dc/elements/1.1/",
        "aiim.org/pdfa/ns/id/",
        "rdf-syntax",
    }
    for element in tree.iter():
        if "}" in element.tag and not any(each in element.tag for each in known) and "adobe:ns:meta" not in element.tag:
            yield f"metadata of an unknown kind: {element.tag}"


def _object(found: object) -> Iterator[str]:  # noqa: C901, PLR0912 - one line for each rule
    if isinstance(found, pikepdf.Stream):
        if "/F" in found or "/FFilter" in found:
            yield "content outside the file"
        filters = found.get("/Filter", pikepdf.Array())
        for each in filters if isinstance(filters, pikepdf.Array) else [filters]:
            if str(each) not in {"/FlateDecode", "/DCTDecode"}:
                yield f"filter {each}"
        if str(found.get("/Subtype", "")) == "/Image":
            yield from _image(found)
        if str(found.get("/Subtype", "")) == "/PS" or "/OPI" in found or "/Ref" in found:
            yield "an object of a forbidden kind"
    if not isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        return
    if "/JS" in found or str(found.get("/S", "")) == "/JavaScript":
        yield "a script"
    if str(found.get("/Type", "")) in {"/Filespec", "/EmbeddedFile", "/Movie", "/Sound"}:
        yield f"object of type {found.Type}"
    if str(found.get("/Type", "")) == "/Font":
        yield from _font(found)
    if "/BM" in found and str(found.BM) not in {"/Normal", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten"}:
        yield f"blend mode {found.BM}"
    if {"/TR", "/TR2", "/HTP"} & set(found.keys()) and "/ca" in found:
        yield "a transfer function"
    for key, value in found.items():
        if isinstance(value, pikepdf.String) and len(bytes(value)) > 32_767:
            yield f"a text of {len(bytes(value))} bytes at {key}"
        if len(key.encode()) > 127:
            yield "a name that is too long"


def _image(image: pikepdf.Stream) -> Iterator[str]:
    if image.get("/Interpolate", False):
        yield "an image that asks for interpolation"
    if "/Alternates" in image:
        yield "an image with alternates"
    if int(image.get("/BitsPerComponent", 8)) not in {1, 2, 4, 8, 16}:
        yield "an image with odd depth"
    if str(image.get("/ColorSpace", "")) not in {"/DeviceRGB", "/DeviceGray"}:
        yield f"an image in {image.get('/ColorSpace')}"


def _font(font: pikepdf.Dictionary) -> Iterator[str]:
    kind = str(font.Subtype)
    name = str(font.get("/BaseFont", ""))
    if kind == "/Type0":
        if "/ToUnicode" not in font:
            yield f"{name}: no map to text"
        else:
            yield from _to_unicode(name, font.ToUnicode.read_bytes())
        if str(font.Encoding) not in {"/Identity-H", "/Identity-V"}:
            yield f"{name}: encoding {font.Encoding}"
        return
    if kind not in {"/CIDFontType2", "/CIDFontType0", "/TrueType"}:
        yield f"{name}: letters of kind {kind}"
        return
    described = font.FontDescriptor
    if not {"/FontFile2", "/FontFile3"} & set(described.keys()):
        yield f"{name}: letters outside the file"
    if kind == "/CIDFontType2" and str(font.get("/CIDToGIDMap", "")) != "/Identity":
        yield f"{name}: no map of signs to shapes"
    if not re.match(r"/[A-Z]{6}\+", name):
        yield f"{name}: not marked as a part of a family"


def _to_unicode(name: str, held: bytes) -> Iterator[str]:
    for line in re.findall(rb"<([0-9a-fA-F]+)> <([0-9a-fA-F]*)>", held.partition(b"beginbfchar")[2]):
        told = bytes.fromhex(line[1].decode()).decode("utf-16-be", "surrogatepass")
        if not told:
            yield f"{name}: a shape without text"
        for sign in told:
            if sign in "\0\ufeff\ufffe" or "\ue000" <= sign <= "\uf8ff":
                yield f"{name}: a shape whose text is U+{ord(sign):04X}"


def _page(page: pikepdf.Page) -> Iterator[str]:
    if str(page.obj.get("/Tabs", "")) != "/S":
        yield "a page whose order is not that of its structure"
    if "/AA" in page.obj or not all(3 <= float(side) <= 14_400 for side in page.mediabox[2:]):
        yield "a page with actions, or of an odd size"
    for note in page.obj.get("/Annots", ()):
        if str(note.Subtype) != "/Link" or not int(note.get("/F", 0)) & 4 or int(note.F) & 0b100011:
            yield "a note that is no link, or is not printed"
        if "/A" in note and str(note.A.S) not in ACTIONS:
            yield f"an action {note.A.S}"
        if not str(note.get("/Contents", "")) or "/StructParent" not in note:
            yield "a link without words or place in the structure"
    yield from _content(page)


def _content(page: pikepdf.Page) -> Iterator[str]:  # noqa: C901 - one line for each rule
    depth, marks = 0, 0
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "q":
            depth += 1
            if depth > 28:
                yield "graphics state saved more than 28 deep"
        elif name == "Q":
            depth -= 1
        elif name in {"BDC", "BMC"}:
            marks += 1
        elif name == "EMC":
            marks -= 1
        elif name in {"Tj", "TJ", "S", "s", "f", "f*", "B", "b", "Do", "sh"} and marks == 0:
            yield f"{name} outside what is marked"
        elif name in {"k", "K"}:
            yield "a colour in CMYK"
        elif name == "TJ" and any(isinstance(each, pikepdf.String) and _undefined(each) for each in operands[0]):
            yield "a sign that is not defined"
    if depth or marks:
        yield "unbalanced content"


def _undefined(text: pikepdf.String) -> bool:
    held = bytes(text)
    return any(held[place : place + 2] == b"\0\0" for place in range(0, len(held), 2))


def _structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    levels: list[int] = []
    for element in structure(pdf):
        kind = str(element.S)[1:]
        below = [str(kid.S)[1:] for kid in _kids(element)]
        if kind not in STANDARD:
            yield f"structure of kind {kind}"
        wrong = set(below) - BELOW.get(kind, set(below))
        if wrong:
            yield f"{sorted(wrong)} in {kind}"
        if kind == "Figure" and not str(element.get("/Alt", "")):
            yield "a drawing without words"
        if kind == "TH" and str(element.get("/A", {}).get("/Scope", "")) not in {"/Row", "/Column"}:
            yield "a heading of a table without a scope"
        if re.fullmatch(r"H[1-6]", kind):
            levels.append(int(kind[1]))
    if levels[:1] != [1]:
        yield "the first heading is not the title"
    for before, after in itertools.pairwise(levels):
        if after > before + 1 or after == 1:
            yield f"heading {after} after heading {before}"


def _mapping(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Look that what pages mark and what the structure holds are the same."""
    places = pdf.Root.StructTreeRoot.ParentTree.Nums
    reached = {element.objgen for element in structure(pdf)}
    for number, page in enumerate(pdf.pages):
        parents = places[2 * number + 1]
        marked = set()
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "BDC" and "/MCID" in operands[1]:
                marked.add(int(operands[1].MCID))
        for mark in marked:
            if mark >= len(parents) or parents[mark] is None or parents[mark].objgen not in reached:
                yield "marked content that stands nowhere in the structure"


def pytest_configure(config: pytest.Config) -> None:
    """Know the mark of long runs also where only these tests are run."""
    config.addinivalue_line("markers", "nightly: long runs, outside the ordinary set")


def pages_as_pictures(content: bytes, folder: Path, resolution: int = 50) -> list[Path]:
    """Draw every page of a file as a grey picture."""
    (folder / "file.pdf").write_bytes(content)
    command = ["pdftoppm", "-r", str(resolution), "-gray", str(folder / "file.pdf"), str(folder / "page")]
    subprocess.run(command, check=True)
    return sorted(folder.glob("page-*.pgm"))


@pytest.fixture
def pictures(tmp_path: Path) -> Callable[[bytes], list[Path]]:
    """Give what draws every page of a file."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not installed (poppler-utils)")
    return lambda content: pages_as_pictures(content, tmp_path)


@pytest.fixture(scope="session")
def some_letters() -> Path:
    """Give a file of letters that is installed."""
    if shutil.which("fc-match") is None:
        pytest.skip("fc-match is not installed (fontconfig)")
    found = subprocess.run(["fc-match", "-f", "%{file}", "DejaVu Sans"], capture_output=True, check=True, text=True)
    path = Path(found.stdout)
    if path.suffix.lower() not in {".ttf", ".otf"}:
        pytest.skip("no TTF or OTF file of letters is installed")
    return path
