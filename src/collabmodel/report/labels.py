"""Words of scorecards, of the page and of the command line's tables."""

from __future__ import annotations

import enum

from collabmodel.evaluate.result import Aspect, Result
from collabmodel.model import Level, Severity
from collabmodel.report.words import Counted, Phrase


class Standing(enum.Enum):
    """How a promise stands in one case, in a manager's words."""

    BROKEN = "broken"
    OPEN = "open"
    KEPT = "kept"
    CANNOT_SAY = "cannot say"
    EXCUSED = "excused"
    NOT_APPLIED = "did not apply"


STANDINGS: dict[Standing, Phrase] = {
    Standing.BROKEN: Phrase("broken", "rikottu", "bruten"),
    Standing.OPEN: Phrase("open", "kesken", "öppen"),
    Standing.KEPT: Phrase("kept", "pidetty", "hållen"),
    Standing.CANNOT_SAY: Phrase("cannot say", "ei tiedetä", "går inte att säga"),
    Standing.EXCUSED: Phrase("excused", "poikkeus sallittu", "undantag beviljat"),
    Standing.NOT_APPLIED: Phrase("did not apply", "ei koskenut", "gällde inte"),
}
STANDING_MEANINGS: dict[Standing, Phrase] = {
    Standing.KEPT: Phrase(
        "what was promised was done (so far, where the case is still open)",
        "luvattu tehtiin (keskeneräisissä tapauksissa: tähän mennessä)",
        "det utlovade gjordes (hittills, om ärendet ännu är öppet)",
    ),
    Standing.BROKEN: Phrase(
        "it was not done, or not in time", "luvattua ei tehty tai se myöhästyi", "det gjordes inte, eller inte i tid"
    ),
    Standing.OPEN: Phrase(
        "something is still to come and there is still time",
        "jotakin on vielä tekemättä, ja aikaa on jäljellä",
        "något återstår och det finns ännu tid",
    ),
    Standing.NOT_APPLIED: Phrase(
        "the situation did not arise in this case",
        "tilannetta ei tullut tässä tapauksessa",
        "situationen uppstod inte i ärendet",
    ),
    Standing.CANNOT_SAY: Phrase(
        "the records lack what is needed to tell",
        "kirjauksista puuttuu tarvittava tieto",
        "anteckningarna saknar det som behövs",
    ),
    Standing.EXCUSED: Phrase(
        "somebody with the right to do so allowed an exception, and the reason is on record",
        "poikkeukseen annettiin lupa, ja syy on kirjattu",
        "ett undantag beviljades och skälet är antecknat",
    ),
}
RESULTS: dict[Result, Phrase] = {
    Result.NOT_MET: Phrase("not kept", "ei toteudu", "uppfylls inte"),
    Result.PARTLY: Phrase("partly kept", "toteutuu osittain", "uppfylls delvis"),
    Result.NOT_ASSESSABLE: Phrase("cannot say", "ei voi sanoa", "går inte att säga"),
    Result.MET: Phrase("kept", "toteutuu", "uppfylls"),
}
"""Words for results, worst first."""
ASPECTS: dict[Aspect, Phrase] = {
    Aspect.PROCESS: Phrase("how the work was done", "miten työ tehtiin", "hur arbetet gjordes"),
    Aspect.OUTCOME: Phrase("what came of it", "mitä siitä seurasi", "vad det ledde till"),
    Aspect.VOICE: Phrase("what people say", "mitä ihmiset kertovat", "vad människor säger"),
}
SEVERITIES: dict[Severity, Phrase] = {
    Severity.ERROR: Phrase("error", "virhe", "fel"),
    Severity.WARNING: Phrase("warning", "varoitus", "varning"),
    Severity.NOTE: Phrase("note", "huomautus", "anmärkning"),
}
WHYS: dict[str, Phrase] = {
    "no case could be decided yet": Phrase(
        "no case has come so far yet",
        "yksikään tapaus ei ole vielä edennyt tähän",
        "inget ärende har kommit så långt ännu",
    ),
    "the rule applied to no case": Phrase(
        "the situation arose in no case",
        "tilannetta ei tullut missään tapauksessa",
        "situationen uppstod inte i något ärende",
    ),
    "nothing of the kind happened": Phrase(
        "nothing of the kind happened", "mitään tällaista ei tapahtunut", "inget sådant hände"
    ),
    "too few values for the summary": Phrase(
        "there are too few numbers", "lukuja on liian vähän", "det finns för få tal"
    ),
    "nobody was asked twice": Phrase(
        "nobody was asked twice, so no change can be seen",
        "keneltäkään ei kysytty kahdesti, joten muutosta ei näe",
        "ingen frågades två gånger, så ingen förändring kan ses",
    ),
    "working days need a calendar": Phrase(
        "working days need a calendar", "työpäivien laskemiseen tarvitaan kalenteri", "arbetsdagar kräver en kalender"
    ),
    "nobody has answered": Phrase(
        "nobody has been asked, or nobody answered",
        "keneltäkään ei ole kysytty tai kukaan ei vastannut",
        "ingen har frågats eller svarat",
    ),
    "nothing here can assess it": Phrase(
        "records cannot tell; people have to be asked",
        "kirjauksista tätä ei näe; ihmisiltä pitää kysyä",
        "anteckningar visar inte detta; människor måste frågas",
    ),
}
"""Reasons why something could not be assessed, by the words in which an evaluation gives them."""
WHYS_ABOUT: dict[str, Phrase] = {
    r"nobody was heard as (.+)": Phrase(
        "nobody was asked in the role: {0}", "tästä roolista ei kuultu ketään: {0}", "ingen har hörts i rollen: {0}"
    ),
    r"not known: (.+)": Phrase("the records lack: {0}", "kirjauksista puuttuu: {0}", "anteckningarna saknar: {0}"),
    r"there is no rule '(.+)'": Phrase("there is no rule: {0}", "sääntöä ei ole: {0}", "regeln finns inte: {0}"),
    r"calendar '(.+)' cannot be used": Phrase(
        "this calendar cannot be used: {0}", "kalenteria ei voi käyttää: {0}", "kalendern kan inte användas: {0}"
    ),
    r"time cannot be counted in '(.+)'": Phrase(
        "time cannot be counted in this unit: {0}",
        "aikaa ei voi laskea tässä yksikössä: {0}",
        "tid kan inte räknas i enheten: {0}",
    ),
}
"""Such reasons that name something: pattern of the words, to words with a gap for what is named."""
NO_INDICATOR = WHYS["nothing here can assess it"]

