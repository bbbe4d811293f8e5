"""A document of all that a text may do to the pages that it is printed on."""

from config.html import clean, demoted

HEAD = """<head><title>Prov &amp; &lt;b&gt; \x02\ufffe😀</title><meta name="author" content="\x0b">
<meta name="description" content="&lt;&quot;&gt;\x02\ufffe">
<link rel="stylesheet" href="statisk:css/print.css">
<link rel="stylesheet" href="statisk:css/print-report.css"></head>"""

CONTENTS = """<nav class="contents"><h1>Innehåll</h1><ol><li class="part"><a href="#ett">Ett</a></li>
<li class="part"><a href="#tva">Två</a><ol><li><a href="#inget">Finns inte</a></li></ol></li></ol></nav>"""

WORDS = f"""<h1 id="ett">😀 漢字 \u202eomvänt\u202c \ufdd0 och \x01 annat</h1>bara ord <strong>utan</strong> stycke
<p>{"Överlångt" * 300} {"x" * 3000} {{page}} 3 (5)</p><p></p><ul></ul><ul><li></li><li><p></p></li></ul>
<blockquote>ord utan stycke<p>stycke</p></blockquote>
<ul><li>a<ol><li>b<ul><li>c</li></ul></li></ol></li></ul>
<p><a href="https://example.com/{"lång" * 90}">{"länk " * 90}</a><a href="#tva" class="page">två</a></p>"""

# As it may have been kept, and is cleaned when it is printed.
KEPT = """<p>före <a href="https://example.com"> </a><a href="https://example.com"></a> efter</p><li>utan lista</li>
<ul><p>stycke</p><li>punkt</li><ol><li>lista i lista</li></ol></ul><h3></h3><h4>rubrik</h4>"""

TABLE = f"""<table class="counted"><caption>Lång</caption>
<thead><tr><th scope="col">Rubrik</th><th scope="col">Annan</th></tr></thead>
<tbody>{'<tr><th scope="row"></th><td></td></tr>' * 90}
<tr><th scope="row">x</th><td>{"<p>lång cell</p>" * 90}</td></tr></tbody>
<tfoot><tr><th scope="row">Summa</th><td>1</td></tr></tfoot></table>
<p><img src="statisk:img/icon.svg" alt="Märke"><img src="statisk:img/icon.svg" alt=""></p>"""

HOSTILE = f"""<html lang="sv">{HEAD}<body data-document="Prov 2 (3)">
<header class="cover"><h1>Prov</h1></header>{CONTENTS}
<section>{WORDS}{demoted(clean(KEPT), 2)}{TABLE}</section>
<section><h1 id="tva">Två</h1><h1 id="ett">Samma ställe igen</h1></section></body></html>"""
