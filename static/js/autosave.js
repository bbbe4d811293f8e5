// A form with data-autosave saves what is typed by itself: a while after the last key, when a field is left, and when
// the page is put away. One request at a time; the state is always in sight. Without this script the Save button does
// the same.

{
  const PAUSE = 1500
  const RETRIES = [2000, 4000, 8000, 16000, 30000]
  const NOT_TEXT = new Set(["csrfmiddlewaretoken", "version", "save_id", "writer", "project-known"])

  // What is typed in the form, to see whether anything has changed since it was saved.
  const typed = (form) => {
    const fields = [...new FormData(form)].filter(([name]) => !NOT_TEXT.has(name))
    return new URLSearchParams(fields).toString()
  }

  // Fields are compared one by one, but for rows of which there can be more or fewer, which are one group.
  const ROWS = "partners-"
  const groupOf = (name) => (name.startsWith(ROWS) ? ROWS : name)
  const groups = (...forms) => new Set(forms.flatMap((form) => [...form.keys()])
    .filter((name) => !NOT_TEXT.has(name)).map(groupOf))
  const holds = (form, group) => [...form.elements].some((field) => field.name === group)
  const told = (form, group) => JSON.stringify([...form].filter(([name]) => groupOf(name) === group))

  // Forms in which somebody has typed while the page was still loading: that is not saved, and must not be taken for it.
  const early = new Set()
  for (const kind of ["input", "paste"]) {
    document.addEventListener(kind, ({ isTrusted, target }) => { if (isTrusted) early.add(target.closest("form")) })
  }

  // What is missing on the page (`problems` in the server's answer, markup) is put in place anew. It waits while a link
  // in it has focus, or anything is pressed: what a person is about to hit must not move away.
  let pressed = false
  let problems = null
  const putProblems = () => {
    const box = document.querySelector("[data-problems]")
    if (!box || problems === null || pressed || box.contains(document.activeElement)) return
    const anew = box.cloneNode(false)
    anew.innerHTML = problems
    if (!anew.isEqualNode(box)) box.replaceWith(anew)
    problems = null
  }
  const release = () => {
    pressed = false
    setTimeout(putProblems) // after the click
  }
  document.addEventListener("pointerdown", () => { pressed = true })
  for (const kind of ["pointerup", "pointercancel"]) document.addEventListener(kind, release)
  document.addEventListener("focusin", putProblems)

  class Autosave {
    constructor(form) {
      this.form = form
      this.address = form.getAttribute("action") || window.location.pathname
      this.line = form.querySelector("[data-save-state]")
      this.words = Object.assign(document.createElement("span"), { textContent: this.line.textContent })
      this.line.replaceChildren(this.words)
      this.faults = []
      this.saved = form.dataset.warnUnsaved === "unsaved" || early.has(form) ? null : typed(form)
      this.tries = 0
      this.busy = false
      form.addEventListener("input", () => this.wait(PAUSE))
      form.addEventListener("change", () => this.wait(0))
      form.addEventListener("focusout", () => this.wait(0))
      form.addEventListener("submit", (event) => this.handOver(event))
      document.addEventListener("submit", (event) => this.holdBack(event))
      document.addEventListener("visibilitychange", () => { if (document.hidden) this.save() })
      window.addEventListener("online", () => this.wait(0))
      if (early.has(form)) this.wait(PAUSE)
    }

    // The Save button takes over; what is under way is let finish first, or the two would be in each other's way.
    handOver(event) {
      this.stopped = true
      clearTimeout(this.timer)
      if (!this.busy) return
      event.preventDefault()
      this.afterwards = () => this.form.requestSubmit(event.submitter)
    }

    // Another form, such as a remark's, leaves the page: what is typed here is saved first. Where it cannot be, the
    // browser asks.
    holdBack(event) {
      const { target, submitter } = event
      if (target === this.form || this.passing || this.stopped) return
      if (!this.busy && typed(this.form) === this.saved) return
      event.preventDefault()
      clearTimeout(this.timer)
      this.afterwards = () => this.pass(target, submitter)
      this.save()
    }

    pass(other, submitter) {
      if (!this.sent && typed(this.form) !== this.saved) { // there is more, typed while that was saved
        this.afterwards = () => this.pass(other, submitter)
        return this.save()
      }
      this.passing = true
      other.requestSubmit(submitter)
      this.passing = false
    }

    wait(pause) {
      if (this.stopped) return
      clearTimeout(this.timer)
      this.timer = setTimeout(() => this.save(), pause)
    }

    async save() {
      if (this.busy || this.stopped) return
      // What got no answer may have been saved, so it is sent as it was until it has one.
      this.sent ??= this.read()
      if (!this.sent) return
      this.busy = true
      this.tell("Sparar…")
      try {
        await this.send(this.sent)
      } catch {
        this.again()
      }
      this.busy = false
      const next = this.afterwards
      this.afterwards = null
      if (next) next()
      else if (!this.sent && typed(this.form) !== this.saved) this.wait(PAUSE)
    }

    // What is typed and not saved, or nothing.
    read() {
      const text = typed(this.form)
      return text === this.saved ? null : { text, body: new FormData(this.form) }
    }

    async send({ text, body }) {
      const answer = await fetch(this.address, {
        method: "POST", headers: { Accept: "application/json" }, body,
      })
      if (answer.ok) await this.done(text, body, await answer.json())
      else if (answer.status >= 500 || answer.status === 429) this.again()
      else if (answer.status === 403 && await this.renewed(body)) this.again()
      else this.stop(await answer.json().catch(() => ({ message: "" })))
      if (answer.status === 401) window.addEventListener("focus", () => this.goOn(), { once: true })
    }

    async done(text, sent, { version, merged, at, faults, problems: missing }) {
      this.tries = 0
      this.sent = null
      // Where it cannot be taken in, the old version stays: the next save is then a conflict, which asks. So where a
      // field is faulty, which the server's page does not have as it was typed.
      if (!merged) this.form.elements.version.value = version
      if (!merged || faults.length) this.saved = text
      else await this.takeIn(sent, text, version)
      if (!faults.length && typed(this.form) === this.saved) this.form.dispatchEvent(new Event("saved"))
      problems = missing
      putProblems()
      this.tellFaults(faults)
      this.tell(faults.length ? `Sparat ${at}, men inte det här: ` : `Sparat ${at}`, faults.length > 0)
    }

    // At the fields, and here with links to them. Links to the same faults stay, since one of them may have focus.
    tellFaults(faults) {
      window.tellFaults(this.form, faults)
      if (JSON.stringify(faults) === JSON.stringify(this.faults)) return
      this.faults = faults
      const told = faults.map(({ id, text }) => Object.assign(document.createElement(id ? "a" : "span"),
        { textContent: text, ...(id && { href: `#${id}` }) }))
      this.line.replaceChildren(this.words, ...told.flatMap((each) => [each, " "]))
    }

    // Somebody else has changed other fields: they are put into the page, which otherwise would put the old ones back.
    // Not where the person has gone on typing in one of them, nor where one is in only one of the two pages.
    async takeIn(sent, text, version) {
      const theirs = await this.fetched()
      const [now, saved] = [new FormData(this.form), new FormData(theirs)]
      const changed = [...groups(saved, sent)].filter((group) => told(saved, group) !== told(sent, group))
      if (changed.some((group) => told(now, group) !== told(sent, group))) return
      if (changed.some((group) => group !== ROWS && !(holds(this.form, group) && holds(theirs, group)))) return
      const typedOn = typed(this.form) !== text
      for (const group of changed) this.put(group, theirs)
      this.form.elements.version.value = version
      this.saved = typedOn ? null : typed(this.form)
    }

    put(group, theirs) {
      if (group === ROWS) {
        const rows = theirs.querySelector("#partner")
        this.form.querySelector("#partner").replaceWith(rows)
        window.htmx.process(rows)
        return
      }
      for (const field of [...this.form.elements].filter((field) => field.name === group)) {
        const other = [...theirs.elements].find((each) => each.name === group
          && (!["checkbox", "radio"].includes(each.type) || each.value === field.value))
        if (!other) continue
        field.checked = other.checked
        if (field.type !== "checkbox" && field.type !== "radio") field.value = other.value
        field.proseEditor?.commands.setContent(other.value)
      }
    }

    // The page as it is now, from the server; fails where it is another page, such as the one to log in on.
    async fetched() {
      const answer = await fetch(this.address, { headers: { Accept: "text/html" } })
      const page = new DOMParser().parseFromString(await answer.text(), "text/html")
      return page.querySelector("form[data-autosave]")
    }

    // After a new login in another tab the page's token is old; a new one is taken where it is the same person's.
    async renewed(body) {
      const form = await this.fetched()
      const old = this.form.elements.csrfmiddlewaretoken
      if (form?.elements.writer.value !== this.form.elements.writer.value) return false
      if (form.elements.csrfmiddlewaretoken.value === old.value) return false
      old.value = form.elements.csrfmiddlewaretoken.value
      body.set("csrfmiddlewaretoken", old.value)
      return true
    }

    again() {
      this.tell("Inte sparat – försöker igen", true)
      this.wait(RETRIES[Math.min(this.tries, RETRIES.length - 1)])
      this.tries += 1
    }

    // Only a person can go on from here: the button sends the form as the Save button does, and nothing typed is lost.
    stop({ message }) {
      this.stopped = true
      this.tell(`Inte sparat. ${message || "Det går inte att spara härifrån längre."} `, true)
      const button = document.createElement("button")
      button.type = "submit"
      button.className = "btn btn-secondary btn-sm"
      button.textContent = "Visa vad jag kan göra"
      this.line.append(button)
    }

    // Back from another tab, where the person may have logged in again.
    goOn() {
      this.stopped = false
      this.wait(0)
    }

    tell(text, worried = false) {
      this.words.textContent = text
      this.line.querySelector("button")?.remove()
      this.line.classList.toggle("save-state--worried", worried)
    }
  }

  // The editors change their text areas a little as they begin, which is nothing to save.
  window.addEventListener("load", () => setTimeout(() => {
    for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form)
  }))
}
