"""The sentences of refusals and needs, in Finnish, Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from collabmodel.case.answers import Lack, Reason

LANGUAGES = ("fi", "sv", "en")
"""The languages, in the order of each row."""
Row: TypeAlias = tuple[str, str, str]
"""A sentence in each language; what stands in braces is filled in."""

REASONS: Mapping[Reason, Row] = {
    Reason.UNKNOWN_VERB: (
        "Tällaista komentoa ei ole tälle kohteelle.",
        "Ett sådant kommando finns inte för detta.",
        "There is no such command for this.",
    ),
    Reason.UNKNOWN_ELEMENT: (
        "Mallissa ei ole tällaista kohdetta.",
        "Modellen har ingen sådan del.",
        "The model has nothing by that name.",
    ),
    Reason.NOT_OPEN: ("Tapausta ei ole avattu.", "Ärendet har inte öppnats.", "The case has not been opened."),
    Reason.ALREADY_OPEN: ("Tapaus on jo avattu.", "Ärendet är redan öppnat.", "The case is open already."),
    Reason.CLOSED: ("Tapaus on päätetty.", "Ärendet är avslutat.", "The case is closed."),
    Reason.OPENING: (
        "Tapausta ei voi avata näin.",
        "Ärendet kan inte öppnas på detta sätt.",
        "The case cannot be opened in this way.",
    ),
    Reason.ELIGIBILITY: (
        "Ehto ei täyty: {name}.", "Ett villkor uppfylls inte: {name}.", "A condition is not met: {name}.",
    ),
    Reason.NO_PARTICIPANT: (
        "Komennon antaja ei ole mukana tapauksessa tässä roolissa.",
        "Den som ger kommandot deltar inte i ärendet i denna roll.",
        "Whoever asks does not take part in the case in this role.",
    ),
    Reason.ROLE: (
        "Tällä roolilla ei ole oikeutta tähän.", "Denna roll får inte göra detta.", "This role may not do this.",
    ),
    Reason.ORGANISATION: (
        "Organisaatio ei sovi rooliin.",
        "Organisationen passar inte rollen.",
        "The organisation does not fit the role.",
    ),
    Reason.COMPETENCE: (
        "Roolin edellyttämä osaaminen puuttuu tai on vanhentunut.",
        "Den kompetens som rollen kräver saknas eller har gått ut.",
        "A competence that the role needs is missing or has expired.",
    ),
    Reason.PHASE: (
        "Vaihe ei ole käynnissä: {name}.", "Fasen pågår inte: {name}.", "The phase is not under way: {name}.",
    ),
    Reason.ENTRY: (
        "Tätä ei voi vielä tehdä: alkuehto ei täyty.",
        "Detta kan inte göras än: startvillkoret uppfylls inte.",
        "This cannot be done yet: its entry condition is not met.",
    ),
    Reason.NOT_PLANNED: ("Tätä ei ole suunniteltu.", "Detta har inte planerats.", "This has not been planned."),
    Reason.DONE: ("Tämä on jo tehty.", "Detta är redan gjort.", "This has been done already."),
    Reason.MAXIMUM: (
        "Tämä on jo tehty niin monta kertaa kuin se saadaan tehdä.",
        "Detta har redan gjorts så många gånger som tillåts.",
        "This has been done as often as it may be.",
    ),
    Reason.SUSPENDED: ("Tämä on keskeytetty.", "Detta har pausats.", "This is suspended."),
    Reason.NOT_SUSPENDED: ("Tätä ei ole keskeytetty.", "Detta har inte pausats.", "This is not suspended."),
    Reason.NO_INSTANCE: (
        "Tällä nimellä ei ole mitään kesken.",
        "Inget pågående har det namnet.",
        "No open occurrence has that name.",
    ),
    Reason.OUTCOME: (
        "Lopputulosta ei ole mallissa.", "Utfallet finns inte i modellen.", "The model has no such outcome.",
    ),
    Reason.DATA: (
        "Tiedoissa on korjattavaa.", "Uppgifterna behöver rättas.", "Something is wrong with the data.",
    ),
    Reason.TIME: ("Aika ei kelpaa.", "Tidpunkten är inte giltig.", "The time cannot be right."),
    Reason.CONSENT: (
        "Voimassa oleva suostumus tai muu peruste puuttuu.",
        "Ett gällande samtycke eller en annan grund saknas.",
        "A consent in force, or another ground, is missing.",
    ),
    Reason.ATTENDANCE: (
        "Läsnäolotiedoissa on korjattavaa.",
        "Närvarouppgifterna behöver rättas.",
        "Something is wrong with the attendance.",
    ),
    Reason.QUORUM: (
        "Kaikki, joita tarvitaan, eivät olleet paikalla.",
        "Inte alla som behövs var på plats.",
        "Not everybody who is needed was there.",
    ),
    Reason.GATE: (
        "Sääntö estää tämän: {name}.", "En regel hindrar detta: {name}.", "A rule stands in the way: {name}.",
    ),
    Reason.OBLIGATIONS: (
        "Kesken on vielä: {name}.", "Ännu ogjort: {name}.", "Something is still to be done: {name}.",
    ),
    Reason.ENDING: (
        "Tapausta ei voi päättää näin.", "Ärendet kan inte avslutas på detta sätt.", "The case cannot end in this way.",
    ),
    Reason.LEAD: (
        "Vastuu ei voi siirtyä näin.", "Ansvaret kan inte övergå på detta sätt.", "The lead cannot pass in this way.",
    ),
    Reason.LIMIT: (
        "Määräaikaa ei voi muuttaa näin.",
        "Tidsfristen kan inte ändras på detta sätt.",
        "The limit cannot be changed in this way.",
    ),
    Reason.RULE: (
        "Säännöstä ei voi poiketa näin.",
        "Man kan inte avvika från regeln på detta sätt.",
        "The rule cannot be set aside in this way.",
    ),
    Reason.LINK: (
        "Tällaista yhteyttä tapausten välillä ei voi tehdä.",
        "En sådan koppling mellan ärenden kan inte göras.",
        "Cases cannot be linked in this way.",
    ),
    Reason.WINDOW: ("Määräaika siihen on mennyt.", "Tiden för det har gått ut.", "The time for it has passed."),
    Reason.CORRECTION: (
        "Tapahtumaa ei voi korjata näin.",
        "Händelsen kan inte rättas på detta sätt.",
        "The event cannot be corrected in this way.",
    ),
    Reason.VERSION: (
        "Tapaus noudattaa mallin toista versiota.",
        "Ärendet följer en annan version av modellen.",
        "The case follows another version of the model.",
    ),
    Reason.READ_ONLY: (
        "Tapausta voi vain lukea.", "Ärendet kan endast läsas.", "The case can only be read.",
    ),
}  # fmt: skip
"""What each reason says."""

ENDING_OF: Row = (
    "Tapausta ei voi päättää näin: {name}.",
    "Ärendet kan inte avslutas på detta sätt: {name}.",
    "The case cannot end in this way: {name}.",
)
"""What is said of an ending that the model knows and the case has not come to."""

LACKS: Mapping[Lack, Row] = {
    Lack.EVENT: ("Ensin: {name}.", "Först: {name}.", "First: {name}."),
    Lack.CONDITION: (
        "Ehdon pitää täyttyä: {name}.", "Villkoret ska uppfyllas: {name}.", "The condition must hold: {name}.",
    ),
    Lack.ROLE: ("Rooli, joka voi: {name}.", "Roll som får: {name}.", "A role that may: {name}."),
    Lack.PARTICIPANT: ("Mukaan tarvitaan: {name}.", "Behöver delta: {name}.", "Needs to take part: {name}."),
    Lack.ORGANISATION: ("Organisaatio: {name}.", "Organisation: {name}.", "Organisation: {name}."),
    Lack.COMPETENCE: ("Osaaminen: {name}.", "Kompetens: {name}.", "Competence: {name}."),
    Lack.CONSENT: ("Suostumus tai peruste: {name}.", "Samtycke eller grund: {name}.", "Consent or ground: {name}."),
    Lack.FACT: ("Tieto puuttuu: {name}.", "Uppgift saknas: {name}.", "Not known: {name}."),
    Lack.DATA: ("Tieto {name}: {detail}", "Uppgift {name}: {detail}", "Data {name}: {detail}"),
    Lack.ATTENDANCE: ("Läsnä: {name}.", "Närvarande: {name}.", "Present: {name}."),
    Lack.LEAD: ("Vastuu: {name}.", "Ansvar: {name}.", "Lead: {name}."),
    Lack.WAIVER: ("Poikkeuslupa: {name}.", "Dispens: {name}.", "A waiver: {name}."),
    Lack.PHASE: ("Vaihe käynnissä: {name}.", "Fas som pågår: {name}.", "Phase under way: {name}."),
    Lack.PLAN: ("Suunniteltava ensin: {name}.", "Ska planeras först: {name}.", "To be planned first: {name}."),
    Lack.TIME: ("Aika ({name}): {detail}", "Tid ({name}): {detail}", "Time ({name}): {detail}"),
    Lack.ENDING: ("Päättymistapa: {name}.", "Sätt att avsluta: {name}.", "Ending: {name}."),
}  # fmt: skip
"""What each kind of need says."""

DETAILS: Mapping[str, Row] = {
    "missing": ("puuttuu", "saknas", "is missing"),
    "no event": ("tällaista tapahtumaa ei ole", "en sådan händelse finns inte", "no such event"),
    "not declared": ("ei kuulu tähän", "hör inte hit", "does not belong here"),
    "boolean": ("true (kyllä) tai false (ei)", "true (ja) eller false (nej)", "true or false"),
    "integer": ("kokonaisluku", "ett heltal", "a whole number"),
    "number": ("luku", "ett tal", "a number"),
    "text": ("tekstiä", "text", "text"),
    "choice": ("jokin vaihtoehdoista", "något av alternativen", "one of the choices"),
    "date": ("päivä (VVVV-KK-PP)", "en dag (ÅÅÅÅ-MM-DD)", "a day (YYYY-MM-DD)"),
    "time": ("aika vyöhykkeineen", "en tid med tidszon", "a time with its zone"),
    "list": ("luettelo", "en lista", "a list"),
    "mapping": ("nimettyjä tietoja", "namngivna uppgifter", "named values"),
    "duration": (
        "kesto, kuten 5 working days", "en varaktighet, såsom 5 working days", "a duration, such as 5 working days",
    ),
    "too small": ("liian pieni", "för litet", "too small"),
    "too large": ("liian suuri", "för stort", "too large"),
    "too long": ("liian pitkä", "för långt", "too long"),
    "characters": (
        "merkkejä, joita ei voi tallentaa", "tecken som inte kan sparas", "characters that cannot be kept",
    ),
    "empty": ("ei saa olla tyhjä", "får inte vara tomt", "must not be empty"),
    "future": ("ei saa olla tulevaisuudessa", "får inte vara i framtiden", "must not be in the future"),
    "before opening": (
        "ei saa olla ennen tapauksen avaamista",
        "får inte vara före ärendets öppnande",
        "must not be before the case was opened",
    ),
    "turns": (
        "ei saa olla ennen tapauksen edellistä avaamista tai sulkemista eikä seuraavan jälkeen",
        "får inte vara före ärendets föregående öppnande eller avslutande och inte heller efter nästa",
        "must be after the case was last opened or closed, and before it is next",
    ),
    "past": ("ei saa olla menneisyydessä", "får inte vara i det förflutna", "must not be in the past"),
    "too few": ("liian vähän", "för få", "too few"),
    "no window": ("määräaika on mennyt", "tiden har gått ut", "the time has passed"),
    "word": ("tuntematon sana", "okänt ord", "unknown word"),
    "role": ("mallin rooli", "en roll i modellen", "a role of the model"),
    "organisation": ("mallin organisaatio", "en organisation i modellen", "an organisation of the model"),
    "element": ("mallin kohde", "en del av modellen", "an element of the model"),
    "competence": ("mallin osaaminen", "en kompetens i modellen", "a competence of the model"),
    "side": ("roolin oma puoli", "rollens egen sida", "the role's own side"),
    "own": ("jokainen vain omasta puolestaan", "var och en endast för egen del", "each for themselves only"),
    "other case": ("toinen tapaus", "ett annat ärende", "another case"),
    "recipient": ("vastaanottaja, jota peruste koskee", "en mottagare som grunden gäller", "a recipient it covers"),
    "covered": ("jotain, mitä peruste koskee", "något som grunden gäller", "something that it covers"),
}  # fmt: skip
"""What may be wrong with one piece of data, or what is wanted of it; other details are shown as they are."""

UNDECLARED: Row = (
    "Tieto {name}: ei kuulu tähän", "Uppgift {name}: hör inte hit", "Data {name}: does not belong here",
)  # fmt: skip
"""What is said of data that nobody asked for."""
CLOSE: Row = (
    "Tieto {name}: ei kuulu tähän; tarkoititko {close}?",
    "Uppgift {name}: hör inte hit; menade du {close}?",
    "Data {name}: does not belong here; did you mean {close}?",
)
"""The same, where something comes close."""

ATTENDED: Row = ("Läsnä: {name} ({detail}).", "Närvarande: {name} ({detail}).", "Present: {name} ({detail}).")
"""What is said of those who must come, where it matters in which way or how many of them."""
TOO_FEW: Row = (
    "{counted} {found}, tarvitaan vähintään {least}",
    "{counted} {found}, minst {least} behövs",
    "{counted} {found}, at least {least} needed",
)
"""How many came, and how many are needed."""
WITHOUT_THEM: Row = (
    "Poikkeuslupa läsnäolosta (quorum_waived): {name}.",
    "Dispens från närvaron (quorum_waived): {name}.",
    "Leave to go on without them (quorum_waived): {name}.",
)
"""Who may let a meeting count although too few came."""
WORDS: Mapping[str, Row] = {
    "in person": ("paikalla", "på plats", "in person"),
    "remote": ("etänä", "på distans", "remote"),
    "partial": ("osan aikaa", "en del av tiden", "part of the time"),
    "written": ("kirjallisesti", "skriftligen", "in writing"),
    "people": ("henkilöitä", "personer", "people"),
    "organisations": ("organisaatioita", "organisationer", "organisations"),
    "roles": ("rooleja", "roller", "roles"),
    "share": ("osuus kutsutuista", "andel av de inbjudna", "share of those invited"),
    "professional": ("ammattilaiset", "de professionella", "the professionals"),
    "client": ("asiakas", "klienten", "the client"),
    "family": ("perhe", "familjen", "the family"),
    "proxy": ("edustaja", "företrädare", "a representative"),
    "other": ("muut", "övriga", "others"),
}
"""Ways of being there, what a quorum counts, and sides of the table."""
