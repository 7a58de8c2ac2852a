"""Words of the page: headings, captions and what stands around the numbers."""

from __future__ import annotations

from collabmodel.report.words import Phrase

PAGE: dict[str, Phrase] = {
    "kind": Phrase("Trial of a cooperation model", "Yhteistyömallin kokeilu", "Prov av en samarbetsmodell"),
    "contents": Phrase("On this page", "Tällä sivulla", "På den här sidan"),
    "skip": Phrase("Skip to the results", "Siirry tuloksiin", "Hoppa till resultaten"),
    "glance": Phrase("At a glance", "Yhdellä silmäyksellä", "I korthet"),
    "principles": Phrase("Principles", "Periaatteet", "Principer"),
    "principles_lead": Phrase(
        "What the partners value, worst first. Open a principle to see the numbers and the events behind it.",
        "Mitä kumppanit pitävät arvossa, heikoimmin toteutuva ensin. Avaa periaate, niin näet luvut ja tapahtumat.",
        "Vad parterna värdesätter, de svagaste först. Öppna en princip för att se siffrorna och händelserna bakom.",
    ),
    "promises": Phrase("Promises", "Lupaukset", "Löften"),
    "promises_lead": Phrase(
        "What has been agreed to happen, and by when. Those most often broken come first.",
        "Mitä on sovittu tapahtuvaksi ja mihin mennessä. Useimmin rikotut ensin.",
        "Vad man har kommit överens om ska ske, och när. De som oftast bröts kommer först.",
    ),
    "promises_caption": Phrase(
        "In how many cases each promise was kept or broken",
        "Monessako tapauksessa kukin lupaus pidettiin tai rikottiin",
        "I hur många ärenden varje löfte hölls eller bröts",
    ),
    "cases": Phrase("Case by case", "Tapaus kerrallaan", "Ärende för ärende"),
    "cases_lead": Phrase(
        "Cases with the most broken promises come first. Open a case to see what is behind it.",
        "Ensin tapaukset, joissa rikottiin eniten lupauksia. Avaa tapaus, niin näet, mistä on kyse.",
        "Först de ärenden där flest löften bröts. Öppna ett ärende för att se vad som ligger bakom.",
    ),
    "case_caption": Phrase(
        "Promises that need a look", "Lupaukset, joita kannattaa katsoa", "Löften att titta närmare på"
    ),
    "case_fine": Phrase(
        "Nothing here needs a look.", "Tässä ei ole mitään katsottavaa.", "Inget här behöver ses över."
    ),
    "case_open": Phrase("still open", "vielä kesken", "ännu öppet"),
    "case_closed": Phrase("closed", "päättynyt", "avslutat"),
    "more_cases": Phrase(
        "More cases were judged than fit on this page: {n} more. The verdict file lists them all.",
        "Arvioituja tapauksia on enemmän kuin sivulle mahtuu: vielä {n}. Tulostiedostossa ovat kaikki.",
        "Fler ärenden bedömdes än vad som ryms på sidan: {n} till. Resultatfilen innehåller alla.",
    ),
    "gaps": Phrase("What could not be assessed", "Mitä ei voitu arvioida", "Vad som inte kunde bedömas"),
    "gaps_lead": Phrase(
        "Silence is not praise. Nothing is known about the following:",
        "Hiljaisuus ei ole kiitosta. Seuraavista ei tiedetä mitään:",
        "Tystnad är inte beröm. Om följande vet vi ingenting:",
    ),
    "gaps_none": Phrase("Everything could be assessed.", "Kaikki voitiin arvioida.", "Allt kunde bedömas."),
    "model": Phrase("The model", "Malli", "Modellen"),
    "findings": Phrase("Does the model hold together?", "Onko malli ehjä?", "Håller modellen ihop?"),
    "findings_caption": Phrase("What the checks found", "Mitä tarkistuksissa löytyi", "Vad granskningen visade"),
    "assumptions": Phrase("Assumptions", "Oletukset", "Antaganden"),
    "assumptions_lead": Phrase(
        "These values are not in the sources. Their writers assumed them; change them if they do not fit.",
        "Näitä arvoja ei ole lähteissä, vaan ne on oletettu. Muuta niitä, jos ne eivät sovi teille.",
        "De här värdena finns inte i källorna utan har antagits. Ändra dem om de inte passar er.",
    ),
    "assumptions_caption": Phrase(
        "What was assumed and why", "Mitä on oletettu ja miksi", "Vad som har antagits och varför"
    ),
    "assumptions_none": Phrase("Nothing was assumed.", "Mitään ei ole oletettu.", "Inget har antagits."),
    "limits": Phrase("What this does not tell", "Mitä tämä ei kerro", "Vad detta inte säger"),
    "limits_text": Phrase(
        "The page tells only what has been recorded. Good work that nobody wrote down does not show, and a meeting "
        "that was held says nothing about how it felt. How the work was done and what came of it are kept apart: a "
        "kept promise is no proof that anybody is better off. The numbers are for talking about the work together, "
        "not for ranking people. With few cases, one case moves a percentage a great deal.",
        "Sivu kertoo vain sen, mitä on kirjattu. Hyvä työ, jota kukaan ei kirjannut, ei näy, eikä pidetty tapaaminen "
        "kerro, miltä se tuntui. Työn tekeminen ja sen tulokset pidetään erillään: pidetty lupaus ei todista, että "
        "kenenkään asiat ovat paremmin. Luvut ovat yhteistä keskustelua varten, eivät ihmisten vertailuun. Kun "
        "tapauksia on vähän, yksi tapaus muuttaa prosenttilukua paljon.",
        "Sidan berättar bara vad som har antecknats. Gott arbete som ingen skrev ner syns inte, och ett möte som "
        "hölls säger inget om hur det kändes. Hur arbetet gjordes och vad det ledde till hålls isär: ett hållet löfte "
        "bevisar inte att någon har det bättre. Siffrorna är till för gemensamma samtal, inte för att jämföra "
        "människor. När ärendena är få kan ett enda ändra procenttalet mycket.",
    ),
    "provenance": Phrase("Where these numbers come from", "Mistä luvut ovat peräisin", "Varifrån siffrorna kommer"),
    "made_with": Phrase("Made with", "Tehty ohjelmalla", "Gjord med"),
    "histories": Phrase("Case histories", "Asiakashistoriat", "Ärendehistorier"),
    "no_histories": Phrase("none", "ei ole", "inga"),
    "as_of": Phrase("Judged as things stood", "Tilanne, jossa arvioitiin", "Läget då bedömningen gjordes"),
    "fingerprint": Phrase("fingerprint", "tunniste", "fingeravtryck"),
    "version": Phrase("version", "versio", "version"),
    "legend": Phrase("What the words mean", "Mitä sanat tarkoittavat", "Vad orden betyder"),
    "indicators_caption": Phrase("How we know", "Mistä sen tietää", "Hur vi vet det"),
    "sign": Phrase("Sign", "Merkki", "Tecken"),
    "tells": Phrase("It tells of", "Kertoo", "Berättar om"),
    "evidence": Phrase("Events behind it", "Tapahtumat takana", "Händelser bakom"),
    "no_events": Phrase("none", "ei ole", "inga"),
    "promise": Phrase("Promise", "Lupaus", "Löfte"),
    "stands": Phrase("How it stands", "Tilanne", "Läge"),
    "began": Phrase("began with", "alkoi tästä", "började med"),
    "decided": Phrase("decided by", "ratkaisi", "avgjordes av"),
    "due": Phrase("was due", "määräaika", "skulle ske senast"),
    "severity": Phrase("How serious", "Vakavuus", "Allvar"),
    "finding": Phrase("What was found", "Mitä löytyi", "Vad som hittades"),
    "place": Phrase("Where", "Missä", "Var"),
    "assumed": Phrase("What", "Mikä", "Vad"),
    "value": Phrase("Value", "Arvo", "Värde"),
    "why": Phrase("Why", "Miksi", "Varför"),
    "preparation": Phrase("preparation", "käyttöönotto", "förberedelse"),
    "seen_by": Phrase("by groups", "ryhmittäin", "per grupp"),
    "result": Phrase("Result", "Tulos", "Resultat"),
    "reason": Phrase("Number found, and aim", "Saatu luku ja tavoite", "Funnet tal och mål"),
    "errors_first": Phrase(
        "No case histories were judged, because the model has errors. Mend them first.",
        "Asiakashistorioita ei arvioitu, koska mallissa on virheitä. Korjaa ne ensin.",
        "Inga ärendehistorier bedömdes, eftersom modellen har fel. Rätta dem först.",
    ),
    "nothing_judged": Phrase(
        "No case histories were given, so nothing was judged. The page shows the model and what its checks found.",
        "Asiakashistorioita ei annettu, joten mitään ei arvioitu. Sivulla on malli ja sen tarkistus.",
        "Inga ärendehistorier gavs, så inget bedömdes. Sidan visar modellen och granskningen av den.",
    ),
    "glance_tally": Phrase("Principles by result", "Periaatteet tuloksen mukaan", "Principer efter resultat"),
    "glance_promises": Phrase(
        "Promises broken at least once: {broken} of {all}",
        "Vähintään kerran rikottuja lupauksia: {broken}, kaikkiaan {all}",
        "Löften som bröts minst en gång: {broken} av {all}",
    ),
    "glance_gaps": Phrase("Could not be assessed: {n}", "Arvioimatta jäi: {n}", "Kunde inte bedömas: {n}"),
}
"""Words of the page by name."""
