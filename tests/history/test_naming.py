"""A model gives events their kinds also after reading."""

from collabmodel.history import HistoryBuilder, with_model
from collabmodel.model import Activity, AdoptionStep, Milestone, Model, Phase

MODEL = Model(
    id="m",
    activities=(Activity(id="visit", kind="meeting"),),
    phases=(Phase(id="start"),),
    milestones=(Milestone(id="done"),),
    adoption=(AdoptionStep(id="trained", kind="training"),),
)


def test_a_model_can_be_given_later():
    """Kinds and default transitions are filled in where the log says none, and stay where it does."""
    builder = HistoryBuilder()
    for element in ("visit", "start", "done", "trained", "other"):
        builder.append("a", 0, element=element)
    builder.append("a", 0, element="visit", kind="task", transition="active")
    builder.append("a", 0, kind="consent", transition="")
    history = builder.finish()
    named = with_model(history, MODEL)

    assert [tuple(named.signatures[code]) for code in named.signature] == [
        ("meeting", "visit", "completed"), ("phase", "start", "completed"), ("milestone", "done", "achieved"),
        ("adoption", "trained", "completed"), ("", "other", ""), ("task", "visit", "active"), ("consent", "", ""),
    ]  # fmt: skip
    assert with_model(named, MODEL) is named
