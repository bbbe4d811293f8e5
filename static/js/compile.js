// While documents are compiled, say so, and let nobody start a second time by an impatient click.

for (const form of document.querySelectorAll("[data-compile]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.busy) return event.preventDefault()
    form.dataset.busy = "yes"
    form.querySelector("[data-wait]").textContent = "Sammanställer. Det tar omkring tio sekunder, vänta kvar på sidan."
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true")
  })
}
window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload())
