"""Phrases of the plain-language rendering of a model, in the order in which a reader meets them."""

from __future__ import annotations

from collabmodel.model import Counting, Mode, Outcome, Presence, Side
from collabmodel.report.words import Counted, Phrase

WHO = Phrase("Who takes part", "Ketkä ovat mukana", "Vilka som deltar")
WHOM_FOR = Phrase("Whom it is for", "Kenelle tämä on tarkoitettu", "Vem det här är till för")
HOW = Phrase("How the work goes, step by step", "Miten työ etenee vaihe vaiheelta", "Hur arbetet går, steg för steg")
ANY_TIME = Phrase("At any time during the work", "Milloin tahansa työn aikana", "När som helst under arbetet")
NOT_COMING = Phrase("If the work does not come about", "Jos työskentely ei toteudu", "Om arbetet inte blir av")
ENDINGS = Phrase("How a case may end", "Miten tapaus voi päättyä", "Hur ett ärende kan avslutas")
PROMISES = Phrase("What is promised", "Mihin sitoudutaan", "Vad som utlovas")
AGREED = Phrase("What has been agreed", "Mitä on sovittu", "Vad som har avtalats")
LIMITS = Phrase("Other time limits", "Muut määräajat", "Övriga tidsfrister")
CONSENTS = Phrase("Consent and who may know", "Suostumus ja kuka saa tietää", "Samtycke och vem som får veta")
BEFORE = Phrase(
    "What must be in place before you start",
    "Mitä pitää olla kunnossa ennen aloittamista",
    "Vad som ska finnas på plats före start",
)
ASSUMED = Phrase("What the writers assumed", "Mitä kuvauksessa on oletettu", "Vad som har antagits i beskrivningen")
SOURCES = Phrase("Where this comes from", "Mihin tämä perustuu", "Vad detta bygger på")

SIDES: dict[Side, Phrase] = {
    Side.PROFESSIONAL: Phrase("Professionals", "Ammattilaiset", "Yrkespersoner"),
    Side.CLIENT: Phrase("The client", "Asiakas", "Klienten"),
    Side.FAMILY: Phrase("The family", "Perhe ja läheiset", "Familj och närstående"),
    Side.PROXY: Phrase("Those who speak for the client", "Asiakkaan puolesta toimivat", "De som för klientens talan"),
    Side.OTHER: Phrase("Others", "Muut", "Övriga"),
}
SIDES_BY_VALUE = {side.value: phrase for side, phrase in SIDES.items()}
"""Words for a side by its value in a file."""
WORKS_AT = Phrase("Works at: {where}", "Työpaikka: {where}", "Arbetar vid: {where}")
OPTIONAL = Phrase(
    "A case may run without anyone in this role",
    "Tätä roolia ei tarvita jokaisessa tapauksessa",
    "Ett ärende kan skötas utan denna roll",
)
CASELOAD = Phrase(
    "At most {n} open cases at one time for each worker",
    "Kullakin työntekijällä enintään {n} avointa tapausta kerrallaan",
    "Högst {n} öppna ärenden åt gången per arbetstagare",
)
LEADS = Phrase("Who leads", "Kuka vastaa", "Vem som leder")
CALENDAR = Phrase("Working calendar", "Työkalenteri", "Arbetskalender")
LEAD = Counted(
    Phrase("This lead may be held by {who}", "Tästä vastaa {who}", "Ansvaret bärs av {who}"),
    Phrase(
        "This lead may be held by one of: {who}", "Tästä vastaa yksi näistä: {who}", "Ansvaret bärs av en av: {who}"
    ),
)
LEAD_AGREED = Phrase("It is settled when {event}", "Vastuu on sovittu, kun {event}", "Ansvaret är bestämt när {event}")
LEAD_OFFER = Phrase(
    "It passes on only when the next holder has accepted",
    "Vastuu siirtyy vasta, kun seuraava vastuuhenkilö on ottanut sen vastaan",
    "Ansvaret går över först när nästa ansvariga har tagit emot det",
)
LEAD_STAND_IN = Phrase("Stand-in: {who}", "Sijaisena toimii {who}", "Ersättare är {who}")

