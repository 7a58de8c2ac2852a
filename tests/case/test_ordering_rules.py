"""Which moves of a step come before which, and why: edges and orders of three models, as they were reviewed."""

from __future__ import annotations

import pytest
from tests.case.asking_scenes import MODEL
from tests.case.pages import reviewed

from collabmodel.case.ordering import edges_of, in_order, inside, moves_of
from collabmodel.case.tables import tables_of
from collabmodel.formats import load

NESTED = load("""
format: 1
id: nested
roles: {w: {side: professional}}
facts: {ready: {type: boolean}}
phases:
  outer: {entry: "kind:case.opened", exit: out}
  inner: {phase: outer, required: true, exit: 'deep.cancelled'}
  deepest: {phase: inner, entry: inner, repeat: {on: out}}
  beside: {phase: outer, entry: inner.terminated}
  after: {entry: [{on: [outer.terminated]}, {if: 'count("deep.cancelled") > 0'}], repeat: {on: "kind:case.reopened"}}
  last: {entry: after.active}
activities:
  out: {kind: task, phase: outer}
  deep: {kind: task, phase: deepest, manual: true, repeat: {maximum: 3}}
  again: {kind: task, phase: inner, entry: deep.enabled, repeat: {maximum: 4, on: deep}}
  done: {kind: task, phase: beside, entry: {on: [again], if: ready == true}}
milestones:
  first: {phase: inner, required: true, achieve: [{on: [deep]}]}
  second: {phase: outer, achieve: [{on: [first, "beside.active"]}, {if: 'count("again.cancelled") == 0'}]}
  third: {achieve: [{on: [second]}], }
""")


@pytest.mark.parametrize("name", ["town", "small", "nested"])
def test_moves_are_ordered_as_reviewed(name, town_model, regenerate):
    """What is read comes after what makes it, and a ring is cut at its loosest place: edge by edge."""
    tables = tables_of({"town": town_model, "small": MODEL, "nested": NESTED}[name])
    moves = moves_of(tables.items, tables.guards)
    derived = {one.id: one.expression for one in getattr(tables.model, "derived", ())}
    edges = edges_of(moves, tables.items, tables.guards, tables.lexicon, derived)
    called = [f"{move.change} {tables.items[move.item].id}" for move in moves]
    page = "".join(f"{called[one]}\n" for one in in_order(len(moves), edges))
    for after, before in sorted(edges.items()):
        told = ", ".join(f"{called[one]} ({sort})" for one, sort in sorted(before.items()))
        page += f"{called[after]} after {told}\n" if told else ""
    page += "".join(
        f"{item.id} holds {[tables.items[one].id for one in inside(tables.items, item.number)]}\n"
        for item in tables.items if item.is_phase
    )  # fmt: skip
    page += f"{[called[moves.index(move)] for move in tables.order]}\n"

    assert page == reviewed("orders", name, page, regenerate)
