// What the admin's pages lack for those who use the keyboard or listen.

// The field that chooses a person or a board stands for a <select>, whose name it does not take over by itself.
function nameChoices(part) {
  for (const select of part.querySelectorAll("select.admin-autocomplete[aria-label]")) {
    for (const box of select.parentElement.querySelectorAll("[role=combobox], .select2-selection__rendered")) {
      box.removeAttribute("aria-labelledby")
      box.setAttribute("aria-label", [select.getAttribute("aria-label"), box.title].filter(Boolean).join(": "))
    }
  }
}

// "Lägg till ytterligare Avsnitt" has a capital letter in the middle of the sentence.
function mendAddLinks() {
  for (const link of document.querySelectorAll(".add-row a")) {
    link.textContent = link.textContent.replace(/(?<=ytterligare )./, (letter) => letter.toLowerCase())
  }
}

// Rows that can only be read, and are wider than the window: the keyboard gets there too, to scroll them.
function reachWideRows() {
  for (const rows of document.querySelectorAll(".inline-group .tabular")) {
    if (rows.querySelector("input:not([type=hidden]), select, textarea, button, a[href]")) continue
    rows.tabIndex = 0
    rows.setAttribute("role", "region")
    rows.setAttribute("aria-labelledby", rows.querySelector(".inline-heading").id)
  }
}

document.addEventListener("DOMContentLoaded", () => {
  reachWideRows()
  document.querySelector("[data-focus]")?.focus()
  document.querySelector("#changelist-search label img")?.setAttribute("alt", "Sök") // "Search", in every language
})
// After the admin's own script, which makes the fields when jQuery is ready.
window.django?.jQuery?.(() => { nameChoices(document); mendAddLinks() })
document.addEventListener("formset:added", ({ target }) => setTimeout(() => nameChoices(target)))
