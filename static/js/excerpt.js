// A submission's page: what is marked goes into the city memo's excerpts, and the page stays where it is.

document.addEventListener("passage", ({ detail: { to, place, quote } }) => {
  const box = to === "excerpt" && document.getElementById(`utdrag-${place}`)
  if (!box) return
  box.open = true
  const field = document.getElementById(`passage-${place}`)
  if (quote) field.value = quote
  const next = quote ? box.querySelector("[type=submit]") : field
  next.focus()
  next.scrollIntoView({ block: "center" })
})

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
