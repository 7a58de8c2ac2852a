"""An invented cooperation with something of everything, for the tests of what people read."""

import datetime as dt
import importlib.util
from pathlib import Path

import pytest

from collabmodel.evaluate import evaluate
from collabmodel.history import Actor, Event, from_events, with_model
from collabmodel.model import (
    Activity,
    AdoptionStep,
    Anchor,
    AttestationIndicator,
    Barrier,
    Compare,
    Comparison,
    ConsentScope,
    Counting,
    Eligibility,
    Ending,
    Enforcement,
    Fact,
    FactType,
    Kind,
    Lead,
    Limit,
    Literal,
    Milestone,
    Mode,
    Model,
    Name,
    NonEngagement,
    Organisation,
    Outcome,
    Parameter,
    Participation,
    Pattern,
    Phase,
    Planning,
    Presence,
    Principle,
    Quorum,
    Reference,
    Repeat,
    Role,
    Rule,
    RuleIndicator,
    Sentry,
    Side,
    Source,
    Template,
    Text,
)
from collabmodel.workdays import Calendar, Duration, Opening, Unit


def text(en, fi, sv):
    """Give a text in the three languages."""
    return Text((("en", en), ("fi", fi), ("sv", sv)))


def after(element, transition=""):
    """Give an entry condition: one event has been seen."""
    return (Sentry(on=(Pattern(element=element, transition=transition),)),)


