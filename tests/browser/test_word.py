"""Text from other programs in a real browser: pasted, dropped, chosen as a file; and hyphens that are mended."""

import base64

import pytest
from playwright.sync_api import expect

from projects.section import card_url
from submissions.models import Answer
from tests import make, word
from tests.browser.axe import look, sideways
from tests.browser.test_writing import PASTE, editor
from tests.word import heading, paragraph, table

QUESTION = "/2025/tekniska-namnden/fraga-1/"
DROP = """
    (element, { name, content }) => {
        const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))
        const dataTransfer = new DataTransfer()
        dataTransfer.items.add(new File([bytes], name))
        for (const kind of ["dragover", "drop"]) {
            element.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }))
        }
    }
"""
# Word for Windows, as it lies on the clipboard.
WORD = """
<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta name=Generator content="Microsoft Word 15"><link rel=File-List href="file:///C:/clip_filelist.xml">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- @list l0:level1 {mso-level-number-format:bullet;} p.MsoNormal {margin:0cm;} --></style></head>
<body lang=SV style='tab-interval:65.2pt'><!--StartFragment-->
<p class=MsoTitle>Redovisning<o:p></o:p></p>
<h1><span style='mso-fareast-font-family:"Times New Roman"'><b>Resor<o:p></o:p></b></span></h1>
<p class=MsoNormal>Vi <b style='mso-bidi-font-weight:normal'>reste</b> till <i>Hamburg</i><a
style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference>[1]</span></a>, se
<a href="https://eurocities.eu/">webben</a> och <a href="file:///C:/hemligt.docx">filen</a>.<o:p></o:p></p>
<h2>M\u00adöten<o:p></o:p></h2>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>Möte ett<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span>&nbsp;</span></span></span><![endif]>Med vem</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span><span
style='mso-list:Ignore'>·<span>&nbsp;</span></span></span><![endif]>Möte två<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>1.<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Först</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>2.<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Sedan</p>
<table class=MsoTableGrid border=1><tr><td width=200><p class=MsoNormal><b>Ort</b><o:p></o:p></p></td>
<td><p class=MsoNormal>Kronor<o:p></o:p></p></td></tr><tr><td><p class=MsoNormal>Hamburg</p><p>Kiel</p></td>
<td><p class=MsoNormal>100</p></td></tr></table>
<p class=MsoNormal><!--[if gte vml 1]><v:shape id="x"><v:imagedata src="file:///C:/clip_image001.png"/></v:shape>
<![endif]--><![if !vml]><img width=10 height=10 src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="><![endif]>
Slut<span class=MsoCommentReference><a style='mso-comment-reference:A_1' href="#_msocom_1">[A1]</a></span>.</p>
<!--EndFragment--><div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1>
<p class=MsoFootnoteText>Fotnotens text.</p></div></div>
<div style='mso-element:comment-list'><p class=MsoCommentText>Kommentar.</p></div></body></html>
"""
FROM_WORD = (
    "<h3>Redovisning</h3><h3>Resor</h3>"
    '<p>Vi <strong>reste</strong> till <em>Hamburg</em>, se <a href="https://eurocities.eu/">webben</a> och filen.</p>'
    "<h4>Möten</h4><ul><li><p>Möte ett</p><ul><li><p>Med vem</p></li></ul></li><li><p>Möte två</p></li></ul>"
    "<ol><li><p>Först</p></li><li><p>Sedan</p></li></ol>"
    "<p><strong>Ort</strong> – Kronor</p><p>Hamburg, Kiel – 100</p><p>Slut.</p>"
)
OUTLOOK = """
<html><head><meta charset="utf-8"></head><body lang="SV" style="word-wrap:break-word"><div class="WordSection1">
<p class="MsoNormal"><span style="font-size:11.0pt;font-family:&quot;Aptos&quot;">Hej, här är listan:</span></p>
<ul style="margin-top:0cm" type="disc"><li class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><span>Ett</span>
</li><li class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><b><span>Två</span></b></li></ul>
<table><tbody><tr><td><table><tbody><tr><td><p>Allt i en ruta</p></td></tr></tbody></table></td></tr></tbody></table>
</div></body></html>
"""
LIBREOFFICE = """
<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN"><html><head><title></title>
<meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/><style>p { line-height: 115% }</style></head>
<body lang="sv-SE" dir="ltr"><h2 class="western">Resor</h2><p style="line-height: 100%; margin-bottom: 0cm">
<font face="Liberation Serif, serif">Vi <b>reste</b><a class="sdfootnoteanc" name="sdfootnote1anc"
href="#sdfootnote1sym"><sup>1</sup></a>.</font></p><ol><li><p>Först</p></li><li><p>Sedan</p></li></ol>
<div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" href="#sdfootnote1anc">1</a>Noten</p></div>
</body></html>
"""
WORD_ONLINE = """
<div class="OutlineElement Ltr">
<p class="Paragraph" role="heading" aria-level="2"><span class="TextRun">Resor</span></p></div>
<div class="ListContainerWrapper"><ul class="BulletListStyle1" role="list"><li data-aria-level="1">
<p class="Paragraph"><span class="TextRun"><span class="NormalTextRun">Ett</span></span></p></li></ul></div>
<div class="ListContainerWrapper"><ul class="BulletListStyle2" role="list"><li data-aria-level="2">
<p class="Paragraph"><span>Inne i</span></p></li></ul></div>
<div class="ListContainerWrapper"><ul class="BulletListStyle1" role="list"><li data-aria-level="1">
<p class="Paragraph"><span>Två</span></p></li></ul></div>
"""
GOOGLE = """
<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h1 dir="ltr"><span>Resor</span></h1>
<p dir="ltr"><span style="font-weight:400;font-style:normal">Vi </span>
<span style="font-weight:700">reste</span></p></b>
"""
PASTES = [
    (WORD, FROM_WORD, "1 bild, 1 fotnot och 1 kommentar kom inte med. 1 tabell blev text: ett stycke för varje rad."),
    (
        OUTLOOK,
        "<p>Hej, här är listan:</p><ul><li><p>Ett</p></li><li><p><strong>Två</strong></p></li></ul>"
        "<p>Allt i en ruta</p>",
        "2 tabeller blev text: ett stycke för varje rad.",
    ),
    (
        LIBREOFFICE,
        "<h3>Resor</h3><p>Vi <strong>reste</strong>.</p><ol><li><p>Först</p></li><li><p>Sedan</p></li></ol>",
        "1 fotnot kom inte med.",
    ),
    (
        WORD_ONLINE,
        "<h3>Resor</h3><ul><li><p>Ett</p><ul><li><p>Inne i</p></li></ul></li><li><p>Två</p></li></ul>",
        "",
    ),
    (GOOGLE, "<h3>Resor</h3><p>Vi <strong>reste</strong></p>", ""),
    ("<p>ett</p><script>alert(1)</script><img src=x onerror=alert(1)>", "<p>ett</p>", "1 bild kom inte med."),
    ("<table><tr><td>a</td><td></td><td>b</td></tr></table>", "<p>a – (tomt) – b</p>", "1 tabell blev text"),
]


