"""Words of the pages of studies and comparisons: headings, leads, captions."""

from __future__ import annotations

from collabmodel.report.words import Counted, Phrase

STUDY: dict[str, Phrase] = {
    "kind": Phrase("Trial run of a cooperation model", "Yhteistyömallin koeajo", "Provkörning av en samarbetsmodell"),
    "comparison_kind": Phrase("Two trial runs compared", "Kahden koeajon vertailu", "Jämförelse av två provkörningar"),
    "glance": Phrase("The answers in short", "Vastaukset lyhyesti", "Svaren i korthet"),
    "invented": Phrase(
        "Everything below is simulated: invented cases in invented calendars. Nothing here has happened to anybody.",
        "Kaikki alla oleva on simuloitua: keksittyjä tapauksia keksityissä kalentereissa. Mitään tästä ei ole "
        "tapahtunut kenellekään.",
        "Allt nedan är simulerat: påhittade ärenden i påhittade kalendrar. Inget av detta har hänt någon.",
    ),
    "brackets": Phrase(
        "Numbers in brackets: with {share} confidence the average of very many such replications lies between them. "
        "They do not show how much single cases differ from each other.",
        "Sulkeissa olevat luvut: hyvin monen tällaisen toiston keskiarvo on {share} luottamuksella niiden välissä. Ne "
        "eivät kerro, miten paljon yksittäiset tapaukset eroavat toisistaan.",
        "Talen inom parentes: medelvärdet av mycket många sådana upprepningar ligger med {share} konfidens mellan dem. "
        "De visar inte hur mycket enskilda ärenden skiljer sig åt.",
    ),
    "cut_short": Phrase(
        "The study was stopped before all replications were made. What is told here rests on those that are finished.",
        "Ajo keskeytettiin ennen kuin kaikki toistot olivat valmiit. Tässä kerrottu perustuu valmiisiin toistoihin.",
        "Studien avbröts innan alla upprepningar var klara. Det som sägs här bygger på dem som är färdiga.",
    ),
    "nothing_ran": Phrase(
        "No replication was finished, so there is nothing to tell yet.",
        "Yhtään toistoa ei ole valmiina, joten kerrottavaa ei vielä ole.",
        "Ingen upprepning är färdig, så det finns inget att berätta ännu.",
    ),
    "sound": Phrase("Does the model hold together?", "Onko malli ehjä?", "Håller modellen ihop?"),
    "waits": Phrase("How long do clients wait?", "Kauanko asiakkaat odottavat?", "Hur länge väntar klienterna?"),
    "bottleneck": Phrase("Where is the bottleneck?", "Missä on pullonkaula?", "Var finns flaskhalsen?"),
    "even": Phrase(
        "How evenly are cases treated?", "Kuinka tasaisesti tapauksia kohdellaan?", "Hur jämnt behandlas ärendena?"
    ),
    "kept": Phrase(
        "Which promises and values would be kept?",
        "Mitkä lupaukset ja arvot toteutuisivat?",
        "Vilka löften och värden skulle hållas?",
    ),
    "endings": Phrase("How do cases end?", "Miten tapaukset päättyvät?", "Hur avslutas ärendena?"),
    "more": Phrase("What if something changed?", "Entä jos jokin muuttuisi?", "Tänk om något ändrades?"),
    "rests": Phrase("What does all this rest on?", "Mihin tämä kaikki perustuu?", "Vad bygger allt detta på?"),
    "sure": Phrase("How sure are the figures?", "Kuinka varmoja luvut ovat?", "Hur säkra är siffrorna?"),
    "cannot": Phrase(
        "What a simulation cannot tell", "Mitä simulointi ei voi kertoa", "Vad en simulering inte kan säga"
    ),
    "repeat": Phrase("How to repeat this", "Näin tämän voi toistaa", "Så upprepas detta"),
    "others": Phrase("Other figures", "Muut luvut", "Övriga tal"),
    "behind": Phrase(
        "Indicators behind the principles", "Periaatteiden takana olevat mittarit", "Indikatorerna bakom principerna"
    ),
    "past": Phrase(
        "Below: how past cases fared, from recorded histories.",
        "Alla: miten aiemmissa tapauksissa kävi, kirjattujen historioiden mukaan.",
        "Nedan: hur det gick i tidigare ärenden, enligt antecknade historier.",
    ),
    "same_numbers": Phrase("The same numbers as a table", "Samat luvut taulukkona", "Samma siffror som tabell"),
    "what": Phrase("What", "Mikä", "Vad"),
    "mean": Phrase("Mean", "Keskiarvo", "Medelvärde"),
    "interval": Phrase("Interval", "Luottamusväli", "Konfidensintervall"),
    "figure": Phrase("Figure", "Luku", "Tal"),
    "first": Phrase("First", "Ensimmäinen", "Första"),
    "second": Phrase("Second", "Toinen", "Andra"),
    "now": Phrase("As it is", "Nyt", "Som nu"),
    "then": Phrase("With the change", "Muutettuna", "Med ändringen"),
    "difference": Phrase("Difference", "Ero", "Skillnad"),
    "verdict": Phrase("What it shows", "Mitä se osoittaa", "Vad det visar"),
    "value": Phrase("Value", "Arvo", "Värde"),
    "why": Phrase("Why assumed", "Miksi oletettu", "Varför antaget"),
    "sources": Phrase("Sources", "Lähteet", "Källor"),
    "structure": Phrase("How the models differ", "Miten mallit eroavat", "Hur modellerna skiljer sig"),
    "changed": Phrase(
        "Promises and principles whose result differs",
        "Lupaukset ja periaatteet, joiden tulos eroaa",
        "Löften och principer vars resultat skiljer sig",
    ),
    "warnings": Phrase(
        "Where luck could not be paired", "Missä sattumaa ei voitu parittaa", "Där slumpen inte kunde paras"
    ),
    "past_both": Phrase(
        "The same past cases judged by both models",
        "Samat aiemmat tapaukset kummankin mallin mukaan",
        "Samma tidigare ärenden bedömda enligt båda modellerna",
    ),
    "none_changed": Phrase(
        "No promise and no principle has another result.",
        "Yhdenkään lupauksen tai periaatteen tulos ei muutu.",
        "Inget löfte och ingen princip får ett annat resultat.",
    ),
    "same_structure": Phrase(
        "The models are the same; only the scenario differs.",
        "Mallit ovat samat; vain skenaario eroaa.",
        "Modellerna är lika; bara scenariot skiljer sig.",
    ),
}
"""Words of the pages by name, besides those that all pages share."""

