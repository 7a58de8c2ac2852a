"""Needs speak of events, roles, endings and choices by what people call them, in each language."""

from __future__ import annotations

import attrs
import pytest
from tests.case.conftest import Town

import collabmodel as cm
from collabmodel.case.blocks import blocks_closing
from collabmodel.case.dues import due
from collabmodel.case.steps_open import next_steps

SPOKEN = """
format: 1
id: spoken
language: en
case: {subjects: [child]}
roles:
  child: {title: {fi: Lapsi, sv: Barn, en: Child}, side: client}
  teacher: {title: {fi: Opettaja, sv: Lärare, en: Teacher}, side: professional}
  head: {title: {fi: Johtaja, sv: Chef, en: Head}, side: professional}
  nurse:
    title: {fi: Hoitaja, sv: Skötare, en: Nurse}
    side: professional
    competences: [trained]
competences:
  trained: {title: {fi: Koulutus, sv: Utbildning, en: Training}, valid_for: 12}
leads:
  contact: {title: {fi: Yhteyshenkilö, sv: Kontaktperson, en: Contact person}, roles: [teacher, head]}
endings:
  grown: {title: {fi: Täysi-ikäinen, sv: Myndig, en: Of age}, outcome: neutral, if: age >= 18}
  lost: {title: {fi: Ei tavoitettu, sv: Ej nådd, en: Not reached}, outcome: neutral, if: age >= 30}
facts:
  age: {type: integer}
activities:
  hear:
    title: {fi: Kuuleminen, sv: Hörande, en: Hearing}
    kind: hearing
    tags: [child]
  call:
    title: {fi: Soitto, sv: Samtal, en: Call}
    kind: contact
    tags: [reached_out]
    repeat: {maximum: 9}
  visit:
    title: {fi: Käynti, sv: Besök, en: Visit}
    kind: contact
    tags: [reached_out]
    repeat: {maximum: 9}
  decide:
    title: {fi: Päätös, sv: Beslut, en: Decision}
    kind: decision
    repeat: {maximum: 9}
  agree:
    title: {fi: Sopiminen, sv: Avtal, en: Agreeing}
    kind: agreement
    data:
      few: {title: {fi: Vähän, sv: Få, en: Few}, type: choice, choices: [a, b]}
      many: {type: choice, choices: [c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10]}
    outcomes: [held]
    repeat: {maximum: 9}
  meet:
    kind: meeting
    participants:
      - {role: child, mode: decide}
      - {role: teacher, mode: required}
      - {role: head, mode: perform}
      - {role: nurse, mode: invited}
limits:
  short: {anchors: [call], stop: visit, duration: 3 days}
rules:
  heard_first:
    title: {fi: Kuuleminen ensin, sv: Hörande först, en: Heard first}
    template: precedence
    a: kind:hearing#child
    b: decide
    enforcement: gate
    waived_by: [head, teacher]
  reached_first: {template: precedence, a: "kind:contact#reached_out", b: agree, enforcement: gate}
  unheard_of_first: {template: precedence, a: "kind:contact#not_tagged.terminated", b: meet, enforcement: gate}
  meeting_held: {template: response, a: call, b: meet}
"""


@pytest.fixture(scope="module")
def spoken_model():
    return cm.load(SPOKEN)


@pytest.fixture
def case(spoken_model):
    town = Town(spoken_model)
    town.do(TEACHER, "open", age=12)
    town.do(TEACHER, "join", "head", person="h")
    town.do(TEACHER, "join", "child", person="c")
    return town


TEACHER, HEAD = cm.Actor(role="teacher", person="t"), cm.Actor(role="head", person="h")
CHILD = cm.Actor(role="child", person="c")


def words(needs):
    return [tuple(one.text.in_language(code) for code in ("fi", "sv", "en")) for one in needs]


def test_a_gate_names_the_event_by_its_title_and_each_role_that_may_waive(case):
    """A tag is said by the item that carries it, and two roles that may waive are two different lines."""
    assert words(case.no(TEACHER, "complete", "decide")["gate"].needs) == [
        ("Ensin: Kuuleminen: tehty.", "Först: Hörande: har gjorts.", "First: Hearing: done."),
        (
            "Poikkeuslupa: Kuuleminen ensin, antajana Johtaja.",
            "Dispens: Hörande först, som beviljas av Chef.",
            "A waiver: Heard first, granted by Head.",
        ),
        (
            "Poikkeuslupa: Kuuleminen ensin, antajana Opettaja.",
            "Dispens: Hörande först, som beviljas av Lärare.",
            "A waiver: Heard first, granted by Teacher.",
        ),
    ]


def test_several_items_of_a_tag_are_alternatives(case):
    """Where few items carry a tag, each is named; any of them will do."""
    assert words(case.no(TEACHER, "complete", "agree")["gate"].needs) == [
        ("Ensin: Soitto tai Käynti: tehty.", "Först: Samtal eller Besök: har gjorts.", "First: Call or Visit: done.")
    ]


