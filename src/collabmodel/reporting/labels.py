"""Words of the tables and lines that tell people of cases, on the command line and in documents."""

from __future__ import annotations

from collabmodel.report.words import Counted, Phrase

CASE = Phrase("case", "tapaus", "ärende")
STATUS = Phrase("status", "tila", "läge")
OPENED = Phrase("opened", "avattu", "öppnat")
DUE = Phrase("due", "määräaika", "senast")
ENDING = Phrase("ending", "päättymistapa", "avslutningssätt")
WHAT = Phrase("what", "mikä", "vad")
WHEN = Phrase("when", "milloin", "när")
WHO = Phrase("who", "kuka", "vem")
ROLE = Phrase("role", "rooli", "roll")
PERSON = Phrase("person", "henkilö", "person")
ORGANISATION = Phrase("organisation", "organisaatio", "organisation")
SINCE = Phrase("since", "alkaen", "sedan")
UNTIL = Phrase("until", "päättyy", "upphör")
BOOKED = Phrase("booked for", "varattu aika", "bokad tid")
COMMAND = Phrase("command", "komento", "kommando")
PERHAPS = Phrase("did you mean {word}?", "tarkoititko {word}?", "menade du {word}?")
COMMANDS = Phrase("commands here are {names}", "komennot tässä: {names}", "kommandon här: {names}")
YOU_MAY = Phrase("You may now", "Voit nyt", "Du kan nu")
OTHERS_MAY = Phrase("Others may now", "Muut voivat nyt", "Andra kan nu")
REQUIRED = Phrase("needed", "pakollinen", "krävs")
RESPONSIBLE = Phrase("who answers for it", "kuka vastaa", "vem som ansvarar")
MISSING = Phrase("bring along", "anna mukana", "ange")
BY = Phrase("who may do it", "kuka saa tehdä", "vem som får")
SEQ = Phrase("no", "nro", "nr")
HAPPENED = Phrase("what happened", "mitä tapahtui", "vad som hände")
ENTERED = Phrase("entered", "kirjattu", "antecknat")
FOLLOWS = Phrase("(follows)", "(seurauksena)", "(som följd)")
CORRECTS = Phrase("corrects {id}", "oikaisee: {id}", "rättar {id}")

WHAT_IS_OPEN = Phrase("What is open", "Mitä on kesken", "Vad som är på gång")
WHO_TAKES_PART = Phrase("Who takes part", "Ketkä ovat mukana", "Vilka som deltar")
LEADS = Phrase("Who leads", "Kuka vetää", "Vem som leder")
CONSENTS = Phrase("Consents and legal bases", "Suostumukset ja oikeusperusteet", "Samtycken och rättsliga grunder")
WHAT_IS_DUE = Phrase("What is due", "Mitä on tehtävä ja milloin", "Vad som ska göras och när")
LINKS = Phrase("Linked cases", "Liittyvät tapaukset", "Länkade ärenden")
OFFERED = Phrase("offered", "tarjottu", "erbjudet")
VACANT = Phrase("nobody", "ei kukaan", "ingen")
OVERDUE = Phrase("overdue", "myöhässä", "försenat")
STANDS_STILL = Phrase("no time set", "ei aikaa asetettu", "ingen tid satt")
BLOCKS = Phrase(
    "the case cannot close before", "tapausta ei voi päättää ennen tätä", "ärendet kan inte avslutas före detta"
)
IT_IS_OPEN = Phrase("Case {id} has been open since {when}.", "Tapaus {id} on ollut avoinna {when} alkaen.",
                    "Ärende {id} har varit öppet sedan {when}.")  # fmt: skip
IT_IS_CLOSED = Phrase("Case {id} was closed {when}: {ending}.", "Tapaus {id} päätettiin {when}: {ending}.",
                      "Ärende {id} avslutades {when}: {ending}.")  # fmt: skip
IT_IS_NONE = Phrase(
    "{id} is a consultation; no case has been opened.",
    "{id} on konsultaatio; tapausta ei ole avattu.",
    "{id} är en konsultation; inget ärende har öppnats.",
)
MODEL = Phrase("Model: {title} ({id}).", "Malli: {title} ({id}).", "Modell: {title} ({id}).")
NOTHING = Phrase("Nothing.", "Ei mitään.", "Ingenting.")
NO_SUCH_CASE = Phrase("There is no such case in this store.", "Tässä tietovarastossa ei ole sellaista tapausta.",
                      "Det finns inget sådant ärende i detta datalager.")  # fmt: skip
NO_CASES = Phrase("No case that you may see.", "Ei tapauksia, joita saat nähdä.", "Inga ärenden som du får se.")

