"""Trying a model: checked, judged, told on one page."""

import pytest

from collabmodel import formats
from collabmodel.errors import ConfigError
from collabmodel.evaluate import coverage
from collabmodel.history import read_history
from collabmodel.model import Kind, Model, NonEngagement, Pattern
from collabmodel.pilot import pilot, sample_histories, shipped_values
from collabmodel.report.readers import Readers
from collabmodel.report.reasons import why_in_words

SHIPPED = [id for id in formats.shipped() if formats.load(id).kind is Kind.COOPERATION]


@pytest.fixture(params=SHIPPED)
def tried(request, tmp_path):
    """A shipped cooperation, tried on the sample beside it and judged by the shipped values."""
    loaded = formats.read(request.param)
    path = sample_histories(request.param)
    histories = read_history(path, model=loaded.model)
    return pilot(
        loaded.model,
        values=shipped_values(),
        histories=histories,
        out=tmp_path,
        lang="fi",
        places=loaded.places,
        source=path.name,
    )


def test_every_shipped_cooperation_can_be_tried(tried):
    """A newcomer's first command works: sound model, sample judged by the model and by every shipped set of values."""
    assert tried.sound
    assert len(tried.evaluation.history.cases) >= 12
    assert {model.id for model in tried.evaluation.models} == {
        tried.model.id,
        *(model.id for model in shipped_values()),
    }
    assert tried.report.read_text(encoding="utf-8") == tried.html


def test_the_page_says_where_its_numbers_come_from(tried):
    """Hashes of the models, the name of the file and the time stand on the page."""
    assert formats.content_hash(tried.model) in tried.html
    assert f"{tried.model.id}.histories.jsonl" in tried.html
    assert tried.evaluation.as_of.isoformat(sep=" ", timespec="minutes") in tried.html


def test_a_model_with_errors_judges_nothing():
    """What does not hold together is told, not used."""
    model = Model(
        id="m", non_engagement=(NonEngagement(id="n", attempts_at=Pattern(element="x"), attempts=1, ending="gone"),)
    )

    found = pilot(model)

    assert not found.sound
    assert found.evaluation is None
    assert "Mend them first" in found.html


def test_without_a_folder_nothing_is_written(tmp_path, monkeypatch):
    """The library writes where it is told to, and only there."""
    monkeypatch.chdir(tmp_path)

    found = pilot(Model(id="m"))

    assert found.report is None
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    """A report that cannot be written is an error that names the place."""
    (tmp_path / "file").write_text("")

    with pytest.raises(ConfigError, match="the report cannot be written"):
        pilot(Model(id="m"), out=tmp_path / "file" / "inside")


def test_samples_are_found_beside_models(tmp_path):
    """A model of one's own has its sample beside it, by name."""
    (tmp_path / "mine.yaml").write_text("id: mine")
    (tmp_path / "mine.histories.jsonl").write_text("")

    assert sample_histories(str(tmp_path / "mine.yaml")) == tmp_path / "mine.histories.jsonl"
    assert sample_histories(str(tmp_path / "other.yaml")) is None


def test_reasons_are_told_in_the_reader_s_language(tried):
    """No English words of the evaluation are left on a Finnish page."""
    readers = Readers.of(tried.evaluation.models, "fi")
    gaps = coverage(tried.evaluation).gaps

    assert len({gap.why for gap in gaps}) > 2
    assert [gap.why for gap in gaps if why_in_words(gap.why, gap.model, readers) == gap.why] == []