PHASE_STARTS = Phrase("This phase starts when {when}", "Vaihe alkaa, kun {when}", "Fasen börjar när {when}")
PHASE_ENDS = Phrase("It ends when {when}", "Vaihe päättyy, kun {when}", "Den slutar när {when}")
PHASE_LED = Counted(
    Phrase("{who} answers for this phase", "Vaiheesta vastaa {who}", "För fasen ansvarar {who}"),
    Phrase("{who} answer for this phase", "Vaiheesta vastaavat {who}", "För fasen ansvarar {who}"),
)
PHASE_INSIDE = Phrase("Part of: {phase}", "Kuuluu vaiheeseen: {phase}", "Hör till: {phase}")
PHASE_OPTIONAL = Phrase(
    "This phase is not needed in every case",
    "Tätä vaihetta ei tarvita jokaisessa tapauksessa",
    "Fasen behövs inte i varje ärende",
)
PAUSES = Phrase("It pauses when {when}", "Työ on tauolla, kun {when}", "Arbetet pausas när {when}")
RESUMES = Phrase("It goes on when {when}", "Työ jatkuu, kun {when}", "Arbetet fortsätter när {when}")
MILESTONE = Phrase("Reached when {when}", "Tämä on saavutettu, kun {when}", "Uppnått när {when}")
MILESTONE_WORD = Phrase("milestone", "välietappi", "milstolpe")

