import pytest

from collabmodel.errors import FormatError, ModelError
from collabmodel.formats import content_hash, load, origins, read
from collabmodel.formats.reading import LONGEST_CHAIN
from collabmodel.model import Side

PARENT = """\
format: 1
id: national
title: {fi: Malli, en: Model}
card: {area: {en: Finland}, maturity: ready}
languages: [fi, en]
sources:
  A: {title: Law, claims: {A1: one, A2: two}}
not_modelled: {A2: later}
roles:
  child: {side: client, title: {fi: Lapsi, en: Child}}
  nurse: {side: professional, organisations: [clinic], optional: true}
activities:
  talk:
    kind: meeting
    tags: [first, second]
    participants: [{role: child, mode: heard}]
    data: {minutes: {type: integer}, place: {type: text}}
"""


@pytest.fixture
def merged(tmp_path):
    """Load a variant of the parent above."""
    (tmp_path / "national.yaml").write_text(PARENT, encoding="utf-8")

    def run(variant):
        path = tmp_path / "local.yaml"
        path.write_text("format: 1\nid: local\nextends: national.yaml\n" + variant, encoding="utf-8")
        return read(path)

    return run


def test_elements_merge_by_id_and_field_by_field(merged):
    """A variant says only what differs: the rest of the element stays."""
    roles = merged("roles:\n  nurse: {organisations: [school]}\n  teacher: {side: other}\n").model.roles

    assert [role.id for role in roles] == ["child", "nurse", "teacher"]
    assert roles[1].organisations == ("school",)
    assert (roles[1].side, roles[1].optional) == (Side.PROFESSIONAL, True)


def test_lists_and_texts_replace_as_a_whole(merged):
    """Lists, nested mappings and texts of an element are replaced, not mixed."""
    model = merged("activities:\n  talk: {tags: [third]}\nroles:\n  child: {title: {fi: Nuori}}\n").model

    assert model.activities[0].tags == ("third",)
    assert model.roles[0].title.languages() == ("fi",)


def test_elements_within_elements_merge_by_id_too(merged):
    """Claims of a source and data of an activity go by id like any element."""
    model = merged(
        "sources:\n  A: {claims: {A2: {fi: kaksi}, A3: three}}\nactivities:\n  talk: {data: {place: {unit: km}}}\n"
    ).model

    assert [claim.id for claim in model.sources[0].claims] == ["A1", "A2", "A3"]
    assert model.sources[0].claims[1].text.languages() == ("fi",)
    assert [fact.unit for fact in model.activities[0].data] == ["", "km"]


def test_card_and_case_merge_by_field(merged):
    """The card keeps what the variant does not say."""
    card = merged("card: {maturity: tried}\n").model.card

    assert (card.maturity, card.area.in_language("en")) == ("tried", "Finland")


def test_removed_elements_are_gone_wherever_they_were(merged):
    """Ids under 'remove' go from every section, also from inside elements, and may come back anew."""
    model = merged("remove: [nurse, A2, place]\nroles:\n  nurse: {side: other}\n").model

    assert [(role.id, role.side, role.optional) for role in model.roles] == [
        ("child", Side.CLIENT, False),
        ("nurse", Side.OTHER, False),
    ]
    assert model.not_modelled == ()
    assert [claim.id for claim in model.sources[0].claims] == ["A1"]
    assert [fact.id for fact in model.activities[0].data] == ["minutes"]


def test_an_empty_element_changes_nothing(merged):
    """An id with nothing under it leaves the parent's element as it is."""
    model = merged("roles:\n  nurse:\n").model

    assert model.roles[1].organisations == ("clinic",)


def test_each_value_keeps_its_place(merged):
    """The origin of every value of the merge is the file in which it stands."""
    loaded = merged("roles:\n  nurse: {organisations: [school]}\n")

    found = {path: f"{place.file.rpartition('/')[2]}:{place.line}" for path, _, place in origins(loaded)}

    assert found["roles.nurse.organisations.0"] == "local.yaml:5"
    assert found["roles.nurse.side"] == "national.yaml:11"
    assert found["id"] == "local.yaml:2"


