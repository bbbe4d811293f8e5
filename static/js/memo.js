// The city's memo: a live figure is put in where the cursor stands, and in the editor shown with its present value.

import { Plugin, pm } from "django-prose-editor/editor"

const NAME = /\{([^{}<>]*)\}/g
const form = document.getElementById("skrivelsen")
const figures = new Map([...document.querySelectorAll("[data-live]")].map((item) => [item.dataset.live, item.dataset.value]))
const told = document.querySelector("[data-live-told]")

// In the editor: the name as a chip, with its value after it. Only shown; what is saved is the name alone.
const { Decoration, DecorationSet } = pm.view

function valueOf(name) {
  const span = document.createElement("span")
  span.className = "live-figure__value"
  span.textContent = figures.has(name) ? `=\u00a0${figures.get(name)}` : "finns inte"
  return span
}

function chips(doc) {
  const found = []
  doc.descendants((node, position) => {
    for (const match of node.isText ? node.text.matchAll(NAME) : []) {
      const from = position + match.index
      const to = from + match[0].length
      const known = figures.has(match[1]) ? "" : " live-figure--unknown"
      found.push(Decoration.inline(from, to, { class: `live-figure${known}` }))
      found.push(Decoration.widget(to, () => valueOf(match[1]), { side: -1, key: match[1], ignoreSelection: true }))
    }
  })
  return DecorationSet.create(doc, found)
}

const showChips = (editor) => editor.registerPlugin(new Plugin({
  state: {
    init: (_, { doc }) => chips(doc),
    apply: (transaction, shown) => (transaction.docChanged ? chips(transaction.doc) : shown),
  },
  props: { decorations(state) { return this.getState(state) } },
}))

// Under each field: the figures that stand in it.
function follow(line) {
  const field = document.getElementById(line.dataset.liveOf)
  const show = () => {
    const names = [...new Set([...field.value.matchAll(NAME)].map((match) => match[1]))]
    line.hidden = !names.length
    line.replaceChildren(...names.map((name) => {
      const [item, code] = [document.createElement("span"), document.createElement("code")]
      item.className = "live-line__figure"
      code.textContent = `{${name}}`
      item.append(code, figures.has(name) ? ` = ${figures.get(name)}` : " finns inte")
      return item
    }))
  }
  field.addEventListener("input", show)
}

// Where the cursor stands, or last stood: a text field, or an editor by the text area that it stands for.
let last = null
form.addEventListener("focusin", ({ target }) => {
  const field = target.closest(".prose-editor")?.querySelector("textarea") || target
  if (field.matches("textarea, input[type=text]")) last = field
})

function putIn(name) {
  if (!last?.isConnected) {
    told.textContent = "Ställ först markören i texten, där siffran ska stå."
    return
  }
  const text = `{${name}}`
  if (last.proseEditor) {
    last.proseEditor.chain().focus().insertContent({ type: "text", text }).run()
  } else {
    last.focus()
    last.setRangeText(text, last.selectionStart, last.selectionEnd, "end")
    last.dispatchEvent(new Event("input", { bubbles: true }))
  }
  told.textContent = `${text} är insatt. Just nu: ${figures.get(name)}`
}

for (const item of document.querySelectorAll("[data-live]")) {
  const button = item.querySelector("button")
  button.hidden = false
  button.addEventListener("mousedown", (event) => event.preventDefault()) // the cursor stays where it is
  button.addEventListener("click", () => putIn(item.dataset.live))
}
document.querySelector("[data-live-help]").textContent = "Ställ markören i texten och välj en siffra. Den visas i texten med sitt värde."
for (const line of document.querySelectorAll("[data-live-of]")) follow(line)
for (const { proseEditor } of document.querySelectorAll("textarea")) if (proseEditor) showChips(proseEditor)
document.addEventListener("prose-editor:ready", ({ detail: { editor } }) => showChips(editor))

// What was missing is not any longer once it is written; what else there is to see to is told anew after each save.
form.addEventListener("input", ({ target }) => {
  for (const missing of target.closest(".memo-field")?.querySelectorAll(".doubts__missing") || []) missing.hidden = Boolean(target.value)
})

const todo = () => document.querySelector("[data-todo]")
const doubtsOf = (field) => [...field.children].find((part) => part.matches(".doubts"))

async function tellWhatIsLeft() {
  const answer = await fetch(window.location.pathname, { redirect: "manual" }).catch(() => null)
  if (!answer?.ok) return
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  const focused = todo().contains(document.activeElement) && document.activeElement.getAttribute("href")
  todo().replaceWith(page.querySelector("[data-todo]"))
  if (focused) todo().querySelector(`a[href="${focused}"]`)?.focus()
  for (const field of form.querySelectorAll(".memo-field")) {
    const now = page.querySelector(`label[for="${field.querySelector("label").htmlFor}"]`)?.closest(".memo-field")
    doubtsOf(field)?.remove()
    if (now && doubtsOf(now)) field.append(doubtsOf(now))
  }
}
form.addEventListener("saved", tellWhatIsLeft)

// The panels stay as they were opened, since a part that is brought loads the page anew.
for (const panel of document.querySelectorAll("[data-panel]")) {
  const key = `memo ${panel.dataset.panel}`
  panel.open = sessionStorage.getItem(key) === "open"
  panel.addEventListener("toggle", () => sessionStorage.setItem(key, panel.open ? "open" : ""))
}
