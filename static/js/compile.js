// While documents are compiled, say so, and let nobody start a second time by an impatient click.
// `data-compile` is a form whose answer is a page, or a part with links to files that are made when they are fetched;
// `data-wait` in it is where it is said. Without this script the browser waits and fetches by itself.

{
  const say = (part, words, worried = false) => {
    const line = part.querySelector("[data-wait]")
    line.textContent = words
    line.classList.toggle("text-danger-emphasis", worried)
  }
  const lock = (part, busy) => {
    part.dataset.busy = busy ? "yes" : ""
    for (const each of part.querySelectorAll(".btn, button")) {
      if (busy) each.setAttribute("aria-disabled", "true")
      else each.removeAttribute("aria-disabled")
    }
  }
  const begin = (part) => {
    lock(part, true)
    say(part, "Sammanställer. Det tar oftast under en minut, vänta kvar på sidan.")
  }

  // The file that the address gives; fails where it gives something else, such as a page that says why not.
  const fetched = async (address) => {
    const answer = await fetch(address)
    const [, name] = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition")) || []
    if (!answer.ok || !name) throw new Error(answer.status)
    return { name, content: await answer.blob() }
  }
  const save = ({ name, content }) => {
    const link = document.createElement("a")
    link.href = URL.createObjectURL(content)
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  }
  const bring = async (part, address) => {
    begin(part)
    try {
      const file = await fetched(address)
      save(file)
      say(part, `Klart: ${file.name} är hämtad.`)
    } catch {
      say(part, "Det gick inte att hämta filen. Ladda om sidan och försök igen.", true)
    }
    lock(part, false)
  }

  for (const form of document.querySelectorAll("form[data-compile]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.busy) return event.preventDefault()
      begin(form)
    })
  }
  for (const part of document.querySelectorAll("[data-compile]:not(form)")) {
    part.addEventListener("click", (event) => {
      const link = event.target.closest("a.btn")
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      if (!part.dataset.busy) bring(part, link.href)
    })
  }
  window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload())
}
