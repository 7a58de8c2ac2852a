"""Words of documents: headings of sections and of typed columns, beside those that pages have."""

from __future__ import annotations

from collabmodel.report.words import Phrase

DOCUMENT: dict[str, Phrase] = {
    "cohort": Phrase(
        "{title}: how the cases fared", "{title}: miten tapauksissa kävi", "{title}: hur det gick i ärendena"
    ),
    "summary": Phrase("In short", "Lyhyesti", "I korthet"),
    "what": Phrase("What", "Mikä", "Vad"),
    "number": Phrase("Number", "Lukumäärä", "Antal"),
    "share": Phrase("Share", "Osuus", "Andel"),
    "cases": Phrase("Cases", "Tapauksia", "Ärenden"),
    "events": Phrase("Events", "Tapahtumia", "Händelser"),
    "adoptions": Phrase("Histories of preparation", "Käyttöönoton historioita", "Förberedelsehistoriker"),
    "stated_by": Phrase("Stated by", "Mistä peräisin", "Anges i"),
    "principles_lead": Phrase(
        "What the partners value, worst first. A principle of level 2 is part of the one of level 1 above it.",
        "Mitä kumppanit pitävät arvossa, heikoimmin toteutuva ensin. Tason 2 periaate on osa edeltävää tason 1 "
        "periaatetta.",
        "Vad parterna värdesätter, de svagaste först. En princip på nivå 2 är en del av den på nivå 1 ovanför.",
    ),
    "principles_lead_plain": Phrase(
        "What the partners value. A principle of level 2 is part of the one of level 1 above it.",
        "Mitä kumppanit pitävät arvossa. Tason 2 periaate on osa edeltävää tason 1 periaatetta.",
        "Vad parterna värdesätter. En princip på nivå 2 är en del av den på nivå 1 ovanför.",
    ),
    "level": Phrase("Level", "Taso", "Nivå"),
    "indicators": Phrase("Indicators", "Mittarit", "Indikatorer"),
    "indicators_lead": Phrase(
        "The numbers behind the principles. A share is of what the number rests on.",
        "Periaatteiden takana olevat luvut. Osuus lasketaan siitä, mihin luku perustuu.",
        "Talen bakom principerna. En andel räknas av det som talet bygger på.",
    ),
    "indicator": Phrase("Indicator", "Mittari", "Indikator"),
    "indicators_kept": Phrase("Indicators kept", "Toteutuvia mittareita", "Uppfyllda indikatorer"),
    "indicators_partly": Phrase("Partly kept", "Osittain", "Delvis uppfyllda"),
    "indicators_not": Phrase("Not kept", "Ei toteudu", "Inte uppfyllda"),
    "indicators_unknown": Phrase("Cannot say", "Ei voi sanoa", "Går inte att säga"),
    "share_kept": Phrase("Share kept", "Pidettyjen osuus", "Andel hållna"),
    "share_broken": Phrase("Share broken", "Rikottujen osuus", "Andel brutna"),
    "share_open": Phrase("Share open", "Avointen osuus", "Andel öppna"),
    "share_found": Phrase("Share found", "Saatu osuus", "Funnen andel"),
    "number_found": Phrase("Number found", "Saatu luku", "Funnet tal"),
    "unit": Phrase("Unit", "Yksikkö", "Enhet"),
    "rests_on": Phrase("Rests on", "Perustuu, kpl", "Bygger på, antal"),
    "not_assessed": Phrase("Not assessed", "Arvioimatta", "Inte bedömda"),
    "over": Phrase("Judged over", "Arvioitu", "Bedöms över"),
    "single_cases": Phrase("single cases", "tapaus kerrallaan", "ett ärende i taget"),
    "rules": Phrase("Rules", "Säännöt", "Regler"),
    "limits": Phrase("Time limits", "Määräajat", "Tidsfrister"),
    "counts_lead": Phrase(
        "In how many cases each was kept or broken, those most often broken first. The shares are of the cases that it "
        "applied to and in which it could be judged.",
        "Monessako tapauksessa kukin pidettiin tai rikottiin, useimmin rikotut ensin. Osuudet ovat niistä tapauksista, "
        "joita se koski ja joissa sen voi arvioida.",
        "I hur många ärenden var och en hölls eller bröts, de som oftast bröts först. Andelarna gäller de ärenden som "
        "den berörde och där den kunde bedömas.",
    ),
    "counts_lead_plain": Phrase(
        "In how many cases each was kept or broken. The shares are of the cases that it applied to and in which it "
        "could be judged.",
        "Monessako tapauksessa kukin pidettiin tai rikottiin. Osuudet ovat niistä tapauksista, joita se koski ja "
        "joissa sen voi arvioida.",
        "I hur många ärenden var och en hölls eller bröts. Andelarna gäller de ärenden som den berörde och där den "
        "kunde bedömas.",
    ),
    "endings": Phrase("How the cases ended", "Miten tapaukset päättyivät", "Hur ärendena avslutades"),
    "ending": Phrase("Ending", "Päättymistapa", "Avslutningssätt"),
    "still_open": Phrase("still open", "vielä avoinna", "ännu öppet"),
    "ended_otherwise": Phrase("ended in another way", "päättynyt muulla tavalla", "avslutat på annat sätt"),
    "kind": Phrase("Kind", "Laji", "Slag"),
    "principle": Phrase("principle", "periaate", "princip"),
    "of_indicator": Phrase("indicator", "mittari", "indikator"),
    "rule": Phrase("rule", "sääntö", "regel"),
    "cases_told": Phrase("Case by case", "Tapaus kerrallaan", "Ärende för ärende"),
    "case": Phrase("Case", "Tapaus", "Ärende"),
    "state": Phrase("How it stands", "Missä vaiheessa", "Läge"),
    "too_few": Phrase(
        "There are fewer than {n} cases: too few to be told of without telling of single people.",
        "Tapauksia on alle {n}: liian vähän, jotta niistä voisi kertoa kertomatta yksittäisistä ihmisistä.",
        "Ärendena är färre än {n}: för få för att berätta om utan att berätta om enskilda människor.",
    ),
    "hidden": Phrase(
        "A star stands where a number would tell of fewer than {n} cases, or would let such a number be worked out.",
        "Tähti on siinä, missä luku kertoisi alle {n} tapauksesta tai siitä voisi laskea sellaisen luvun.",
        "En stjärna står där ett tal skulle berätta om färre än {n} ärenden, eller där ett sådant tal kunde räknas ut.",
    ),
    "figures": Phrase("All figures", "Kaikki luvut", "Alla tal"),
    "figures_lead": Phrase(
        "The averages of the replications, and the ends of their intervals.",
        "Toistojen keskiarvot ja niiden luottamusvälien päät.",
        "Upprepningarnas medelvärden och intervallens ändar.",
    ),
    "shares": Phrase("shares", "osuudet", "andelar"),
    "numbers": Phrase("numbers", "luvut", "tal"),
    "mean": Phrase("Mean", "Keskiarvo", "Medelvärde"),
    "low": Phrase("Low", "Alaraja", "Nedre gräns"),
    "high": Phrase("High", "Yläraja", "Övre gräns"),
    "judged_at": Phrase("judged as things stood", "arvioitu tilanteesta", "bedömt enligt läget"),
    "model": Phrase("model {id}", "malli {id}", "modell {id}"),
}
"""Words of documents by name."""