def test_a_tag_that_nothing_carries_is_said_with_its_kind(case):
    """No sign of the model language stands in what people read."""
    assert words(case.no(TEACHER, "complete", "meet")["gate"].needs) == [
        (
            "Ensin: yhteydenotto (not tagged): päätetty kesken.",
            "Först: kontakt (not tagged): har avbrutits.",
            "First: contact (not tagged): ended without being done.",
        )
    ]


def test_an_answer_without_an_offer_says_that_it_must_be_offered(case):
    """To accept a lead it must be offered first."""
    assert words(case.no(HEAD, "accept", "contact")["lead"].needs) == [
        (
            "Ensin: Yhteyshenkilö: tarjottu.",
            "Först: Kontaktperson: har erbjudits.",
            "First: Contact person: offered.",
        )
    ]


def test_a_case_that_is_not_open_says_so_in_words(spoken_model, case):
    """What a new or closed case waits for is the opening, in words."""
    (told,) = Town(spoken_model).no(TEACHER, "complete", "call")["not open"].needs
    case.do(TEACHER, "learn", age=30)
    case.do(TEACHER, "close", ending="grown")

    assert words([told]) == [("Ensin: tapaus: avattu.", "Först: ärende: har öppnats.", "First: case: opened.")]
    assert words(case.no(TEACHER, "complete", "call")["closed"].needs) == [
        ("Ensin: tapaus: avattu uudelleen.", "Först: ärende: har öppnats på nytt.", "First: case: reopened.")
    ]
    assert words(case.no(TEACHER, "reopen", reason="again")["link"].needs) == [
        (
            "Ensin: mallissa yhteys, joka sallii avata päätetyn tapauksen uudelleen.",
            "Först: i modellen en koppling som låter ett avslutat ärende öppnas på nytt.",
            "First: a link in the model that lets a closed case be reopened.",
        )
    ]


def test_a_limit_that_does_not_run_says_what_sets_it_going(case):
    """The anchor is named by its title; and where no role may lengthen a limit, the refusal says that none may."""
    told = case.no(TEACHER, "extend", "short", reason="ill", by="1 days")

    assert words(told["limit"].needs) == [("Ensin: Soitto: tehty.", "Först: Samtal: har gjorts.", "First: Call: done.")]
    assert (told["role"].needs, words([told["role"]])) == (
        (),
        [
            (
                "Malli ei anna tähän oikeutta millekään roolille.",
                "Modellen ger ingen roll rätt till detta.",
                "The model lets no role do this.",
            )
        ],
    )


def test_a_role_that_others_may_is_refused_with_those_who_may(case):
    """Where somebody may, the refusal keeps its words and names them."""
    told = case.no(CHILD, "close", ending="grown")["role"]

    assert told.text.in_language("en") == "This role may not do this."
    assert [one.name for one in told.needs] == ["teacher", "head", "nurse"]


def test_a_missing_competence_is_named_by_title_and_id(case):
    """The id is what ``competences`` wants."""
    assert words(case.no(TEACHER, "join", "nurse", person="n")["competence"].needs) == [
        ("Osaaminen: Koulutus (trained).", "Kompetens: Utbildning (trained).", "Competence: Training (trained).")
    ]


def test_an_ending_that_is_not_reached_is_named(case):
    """Closing without an ending is refused for each ending, and each refusal says for which."""
    told = [one for one in blocks_closing(case.tables, case.case, case.now) if one.reason.value == "ending"]

    assert words(told) == [
        (
            f"Tapausta ei voi päättää näin: {fi}.",
            f"Ärendet kan inte avslutas på detta sätt: {sv}.",
            f"The case cannot end in this way: {en}.",
        )
        for fi, sv, en in (("Täysi-ikäinen", "Myndig", "Of age"), ("Ei tavoitettu", "Ej nådd", "Not reached"))
    ]


def test_choices_are_listed_up_to_ten(case):
    """What may be chosen stands in the need, as many as people read."""
    told = case.no(TEACHER, "complete", "agree", few="x", many="x")["data"].needs

    assert words(told) == [
        (
            "Tieto Vähän: jokin vaihtoehdoista: a, b",
            "Uppgift Få: något av alternativen: a, b",
            "Data Few: one of the choices: a, b",
        ),
        (
            "Tieto many: jokin vaihtoehdoista: c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, ...",
            "Uppgift many: något av alternativen: c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, ...",
            "Data many: one of the choices: c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, ...",
        ),
    ]
    assert {one.detail for one in told} == {"choice"}


def test_a_correction_calls_data_by_its_title(case):
    """Saying anew what an activity carries is told in the same words as saying it first."""
    case.do(TEACHER, "complete", "call")
    event = case.do(TEACHER, "complete", "agree", few="a")[0]

    told = case.no(TEACHER, "correct", corrects=event.id, because="typo", few="x")["data"].needs

    assert [one.text.in_language("fi") for one in told] == ["Tieto Vähän: jokin vaihtoehdoista: a, b"]


