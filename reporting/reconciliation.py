"""Does the year hold? The catalogue of rules: what each looks for, why, and where the official should look.

A rule is a small pure function in `reporting/rules/`, from what there is to read (`Basis`) to what it found.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .rules import amounts, boards, cards, dates, excerpts, memo, names, since_last_year, sums, texts, told_figures
from .rules.basis import Basis
from .rules.finding import ERROR, NOTE, SEVERITIES, WARNING, Finding, Place

__all__ = ["ERROR", "NOTE", "RULES", "SEVERITIES", "WARNING", "Finding", "Place", "Rule", "findings"]


@dataclass(frozen=True)
class Rule:
    """A rule, with its title, why it is there and where to look, in Swedish."""

    find: Callable[[Basis], Iterator[Finding]]
    title: str
    why: str
    look: str

    @property
    def name(self):
        """What its findings are signed with."""
        return self.find.__name__


RULES = (
    Rule(
        sums.paid_sums_agree,
        "Summorna av utbetalda medel är lika",
        "Utbetalda medel är ett enda tal, vare sig man summerar nämnder, program eller mål.",
        "Beloppen, programmen och huvudmålen på projektkorten, eller de summor som är inskrivna för året.",
    ),
    Rule(
        sums.project_sums_agree,
        "Antalen projekt och deltaganden går ihop",
        "Projektägare, projektpartner och annan roll ska bli lika många som projekten, och nämndernas deltaganden "
        "lika många som deltagandena totalt.",
        "Rollerna och programmen på projektkorten, eller de antal som är inskrivna för året.",
    ),
    Rule(
        sums.printed_tables_add_up,
        "Tabellernas rader och summor går ihop",
        "Den som läser en tabell ska kunna räkna efter.",
        "Tabellen i dokumentet, och uppgifterna som den är gjord av.",
    ),
    Rule(
        sums.tables_are_rounded_as_they_say,
        "Tabeller är avrundade som det står",
        "En tabell som sägs vara avrundad ska vara det.",
        "Tabellen i tjänsteskrivelsen.",
    ),
    Rule(
        cards.facts_are_missing,
        "Kort saknar uppgifter som räknas",
        "Ett kort utan roll, program, belopp eller mål saknas i någon av redovisningens tabeller.",
        "Projektkortet. Be nämnden fylla i det; är redovisningen inlämnad, återlämna den.",
    ),
    Rule(
        amounts.rate_is_missing,
        "Valutakurs saknas",
        "En budget i en valuta utan kurs kommer inte med när det minsta och det största projektet räknas fram.",
        "Omgångens valutakurser.",
    ),
    Rule(
        memo.memo_is_incomplete,
        "Tjänsteskrivelsen saknar något",
        "Det som inte är ifyllt trycks inte, och då fattas det i beslutsunderlaget. Diarienummer och beslutsplanering "
        "ska vara desamma i tjänsteskrivelsen som på omgången.",
        "Fältet i tjänsteskrivelsen, eller omgångens uppgifter om ärendet.",
    ),
    Rule(
        told_figures.figure_differs,
        "Siffror i stadskontorets texter som inte är de räknade",
        "En siffra som är skriven för hand följer inte med när underlaget ändras.",
        "Texten. Byt talet mot den levande siffran, så blir det alltid rätt.",
    ),
    Rule(
        told_figures.figure_under_wrong_name,
        "Projekt och deltaganden som har bytt namn",
        "Ett projekt som flera nämnder deltar i är ett projekt men flera deltaganden; båda talen är rätta, under sina "
        "egna namn.",
        "Texten, och ordet efter talet.",
    ),
    Rule(
        told_figures.ranking_differs,
        "Program som räknas upp i fel ordning",
        "Den som läser ”i fallande ordning” litar på det.",
        "Texten. Byt uppräkningen mot den levande siffran {program_i_ordning}.",
    ),
    Rule(
        told_figures.count_is_one,
        "Ett enda, men orden säger flera",
        "En levande siffra byts mot årets tal, men orden bredvid blir som de står: ”en nämnder”.",
        "Texten. Skriv om meningen, så att den stämmer med ett enda.",
    ),
    Rule(
        excerpts.number_not_from_board,
        "Tal i utdrag som nämnden inte har skrivit",
        "Utdragen är förkortade ur nämndernas texter, och då är det lätt att ett tal blir ett annat.",
        "Utdraget, jämfört med nämndens svar och kort.",
    ),
    Rule(
        excerpts.quotation_not_from_board,
        "Citat i utdrag som nämnden inte har skrivit",
        "Ett citat ska stå ordagrant i det som nämnden har lämnat. Oftast har nämnden ändrat sin text sedan stycket "
        "hämtades. Märk det som utelämnas med …",
        "Utdraget, jämfört med nämndens svar och kort. På tjänsteskrivelsens sida visas båda texterna.",
    ),
    Rule(
        amounts.sums_are_too_large,
        "Belopp som inte kan stämma",
        "Mer än hela budgeten kan inte betalas ut på ett år, och nämndens del kan inte vara större än projektet.",
        "Beloppen på projektkortet och projektets totala budget.",
    ),
    Rule(
        amounts.amounts_alike,
        "Belopp som är lika, eller slutar likadant",
        "Två belopp med samma sista siffror i en tabell har oftast uppstått när något har kopierats.",
        "Korten bakom de båda beloppen, och nämndens underlag.",
    ),
    Rule(
        since_last_year.amount_times_last_year,
        "Belopp som är tio, hundra eller tusen gånger förra årets",
        "En nolla för mycket, eller tusental kronor i stället för kronor, syns bäst mot förra året.",
        "Beloppet på kortet, och samma kort förra året.",
    ),
    Rule(
        since_last_year.moved_much,
        "Antal och summor som har ändrats mycket",
        "En ändring på mer än en tredjedel är antingen en nyhet eller ett fel.",
        "Korten bakom siffran. Är ändringen verklig, så förklara den i tjänsteskrivelsen.",
    ),
    Rule(
        since_last_year.goals_renamed,
        "Mål som heter något annat än förra året",
        "Målen gäller i flera år; heter de olika under samma period har något av dem skrivits fel.",
        "Omgångens mål.",
    ),
    Rule(
        since_last_year.programmes_renamed,
        "Program som heter eller summeras annorlunda än förra året",
        "Ett program som har bytt namn eller grupp går inte att jämföra mellan åren.",
        "Omgångens program.",
    ),
    Rule(
        since_last_year.counted_otherwise,
        "Jämförelse med ett år som är räknat på annat sätt",
        "Inskrivna summor och summor ur projektkort är inte samma sak, och läsaren behöver veta det.",
        "Tjänsteskrivelsens jämförelse med året före.",
    ),
    Rule(
        cards.project_under_two_keys,
        "Samma projekt kan stå två gånger",
        "Ett projekt som står två gånger i registret räknas två gånger.",
        "Projektregistret, där projekten kan slås ihop.",
    ),
    Rule(
        cards.told_differently,
        "Samma projekt beskrivs olika",
        "Två nämnder kan inte båda ha rätt om de säger olika om ägare, deltagare eller projekttid.",
        "Korten, jämförda med varandra och med projektregistret.",
    ),
    Rule(
        boards.takes_part_without_card,
        "Nämnd som deltar utan eget kort",
        "En nämnd som deltar i ett projekt men inte redovisar det räknas inte bland deltagandena.",
        "Korten som nämner nämnden. Fråga nämnden om den skulle ha haft ett eget.",
    ),
    Rule(
        boards.paid_without_card,
        "Nämnd som har fått medel men inget kort har",
        "Medel som inte står på något kort kommer inte med i någon summa.",
        "Nämndens text, eller årets inskrivna summor.",
    ),
    Rule(
        cards.card_without_text,
        "Kort utan text",
        "Ett kort med bara belopp säger inte vad pengarna gick till.",
        "Projektkortet. Be nämnden fylla i det; är redovisningen inlämnad, återlämna den.",
    ),
    Rule(
        cards.title_is_code,
        "Rubrik som bara är en kod",
        "Ett bidragsnummer säger läsaren ingenting om vad projektet är.",
        "Kortets rubrik. Bara nämnden kan ändra den; är redovisningen inlämnad, återlämna den.",
    ),
    Rule(
        cards.project_had_ended,
        "Projekt som redan hade tagit slut",
        "Ett projekt som tog slut före året ska inte räknas, eller så är dess sista dag fel.",
        "Projekttiden, och vad kortets text säger.",
    ),
    Rule(
        texts.same_text,
        "Samma text i flera projekts kort",
        "En text som står ordagrant i flera projekts kort har troligen klistrats in i fel kort.",
        "Korten, jämförda med varandra.",
    ),
    Rule(
        cards.tells_of_another_project,
        "Kort som verkar handla om ett annat projekt",
        "Ett stycke som börjar med att säga vad ett annat projekt är kan ha klistrats in i fel kort.",
        "Kortets text.",
    ),
    Rule(
        texts.text_refers_elsewhere,
        "Text som hänvisar till något annat",
        "Det som stod ovan i nämndens eget underlag gör det inte i redovisningen, som är hopsatt av många texter.",
        "Texten. Byt hänvisningen mot det som den syftar på.",
    ),
    Rule(
        dates.year_out_of_place,
        "Årtal som inte hör hemma",
        "2023 i stället för 2030 är lätt att skriva och svårt att se.",
        "Årtalet och meningen som det står i.",
    ),
    Rule(
        dates.still_speaks_of_last_year,
        "Text som ännu talar om förra året",
        "En text som har hämtats från förra året behöver läsas igenom, framför allt där den nämner året.",
        "Stycket, jämfört med förra årets.",
    ),
    Rule(
        names.board_spelt_otherwise,
        "Nämnder och förvaltningar som är felstavade",
        "Ett namn ska skrivas på ett sätt i hela redovisningen.",
        "Texten. I stadskontorets egna texter kan namnet rättas direkt.",
    ),
    Rule(
        names.name_spelt_otherwise,
        "Projekt och program som skrivs på flera sätt",
        "Läsaren ska se att det är samma projekt.",
        "Texten. I stadskontorets egna texter kan namnet rättas direkt.",
    ),
)


def findings(year, figures, previous=None):
    """All that the rules find in a `Year` and its `Figures`, errors first, otherwise in the rules' order.

    `previous` is the `Year` before, with its cards, or None.
    """
    basis = Basis(year, figures, previous)
    found = [finding for rule in RULES for finding in rule.find(basis)]
    return sorted(found, key=lambda finding: list(SEVERITIES).index(finding.severity))