LEADS: dict[str, Phrase] = {
    "waits": Phrase(
        "Counted from the opening of the case, in calendar days. A wait is that of the cases that got there: those who "
        "never did, or had not yet when the simulation ended, are no part of it, so always read both numbers together.",
        "Laskettu tapauksen avaamisesta, kalenteripäivinä. Odotus koskee niitä tapauksia, jotka pääsivät perille: "
        "ne, jotka eivät koskaan päässeet tai eivät vielä olleet päässeet simuloinnin loppuessa, eivät ole siinä "
        "mukana. Lue siksi aina molemmat luvut.",
        "Räknat från att ärendet öppnades, i kalenderdagar. Väntan gäller de ärenden som kom fram: de som aldrig "
        "gjorde "
        "det, eller ännu inte hade gjort det när simuleringen slutade, är inte med. Läs därför alltid båda talen.",
    ),
    "bottleneck": Phrase(
        "How much of their working time each group uses for the work described here, and how long work stands in line. "
        "The nearer to 100 %, the faster queues grow. Time not used here is not idle time: other work is not "
        "simulated.",
        "Kuinka suuri osa kunkin ryhmän työajasta kuluu tässä kuvattuun työhön ja kauanko työ seisoo jonossa. Mitä "
        "lähempänä 100 %:a ollaan, sitä nopeammin jonot kasvavat. Muu aika ei ole joutoaikaa: muuta työtä ei "
        "simuloida.",
        "Hur stor del av arbetstiden varje grupp använder till arbetet som beskrivs här, och hur länge arbetet står i "
        "kö. Ju närmare 100 %, desto snabbare växer köerna. Övrig tid är inte ledig tid: annat arbete simuleras inte.",
    ),
    "even": Phrase(
        "Averages hide who waits longest. 0 % would mean that everybody who got there waited equally long; at 100 % "
        "the usual deviation is as long as the average wait itself.",
        "Keskiarvo ei näytä, kuka odottaa pisimpään. 0 % tarkoittaisi, että kaikki perille päässeet odottivat yhtä "
        "kauan; 100 %:ssa tavallinen poikkeama on yhtä pitkä kuin keskimääräinen odotus.",
        "Medelvärden döljer vem som väntar längst. 0 % skulle betyda att alla som kom fram väntade lika länge; vid "
        "100 % är den vanliga avvikelsen lika lång som medelväntan.",
    ),
    "kept": Phrase(
        "Shares are of the simulated cases that a promise applied to and could be judged in. Cannot be assessed is not "
        "broken: what people feel and think is not simulated, so nothing is known about it here.",
        "Osuudet ovat niistä simuloiduista tapauksista, joita lupaus koski ja joissa sen voi arvioida. Ei voi sanoa on "
        "eri asia kuin rikottu: sitä, mitä ihmiset tuntevat ja ajattelevat, ei simuloida, joten siitä ei tässä "
        "tiedetä.",
        "Andelarna gäller de simulerade ärenden som löftet berörde och där det kunde bedömas. Går inte att säga "
        "är inte "
        "detsamma som bruten: vad människor känner och tycker simuleras inte, så om det vet vi inget här.",
    ),
    "endings": Phrase(
        "Shares of the cases that ended. Cases still open when the simulation stops are not among them.",
        "Osuudet päättyneistä tapauksista. Ne, jotka olivat vielä auki simuloinnin loppuessa, eivät ole mukana.",
        "Andelar av de ärenden som avslutades. De som ännu var öppna när simuleringen slutade är inte med.",
    ),
    "more": Phrase(
        "The same cases and the same luck, with one thing changed. A difference is called clear where its interval "
        "leaves zero out; else it may be chance, which does not prove that there is no difference.",
        "Samat tapaukset ja sama sattuma, yksi asia muutettuna. Eroa sanotaan selväksi, kun sen luottamusväli ei "
        "sisällä "
        "nollaa; muuten se voi olla sattumaa, mikä ei todista, ettei eroa ole.",
        "Samma ärenden och samma slump, med en sak ändrad. En skillnad kallas tydlig när dess intervall inte "
        "innehåller "
        "noll; annars kan den bero på slumpen, vilket inte bevisar att det inte finns någon skillnad.",
    ),
    "rests": Phrase(
        "Every number that went into the simulation. Assumed numbers are somebody's best guess: change them to "
        "yours and "
        "run again before you decide.",
        "Kaikki luvut, joihin simulointi perustuu. Oletetut luvut ovat jonkun paras arvaus: muuta ne omiksenne ja aja "
        "uudelleen ennen kuin päätätte.",
        "Alla tal som simuleringen bygger på. Antagna tal är någons bästa gissning: byt dem mot era egna och kör om "
        "innan ni beslutar.",
    ),
    "sure": Phrase(
        "Each replication is one run of the whole period with its own luck. The intervals only tell how much chance is "
        "left in the averages. They do not tell whether the model, the scenario or its assumptions are right.",
        "Jokainen toisto on koko jakson ajo omalla sattumallaan. Luottamusvälit kertovat vain, kuinka paljon sattumaa "
        "keskiarvoihin jää. Ne eivät kerro, ovatko malli, skenaario tai oletukset oikeita.",
        "Varje upprepning är en körning av hela perioden med egen slump. Intervallen säger bara hur mycket slump "
        "som är "
        "kvar i medelvärdena. De säger inte om modellen, scenariot eller antagandena stämmer.",
    ),
    "cannot": Phrase(
        "The simulated people do what the scenario says, as often as it says, and nothing else. They do not "
        "learn, tire, "
        "trust or lose heart, and nobody helps out where the plan fails. So the page can show where a way of "
        "working runs "
        "out of time or staff; it cannot show whether the help helps, how meetings feel, or what a single client will "
        "meet. Use it to find questions to ask before you begin, and then try in small and listen to those it "
        "concerns.",
        "Simuloidut ihmiset tekevät sen, mitä skenaario sanoo, ja niin usein kuin se sanoo, eivät muuta. He eivät opi, "
        "väsy, luota tai lannistu, eikä kukaan auta, kun suunnitelma pettää. Sivu voi siis näyttää, missä työtapa jää "
        "ilman aikaa tai tekijöitä; se ei voi näyttää, auttaako apu, miltä tapaamiset tuntuvat tai mitä yksittäinen "
        "asiakas kohtaa. Etsi sen avulla kysymykset ennen aloittamista, kokeile sitten pienesti ja kuuntele "
        "niitä, joita "
        "asia koskee.",
        "De simulerade människorna gör det scenariot säger, så ofta som det säger, och inget annat. De lär sig inte, "
        "tröttnar inte, litar inte på någon och tappar inte modet, och ingen rycker in när planen brister. Sidan kan "
        "alltså visa var ett arbetssätt saknar tid eller personal; den kan inte visa om hjälpen hjälper, hur "
        "möten känns "
        "eller vad en enskild klient möter. Använd den för att hitta frågor innan ni börjar, pröva sedan i liten skala "
        "och lyssna på dem det gäller.",
    ),
    "repeat": Phrase(
        "The same model, scenario, seed and version of the program give the same numbers, to the last digit.",
        "Samalla mallilla, skenaariolla, siemenluvulla ja ohjelmaversiolla luvut ovat samat viimeistä numeroa myöten.",
        "Samma modell, scenario, startvärde och programversion ger samma siffror, till sista decimalen.",
    ),
    "others": Phrase("Everything else that was measured.", "Kaikki muu, mitä mitattiin.", "Allt annat som mättes."),
}
"""What is said first in each section, so that its numbers are not misread."""

