"""Links between cases."""

from __future__ import annotations

import datetime as dt

from collabmodel.case import Command, Refusal, consider, decide, evolve, new_case
from collabmodel.model import Model

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def test_links_are_made_once_and_ended(town, people):
    """The same link to the same case is made once; after it has ended it may be made anew."""
    (made,) = town.do(people["teacher"], "link", "siblings", to="c2")
    assert town.no(people["teacher"], "link", "siblings", to="c2")["done already"].events == (made.id,)
    town.do(people["teacher"], "link", "siblings", to="c3")
    town.do(people["teacher"], "unlink", "siblings", to="c2")

    assert [(one.link, one.to) for one in town.case.links] == [("siblings", "c3")]


def test_a_model_without_a_way_back_reopens_nothing():
    """Where no link reopens, a closed case stays closed; and a model without roles asks nobody who they are."""
    model = Model(id="m")
    case = new_case(model, "c1")
    for command in (Command(verb="open"), Command(verb="close", data=(("ending", "over"),))):
        for event in decide(model, case, command, NOON):
            case = evolve(model, case, event)

    found = consider(model, case, Command(verb="reopen", data=(("reason", "again"),)), NOON)

    assert isinstance(found, Refusal)
    assert found.reason.value == "link"
