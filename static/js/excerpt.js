// A submission's page: what is marked goes into the city memo's excerpts, and the page stays where it is.

const NOTHING = "Inget är markerat i den här delen. Markera de ord som ska in och tryck igen, eller kopiera hit dem."

document.addEventListener("passage", ({ detail: { to, place, quote } }) => {
  const box = to === "excerpt" && document.getElementById(`utdrag-${place}`)
  if (!box) return
  box.open = true
  const field = document.getElementById(`passage-${place}`)
  if (quote) field.value = quote
  box.querySelector("[data-taken]").textContent = quote ? "" : NOTHING
  const next = quote ? box.querySelector("[type=submit]") : field
  next.focus()
  next.scrollIntoView({ block: "center" })
})

// The box, when it is opened by hand, takes what is marked as well.
for (const box of document.querySelectorAll(".take-form")) {
  const field = box.querySelector("[name=quote]")
  box.querySelector("summary").addEventListener("mousedown", (event) => event.preventDefault()) // it stays marked
  box.addEventListener("toggle", () => {
    if (box.open && !field.value && !getSelection().isCollapsed) box.querySelector("[data-passage-to]").click()
  })
}

async function send(form) {
  const told = form.querySelector("[data-taken]")
  told.textContent = "Lägger in …"
  try {
    const answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body: new FormData(form) })
    const { message, url } = await answer.json()
    told.textContent = `${message} `
    if (!answer.ok) return
    form.elements.quote.value = ""
    const link = document.createElement("a")
    link.href = url
    link.textContent = "Öppna utdraget"
    told.append(link)
  } catch {
    told.textContent = "Inget är inlagt: det gick inte att nå servern. Försök igen."
  }
}

for (const form of document.querySelectorAll("form[data-take]")) {
  form.addEventListener("submit", (event) => { event.preventDefault(); send(form) })
}