FIELDS: dict[str, Phrase] = {
    "after": Phrase("after how long", "minkä ajan kuluttua", "efter hur lång tid"),
    "caseload": Phrase("most open cases each", "avoimia tapauksia enintään", "högst öppna ärenden var"),
    "chance": Phrase("how often it is done", "kuinka usein tehdään", "hur ofta det görs"),
    "comes": Phrase("how often they come", "kuinka usein tulee paikalle", "hur ofta de kommer"),
    "count": Phrase("how many", "kuinka monta", "hur många"),
    "delay": Phrase("delay before it", "viive ennen sitä", "fördröjning före"),
    "gap": Phrase("time between two", "väli kahden välillä", "tid mellan två"),
    "length": Phrase("how long it takes", "kesto", "hur länge det tar"),
    "missed_length": Phrase("how long a missed one takes", "väliin jääneen kesto", "hur länge ett uteblivet tar"),
    "months": Phrase("by month", "kuukausittain", "per månad"),
    "most": Phrase("at most", "enintään", "högst"),
    "no_show": Phrase("how often the client stays away", "kuinka usein asiakas jää pois", "hur ofta klienten uteblir"),
    "notice": Phrase("how long before", "kuinka paljon etukäteen", "hur långt i förväg"),
    "per_week": Phrase("a week", "viikossa", "per vecka"),
    "per_year": Phrase("a year", "vuodessa", "per år"),
    "retry": Phrase("until the next try", "aika uuteen yritykseen", "tid till nästa försök"),
    "rounds": Phrase("rounds of finding a time", "ajanhaun kierroksia", "omgångar av tidssökning"),
    "sent_word": Phrase("how often word is sent", "kuinka usein ilmoitetaan", "hur ofta besked ges"),
    "share": Phrase("in how many cases", "kuinka monessa tapauksessa", "i hur många ärenden"),
    "stops": Phrase("how often that ends it", "kuinka usein jää pois kokonaan", "hur ofta det blir för gott"),
    "times": Phrase("how many times", "kuinka monta kertaa", "hur många gånger"),
    "wait": Phrase("time between rounds", "kierrosten väli", "tid mellan omgångar"),
    "waiting": Phrase(
        "how much faster while waiting", "kuinka paljon nopeammin odottaessa", "hur mycket snabbare i väntan"
    ),
    "weekdays": Phrase("by weekday", "viikonpäivittäin", "per veckodag"),
    "within": Phrase("within what time", "minkä ajan sisällä", "inom vilken tid"),
}
"""What the numbers of a scenario are called, by their key."""
REPLICATIONS = Counted(
    Phrase("{n} replication", "{n} toisto", "{n} upprepning"),
    Phrase("{n} replications", "{n} toistoa", "{n} upprepningar"),
)
