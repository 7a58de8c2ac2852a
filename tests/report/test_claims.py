"""What became of each claim."""

from collabmodel.model import Claim, Exemption, Limit, Model, Name, NotModelled, Pattern, Source, Text
from collabmodel.report.claims import Status, claims
from collabmodel.workdays import Duration, Unit


def test_claims_are_cited_reasoned_or_open():
    """Every claim of the sources is answered one way or another, in file order; inner parts of elements count too."""
    limit = Limit(
        id="soon",
        anchors=(),
        stop=Pattern(element="x"),
        duration=Duration(1, Unit.DAYS),
        exemptions=(Exemption(condition=Name("y"), cites=("A1",)),),
    )
    source = Source(id="s", claims=(Claim(id="A1"), Claim(id="A2"), Claim(id="A3")))
    left_out = NotModelled(id="A2", reason=Text.of({"en": "too vague", "fi": "liian väljä"}))

    found = claims(Model(id="m", sources=(source,), limits=(limit,), not_modelled=(left_out,)), "fi")

    assert [(one.id, one.status, one.elements, one.reason) for one in found] == [
        ("A1", Status.CITED, ("limits.soon",), ""),
        ("A2", Status.NOT_MODELLED, (), "liian väljä"),
        ("A3", Status.OPEN, (), ""),
    ]