def test_a_merged_model_is_an_ordinary_model(merged):
    """A variant hashes like the same model written out in one file."""
    variant = merged("remove: [A2, nurse]\n").model
    lines = [line for line in PARENT.splitlines() if "nurse" not in line and "not_modelled" not in line]
    whole = "\n".join(lines).replace("id: national", "id: local").replace(", A2: two", "")

    assert content_hash(load(whole)) == content_hash(variant)


def test_problems_stand_in_the_file_that_has_them(merged):
    """An error in what the variant says names the variant, and both files' errors come together."""
    with pytest.raises(FormatError) as caught:
        merged("roles:\n  nurse: {optional: yes}\n  child: {sdie: family}\n")

    assert [problem.place.line for problem in caught.value.problems] == [5, 6]


def test_shipped_models_can_be_extended():
    """A text may extend a model of the library by its id."""
    model = load("id: mine\nextends: hyvinkaa-values\n")

    assert (model.id, model.rules) == ("mine", load("hyvinkaa-values").rules)


def test_parents_of_parents_are_merged_first(tmp_path):
    """A chain of variants adds up, the nearest winning."""
    (tmp_path / "a.yaml").write_text("id: a\nversion: '1'\nlanguage: fi\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("id: b\nextends: a.yaml\nversion: '2'\n", encoding="utf-8")
    (tmp_path / "c.json").write_text('{"id": "c", "extends": "b.yaml"}', encoding="utf-8")

    model = load(tmp_path / "c.json")

    assert (model.id, model.version, model.language) == ("c", "2", "fi")


def test_rings_and_endless_chains_are_refused(tmp_path):
    """Models that extend each other in a ring, or too many after one another, are refused at the place."""
    for number in range(LONGEST_CHAIN + 2):
        text = f"id: m{number}\nextends: m{number + 1}.yaml\n"
        (tmp_path / f"m{number}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "one.yaml").write_text("id: one\nextends: two.yaml\n", encoding="utf-8")
    (tmp_path / "two.yaml").write_text("id: two\nextends: one.yaml\n", encoding="utf-8")

    with pytest.raises(ModelError, match=r"extend each other in a ring: .*one.yaml -> .*two.yaml -> .*one.yaml"):
        load(tmp_path / "one.yaml")
    with pytest.raises(ModelError, match="more than 10 models"):
        load(tmp_path / "m0.yaml")


def test_parents_lie_in_the_folder_unless_the_caller_says_otherwise(tmp_path):
    """A file cannot reach outside its folder, through dots, links or absolute names, unless it is allowed."""
    local = tmp_path / "local"
    local.mkdir()
    (tmp_path / "national.yaml").write_text(PARENT, encoding="utf-8")
    (local / "link.yaml").symlink_to(tmp_path / "national.yaml")
    dots, link, absolute = (local / f"{name}.yaml" for name in ("dots", "through", "absolute"))
    dots.write_text("id: x\nextends: ../national.yaml\n", encoding="utf-8")
    link.write_text("id: x\nextends: link.yaml\n", encoding="utf-8")
    absolute.write_text(f"id: x\nextends: {tmp_path}/national.yaml\n", encoding="utf-8")

    for path in (dots, link, absolute):
        with pytest.raises(ModelError, match="a file outside the folder"):
            load(path)
    assert load(dots, within=tmp_path).roles


def test_a_text_has_no_folder_to_look_in():
    """A text extends shipped models only."""
    with pytest.raises(ModelError, match="no folder to look in"):
        load("id: m\nextends: other.yaml\n")


def test_remove_is_a_list_of_ids(merged):
    """Anything else under 'remove' is refused."""
    with pytest.raises(FormatError, match="a list of ids is wanted here"):
        merged("remove: nurse\n")
    with pytest.raises(FormatError, match="a text is wanted here, not a mapping"):
        merged("remove: [{id: nurse}]\n")