ORGANISATIONS = (
    Organisation(id="town", title=text("Town services", "Kaupungin palvelut", "Stadens tjänster")),
    Organisation(id="clinic", title=text("Youth clinic", "Nuorten vastaanotto", "Ungdomsmottagningen")),
)
ROLES = (
    Role(id="young", side=Side.CLIENT, title=text("Young person", "Nuori", "Ung person")),
    Role(id="parent", side=Side.FAMILY, title=text("Parent", "Vanhempi", "Förälder"), optional=True),
    Role(
        id="worker",
        side=Side.PROFESSIONAL,
        title=text("Social worker", "Sosiaalityöntekijä", "Socialarbetare"),
        organisations=("town",),
        caseload=Reference("most_cases"),
    ),
    Role(
        id="nurse",
        side=Side.PROFESSIONAL,
        title=text("Nurse", "Sairaanhoitaja", "Sjukskötare"),
        organisations=("clinic",),
    ),
)
PHASES = (
    Phase(id="start", title=text("Start", "Aloitus", "Början"), responsible=("worker",)),
    Phase(id="work", title=text("Working together", "Yhteinen työskentely", "Gemensamt arbete"), entry=after("start")),
    Phase(id="support", phase="work", title=text("Support", "Tuki", "Stöd")),
    Phase(id="care", phase="work", title=text("Care", "Hoito", "Vård")),
    Phase(id="end", title=text("Ending", "Päättäminen", "Avslutning"), entry=after("work")),
)
ACTIVITIES = (
    Activity(
        id="opening",
        kind="meeting",
        phase="start",
        required=True,
        tags=("opening",),
        title=text("Joint opening meeting", "Yhteinen aloituspalaveri", "Gemensamt inledande möte"),
        participants=(
            Participation(role="young", mode=Mode.REQUIRED, presence=(Presence.IN_PERSON, Presence.REMOTE)),
            Participation(role="nurse", mode=Mode.REQUIRED),
            Participation(role="worker", mode=Mode.PERFORM),
            Participation(
                role="parent", mode=Mode.INVITED, condition=Compare(Comparison.LESS, Name("age"), Literal(18))
            ),
        ),
        quorums=(Quorum(counting=Counting.ORGANISATIONS, at_least=2, waived_by=("worker",)),),
        consent=("share",),
        data=(Fact(id="goals", type=FactType.TEXT, title=text("goals", "tavoitteet", "mål")),),
    ),
    Activity(
        id="picture",
        kind="assessment",
        phase="start",
        title=text(
            "Shared picture of the situation",
            "Lastensuojelutarpeenselvitysyhteistyötilannekuva",
            "Gemensam lägesbild",
        ),
        entry=after("opening"),
        participants=(Participation(role="young", mode=Mode.HEARD), Participation(role="worker", mode=Mode.DECIDE)),
    ),
    Activity(
        id="visit", kind="contact", phase="care", title=text("Visit", "Käynti", "Besök"), repeat=Repeat(maximum=5)
    ),
    Activity(
        id="advice",
        kind="consultation",
        phase="support",
        title=text("Asking advice", "Neuvon kysyminen", "Rådfrågning"),
        planning=Planning(by=("worker",)),
        participants=(Participation(role="nurse", mode=Mode.CONSULTED),),
    ),
    Activity(
        id="closing",
        kind="meeting",
        phase="end",
        title=text("Closing meeting", "Lopetuspalaveri", "Avslutande möte"),
        participants=(Participation(role="young", mode=Mode.REQUIRED), Participation(role="worker", mode=Mode.PERFORM)),
    ),
    Activity(
        id="notice",
        kind="information",
        title=text("Word to the referrer", "Tieto ohjaajalle", "Besked till hänvisaren"),
    ),
)
RULES = (
    Rule(
        id="opening_first",
        title=text(
            "No visit before the joint opening meeting",
            "Käynti vasta yhteisen aloituspalaverin jälkeen",
            "Inget besök före det gemensamma inledande mötet",
        ),
        template=Template.PRECEDENCE,
        a=Pattern(element="opening"),
        b=Pattern(element="visit"),
        enforcement=Enforcement.GATE,
    ),
    Rule(
        id="closing_held",
        title=text("The closing meeting is held", "Lopetuspalaveri pidetään", "Det avslutande mötet hålls"),
        template=Template.EXISTENCE,
        a=Pattern(element="closing"),
    ),
)
LIMITS = (
    Limit(
        id="opening_soon",
        title=text("Opening meeting in time", "Aloituspalaveri ajallaan", "Inledande möte i tid"),
        anchors=(Anchor(event=Pattern(kind="case", transition="opened")),),
        stop=Pattern(element="opening"),
        duration=Reference("days_to_opening"),
        calendar="office",
    ),
)
MODEL = Model(
    id="sample",
    title=text("Town and clinic together", "Kaupunki ja vastaanotto yhdessä", "Staden och mottagningen tillsammans"),
    summary=text("An invented example.", "Keksitty esimerkki.", "Ett påhittat exempel."),
    languages=("en", "fi", "sv"),
    sources=(Source(id="talk", title=Text.of("A talk over coffee"), published=dt.date(2025, 1, 2)),),
    calendars=(
        Calendar(
            id="office",
            zone="Europe/Helsinki",
            opening=(Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16)),),
        ),
    ),
    organisations=ORGANISATIONS,
    roles=ROLES,
    leads=(
        Lead(
            id="lead",
            title=text("Lead of the cooperation", "Yhteistyön vetovastuu", "Ledning av samarbetet"),
            roles=("worker", "nurse"),
            agreed=Pattern(element="opening"),
        ),
    ),
    facts=(
        Fact(id="age", type=FactType.INTEGER, title=text("the young person's age", "nuoren ikä", "den ungas ålder")),
    ),
    parameters=(
        Parameter(
            id="days_to_opening",
            title=text("Time to the opening meeting", "Aika aloituspalaveriin", "Tid till inledande möte"),
            value=Duration(10, Unit.WORKING_DAYS),
            assumption=text("The text gives no number.", "Teksti ei anna lukua.", "Texten anger inget tal."),
        ),
        Parameter(id="most_cases", title=text("Most cases", "Asioita enintään", "Högst ärenden"), value=30),
    ),
    eligibility=(Eligibility(id="young_enough", condition=Compare(Comparison.AT_MOST, Name("age"), Literal(22))),),
    endings=(
        Ending(id="done", title=text("Goals reached", "Tavoitteet saavutettu", "Målen nådda"), outcome=Outcome.SUCCESS),
        Ending(
            id="absent",
            title=text("The young person did not come", "Nuori ei tullut", "Den unga kom inte"),
            outcome=Outcome.NEUTRAL,
            scored=False,
        ),
    ),
    consents=(
        ConsentScope(
            id="share",
            title=text("Sharing information", "Tietojen jakaminen", "Delning av uppgifter"),
            givers=("young", "parent"),
            recipients=("town", "clinic"),
        ),
    ),
    barriers=(
        Barrier(
            id="private",
            title=text("A private talk", "Luottamuksellinen keskustelu", "Förtroligt samtal"),
            roles=("parent",),
        ),
    ),
    phases=PHASES,
    activities=ACTIVITIES,
    milestones=(
        Milestone(
            id="agreed",
            phase="start",
            title=text("Goals agreed", "Tavoitteet sovittu", "Målen avtalade"),
            achieve=after("opening"),
        ),
    ),
    non_engagement=(
        NonEngagement(
            id="no_show",
            title=text("The young person does not come", "Nuori ei tule", "Den unga kommer inte"),
            attempts_at=Pattern(element="visit", transition="terminated"),
            attempts=3,
            notice="notice",
            ending="absent",
        ),
    ),
    limits=LIMITS,
    rules=RULES,
    principles=(
        Principle(
            id="together",
            title=text("We begin together", "Aloitamme yhdessä", "Vi börjar tillsammans"),
            indicators=("i_opening",),
        ),
        Principle(id="trust", title=text("Trust", "Luottamus", "Tillit")),
        Principle(
            id="felt",
            part_of="trust",
            title=text("Trust is felt", "Luottamus tuntuu", "Tilliten känns"),
            indicators=("i_felt",),
        ),
    ),
    indicators=(
        RuleIndicator(
            id="i_opening",
            title=text("Opening meeting before visits", "Aloituspalaveri ennen käyntejä", "Inledande möte före besök"),
            rule="opening_first",
            met=0.9,
            partly=0.5,
        ),
        AttestationIndicator(
            id="i_felt",
            title=text("Do you trust each other?", "Luotatteko toisiinne?", "Litar ni på varandra?"),
            voices=("young",),
            met=0.8,
        ),
    ),
    adoption=(
        AdoptionStep(
            id="signed",
            kind="agreement",
            title=text("Managements sign", "Johto allekirjoittaa", "Ledningen undertecknar"),
            parties=("town", "clinic"),
            each_party=True,
        ),
    ),
)
VALUES = Model(
    id="sample-values",
    kind=Kind.VALUES,
    title=text("Our values", "Arvomme", "Våra värden"),
    languages=("en", "fi", "sv"),
    rules=(
        Rule(
            id="child_heard",
            title=text("The child is heard", "Lasta kuullaan", "Barnet hörs"),
            template=Template.EXISTENCE,
            a=Pattern(kind="assessment"),
        ),
    ),
    principles=(
        Principle(id="listening", title=text("We listen", "Kuuntelemme", "Vi lyssnar"), indicators=("i_heard",)),
    ),
    indicators=(RuleIndicator(id="i_heard", title=text("Heard", "Kuultu", "Hörd"), rule="child_heard", met=0.9),),
)


