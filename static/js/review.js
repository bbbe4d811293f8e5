// The reviewer's page of a submission: remarks on marked words, who else is here, and text that is not sent yet.

// Marked words. A passage is what is marked within a part: `{ place, section, key, quote }`. When a button with
// data-passage-to is pressed, an event "passage" tells whoever asks for it: `detail` is the passage, with `to`.
let passage = null
const marked = document.querySelector("[data-passage]")

// The words alone: without what was taken out, what is only read aloud, and remarks that stand among them.
function wordsOf(range) {
  const part = range.cloneContents()
  for (const stray of part.querySelectorAll("del, .visually-hidden, .remark")) stray.remove()
  for (const block of part.querySelectorAll("p, li, dt, dd, h3, h4, td, th, blockquote")) block.append(" ")
  return part.textContent.split(/\s+/).filter(Boolean).join(" ")
}

const partOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest("[data-passages]")

// A whole paragraph that is marked by three clicks ends where the next part begins: of that, only this part's is meant.
function readPassage() {
  const selection = document.getSelection()
  if (!selection.rangeCount || selection.isCollapsed) return null
  const range = selection.getRangeAt(0).cloneRange()
  const part = partOf(range.startContainer)
  if (part && !part.contains(range.endContainer)) range.setEnd(part, part.childNodes.length)
  const quote = part && wordsOf(range)
  return quote ? { place: part.dataset.passages, section: part.dataset.section, key: part.dataset.key, quote, range } : null
}

// What stands over the marked words, where they stand in one fact or under one heading.
function headingOf(range) {
  const around = range.commonAncestorContainer
  const box = (around.nodeType === Node.ELEMENT_NODE ? around : around.parentElement).closest(".card-facts > div, .card-text")
  return box?.querySelector("dt, h4")?.textContent.trim() || ""
}

function placeButtons(range) {
  const box = range.getBoundingClientRect()
  marked.hidden = false
  const left = Math.min(box.left, document.documentElement.clientWidth - marked.offsetWidth - 16)
  const around = marked.offsetParent?.getBoundingClientRect() || { left: 0, top: 0 }
  marked.style.left = `${Math.max(left, 8) - around.left + (marked.offsetParent === document.body ? window.scrollX : 0)}px`
  marked.style.top = `${box.bottom + 6 - around.top}px`
}

function followSelection() {
  const now = readPassage()
  if (now) passage = now
  if (now && marked?.children.length) placeButtons(now.range)
  else if (marked && !marked.contains(document.activeElement)) marked.hidden = true
}

function hand(button) {
  const place = button.dataset.passageOf
  const about = passage && (!place || passage.place === place) ? passage : place ? { place, quote: "" } : null
  if (!about) return
  const { range, ...detail } = { ...about, heading: about.range && headingOf(about.range) }
  if (marked) marked.hidden = true
  document.dispatchEvent(new CustomEvent("passage", { detail: { ...detail, to: button.dataset.passageTo } }))
}

// A remark on what is marked: that part's form, with the words in it.
function remarkOn({ detail: { to, place, quote, heading } }) {
  const form = to === "remark" && document.getElementById(`skriv-${place}`)
  if (!form) return
  form.open = true
  const words = document.getElementById(`quote-${place}`)
  if (quote) words.value = quote
  const about = heading && document.getElementById(`field-${place}`)
  const found = about && [...about.options].find(({ dataset }) => dataset.printed && heading.startsWith(dataset.printed))
  if (found) about.value = found.value
  const next = document.getElementById(`text-${place}`)
  next.focus()
  next.scrollIntoView({ block: "center" })
}

if (document.querySelector("[data-passages]")) {
  for (const button of document.querySelectorAll("[data-passage-to]")) {
    button.hidden = false
    button.addEventListener("mousedown", (event) => event.preventDefault()) // what is marked stays marked
    button.addEventListener("click", () => hand(button))
  }
  document.addEventListener("selectionchange", followSelection)
  document.addEventListener("passage", remarkOn)
}

// A link to a remark in a part that is folded opens it.
function unfold() {
  const target = document.getElementById(window.location.hash.slice(1))
  for (let box = target?.closest("details"); box; box = box.parentElement.closest("details")) box.open = true
}
window.addEventListener("hashchange", unfold)
unfold()

// Text that is not sent yet: the page asks before it is left, and tells the others that somebody is writing.
const written = [...document.querySelectorAll("form[data-written]")]
const started = (form) => [...form.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue)
let leaving = false
for (const form of written) form.addEventListener("submit", () => { leaving = true })
window.addEventListener("beforeunload", (event) => { if (!leaving && written.some(started)) event.preventDefault() })

// Who else is here: asked for every half minute. Whoever is logged out meanwhile is told before they send anything.
const here = document.querySelector("[data-presence]")

function show(answer) {
  if (here.innerHTML.trim() !== answer.trim()) here.innerHTML = answer
}

async function tellPresence() {
  const body = new FormData()
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value)
  body.set("writing", written.some(started) ? "yes" : "no")
  try {
    const answer = await fetch(here.dataset.presence, { method: "POST", body, redirect: "manual" })
    if (answer.ok) show(await answer.text())
    else if (answer.type === "opaqueredirect") show('<p class="presence__who">Du är utloggad. Kopiera det du har skrivit innan du loggar in igen.</p>')
  } catch { /* no network just now: the next one tells */ }
}

if (here) setInterval(() => { if (!document.hidden) tellPresence() }, Number(here.dataset.every || 30) * 1000)