def test_what_cannot_be_corrected_is_said_in_words(case):
    """An event that is not there, one that stays what it is, and one that was corrected already."""
    event = case.do(TEACHER, "complete", "call")[0]
    fix = case.do(TEACHER, "correct", corrects=event.id, because="typo")[0]

    asked = [
        case.no(TEACHER, "correct", because="typo", corrects=corrects, **data)["correction"].needs
        for corrects, data in (("c1:99", {}), ("", {}), (event.id, {}), ("c1:1", {"retract": True}))
    ]

    assert [words(needs) for needs in asked] == [
        [
            (
                "Tieto corrects: tällaista tapahtumaa ei ole",
                "Uppgift corrects: en sådan händelse finns inte",
                "Data corrects: no such event",
            )
        ],
        [("Tieto corrects: puuttuu", "Uppgift corrects: saknas", "Data corrects: is missing")],
        [
            (
                f"Korjattu jo: korjaa viimeisin korjaus {fix.id}.",
                f"Redan rättad: rätta den senaste rättelsen {fix.id}.",
                f"Corrected already: correct the latest correction, {fix.id}.",
            )
        ],
        [
            (
                "Tällaista tapahtumaa ei korjata näin: tapaus: avattu.",
                "En sådan händelse rättas inte så: ärende: har öppnats.",
                "Such an event is not corrected so: case: opened.",
            )
        ],
    ]


def test_a_correction_to_another_ending_leaves_the_old_outcome_behind(case):
    """Missed and then said to be done: it is no longer missed; an outcome told with the correction counts."""
    case.do(TEACHER, "complete", "call")
    number = case.tables.index["agree"]
    missed = case.do(TEACHER, "miss", "agree")[0]
    before = case.case.items[number].outcome

    same = case.do(TEACHER, "correct", corrects=missed.id, because="place")[0]
    kept = case.case.items[number].outcome
    case.do(TEACHER, "correct", corrects=same.id, because="came", transition="completed")
    state = case.case.items[number]

    assert (before, kept) == ("no-show", "no-show")
    assert (state.completed, state.terminated, state.outcome) == (1, 0, "")
    assert "outcome" not in dict(case.case.record.events[-1].data)


def test_an_outcome_told_with_a_correction_counts(case):
    """The new ending may have an outcome of its own."""
    case.do(TEACHER, "complete", "call")
    missed = case.do(TEACHER, "miss", "agree")[0]

    case.do(TEACHER, "correct", corrects=missed.id, because="came", transition="completed", outcome="held")

    assert case.case.items[case.tables.index["agree"]].outcome == "held"


def test_all_who_meet_an_obligation_answer_for_it_professionals_first(case):
    """Whoever decides, performs or must be there answers; who is only invited does not."""
    case.do(TEACHER, "complete", "call")

    found = {one.rule: one.responsible for one in due(case.tables, case.case, case.now)}

    assert found["meeting_held"] == ("teacher", "head", "child")


def test_a_lead_that_is_taken_ends_its_offers(case):
    """The offer of a vacant lead is void once somebody takes it: nobody is asked to accept it, and nobody can."""
    case.do(TEACHER, "offer", "contact", role="head", person="h")
    case.do(TEACHER, "take", "contact")
    steps = next_steps(case.tables, case.case, HEAD, case.now)

    assert case.case.offers == ()
    assert not [one for one in steps if one.element == "contact" and one.verb == "accept"]
    assert "lead" in case.no(HEAD, "accept", "contact")
    assert [one.person for one in case.case.holdings] == ["t"]


def test_a_lead_that_is_released_ends_its_offers(case):
    """Who gives a lead up no longer hands it over."""
    case.do(TEACHER, "take", "contact")
    case.do(TEACHER, "offer", "contact", role="head", person="h")
    case.do(TEACHER, "release", "contact")

    assert (case.case.offers, case.case.holdings) == ((), ())


def test_an_accepted_lead_ends_the_other_offers_of_it(case):
    """A lead offered to several is accepted once."""
    case.do(TEACHER, "take", "contact")
    case.do(TEACHER, "offer", "contact", role="head", person="h")
    case.do(TEACHER, "offer", "contact", role="head")
    case.do(HEAD, "accept", "contact")

    assert (case.case.offers, [one.person for one in case.case.holdings]) == ((), ["h"])


def test_an_offer_stands_while_its_giver_holds_the_lead(spoken_model):
    """Where several may hold a lead, another who takes it leaves the offers of those who still hold it."""
    leads = tuple(attrs.evolve(one, at_most=2) for one in spoken_model.leads)
    case = Town(attrs.evolve(spoken_model, leads=leads))
    case.do(TEACHER, "open", age=12)
    case.do(TEACHER, "join", "head", person="h")
    case.do(TEACHER, "take", "contact")
    case.do(TEACHER, "offer", "contact", role="teacher")
    case.do(HEAD, "take", "contact")

    assert [one.giver for one in case.case.offers] == ["t"]
