// What pages do beyond plain HTML; each works without it, only with less help.

// The same count as config.html.words: what a person would call a word.
function countWords(markup) {
  const spaced = markup.replace(/<(br|\/p|\/h3|\/h4|\/li|\/blockquote)\s*\/?>/g, " ").replace(/<[^>]*>/g, "")
  const text = new DOMParser().parseFromString(spaced, "text/html").documentElement.textContent
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
}

function showWordCount(counter) {
  const field = document.getElementById(counter.dataset.wordCount)
  const show = () => {
    const count = countWords(field.value)
    counter.textContent = count === 1 ? "1 ord" : `${count.toLocaleString("sv")} ord`
  }
  field.addEventListener("input", show)
  show()
}

// A form with data-warn-unsaved asks before the page is left with text that is not saved.
function warnWhileUnsaved(form) {
  let unsaved = form.dataset.warnUnsaved === "unsaved"
  form.addEventListener("input", () => { unsaved = true })
  form.addEventListener("submit", () => { unsaved = false })
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault() })
}

// What was being saved stays in this tab until a page shows that it has arrived, so that a save that fails (no
// network, a server that is down) loses nothing. Whoever logs in next in the tab does not get to see it.
const KEPT = "osparat "

function typedFields(form) {
  return [...form.elements].filter((field) => field.name && field.matches("textarea, input[type=text], input[type=date]"))
}

function plainText(markup) {
  const spaced = markup.replace(/<(br|\/p|\/h3|\/h4|\/li|\/blockquote)\s*\/?>/g, "\n")
  return new DOMParser().parseFromString(spaced, "text/html").documentElement.textContent.trim()
}

function sameWords(a, b) {
  return plainText(a).split(/\s+/).join(" ") === plainText(b).split(/\s+/).join(" ")
}

function keepWhileSaving(form) {
  const key = KEPT + window.location.pathname
  const writer = form.elements.writer?.value
  showKept(form, writer, JSON.parse(sessionStorage.getItem(key)))
  sessionStorage.removeItem(key)
  form.addEventListener("submit", () => {
    const values = typedFields(form).map((field) => [field.name, field.value])
    try { sessionStorage.setItem(key, JSON.stringify({ writer, values })) } catch { /* too large to keep */ }
  })
}

function showKept(form, writer, kept) {
  if (kept?.writer !== writer) return
  const now = Object.fromEntries(typedFields(form).map((field) => [field.name, field.value]))
  const lost = kept.values.filter(([name, value]) => name in now && !sameWords(value, now[name]))
  if (!lost.length) return
  const notice = document.getElementById("kept-text").content.cloneNode(true)
  for (const [name, value] of lost) {
    const box = document.createElement("div")
    box.className = "typed"
    box.textContent = plainText(value) || "(tomt)"
    const label = document.createElement("h3")
    label.textContent = form.elements[name].labels?.[0]?.textContent || ""
    notice.firstElementChild.append(label, box)
  }
  form.before(notice)
}

if (document.querySelector(".notice--success[data-message]")) {
  Object.keys(sessionStorage).filter((key) => key.startsWith(KEPT)).forEach((key) => sessionStorage.removeItem(key))
}
for (const counter of document.querySelectorAll("[data-word-count]")) showWordCount(counter)
for (const form of document.querySelectorAll("form[data-warn-unsaved]")) {
  warnWhileUnsaved(form)
  keepWhileSaving(form)
}
if (window.matchMedia("(min-width: 62rem)").matches) {
  for (const details of document.querySelectorAll("details[data-open-wide]")) details.open = true
}
document.querySelector("[data-focus]")?.focus()
