"""The sheet *Avstämning*: what reconciliation found, and what the city office has said of it."""

from ..accepting import Accepted
from ..columns import Column
from ..reconciliation import ERROR, NOTE
from .sheets import Sheet

ACCEPTED, WAITING, MEND, NOTHING = "Godtagen med skäl", "Inte hanterad", "Ska rättas", "Kräver inget"
_NO_ONE = Accepted("")


def findings(found, accepted):
    """`accepted` are the `Accepted` by the findings' identities; who said it is told where that is known."""
    columns = _COLUMNS + (_WHO if any(each.by for each in accepted.values()) else ())
    rows = [(finding, accepted.get(finding.identity, _NO_ONE)) for finding in found]
    about = "Det som stämmer dåligt i siffror och texter, och vad stadskontoret har sagt om det."
    notes = () if rows else ("Inget att anmärka.",)
    return Sheet("Avstämning", about, columns, rows, notes)


def _state(finding, told):
    if finding.severity in (ERROR, NOTE):
        return MEND if finding.severity == ERROR else NOTHING
    return ACCEPTED if told.reason else WAITING


_COLUMNS = (
    Column(
        "Grad",
        "Fel gör en publicerad siffra fel eller ofullständig. En varning är troligen ett misstag. En upplysning är "
        "bara bra att veta.",
        lambda finding, told: finding.severity_name,
        14,
    ),
    Column(
        "Läge",
        f"{ACCEPTED}: stadskontoret låter varningen stå kvar. {WAITING}: varningen varken är rättad eller godtagen. "
        f"{MEND}: ett fel kan inte godtas. {NOTHING}: en upplysning.",
        _state,
        20,
    ),
    Column("Vad", "Iakttagelsen.", lambda finding, told: finding.message, 70),
    Column("Var", "Nämnden och stället i dess redovisning.", lambda finding, told: finding.where, 50),
    Column("Skäl", "Varför varningen får stå kvar.", lambda finding, told: told.reason, 50),
)
_WHO = (
    Column(
        "Godtagen av",
        "Vem på stadskontoret som godtog varningen. Står bara i utkast.",
        lambda finding, told: told.by,
        24,
    ),
    Column("Godtagen den", "Vilken dag varningen godtogs. Står bara i utkast.", lambda finding, told: told.day, 15),
)