ALWAYS = Phrase("This is always done", "Tämä tehdään aina", "Detta görs alltid")
PLANNED = Counted(
    Phrase(
        "This is done when needed; {who} decides",
        "Tämä tehdään tarvittaessa; siitä päättää {who}",
        "Detta görs vid behov; beslutet fattas av {who}",
    ),
    Phrase(
        "This is done when needed; {who} decide",
        "Tämä tehdään tarvittaessa; siitä päättävät {who}",
        "Detta görs vid behov; beslutet fattas av {who}",
    ),
)
PLANNED_BY_ANYONE = Phrase("This is done when needed", "Tämä tehdään tarvittaessa", "Detta görs vid behov")
MODES: dict[Mode, Counted] = {
    Mode.PERFORM: Counted(
        Phrase("{who} does this", "Tämän tekee {who}", "Detta görs av {who}"),
        Phrase("{who} do this", "Tämän tekevät {who}", "Detta görs av {who}"),
    ),
    Mode.DECIDE: Counted(
        Phrase("{who} decides", "Päätöksen tekee {who}", "Beslutet fattas av {who}"),
        Phrase("{who} decide", "Päätöksen tekevät {who}", "Beslutet fattas av {who}"),
    ),
    Mode.REQUIRED: Counted(
        Phrase("{who} must take part", "Mukana pitää olla {who}", "{who} ska delta"),
        Phrase("{who} must take part", "Mukana pitää olla {who}", "{who} ska delta"),
    ),
    Mode.INVITED: Counted(
        Phrase("{who} is invited", "Mukaan kutsutaan {who}", "{who} bjuds in"),
        Phrase("{who} are invited", "Mukaan kutsutaan {who}", "{who} bjuds in"),
    ),
    Mode.CONSULTED: Counted(
        Phrase("{who} is asked for advice", "Neuvoa antaa {who}", "Råd ges av {who}"),
        Phrase("{who} are asked for advice", "Neuvoa antavat {who}", "Råd ges av {who}"),
    ),
    Mode.INFORMED: Counted(
        Phrase("{who} is told", "Tiedon saa {who}", "{who} får veta"),
        Phrase("{who} are told", "Tiedon saavat {who}", "{who} får veta"),
    ),
    Mode.HEARD: Counted(
        Phrase("{who} is heard", "Näkemyksensä kertoo {who}", "{who} får berätta sin syn"),
        Phrase("{who} are heard", "Näkemyksensä kertovat {who}", "{who} får berätta sin syn"),
    ),
}
PRESENCE: dict[Presence, Phrase] = {
    Presence.IN_PERSON: Phrase("in person", "paikan päällä", "på plats"),
    Presence.REMOTE: Phrase("remotely", "etänä", "på distans"),
    Presence.PARTIAL: Phrase("for a part of the time", "osan aikaa", "en del av tiden"),
    Presence.WRITTEN: Phrase("in writing", "kirjallisesti", "skriftligt"),
}
IF = Phrase("{text}, if {condition}", "{text}, jos {condition}", "{text}, om {condition}")
QUORUM = Phrase(
    "It counts as held when those present include {what}",
    "Tämä katsotaan pidetyksi, kun paikalla on {what}",
    "Det räknas som hållet när närvarande är {what}",
)
QUORUM_AMONG = Phrase("{what} of these: {who}", "{what} näistä: {who}", "{what} av dessa: {who}")
QUORUM_WAIVED = Counted(
    Phrase(
        "Leave to do without may come from {who}", "Luvan poiketa tästä voi antaa {who}", "Undantag beviljas av {who}"
    ),
    Phrase(
        "Leave to do without may come from {who}",
        "Luvan poiketa tästä voivat antaa {who}",
        "Undantag beviljas av {who}",
    ),
)
QUORUM_COUNTS: dict[Counting, Counted] = {
    Counting.PEOPLE: Counted(
        Phrase("at least {n} person", "vähintään {n} henkilö", "minst {n} person"),
        Phrase("at least {n} people", "vähintään {n} henkilöä", "minst {n} personer"),
    ),
    Counting.ORGANISATIONS: Counted(
        Phrase("at least {n} organisation", "vähintään {n} organisaatio", "minst {n} organisation"),
        Phrase("at least {n} organisations", "vähintään {n} eri organisaatiota", "minst {n} organisationer"),
    ),
    Counting.ROLES: Counted(
        Phrase("at least {n} role", "vähintään {n} rooli", "minst {n} roll"),
        Phrase("at least {n} roles", "vähintään {n} eri roolia", "minst {n} roller"),
    ),
    Counting.SHARE: Counted(
        Phrase("at least {n} % of those invited", "vähintään {n} % kutsutuista", "minst {n} % av de inbjudna"),
        Phrase("at least {n} % of those invited", "vähintään {n} % kutsutuista", "minst {n} % av de inbjudna"),
    ),
}
POSSIBLE_WHEN = Phrase(
    "This becomes possible when {when}", "Tähän voidaan ryhtyä, kun {when}", "Detta blir möjligt när {when}"
)
REPEATED = Counted(
    Phrase("It is done at most once", "Tämä tehdään enintään kerran", "Det görs högst en gång"),
    Phrase(
        "It may be repeated, {n} times at most",
        "Tämä voidaan tehdä enintään {n} kertaa",
        "Det kan göras högst {n} gånger",
    ),
)
REPEATED_FREELY = Phrase(
    "It is done as often as needed", "Tämä toistetaan tarpeen mukaan", "Det görs så ofta som behövs"
)
REPEATED_ON = Phrase(
    "It is done again each time {when}", "Tämä tehdään uudelleen aina, kun {when}", "Det görs på nytt varje gång {when}"
)
NEEDS_CONSENT = Phrase(
    "It needs a consent or another ground: {what}",
    "Tähän tarvitaan suostumus tai muu peruste: {what}",
    "Det kräver samtycke eller annan grund: {what}",
)
WRITTEN_DOWN = Phrase("Written down: {what}", "Kirjataan: {what}", "Antecknas: {what}")
DUE = Phrase(
    "This must be done {within} from when {event}",
    "Tämä pitää tehdä {within} siitä, kun {event}",
    "Detta ska göras {within} från det att {event}",
)
DUE_FROM_FACT = Phrase(
    "This must be done {within} from the date: {fact}",
    "Tämä pitää tehdä {within} tästä päivästä: {fact}",
    "Detta ska göras {within} från datumet: {fact}",
)
LIMIT_DUE = Phrase(
    "The time limit is met when {stop}; that must be {within} from when {event}",
    "Määräaika täyttyy, kun {stop}; sen pitää tapahtua {within} siitä, kun {event}",
    "Fristen är uppfylld när {stop}; det ska ske {within} från det att {event}",
)
OTHERWISE_WITHIN = Phrase("The time is otherwise: {within}", "Aika on toinen: {within}", "Tiden är en annan: {within}")
DUE_AGAIN = Phrase(
    "The time limit then starts again", "Sen jälkeen määräaika alkaa uudelleen", "Därefter börjar fristen om"
)
EXEMPT = Phrase(
    "The time limit does not bind if {condition}",
    "Määräaika ei sido, jos {condition}",
    "Fristen gäller inte om {condition}",
)
GATE = Phrase(
    "Not allowed unless this holds: {rule}",
    "Ehto, joka pitää täyttyä ensin: {rule}",
    "Villkor som först ska vara uppfyllt: {rule}",
)

