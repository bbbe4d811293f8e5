// What could not be saved by itself is told at its field, as the server's page tells it, and taken away once it is
// mended. Focus stays where it is.

{
  const editorOf = (field) => field.closest(".prose-editor")?.querySelector(".ProseMirror")
  const alike = (field) => (["checkbox", "radio"].includes(field.type) ? [...field.form.elements[field.name]] : [field])
  // A group of boxes is described as a whole.
  const described = (field) => (alike(field).length > 1 ? [field.closest("fieldset")] : [field, editorOf(field)].filter(Boolean))
  const place = (field) => field.closest(".input-group, .prose-editor") || field

  const tokens = (element) => (element.getAttribute("aria-describedby") || "").split(/\s+/).filter(Boolean)
  const describe = (element, ids) => {
    if (ids.length) element.setAttribute("aria-describedby", ids.join(" "))
    else element.removeAttribute("aria-describedby")
  }

  const forget = (form) => {
    for (const note of form.querySelectorAll(".invalid-feedback")) {
      for (const each of form.querySelectorAll(`[aria-describedby~="${note.id}"]`)) {
        describe(each, tokens(each).filter((id) => id !== note.id))
      }
      note.remove()
    }
    for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid")
    for (const field of form.querySelectorAll(".is-invalid")) field.classList.remove("is-invalid")
  }

  const put = (field, message) => {
    const note = document.createElement("div")
    note.id = `${field.id}_error`
    note.className = "invalid-feedback"
    const line = document.createElement("p")
    line.append(Object.assign(document.createElement("strong"), { textContent: message }))
    note.append(line)
    const [whole] = described(field)
    if (whole !== field) whole.append(note)
    else if (place(field).matches(".input-group")) place(field).append(note)
    else place(field).after(note)
    for (const each of described(field)) describe(each, [...tokens(each), note.id])
    for (const each of [...alike(field), editorOf(field)].filter(Boolean)) each.setAttribute("aria-invalid", "true")
    for (const each of alike(field)) each.classList.add("is-invalid")
  }

  // `faults` as the server has them: the id of a field, what to say of it, and what to say at the field itself.
  window.tellFaults = (form, faults) => {
    forget(form)
    for (const { id, message } of faults) {
      const field = document.getElementById(id)
      const said = document.getElementById(`${id}_error`)
      if (said) said.append(Object.assign(document.createElement("p"), { textContent: message }))
      else if (field?.matches("input, select, textarea")) put(field, message)
    }
  }
}
