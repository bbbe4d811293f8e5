// A list of boxes to tick (data-choose) gets buttons that tick all of it, or none, and tells how many are ticked. A list
// that is taken in at a glance does without.

for (const list of document.querySelectorAll("[data-choose]")) {
  const boxes = [...list.querySelectorAll("input[type=checkbox]")]
  const legend = list.querySelector("legend")
  if (boxes.length < 3) continue
  const line = Object.assign(document.createElement("p"), { className: "choose" })
  const told = document.createElement("span")
  told.setAttribute("role", "status")
  const tell = () => { told.textContent = `${boxes.filter((box) => box.checked).length} av ${boxes.length} valda` }
  for (const [words, ticked] of [["Välj alla", true], ["Välj ingen", false]]) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: words })
    button.setAttribute("aria-label", `${words}: ${legend.textContent.trim()}`)
    button.addEventListener("click", () => {
      for (const box of boxes) box.checked = ticked
      tell()
    })
    line.append(button)
  }
  line.append(told)
  list.addEventListener("change", tell)
  legend.after(line)
  tell()
}