ATTEMPTS = Counted(
    Phrase(
        "{n} attempt is made: each time {event}",
        "Yrityksiä tehdään {n}; yritys on se, kun {event}",
        "{n} försök görs: ett försök är när {event}",
    ),
    Phrase(
        "{n} attempts are made: each time {event}",
        "Yrityksiä tehdään {n}; yritys on se, kun {event}",
        "{n} försök görs: ett försök är när {event}",
    ),
)
NOTICE = Phrase(
    "After that the one who referred is told: {what}",
    "Sen jälkeen ohjaaja saa tiedon: {what}",
    "Därefter meddelas den som hänvisade: {what}",
)
THEN_ENDS = Phrase(
    "The case then ends as: {ending}", "Tapaus päättyy silloin näin: {ending}", "Ärendet avslutas då så här: {ending}"
)
NOT_BLAMED = Phrase(
    "This is not counted as a failure of the organisations",
    "Tätä ei lueta organisaatioiden epäonnistumiseksi",
    "Detta räknas inte som organisationernas misslyckande",
)
OUTCOMES: dict[Outcome, Phrase] = {
    Outcome.SUCCESS: Phrase("the aim was reached", "tavoite saavutettiin", "målet nåddes"),
    Outcome.NEUTRAL: Phrase(
        "neither success nor failure", "ei onnistuminen eikä epäonnistuminen", "varken framgång eller misslyckande"
    ),
    Outcome.FAILURE: Phrase("the aim was not reached", "tavoitetta ei saavutettu", "målet nåddes inte"),
    Outcome.TRANSFER: Phrase("the work goes on elsewhere", "työ jatkuu muualla", "arbetet fortsätter på annat håll"),
}
ENDING_IF = Phrase("Possible only if {condition}", "Mahdollinen vain, jos {condition}", "Möjligt endast om {condition}")

GIVEN_BY = Counted(
    Phrase("Given by {who}", "Suostumuksen antaa {who}", "Samtycke ges av {who}"),
    Phrase("Given by {who}", "Suostumuksen antaa jokin näistä: {who}", "Samtycke ges av {who}"),
)
GIVEN_TO = Phrase("Information goes to {who}", "Tietoa saa {who}", "Information får {who}")
WITHDRAWABLE = Phrase("It can be withdrawn", "Suostumuksen voi perua", "Samtycket kan återtas")
KEPT_FROM = Phrase("Must not be told: {who}", "Tietoa ei anneta, kun kyseessä on {who}", "Får inte informeras: {who}")
EACH_PARTY = Phrase(
    "Each of these does it for itself: {who}", "Kukin hoitaa oman osuutensa: {who}", "Var och en gör sin del: {who}"
)
PARTIES = Phrase("Concerns: {who}", "Koskee: {who}", "Gäller: {who}")
VALID_FOR = Counted(
    Phrase("Valid for {n} month", "Voimassa {n} kuukauden", "Gäller i {n} månad"),
    Phrase("Valid for {n} months", "Voimassa {n} kuukautta", "Gäller i {n} månader"),
)
KNOWN_BY = Phrase("We would know by: {what}", "Tästä sen huomaa: {what}", "Det märks på: {what}")
KNOWN_BY_NOTHING = Phrase(
    "Nothing here can measure this; people have to say",
    "Tätä ei voi mitata täällä; ihmisten pitää kertoa",
    "Detta kan inte mätas här; människor måste berätta",
)
ASSUMPTION = Phrase("assumption", "oletus", "antagande")