HISTORY = (
    ("case-1", "case", "", "opened", 1, {}),
    ("case-1", "meeting", "opening", "completed", 3, {"goals": "PRIVATE-GOAL"}),
    ("case-1", "assessment", "picture", "completed", 4, {}),
    ("case-1", "contact", "visit", "completed", 5, {}),
    ("case-1", "meeting", "closing", "completed", 20, {}),
    ("case-1", "case", "", "closed", 21, {"ending": "done"}),
    ("case-2", "case", "", "opened", 2, {}),
    ("case-2", "contact", "visit", "completed", 3, {"note": "PRIVATE-NOTE"}),
    ("case-2", "case", "", "closed", 25, {"ending": "PRIVATE-ENDING"}),
    ("case-3", "case", "", "opened", 24, {}),
    ("case-4", "case", "", "opened", 3, {}),
    ("case-4", "waiver", "opening_soon", "granted", 4, {"reason": "PRIVATE-REASON"}),
)


def told(rows, model):
    """Make a history of rows (case, kind, element, transition, day of March 2025, data)."""
    numbers = {}
    events = []
    for case, kind, element, transition, day, data in rows:
        numbers[case] = numbers.get(case, 0) + 1
        when = dt.datetime(2025, 3, day, 9, tzinfo=dt.UTC)
        events.append(
            Event(
                id=f"{case}:{numbers[case]}",
                case=case,
                seq=numbers[case],
                occurred=when,
                recorded=when,
                kind=kind,
                element=element,
                transition=transition,
                actor=Actor(role="worker", person="PRIVATE-PERSON", organisation="town", on_behalf_of="PRIVATE-OTHER"),
                data=tuple(data.items()),
            )
        )
    return with_model(from_events(events), model)


@pytest.fixture(scope="session")
def model():
    """A cooperation with something of everything."""
    return MODEL


@pytest.fixture(scope="session")
def values():
    """A small set of values."""
    return VALUES


@pytest.fixture(scope="session")
def tell():
    """A maker of histories from rows."""
    return told


@pytest.fixture(scope="session")
def evaluation():
    """Four invented cases, judged: one kept everything, one broke something, one is open, one has a waiver."""
    return evaluate(MODEL, told(HISTORY, MODEL), values=[VALUES])


def _beside(name):
    """Load a module that stands beside the tests."""
    spec = importlib.util.spec_from_file_location(f"report_{name}", Path(__file__).parent / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def invent():
    """Makers of invented studies and comparisons."""
    return _beside("invented")


@pytest.fixture(scope="session")
def study(invent, model, values):
    """An invented study of twelve replications; one promise could not be judged."""
    return invent.study_of(model, [values], silent=("rule:closing_held",))


@pytest.fixture(scope="session")
def comparison(invent, model, values, study):
    """The study beside the same with one more worker."""
    other = invent.study_of(model, [values], seed=8, more=1, silent=("rule:closing_held",))
    return invent.comparison_of(
        study,
        other,
        structure=("rules: one more",),
        changed=(("opening_first", "80 %", "95 %"), ("together", "not met", "met"), ("felt", "not there", "met")),
        warnings=(invent.text("Luck differs here.", "Sattuma eroaa tässä.", "Slumpen skiljer sig här."),),
        past={"opening_first": (0.5, None)},
    )