def opened(visit, person, address=QUESTION, **options):
    page = visit(person, **options)
    page.goto(address)
    page.locator(".word").first.wait_for()
    return page


def saved(page):
    """The answer, when the page has saved it."""
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Svaret är sparat.")).to_be_visible()
    return Answer.objects.get().html


def drop(page, name, content, at=editor):
    at(page).evaluate(DROP, {"name": name, "content": base64.b64encode(content).decode()})


def told(page):
    return page.locator(".word__told").first


@pytest.mark.parametrize(("pasted", "html", "words"), PASTES, ids=range(len(PASTES)))
def test_what_is_pasted_becomes_what_the_editor_knows(cast, visit, pasted, html, words):
    page = opened(visit, cast.tova)
    editor(page).click()
    editor(page).evaluate(PASTE, pasted)
    expect(told(page)).to_contain_text(f"Inklistrat. {words}" if words else "")
    assert saved(page) == html


def test_what_is_copied_in_the_editor_itself_stays_as_it_was(cast, visit):
    page = opened(visit, cast.tova)
    editor(page).click()
    editor(page).evaluate(PASTE, '<h4 data-pm-slice="0 0 []">Underrubrik</h4><p>text</p>')
    assert saved(page) == "<h4>Underrubrik</h4><p>text</p>"


def test_a_document_that_is_dropped_lands_after_what_stood_there(cast, visit):
    make.answer(cast.of_teknik, html="<p>Förut.</p>")
    page = opened(visit, cast.tova)
    drop(page, "text.docx", word.document(heading("Resor"), paragraph("Ur Word."), table(["a", "b"])))
    expect(told(page)).to_have_text(
        "Texten ur text.docx står nu sist i texten. 1 tabell blev text: ett stycke för varje rad. Läs igenom den."
    )
    assert saved(page) == "<p>Förut.</p><h3>Resor</h3><p>Ur Word.</p><p>a – b</p>"


