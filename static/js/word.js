// Under each editor: text out of a Word document, what did not come along from a paste, and hyphens that were left over
// from the ends of lines. Needs templates/submissions/word_tools.html on the page; without it, nothing is added.

{
  const PAUSE = 1000
  const MIGHT_BE_BROKEN = /\p{Ll}{2}- ?\p{Ll}{2}/u
  const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`
  const isWord = (file) => /\.docx?$/i.test(file.name)

  // The answer of the server as an object; `fault` says in words what went wrong.
  const ask = async (url, form, fields) => {
    const body = new FormData()
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    try {
      const answer = await fetch(url, { method: "POST", headers: { Accept: "application/json" }, body })
      if (answer.status === 401) return { fault: "Du är utloggad. Logga in i en annan flik och försök igen." }
      return await answer.json()
    } catch {
      return { fault: "Dokumentet kom inte fram. Försök igen om en stund." }
    }
  }

  // From where to where each of the broken words has its hyphen in the document, last first.
  const hyphensIn = (doc, words) => {
    const places = []
    doc.descendants((block, start) => {
      if (!block.isTextblock) return
      const text = block.textBetween(0, block.content.size, "\n", "\n")
      for (const word of words) {
        const whole = new RegExp(`(?<![\\p{L}\\p{N}/@.-])${word}(?![\\p{L}\\p{N}/@-])`, "gu")
        for (const { index } of text.matchAll(whole)) {
          const at = start + 1 + index + word.indexOf("-")
          places.push([at, at + (word.includes(" ") ? 2 : 1)])
        }
      }
    })
    return places.sort(([a], [b]) => b - a)
  }

  class Tools {
    constructor(template, editor, textarea) {
      this.urls = template.dataset
      this.editor = editor
      this.textarea = textarea
      this.form = textarea.form
      this.box = template.content.firstElementChild.cloneNode(true)
      this.told = this.box.querySelector(".word__told")
      this.replace = this.box.querySelector(".word__replace")
      this.hyphens = this.box.querySelector(".word__hyphens")
      this.box.querySelector("summary span").textContent = `: ${textarea.labels[0]?.textContent.trim() || ""}`
      const wrapper = textarea.closest(".prose-editor")
      const help = wrapper.nextElementSibling?.matches(".form-text") ? wrapper.nextElementSibling : wrapper
      help.after(this.box)
      this.listen(wrapper, this.box.querySelector("input[type=file]"))
      this.look()
    }

    listen(wrapper, file) {
      file.addEventListener("change", () => { if (file.files[0]) this.bring(file.files[0], file) })
      // Nothing of this is the form's own, so it is not saved, nor asked about when the page is left.
      for (const kind of ["input", "change"]) this.box.addEventListener(kind, (event) => event.stopPropagation())
      this.replace.addEventListener("click", () => this.removeBefore())
      this.hyphens.querySelector("button").addEventListener("click", () => this.mend())
      this.hyphens.addEventListener("change", () => this.nameButton())
      this.textarea.addEventListener("pasted", ({ detail }) => { if (detail) this.tell(`Inklistrat. ${detail}`) })
      this.editor.on("update", () => this.lookSoon())
      this.takeDrops(wrapper)
    }

    takeDrops(wrapper) {
      const mark = (over) => wrapper.classList.toggle("word-drop", over)
      const carries = ({ dataTransfer }) => dataTransfer?.types.includes("Files")
      wrapper.addEventListener("dragover", (event) => {
        if (!carries(event)) return
        event.preventDefault()
        mark(true)
      })
      wrapper.addEventListener("dragleave", () => mark(false))
      wrapper.addEventListener("drop", (event) => {
        if (!carries(event) || !event.dataTransfer.files.length) return
        event.preventDefault()
        event.stopPropagation()
        mark(false)
        this.bring(event.dataTransfer.files[0])
      }, true)
    }

    async bring(file, input) {
      this.replace.hidden = true
      if (!isWord(file)) return this.tell(`${file.name} är inte ett Word-dokument (.docx).`, true)
      this.tell(`Läser ${file.name} …`)
      const answer = await ask(this.urls.text, this.form, { word: file })
      if (input) input.value = ""
      if (answer.fault) return this.tell(answer.fault, true)
      this.put(answer.html)
      const place = this.before ? "står nu sist i texten" : "står nu här"
      this.tell(`Texten ur ${file.name} ${place}. ${answer.told} Läs igenom den.`)
      this.replace.hidden = !this.before
    }

    // After what stands there; how much that was is remembered, so that it can be taken away.
    put(markup) {
      const { doc } = this.editor.state
      this.before = doc.textContent.trim() ? doc.content.size : 0
      this.brought = markup
      this.editor.commands.insertContentAt(this.before ? this.before : { from: 0, to: doc.content.size }, markup)
    }

    removeBefore() {
      const { doc } = this.editor.state
      this.editor.commands.insertContentAt({ from: 0, to: doc.content.size }, this.brought)
      this.replace.hidden = true
      this.tell("Det som stod före är borttaget. Knappen Ångra i redigeraren tar tillbaka det.")
      this.editor.view.dom.focus()
    }

    tell(words, worried = false) {
      this.told.textContent = words
      this.told.classList.toggle("word__told--fault", worried)
    }

    lookSoon() {
      clearTimeout(this.timer)
      this.timer = setTimeout(() => this.look(), PAUSE)
    }

    async look() {
      const markup = this.textarea.value
      const { found = {} } = MIGHT_BE_BROKEN.test(this.editor.state.doc.textContent)
        ? await ask(this.urls.hyphens, this.form, { html: markup })
        : {}
      if (markup === this.textarea.value) this.show(Object.entries(found))
    }

    // Boxes that the person has left empty stay so.
    show(found) {
      const words = this.box.querySelector(".word__words")
      const unchecked = new Set([...words.querySelectorAll("input:not(:checked)")].map(({ value }) => value))
      words.replaceChildren(...found.map(([broken, whole]) => this.choice(broken, whole, !unchecked.has(broken))))
      this.hyphens.hidden = !found.length
      this.nameButton()
    }

    choice(broken, whole, checked) {
      const [row, box, label] = ["div", "input", "label"].map((name) => document.createElement(name))
      Object.assign(box, { type: "checkbox", className: "form-check-input", value: broken, checked })
      box.id = `${this.textarea.id}-${broken}`
      Object.assign(label, { className: "form-check-label", htmlFor: box.id, textContent: `${broken} → ${whole}` })
      row.className = "form-check"
      row.append(box, label)
      return row
    }

    chosen() {
      return [...this.hyphens.querySelectorAll("input:checked")].map(({ value }) => value)
    }

    nameButton() {
      const button = this.hyphens.querySelector("button")
      button.textContent = `Laga ${counted(this.chosen().length, "avstavning", "avstavningar")}`
      button.setAttribute("aria-disabled", this.chosen().length === 0)
    }

    mend() {
      const words = this.chosen()
      if (!words.length) return
      const { state, view } = this.editor
      const places = hyphensIn(state.doc, words)
      view.dispatch(places.reduce((change, place) => change.delete(...place), state.tr))
      this.tell(`${counted(words.length, "ord är lagat", "ord är lagade")}. Knappen Ångra i redigeraren tar tillbaka det.`)
      this.show([...this.hyphens.querySelectorAll("input:not(:checked)")].map(({ value }) => [value, value.replace(/- ?/, "")]))
      view.dom.focus()
    }
  }

  document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
    const template = document.getElementById("word-tools")
    if (!template || !textarea.form?.contains(template)) return
    const begin = () => new Tools(template, editor, textarea)
    if (textarea.closest(".prose-editor").querySelector(".prose-menubar")) begin()
    else editor.on("create", () => setTimeout(begin))
  })

  // A document that is dropped beside an editor is not opened instead of the page, which would lose what is typed.
  for (const kind of ["dragover", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (document.getElementById("word-tools") && event.dataTransfer?.types.includes("Files")) event.preventDefault()
    })
  }
}
