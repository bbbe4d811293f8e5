// What is pasted from Word, Outlook, LibreOffice or a web page, made into what the editor knows: headings of two levels,
// lists, bold, italics and links. A table becomes text, a paragraph for each row, as in submissions/word_import.py.

{
  const BLOCKS = "p, div, li, h1, h2, h3, h4, h5, h6, blockquote, pre"
  const HEADINGS = "h1, h2, h3, h4, h5, h6"
  // Word's own, LibreOffice's own, and what stands for a change that is struck out.
  const NOTES = "[data-style*='mso-footnote-id'], [data-style*='mso-endnote-id'], a.sdfootnoteanc, a.sdendnoteanc"
  const NOTE_TEXTS = "[data-style*='mso-element:footnote'], [data-style*='mso-element:endnote'], [id^='sdfootnote'], [id^='sdendnote']"
  const COMMENTS = "[data-style*='mso-comment-reference']"
  const COMMENT_TEXTS = "[data-style*='mso-element:comment'], .MsoCommentReference, .MsoCommentText"
  const STRUCK = "del, .msoDel"
  const NEVER = "script, style, title, meta, link, xml, template, noscript"

  // The security policy forbids styles and handlers even in markup that is only read, and says so in the console: they
  // are renamed before. `style` says `data-style` from here on.
  const COMMENT = /<!--[\s\S]*?-->/g
  const STYLE_SHEET = /<style\b[\s\S]*?(?:<\/style[^>]*>|$)/gi
  // To its own end, past any > in a value; the group is never tried twice, which for a tag without an end takes for ever.
  const TAG = /<[a-z](?=((?:=\s*"[^"]*"|=\s*'[^']*'|[^>])*))\1>/gi
  const VALUE_OR_NAME = /=\s*(?:"[^"]*"|'[^']*'|[^\s>]*)|[^\s"'/=<>]+/g
  const disarmed = (word) => (/^(style|on\w+)$/i.test(word) ? `data-${word}` : word)
  const harmless = (markup) => markup
    .replace(COMMENT, "")
    .replace(STYLE_SHEET, "")
    .replace(TAG, (tag) => tag.replace(VALUE_OR_NAME, disarmed))

  const remove = (body, selector) => {
    const found = [...body.querySelectorAll(selector)]
    found.forEach((element) => element.remove())
    return found.length
  }
  const unwrap = (element) => element.replaceWith(...element.childNodes)
  const rename = (element, name) => {
    const renamed = element.ownerDocument.createElement(name)
    renamed.append(...element.childNodes)
    element.replaceWith(renamed)
    return renamed
  }
  const says = (element) => element.textContent.trim() !== ""

  // How deep a paragraph stands in Word's list, and of which kind; null where it stands in none.
  const placeInList = (paragraph) => {
    if (paragraph.dataset.level) return { level: Number(paragraph.dataset.level), tag: paragraph.dataset.list }
    const level = /mso-list:\s*l\d+\s+level(\d+)/.exec(paragraph.dataset.style || "")?.[1]
    if (!level) return null
    const marker = paragraph.querySelector("[data-style*='mso-list:Ignore'], [data-style*='mso-list: Ignore']")
    const tag = /^\(?(\d+|[a-zåäö]{1,2}|[ivxl]+)[.)]/i.test(marker?.textContent.trim() || "") ? "ol" : "ul"
    marker?.remove()
    return { level: Number(level), tag }
  }
  // Word on the web puts each item into a list of its own.
  const takeOutItems = (body) => {
    for (const item of body.querySelectorAll(".ListContainerWrapper li")) {
      const paragraph = body.ownerDocument.createElement("p")
      paragraph.dataset.level = item.dataset.ariaLevel || "1"
      paragraph.dataset.list = item.parentElement.localName
      item.querySelectorAll("p").forEach(unwrap)
      paragraph.append(...item.childNodes)
      item.closest(".ListContainerWrapper").before(paragraph)
    }
    remove(body, ".ListContainerWrapper")
  }
  const makeLists = (body) => {
    let open = []
    for (const paragraph of [...body.querySelectorAll("p")]) {
      const place = placeInList(paragraph)
      if (!place) continue
      if (open[0] && paragraph.previousElementSibling !== open[0].list) open = []
      while (open.length && open.at(-1).level > place.level) open.pop()
      if (open.at(-1)?.level === place.level && open.at(-1).list.localName !== place.tag) open.pop()
      if (open.at(-1)?.level !== place.level) {
        const list = body.ownerDocument.createElement(place.tag)
        if (open.length) open.at(-1).list.lastElementChild.append(list)
        else paragraph.before(list)
        open.push({ list, level: place.level })
      }
      const item = body.ownerDocument.createElement("li")
      open.at(-1).list.append(item)
      item.append(rename(paragraph, "p"))
    }
  }

  const makeHeadings = (body) => {
    body.querySelectorAll("p.MsoTitle").forEach((title) => rename(title, "h1"))
    for (const heading of body.querySelectorAll("p[role='heading']")) {
      rename(heading, `h${Math.min(6, Number(heading.getAttribute("aria-level")) || 1)}`)
    }
    for (const heading of body.querySelectorAll(HEADINGS)) heading.querySelectorAll("b, strong").forEach(unwrap)
    const headings = [...body.querySelectorAll(HEADINGS)].filter(says)
    const highest = headings.map(({ localName }) => localName).sort()[0]
    headings.forEach((heading) => rename(heading, heading.localName === highest ? "h3" : "h4"))
  }

  // Bold and italics that are said by a style: Google's documents are all in a <b> that is not bold.
  const makeMarks = (body) => {
    for (const element of body.querySelectorAll("[data-style]")) {
      const style = element.dataset.style
      const weight = /(?:^|[;\s])font-weight:\s*(\w+)/.exec(style)?.[1]
      const slanted = /(?:^|[;\s])font-style:\s*(italic|oblique)/.test(style)
      if (element.matches("b, strong") && /^(normal|[1-5]00)$/.test(weight)) unwrap(element)
      if (!element.matches("span, font")) continue
      for (const tag of [...(/^(bold|bolder|[6-9]00)$/.test(weight) ? ["strong"] : []), ...(slanted ? ["em"] : [])]) {
        const mark = body.ownerDocument.createElement(tag)
        mark.append(...element.childNodes)
        element.append(mark)
      }
    }
  }

  // The lines of a cell in one, each ended by a comma where it has no end of its own.
  const asLine = (cell) => {
    for (const block of [...cell.querySelectorAll(BLOCKS)].reverse()) {
      const text = block.textContent.trim()
      if (block.nextSibling && text) block.after(/[.,:;!?]$/.test(text) ? " " : ", ")
      unwrap(block)
    }
    cell.querySelectorAll("ul, ol").forEach(unwrap)
    cell.querySelectorAll("br").forEach((line) => line.replaceWith(" "))
    return [...cell.childNodes]
  }
  const asParagraph = (row) => {
    const cells = [...row.cells]
    const written = cells.filter(says)
    if (written.length < 2) {
      return written.flatMap((cell) => (cell.querySelector(BLOCKS) ? [...cell.childNodes] : [rename(cell, "p")]))
    }
    const paragraph = row.ownerDocument.createElement("p")
    const between = cells.slice(cells.indexOf(written[0]), cells.indexOf(written.at(-1)) + 1)
    between.forEach((cell, at) => paragraph.append(at ? " – " : "", ...(says(cell) ? asLine(cell) : ["(tomt)"])))
    return [paragraph]
  }
  const takeApartTables = (body) => {
    const tables = [...body.querySelectorAll("table")]
    for (const table of tables.toReversed()) table.replaceWith(...[...table.rows].flatMap(asParagraph))
    return tables.length
  }

  const takeOutSoftHyphens = (body) => {
    const texts = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll("\u00ad", "")
  }
  const takeOutDeadLinks = (body) => {
    for (const link of body.querySelectorAll("a")) {
      if (!/^(https?:|mailto:)/i.test(link.getAttribute("href") || "")) unwrap(link)
    }
  }

  const counted = (count, one, many) => (count ? [`${count} ${count === 1 ? one : many}`] : [])
  const listed = (words) => (words.length > 1 ? `${words.slice(0, -1).join(", ")} och ${words.at(-1)}` : words.join(""))
  const told = ({ pictures, tables, notes, comments, struck }) => {
    const left = [
      ...counted(pictures, "bild", "bilder"),
      ...counted(notes, "fotnot", "fotnoter"),
      ...counted(comments, "kommentar", "kommentarer"),
      ...counted(struck, "struket ställe", "strukna ställen"),
    ]
    return [
      ...(left.length ? [`${listed(left)} kom inte med.`] : []),
      ...counted(tables, "tabell", "tabeller").map((words) => `${words} blev text: ett stycke för varje rad.`),
    ].join(" ")
  }

  // The markup as the editor should have it, and in words what did not come along as it was.
  window.mendPasted = (markup) => {
    if (markup.includes("data-pm-slice")) return { markup: harmless(markup), told: "" } // copied in an editor of ours
    const { body } = new DOMParser().parseFromString(harmless(markup), "text/html")
    remove(body, NEVER)
    const counts = { notes: remove(body, NOTES), comments: remove(body, COMMENTS), struck: remove(body, STRUCK) }
    remove(body, `${NOTE_TEXTS}, ${COMMENT_TEXTS}`)
    counts.pictures = remove(body, "img, picture, svg, canvas, video, object, embed")
    takeOutItems(body)
    makeLists(body)
    counts.tables = takeApartTables(body)
    makeMarks(body)
    makeHeadings(body)
    takeOutSoftHyphens(body)
    takeOutDeadLinks(body)
    return { markup: body.innerHTML, told: told(counts) }
  }
}
