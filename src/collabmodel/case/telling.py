"""How a case speaks to people: sentences in Finnish, Swedish and English, with titles and times in that language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TypeAlias

from collabmodel.case.index import index_of
from collabmodel.case.sentences import LANGUAGES, Row
from collabmodel.case.tables import Tables
from collabmodel.case.wording import said
from collabmodel.model import BOOKKEEPING, Pattern, Text
from collabmodel.workdays import Duration, Unit

Saying: TypeAlias = Row
"""One sentence in each of the languages, with names in braces."""

_DONE: dict[str, Saying] = {
    "*": ("mikä tahansa tapahtuma", "vilken händelse som helst", "anything"),
    "accepted": ("hyväksytty", "har godkänts", "accepted"),
    "achieved": ("saavutettu", "har uppnåtts", "reached"),
    "active": ("alkanut", "har börjat", "started"),
    "answered": ("vastattu", "har besvarats", "answered"),
    "asked": ("kysytty", "har frågats", "asked"),
    "attempted": ("yritetty", "försök har gjorts", "attempted"),
    "booked": ("aika varattu", "tid har bokats", "booked"),
    "cancelled": ("peruttu", "har ställts in", "cancelled"),
    "closed": ("päätetty", "har avslutats", "closed"),
    "completed": ("tehty", "har gjorts", "done"),
    "declined": ("ei otettu vastaan", "har avböjts", "declined"),
    "disclosed": ("tieto luovutettu", "uppgifter har lämnats ut", "disclosed"),
    "enabled": ("voidaan aloittaa", "kan påbörjas", "can be started"),
    "ended": ("päättynyt", "har upphört", "ended"),
    "expired": ("vanhentunut", "har gått ut", "expired"),
    "extended": ("pidennetty", "har förlängts", "extended"),
    "given": ("annettu", "har getts", "given"),
    "granted": ("myönnetty", "har beviljats", "granted"),
    "joined": ("tullut mukaan", "har kommit med", "joined"),
    "left": ("lähtenyt", "har lämnat ärendet", "left"),
    "made": ("tehty", "har gjorts", "made"),
    "moved": ("siirretty", "har flyttats", "moved"),
    "offered": ("tarjottu", "har erbjudits", "offered"),
    "opened": ("avattu", "har öppnats", "opened"),
    "passed": ("kulunut", "har gått", "passed"),
    "planned": ("suunniteltu", "har planerats", "planned"),
    "proposed": ("aikoja ehdotettu", "tider har föreslagits", "proposed"),
    "recorded": ("kirjattu", "har antecknats", "recorded"),
    "refused": ("kieltäydytty", "har nekats", "refused"),
    "released": ("luovuttu", "har lämnats", "given up"),
    "reopened": ("avattu uudelleen", "har öppnats på nytt", "reopened"),
    "retracted": ("otettu takaisin", "har tagits tillbaka", "taken back"),
    "resumed": ("jatkettu", "har återupptagits", "resumed"),
    "revoked": ("kumottu", "har upphävts", "revoked"),
    "suspended": ("keskeytetty", "har pausats", "paused"),
    "taken": ("otettu", "har tagits", "taken"),
    "terminated": ("päätetty kesken", "har avbrutits", "ended without being done"),
    "waived": ("luovuttu vaatimuksesta", "har eftergetts", "waived"),
    "withdrawn": ("peruutettu", "har återkallats", "withdrawn"),
}
_KINDS: dict[str, Saying] = {
    "agreement": ("sopiminen", "överenskommelse", "agreement"),
    "assessment": ("arviointi", "bedömning", "assessment"),
    "attestation": ("vakuutus", "intyg", "attestation"),
    "case": ("tapaus", "ärende", "case"),
    "clock": ("aika", "tid", "time"),
    "consent": ("suostumus", "samtycke", "consent"),
    "consultation": ("konsultaatio", "konsultation", "consultation"),
    "contact": ("yhteydenotto", "kontakt", "contact"),
    "decision": ("päätös", "beslut", "decision"),
    "fact": ("tieto", "uppgift", "fact"),
    "hearing": ("kuuleminen", "hörande", "hearing"),
    "information": ("tiedottaminen", "information", "information"),
    "lead": ("vetovastuu", "samordningsansvar", "lead"),
    "legal_basis": ("oikeusperuste", "rättslig grund", "legal basis"),
    "limit": ("määräaika", "tidsfrist", "time limit"),
    "meeting": ("tapaaminen", "möte", "meeting"),
    "milestone": ("välitavoite", "milstolpe", "milestone"),
    "participant": ("osallistuja", "deltagare", "participant"),
    "phase": ("vaihe", "fas", "phase"),
    "rating": ("arvio", "skattning", "rating"),
    "task": ("tehtävä", "uppgift", "task"),
}
_UNITS: dict[Unit, tuple[Saying, Saying]] = {
    Unit.MINUTES: (("minuutti", "minut", "minute"), ("minuuttia", "minuter", "minutes")),
    Unit.HOURS: (("tunti", "timme", "hour"), ("tuntia", "timmar", "hours")),
    Unit.DAYS: (("päivä", "dag", "day"), ("päivää", "dagar", "days")),
    Unit.WORKING_DAYS: (("työpäivä", "arbetsdag", "working day"), ("työpäivää", "arbetsdagar", "working days")),
    Unit.WEEKS: (("viikko", "vecka", "week"), ("viikkoa", "veckor", "weeks")),
    Unit.MONTHS: (("kuukausi", "månad", "month"), ("kuukautta", "månader", "months")),
    Unit.YEARS: (("vuosi", "år", "year"), ("vuotta", "år", "years")),
}
_SAME_DAY: Saying = ("sama päivä", "samma dag", "the same day")


_GRANTED: Saying = ("{what}, antajana {role}", "{what}, som beviljas av {role}", "{what}, granted by {role}")
_OR: Saying = (" tai ", " eller ", " or ")
_MOST_TAGGED = 3
"""Most items that are named by their titles instead of by the tag that they carry."""


def tell(saying: Saying, **words: str | Text) -> Text:
    """
    Say something in every language.

    Args:
        saying: The sentence.
        words: What it names; texts are put in in the language of the sentence.

    >>> tell(("Ei {x}", "Inte {x}", "Not {x}"), x=Text((("fi", "nyt"), ("en", "now")))).in_language("en")
    'Not now'
    """
    return said(saying, words)


def _in(word: str | Text, code: str) -> str:
    return word if isinstance(word, str) else word.in_language(code)


def listed(texts: Iterable[str | Text], between: str = "; ") -> Text:
    """
    Put texts one after another in every language.

    Args:
        texts: The texts.
        between: What stands between them.
    """
    whole = tuple(texts)
    return Text(tuple((code, between.join(_in(one, code) for one in whole)) for code in LANGUAGES))


def of_pattern(tables: Tables, pattern: Pattern) -> Text:
    """
    Say which events a pattern speaks of, its condition aside: what, and what happened to it. Of a tag, the items that
    carry it are named where they are few; else the kind is, with the tag's words.

    Args:
        tables: The model's tables.
        pattern: The pattern.

    >>> from collabmodel.case.tables import tables_of
    >>> from collabmodel.model import Milestone, Model
    >>> tables = tables_of(Model(id="m", milestones=(Milestone(id="agreed", title=Text.of("All agreed")),)))
    >>> of_pattern(tables, Pattern(element="agreed")).in_language("sv")
    'All agreed: har uppnåtts'
    """
    known = tables.lexicon.entries.get(pattern.element)
    if pattern.element:
        name = index_of(tables).texts.get(pattern.element, Text.of(pattern.element))
        usual = "completed" if known is None else known.transition
    else:
        name = _tagged(tables, pattern) if pattern.tag else listed(_kind(pattern.kind), " ")
        usual = "*" if pattern.kind in BOOKKEEPING else "achieved" if pattern.kind == "milestone" else "completed"
    transition = pattern.transition or usual
    return tell(("{name}: {done}",) * 3, name=name, done=tell(_DONE.get(transition, (transition,) * 3)))


def _tagged(tables: Tables, pattern: Pattern) -> Text:
    index = index_of(tables)
    carriers = [
        index.texts[item]
        for item, (kind, tags) in index.tags.items()
        if pattern.tag in tags and pattern.kind in ("", kind)
    ]
    if 0 < len(carriers) <= _MOST_TAGGED:
        return tell(_either(len(carriers)), **{f"c{place}": one for place, one in enumerate(carriers)})
    return listed((*_kind(pattern.kind), f"({pattern.tag.replace('_', ' ')})"), " ")


def _either(count: int) -> Saying:
    fi, sv, en = (between.join(f"{{c{place}}}" for place in range(count)) for between in _OR)
    return fi, sv, en


def of_waiver(what: Text, role: Text) -> Text:
    """
    Say what may be waived, and who may do that.

    Args:
        what: Title of the rule.
        role: Title of the role.

    >>> of_waiver(Text.of("Heard first"), Text.of("Head")).in_language("en")
    'Heard first, granted by Head'
    """
    return tell(_GRANTED, what=what, role=role)


def _kind(kind: str) -> tuple[Text, ...]:
    return (tell(_KINDS[kind]),) if kind in _KINDS else (Text.of(kind),) if kind else ()


def of_duration(duration: Duration) -> Text:
    """
    Say how long.

    Args:
        duration: How long.

    >>> of_duration(Duration(7, Unit.WORKING_DAYS)).in_language("fi")
    '7 työpäivää'
    """
    if duration.unit is Unit.SAME_DAY:
        return tell(_SAME_DAY)
    one, more = _UNITS[duration.unit]
    return tell(("{n} {unit}",) * 3, n=str(duration.amount), unit=tell(one if duration.amount == 1 else more))


def of_time(moment: dt.datetime, zone: dt.tzinfo, *, end: bool = False) -> Text:
    """
    Say when, to the minute.

    Args:
        moment: The time.
        zone: Time zone of those who read it.
        end: Whether something ends then: midnight is the end of the day before, 24 o'clock.

    >>> noon = dt.datetime(2025, 3, 13, 9, 5, tzinfo=dt.timezone.utc)
    >>> of_time(noon, dt.timezone.utc).in_language("fi")
    '13.3.2025 klo 9.05'
    >>> of_time(noon.replace(hour=0, minute=0), dt.timezone.utc, end=True).in_language("en")
    '2025-03-12 24:00'
    """
    try:
        local = moment.astimezone(zone)
        late = end and (local.hour, local.minute) == (0, 0)
        day = local - dt.timedelta(days=1) if late else local
    except (OverflowError, ValueError):
        local = day = moment
        late = False
    return tell(
        ("{day} klo {hour}.{minute}", "{day} kl. {hour}.{minute}", "{iso} {hour:0>2}:{minute}"),
        day=f"{day.day}.{day.month}.{day.year}",
        iso=f"{day.year:04}-{day.month:02}-{day.day:02}",
        hour="24" if late else str(local.hour),
        minute=f"{local.minute:02}",
    )