SHARE_REASON = Phrase(
    "kept in {value} (counted: {over}); the aim is at least {aim}",
    "pidetty: {value} (laskettu: {over}); tavoite vähintään {aim}",
    "hållet i {value} (räknat: {over}); målet är minst {aim}",
)
ANSWER_REASON = Phrase(
    "in the least content group {value} answer yes ({number} answers in all); the aim is at least {aim}",
    "tyytymättömimmässä ryhmässä kyllä-vastauksia {value} (vastauksia {number}); tavoite vähintään {aim}",
    "i den minst nöjda gruppen svarar {value} ja (svar {number}); målet är minst {aim}",
)
MEASURE_REASON = Phrase(
    "found: {value} ({over}); the aim is at least {aim}",
    "saatu luku: {value} ({over}); tavoite vähintään {aim}",
    "funnet: {value} ({over}); målet är minst {aim}",
)
MEASURE_REASON_LOW = Phrase(
    "found: {value} ({over}); the aim is at most {aim}",
    "saatu luku: {value} ({over}); tavoite enintään {aim}",
    "funnet: {value} ({over}); målet är högst {aim}",
)
UNITS: dict[str, Phrase] = {
    "days": Phrase("days", "päivää", "dagar"),
    "hours": Phrase("hours", "tuntia", "timmar"),
    "minutes": Phrase("minutes", "minuuttia", "minuter"),
    "weeks": Phrase("weeks", "viikkoa", "veckor"),
    "months": Phrase("months", "kuukautta", "månader"),
    "working days": Phrase("working days", "työpäivää", "arbetsdagar"),
    "points": Phrase("points", "pistettä", "poäng"),
}
TOGETHER = Phrase("all cases together", "kaikki tapaukset yhdessä", "alla ärenden tillsammans")
LEVELS: dict[Level, Phrase] = {
    Level.CASE: Phrase("cases {n}", "tapauksia {n}", "ärenden {n}"),
    Level.MEETING: Phrase("meetings {n}", "tapaamisia {n}", "möten {n}"),
    Level.PAIR: Phrase("pairs of organisations {n}", "organisaatiopareja {n}", "organisationspar {n}"),
    Level.COHORT: TOGETHER,
}
"""What the number of a measure rests on."""
GAPS = Phrase("gaps {n}", "välejä {n}", "mellanrum {n}")
MISSING = Phrase("({n} could not be assessed)", "({n} jäi arvioimatta)", "({n} kunde inte bedömas)")