THE_CASE = Phrase("Case {id}", "Tapaus {id}", "Ärende {id}")
HOW_IT_STANDS = Phrase("How it stands", "Tilanne", "Läget")
LAST_EVENT = Phrase("last event", "viimeinen tapahtuma", "sista händelsen")
GROUND = Phrase("shown because", "näytetään, koska", "visas eftersom")
BY_A_NEWER = Phrase("written by a newer release", "ohjelman uudemman version kirjaama", "antecknat av en nyare version")
DEADLINES = Phrase("What is due in the cases", "Tapausten määräajat", "Tidsfrister i ärendena")
SUMMARY = Phrase("In short", "Lyhyesti", "I korthet")
IS_OVERDUE = Phrase("Overdue", "Myöhässä", "Försenat")
TO_COME = Phrase("To come", "Tulossa", "Kommande")
NO_TIME_SET = Phrase("No time set", "Ei määräaikaa", "Ingen tidsfrist")
ALL = Phrase("All", "Kaikki", "Alla")
CASES = Phrase("cases", "tapauksia", "ärenden")
DEADLINES_NUMBER = Phrase("deadlines", "määräaikoja", "tidsfrister")
AS_OF = Phrase("as things stood", "tilanne", "läget")
LAST_DAY = Phrase("last day", "viimeinen päivä", "sista dag")
AT_THE_LATEST = Phrase("at the latest", "viimeistään", "senast")
DAYS_LEFT = Phrase("days left", "päiviä jäljellä", "dagar kvar")
MORE = Phrase("remarks", "huomautukset", "anmärkningar")

DONE = Phrase("Done: case {id}, event {seq}.", "Kirjattu: tapaus {id}, tapahtuma {seq}.",
              "Antecknat: ärende {id}, händelse {seq}.")  # fmt: skip
NOTHING_FOLLOWS = Phrase(
    "Done: case {id}, nothing changed.",
    "Kirjattu: tapaus {id}, mikään ei muuttunut.",
    "Antecknat: ärende {id}, inget ändrades.",
)
REPEATED = Phrase(
    "This had been done before with the same key; nothing was done twice.",
    "Tämä oli jo tehty samalla avaimella; mitään ei tehty kahdesti.",
    "Detta hade redan gjorts med samma nyckel; inget gjordes två gånger.",
)
WARNED = Phrase("Note: this is not kept: {text}.", "Huomaa: tämä ei toteudu: {text}.",
                "Observera: detta uppfylls inte: {text}.")  # fmt: skip
UNSURE = Phrase(
    "Note: nobody can tell whether this is kept: {text}. Missing: {names}.",
    "Huomaa: ei voida tietää, toteutuuko tämä: {text}. Puuttuu: {names}.",
    "Observera: det går inte att avgöra om detta uppfylls: {text}. Saknas: {names}.",
)
REFUSED = Phrase("Refused: {text}", "Ei voida tehdä: {text}", "Kan inte göras: {text}")
ALSO = Phrase("Also: {text}", "Lisäksi: {text}", "Dessutom: {text}")
NEEDED = Phrase("What would change that", "Mikä muuttaisi asian", "Vad som skulle ändra det")
FROM_RULE = Phrase("Rule: {id}.", "Sääntö: {id}.", "Regel: {id}.")
FROM_SENTRY = Phrase("Condition: {id}.", "Ehto: {id}.", "Villkor: {id}.")
FROM_EVENTS = Phrase("Events: {ids}.", "Tapahtumat: {ids}.", "Händelser: {ids}.")
FROM_SOURCES = Phrase("Sources: {ids}.", "Lähteet: {ids}.", "Källor: {ids}.")
NOTHING_AGAINST = Phrase("Nothing stands against it.", "Sille ei ole estettä.", "Inget hindrar det.")
CONFLICT = Phrase(
    "Somebody else changed the case: you expected event {expected} to be the last, it is {found}. Look at the case "
    "again and ask anew; nothing was done.",
    "Joku muu muutti tapausta: oletit viimeiseksi tapahtumaksi {expected}, mutta se on {found}. Katso tapaus "
    "uudelleen ja yritä uudestaan; mitään ei tehty.",
    "Någon annan ändrade ärendet: du utgick från att händelse {expected} var den senaste, men den är {found}. "
    "Se på ärendet igen och försök på nytt; inget gjordes.",
)
BUSY = Phrase(
    "Somebody else is writing to the store; nothing was done. Try again in a moment.",
    "Joku muu kirjoittaa tietovarastoon; mitään ei tehty. Yritä hetken päästä uudelleen.",
    "Någon annan skriver i datalagret; inget gjordes. Försök igen om en stund.",
)
OUTCOME_UNKNOWN = Phrase(
    "The answer was lost: it may have been done. Ask again with --key {key}; nothing will be done twice.",
    "Vastaus katosi: asia on ehkä tehty. Anna komento uudelleen valinnalla --key {key}; mitään ei tehdä kahdesti.",
    "Svaret gick förlorat: det kan ha blivit gjort. Ge kommandot igen med --key {key}; inget görs två gånger.",
)
SEEN = Phrase("May be seen: {text}", "Saa nähdä: {text}", "Får ses: {text}")
UNSEEN = Phrase("May not be seen: {text}", "Ei saa nähdä: {text}", "Får inte ses: {text}")
WHOLE = Counted(
    Phrase("Everything is as it was written: {n} case.", "Kaikki on tallella niin kuin se kirjattiin: {n} tapaus.",
           "Allt är kvar som det antecknades: {n} ärende."),
    Phrase("Everything is as it was written: {n} cases.", "Kaikki on tallella niin kuin se kirjattiin: {n} tapausta.",
           "Allt är kvar som det antecknades: {n} ärenden."),
)  # fmt: skip
FAULT = Phrase("case {case}, event {seq}: {what}", "tapaus {case}, tapahtuma {seq}: {what}",
               "ärende {case}, händelse {seq}: {what}")  # fmt: skip
