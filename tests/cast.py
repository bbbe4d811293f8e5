"""Who is who in the tests: one round that is open, four boards, and the people around them.

    Tova        Tekniska nämnden's contact person
    Mira        Miljönämnden's contact person
    Outsider    Ove, contact person of Fritidsnämnden, who has nothing to do with the others
    Rut         reviewer at the city office
    Ada         administrator

`cast` builds them anew for each test; names stand for people all through the test suite.
"""

from types import SimpleNamespace

from tests import make


def cast():
    """The cast, as a namespace: `round`, boards `teknik`, `miljo`, `fritid`, people, and each board's submission."""
    year = make.round(2025)
    teknik = make.board("Tekniska nämnden", "Fastighets- och gatukontoret", "FGK")
    miljo = make.board("Miljönämnden", "Miljöförvaltningen", "MF")
    fritid = make.board("Fritidsnämnden", "Fritidsförvaltningen", "FRF")
    return SimpleNamespace(
        round=year,
        teknik=teknik,
        miljo=miljo,
        fritid=fritid,
        tova=make.contact("Tova Teknik", "tova@example.com", teknik),
        mira=make.contact("Mira Miljö", "mira@example.com", miljo),
        ove=make.contact("Ove Fritid", "ove@example.com", fritid),
        rut=make.reviewer("Rut Granskare", "rut@example.com"),
        ada=make.administrator("Ada Admin", "ada@example.com"),
        of_teknik=make.submission(year, teknik),
        of_miljo=make.submission(year, miljo),
        of_fritid=make.submission(year, fritid),
    )
