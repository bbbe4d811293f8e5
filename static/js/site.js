// What pages do beyond plain HTML; each works without it, only with less help.

function plainText(markup) {
  const spaced = markup.replace(/<(br|\/p|\/h3|\/h4|\/li|\/blockquote)\s*\/?>/g, "\n")
  return new DOMParser().parseFromString(spaced, "text/html").documentElement.textContent.trim()
}

// The same count as config.html.words: what a person would call a word, so a lone dash is none and 1 234 567 is one.
function countWords(markup) {
  const amountsAsOne = plainText(markup).replace(/\s+/g, " ").replace(/\b\d{1,3}(?: \d{3})+\b/g, "0")
  return amountsAsOne.split(" ").filter((word) => /[\p{L}\p{N}]/u.test(word)).length
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
  for (const done of ["submit", "saved"]) form.addEventListener(done, () => { unsaved = false })
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault() })
}

// What was being saved stays in this tab until a page shows that it has arrived, so that a save that fails (no
// network, a server that is down) loses nothing. Whoever logs in next in the tab does not get to see it.
const KEPT = "osparat "

function typedFields(form) {
  return [...form.elements].filter((field) => field.name && field.matches("textarea, input[type=text], input[type=date]"))
}

function sameWords(a, b) {
  return plainText(a).split(/\s+/).join(" ") === plainText(b).split(/\s+/).join(" ")
}

function keepWhileSaving(form) {
  const key = KEPT + window.location.pathname
  const writer = form.elements.writer?.value
  // A page that holds what was typed is the server's own word on it: it did arrive, though an amount may look otherwise.
  if (!form.elements.writer?.dataset.typed) showKept(form, writer, JSON.parse(sessionStorage.getItem(key)))
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
  document.querySelector("main h1").after(notice)
}

// On the way back, the answer to a form that was sent may tell of texts as unsaved that since are saved. It is fetched
// anew, and so is any form that the browser kept as it was; the other pages say so themselves (Cache-Control).
function fetchAnew() {
  window.location.replace(window.location.pathname + window.location.search)
}

const [navigation] = performance.getEntriesByType("navigation")
const outdated = navigation?.type === "back_forward" && document.querySelector('[name=writer][data-typed="answer"]')
if (outdated) fetchAnew()
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted && document.querySelector("[name=writer]")) fetchAnew()
})

if (document.querySelector(".notice--success[data-message]")) {
  Object.keys(sessionStorage).filter((key) => key.startsWith(KEPT)).forEach((key) => sessionStorage.removeItem(key))
}
for (const counter of document.querySelectorAll("[data-word-count]")) showWordCount(counter)
for (const form of outdated ? [] : document.querySelectorAll("form[data-warn-unsaved]")) {
  warnWhileUnsaved(form)
  keepWhileSaving(form)
}
if (window.matchMedia("(min-width: 62rem)").matches) {
  for (const details of document.querySelectorAll("details[data-open-wide]")) details.open = true
}
document.querySelector("[data-focus]")?.focus()