CASES = Counted(Phrase("{n} case", "{n} tapaus", "{n} ärende"), Phrase("{n} cases", "{n} tapausta", "{n} ärenden"))
EVENTS = Counted(
    Phrase("{n} event", "{n} tapahtuma", "{n} händelse"), Phrase("{n} events", "{n} tapahtumaa", "{n} händelser")
)
ADOPTIONS = Counted(
    Phrase("{n} history of preparation", "{n} käyttöönoton historia", "{n} förberedelsehistorik"),
    Phrase("{n} histories of preparation", "{n} käyttöönoton historiaa", "{n} förberedelsehistoriker"),
)
AS_OF = Phrase("as things stood on {when}", "tilanne {when}", "läget {when}")
FINDINGS_NONE = Phrase(
    "The model holds together: nothing was found",
    "Malli on ehjä: huomautettavaa ei löytynyt",
    "Modellen håller ihop: inget att anmärka",
)
FINDINGS_SOME = Phrase(
    "Checking the model: errors {errors}, warnings {warnings}, notes {notes}",
    "Mallin tarkistus: virheitä {errors}, varoituksia {warnings}, huomautuksia {notes}",
    "Granskning av modellen: fel {errors}, varningar {warnings}, anmärkningar {notes}",
)
NOT_JUDGED = Phrase("No case histories were judged", "Asiakashistorioita ei arvioitu", "Inga ärendehistorier bedömdes")
NOT_JUDGED_ERRORS = Phrase(
    "No case histories were judged, because the model has errors; mend them first",
    "Asiakashistorioita ei arvioitu, koska mallissa on virheitä; korjaa ne ensin",
    "Inga ärendehistorier bedömdes, eftersom modellen har fel; rätta dem först",
)
PRINCIPLES = Phrase("Principles, worst first", "Periaatteet, heikoimmat ensin", "Principer, de svagaste först")
BROKEN_PROMISES = Phrase("Promises broken, and where", "Rikotut lupaukset ja missä", "Brutna löften och var")
NONE_BROKEN = Phrase("No promise was broken", "Yhtään lupausta ei rikottu", "Inget löfte bröts")
ALL_PROMISES = Phrase("All promises: {over}", "Kaikki lupaukset: {over}", "Alla löften: {over}")
PROMISE = Phrase("Promise", "Lupaus", "Löfte")
PRINCIPLE = Phrase("Principle", "Periaate", "Princip")
RESULT = Phrase("Result", "Tulos", "Resultat")
REASON = Phrase("Reason", "Perustelu", "Skäl")
IN_CASES = Phrase("in: {cases}", "tapaukset: {cases}", "i: {cases}")
AND_MORE = Phrase("and {n} more", "ja {n} muuta", "och {n} till")
MORE_BROKEN = Phrase(
    "and {n} more promises; the report has them all",
    "ja {n} muuta lupausta; raportissa ovat kaikki",
    "och {n} löften till; rapporten innehåller alla",
)
PAGE_WRITTEN = Phrase("The whole report: {path}", "Koko raportti: {path}", "Hela rapporten: {path}")
