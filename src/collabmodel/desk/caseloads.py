"""How many open cases one person may have in a role."""

from __future__ import annotations

from collabmodel.case import Case, Lack, Need, Reason, Refusal, Tables
from collabmodel.model import Reference, Role, Text
from collabmodel.plugin import Store

_FULL = {
    "fi": "Roolissa on jo {count} avointa tapausta; enintään {most} sallitaan.",
    "sv": "I rollen finns redan {count} öppna ärenden; högst {most} tillåts.",
    "en": "There are {count} open cases in the role already; at most {most} are allowed.",
}


def overload(store: Store, tables: Tables, before: Case, after: Case) -> Refusal | None:
    """
    Tell whether somebody who joins a case would have too many; counted from the index, so that two cases joined at
    the same moment may both go through.

    Args:
        store: The store.
        tables: Tables of the case's model.
        before: The case before somebody joined.
        after: The case after it.

    Raises:
        StoreError: The store cannot be read.
    """
    known = _taking_part(before)
    for role_id, person in sorted(_taking_part(after) - known):
        role = next((one for one in tables.model.roles if one.id == role_id), None)
        most = None if role is None else _most(tables, after, role)
        if most is None or not person:
            continue
        count = sum(
            (role_id, person) in row.roles and row.id != after.id for row in store.rows(status="open", person=person)
        )
        if count >= most:
            return _refusal(role_id, count, most)
    return None


def _taking_part(case: Case) -> set[tuple[str, str]]:
    return {(one.role, one.person) for one in case.participants if one.left is None}


def _most(tables: Tables, case: Case, role: Role) -> int | None:
    if not isinstance(role.caseload, Reference):
        return role.caseload
    life = case.record.life
    last = len(life.ids) - 1
    names = case.record.names.step(last, last, life.occurred[last])
    found = tables.declared.possible(role.caseload.parameter, names)
    return min((value for value in found if isinstance(value, int)), default=None)


def _refusal(role: str, count: int, most: int) -> Refusal:
    text = Text(tuple((code, words.format(count=count, most=most)) for code, words in _FULL.items()))
    need = Need(lack=Lack.PARTICIPANT, name=role, detail=f"{count} < {most}", text=text)
    return Refusal(reason=Reason.MAXIMUM, element=role, text=text, needs=(need,))