def test_what_stood_before_can_be_taken_away_and_brought_back(cast, visit):
    make.answer(cast.of_teknik, html="<p>Förut.</p>")
    page = opened(visit, cast.tova)
    drop(page, "text.docx", word.document(paragraph("Ur Word.")))
    expect(editor(page)).to_have_text("Förut.Ur Word.")
    page.wait_for_timeout(600)  # what is done within half a second is undone together
    page.get_by_role("button", name="Ta bort det som stod före").click()
    expect(editor(page)).to_have_text("Ur Word.")
    page.keyboard.press("ControlOrMeta+z")
    expect(editor(page)).to_have_text("Förut.Ur Word.")


def test_a_document_can_be_chosen_by_keyboard_as_a_file(cast, visit, tmp_path):
    (tmp_path / "text.docx").write_bytes(word.document(paragraph("Ur Word.")))
    page = opened(visit, cast.tova)
    page.locator(".word__file summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Word-dokument (.docx, högst 20 MB)").set_input_files(tmp_path / "text.docx")
    expect(told(page)).to_have_text("Texten ur text.docx står nu här. Läs igenom den.")
    expect(page.get_by_role("button", name="Ta bort det som stod före")).to_be_hidden()
    assert saved(page) == "<p>Ur Word.</p>"


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("bild.png", b"x", "bild.png är inte ett Word-dokument (.docx)."),
        ("text.docx", b"x", "Filen är inte ett Word-dokument (.docx)."),
        ("text.doc", bytes.fromhex("d0cf11e0a1b11ae1"), "Filen är i ett äldre format, som .doc."),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_changes_nothing(cast, visit, name, content, fault):
    make.answer(cast.of_teknik, html="<p>Förut.</p>")
    page = opened(visit, cast.tova, refused=422)
    drop(page, name, content)
    expect(told(page)).to_contain_text(fault)
    expect(editor(page)).to_have_text("Förut.")


def test_a_file_that_is_dropped_beside_the_editor_does_not_open_instead_of_the_page(cast, visit):
    page = opened(visit, cast.tova)
    drop(page, "text.docx", word.document(paragraph("a")), at=lambda page: page.locator("h1"))
    assert page.url.endswith(QUESTION)


def test_whoever_is_logged_out_is_told_so_and_keeps_the_text(cast, visit):
    page = opened(visit, cast.tova, refused=401)
    page.context.clear_cookies(name="sessionid")
    drop(page, "text.docx", word.document(paragraph("a")))
    expect(told(page)).to_have_text("Du är utloggad. Logga in i en annan flik och försök igen.")


BROKEN = (
    "<p>Programmet är ett pro-gram.</p><ul><li><p>Till-gängligt, <strong>till-gängligt</strong></p></li></ul>"
    "<p>Tillgängligt.</p>"
)


def test_hyphens_in_a_saved_text_are_mended_by_the_words_that_are_ticked(cast, visit):
    make.answer(cast.of_teknik, html=BROKEN)
    page = opened(visit, cast.tova)
    button = page.get_by_role("button", name="Laga 2 avstavningar")
    expect(button).to_be_visible()
    page.get_by_label("pro-gram → program").uncheck()
    page.get_by_role("button", name="Laga 1 avstavning").click()
    expect(told(page)).to_have_text("1 ord är lagat. Knappen Ångra i redigeraren tar tillbaka det.")
    expect(page.get_by_label("pro-gram → program")).not_to_be_checked()
    assert saved(page) == BROKEN.replace("<strong>till-gängligt", "<strong>tillgängligt")


def test_hyphens_in_a_pasted_text_are_pointed_out(cast, visit):
    page = opened(visit, cast.tova)
    editor(page).click()
    editor(page).evaluate(PASTE, "<p>Programmet är ett pro-gram, ett pro- gram, för EU-projekt och icke-binära.</p>")
    page.get_by_role("button", name="Laga 2 avstavningar").click()
    expect(editor(page)).to_have_text("Programmet är ett program, ett program, för EU-projekt och icke-binära.")
    expect(page.locator(".word__hyphens")).to_be_hidden()


def test_a_cards_texts_have_the_same_tools(cast, visit):
    card = make.card(cast.of_teknik, make.project(), description="<p>Programmet: ett pro-gram.</p>")
    page = opened(visit, cast.tova, card_url(cast.of_teknik, "brave"))
    editors = page.locator(".ProseMirror").count()
    assert page.locator(".word").count() == editors > 1
    page.get_by_role("button", name="Laga 1 avstavning").click()
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.locator(".notice--success")).to_be_visible()
    card.refresh_from_db()
    assert card.description == "<p>Programmet: ett program.</p>"


