// The project card's page: the main goal is one of the goals that are ticked. The server holds the same rule.

{
  const main = document.getElementById("id_main_goal")
  const boxes = [...document.querySelectorAll('input[name="goals"]')]

  const ticked = () => boxes.filter((box) => box.checked).map((box) => box.value)
  const offerTicked = () => {
    const kept = ["", main.value, ...ticked()]
    for (const option of main.options) option.hidden = option.disabled = !kept.includes(option.value)
  }
  // The only goal is the main goal by itself; among several somebody has to choose.
  let chosen = ticked().length > 1 && main.value !== ""
  const reminder = document.createElement("p")
  reminder.className = "form-text"
  reminder.setAttribute("role", "status")
  main.after(reminder)
  const remind = () => {
    reminder.textContent = ticked().length > 1 && !main.value ? "Välj vilket av målen som är huvudmål." : ""
  }
  const follow = () => {
    const goals = ticked()
    chosen = chosen && goals.includes(main.value)
    if (goals.length === 1) main.value = goals[0]
    else if (!chosen) main.value = ""
    offerTicked()
    remind()
  }
  main.addEventListener("change", () => {
    chosen = main.value !== ""
    remind()
  })
  for (const box of boxes) box.addEventListener("change", follow)
  offerTicked()
}

// The part of the page that is being read is marked in the list of its parts.
{
  const links = new Map([...document.querySelectorAll(".card-nav a")].map((link) => [link.hash.slice(1), link]))
  const seen = new Set()
  const mark = () => {
    const current = [...links.keys()].find((id) => seen.has(id))
    for (const [id, link] of links) {
      if (id === current) link.setAttribute("aria-current", "location")
      else link.removeAttribute("aria-current")
    }
  }
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) seen[isIntersecting ? "add" : "delete"](target.id)
    mark()
  }, { rootMargin: "-10% 0px -60% 0px" })
  for (const id of links.keys()) observer.observe(document.getElementById(id))
}

// A link to what is folded away opens that first, so that the browser can go there; so does an address that leads to it.
{
  const open = (hash) => {
    const target = document.getElementById(decodeURIComponent(hash.slice(1)))
    const folded = target?.closest("details:not([open])")
    if (folded) folded.open = true
    return folded ? target : null
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']")
    if (link) open(link.hash)
  }, true)
  open(window.location.hash)?.focus()
}

// A row more or less among the partners is something to save, too.
document.body.addEventListener("htmx:afterSwap", () => document.getElementById("kortet").dispatchEvent(new Event("input")))