FAULT_OF_STORE = Phrase("the store: {what}", "tietovarasto: {what}", "datalagret: {what}")
COPIED = Phrase(
    "A whole copy was written to {path}.",
    "Täydellinen kopio kirjoitettiin: {path}.",
    "En fullständig kopia skrevs till {path}.",
)
DURABLE = Phrase(
    "What is acknowledged survives a power cut ({mode}: {why}).",
    "Kirjatuksi ilmoitettu säilyy sähkökatkossa ({mode}: {why}).",
    "Det som bekräftats klarar ett strömavbrott ({mode}: {why}).",
)
NOT_DURABLE = Phrase(
    "A power cut may lose what was acknowledged ({mode}: {why}).",
    "Kirjatuksi ilmoitettu voi kadota sähkökatkossa ({mode}: {why}).",
    "Det som bekräftats kan gå förlorat vid ett strömavbrott ({mode}: {why}).",
)
SENT = Phrase(
    "Messages sent: {sent}; put off: {postponed}; to be tried again: {failed}; given up: {dead}.",
    "Viestejä lähetetty: {sent}; siirretty myöhemmäksi: {postponed}; yritetään uudelleen: {failed}; luovuttu: {dead}.",
    "Skickade meddelanden: {sent}; uppskjutna: {postponed}; nytt försök senare: {failed}; uppgivna: {dead}.",
)
TICKED = Phrase(
    "Cases looked at: {looked}; events: {events}; told: {told}.",
    "Tapauksia käyty läpi: {looked}; tapahtumia: {events}; ilmoituksia: {told}.",
    "Genomgångna ärenden: {looked}; händelser: {events}; meddelanden: {told}.",
)
MOVING = Phrase("Case {id}", "Tapaus {id}", "Ärende {id}")
MOVED = Phrase(
    "Cases looked at: {looked}; moved: {moved}.",
    "Tapauksia käyty läpi: {looked}; siirretty: {moved}.",
    "Genomgångna ärenden: {looked}; flyttade: {moved}.",
)
NOT_MOVED = Phrase(
    "Cases looked at: {looked}; nothing was moved. Add --apply to move them.",
    "Tapauksia käyty läpi: {looked}; mitään ei siirretty. Lisää --apply, niin ne siirretään.",
    "Genomgångna ärenden: {looked}; inget flyttades. Lägg till --apply för att flytta dem.",
)
NEWER = Phrase(
    "from event {seq} on a newer release has written; that part is not shown, and the case can only be read",
    "ohjelman uudempi versio on kirjannut tapahtumat numerosta {seq} alkaen; niitä ei näytetä, ja tapausta voi vain "
    "lukea",
    "en nyare version av programmet har antecknat allt från händelse {seq}; den delen visas inte, och ärendet kan bara "
    "läsas",
)

STATUSES: dict[str, Phrase] = {
    "open": Phrase("open", "avoinna", "öppet"),
    "closed": Phrase("closed", "päätetty", "avslutat"),
    "none": Phrase("consultation", "konsultaatio", "konsultation"),
    "new": Phrase("not open", "ei avattu", "inte öppnat"),
    "available": Phrase("waits", "odottaa", "väntar"),
    "enabled": Phrase("can start", "voi alkaa", "kan börja"),
    "active": Phrase("under way", "käynnissä", "pågår"),
    "possible": Phrase("can be done", "voidaan tehdä", "kan göras"),
    "suspended": Phrase("paused", "keskeytetty", "har pausats"),
    "completed": Phrase("done", "tehty", "har gjorts"),
    "terminated": Phrase("ended", "päättynyt", "har avslutats"),
    "given": Phrase("given", "annettu", "har getts"),
    "refused": Phrase("refused", "ei annettu", "har nekats"),
    "withdrawn": Phrase("withdrawn", "peruutettu", "har återkallats"),
    "recorded": Phrase("recorded", "kirjattu", "har antecknats"),
    "ended": Phrase("ended", "päättynyt", "har upphört"),
}
"""Where cases, items and grants stand, in words."""