def test_without_javascript_the_form_takes_the_file(cast, visit, tmp_path):
    make.answer(cast.of_teknik, html="<p>Förut.</p>")
    (tmp_path / "text.docx").write_bytes(word.document(paragraph("Ur Word.")))
    page = visit(cast.tova, java_script_enabled=False)
    page.goto(QUESTION)
    page.get_by_label("Hämta text från Word").set_input_files(tmp_path / "text.docx")
    page.get_by_role("button", name="Hämta texten").click()
    expect(page.get_by_text("Texten ur dokumentet står nu sist i svaret.")).to_be_visible()
    page.get_by_role("button", name="Spara", exact=True).click()
    assert Answer.objects.get().html == "<p>Förut.</p><p>Ur Word.</p>"


def test_a_whole_document_is_divided_shown_and_taken_over(cast, visit, tmp_path):
    blocks = [heading("1. Fråga nummer 1?"), paragraph("Ett."), heading("Bilaga"), paragraph("Bort.")]
    (tmp_path / "allt.docx").write_bytes(word.document(*blocks))
    page = visit(cast.tova)
    page.goto("/2025/tekniska-namnden/")
    page.get_by_role("link", name="Hämta ett helt Word-dokument").click()
    page.get_by_label("Word-dokument (.docx, högst 20 MB)").set_input_files(tmp_path / "allt.docx")
    page.get_by_role("button", name="Läs dokumentet").click()
    expect(page.get_by_label("Hör till: 1. Fråga nummer 1?")).to_have_value("1")
    page.get_by_label("Hör till: Bilaga").select_option("Fråga 2")
    page.get_by_role("button", name="Hämta texten till svaren").click()
    expect(page.locator(".notice--success")).to_have_text("Texten ur dokumentet är sparad i fråga 1 och 2.")
    assert [answer.html for answer in Answer.objects.order_by("question__number")] == [
        "<p>Ett.</p>",
        "<h3>Bilaga</h3><p>Bort.</p>",
    ]


def test_the_pages_in_their_states_are_for_everybody(cast, visit, tmp_path):
    make.answer(cast.of_teknik, html=BROKEN)
    (tmp_path / "allt.docx").write_bytes(word.document(heading("Fråga 1"), paragraph("Ett."), table(["a", "b"])))
    page = opened(visit, cast.tova, refused=422)
    faults = []

    def see():
        faults.extend([*look(page), *sideways(page)])

    page.locator(".word__file summary").click()
    drop(page, "text.docx", word.everything())
    page.get_by_role("button", name="Laga 2 avstavningar").wait_for()
    see()
    page.goto(f"{QUESTION}avstavningar/")
    see()
    page.goto("/2025/tekniska-namnden/word/")
    see()
    page.get_by_role("button", name="Läs dokumentet").click()
    page.locator(".error-summary").wait_for()
    see()
    page.get_by_label("Word-dokument").set_input_files(tmp_path / "allt.docx")
    page.get_by_role("button", name="Läs dokumentet").click()
    page.locator(".word-piece").first.wait_for()
    see()
    page.get_by_label("Hör till: Fråga 1").select_option("Ta inte med")
    page.get_by_role("button", name="Hämta texten till svaren").click()
    page.locator(".error-summary").wait_for()
    see()
    assert faults == []


STYLED = {
    "after_a_value_with_a_bracket": '<p title="a>b" style="color:red">Text</p>',
    "after_a_slash": '<p/style="color:red">Text</p>',
    "after_a_value_without_a_space": '<p class="a"style="color:red"onclick="x()">Text</p>',
    "in_capitals_and_on_lines_of_its_own": "<P\nSTYLE\n=\n'color:red'>Text</P>",
    "as_a_sheet_without_an_end": "<p>Text</p><!-- <style> --><style>p{color:red}",
    "from_another_editor": '<p data-pm-slice="1 1 []" style="color:red">Text</p>',
    "beside_words_that_look_like_it": '<p title="x style=y" style=color:red>Text</p>',
    "in_a_tag_without_an_end": "<p>Text</p><p " + ' a="b"' * 5_000,
}


@pytest.mark.parametrize("markup", STYLED.values(), ids=STYLED)
def test_a_style_that_is_pasted_is_never_tried_so_the_console_is_silent(cast, visit, markup):
    page, lines = visit(cast.tova), []
    page.on("console", lambda line: lines.append(line.text))
    page.goto(QUESTION)
    page.get_by_role("toolbar").first.wait_for()
    editor(page).click()
    editor(page).evaluate(PASTE, markup)
    expect(editor(page)).to_have_text("Text")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Svaret är sparat.")).to_be_visible()
    assert (lines, Answer.objects.get().html) == ([], "<p>Text</p>")
