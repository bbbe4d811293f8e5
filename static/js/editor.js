// The editor in Swedish, and made known to screen readers as the text field that it stands for.

{
  // The editor looks for this before it adds a <style> of its own; its rules stand in css/editor.css instead.
  const style = document.createElement("style")
  style.type = "text/plain"
  style.setAttribute("data-tiptap-style", "")
  document.head.append(style)

  const dialogWords = {
    "Cancel": "Avbryt",
    "Edit Link": "Länk",
    "Title": "Titel",
    "URL": "Adress (börjar med https://)",
    "Update": "Klart",
  }
  const buttonWords = {
    "heading 3": "Rubrik",
    "heading 4": "Underrubrik",
    "unordered list": "Punktlista",
    "ordered list": "Numrerad lista",
    "bold": "Fet",
    "italic": "Kursiv",
    "insert link": "Länk (markera först texten)",
    "remove link": "Ta bort länken",
    "blockquote": "Citat",
    "undo": "Ångra",
    "redo": "Gör om",
  }
  const earlier = window.gettext || ((text) => text)
  window.gettext = (text) => dialogWords[text] || earlier(text)

  const name = (button) => {
    const word = buttonWords[button.title] || button.title
    button.title = word
    button.setAttribute("aria-label", word)
  }
  const tellState = (button) => {
    button.setAttribute("aria-pressed", button.classList.contains("active"))
    button.setAttribute("aria-disabled", button.classList.contains("disabled"))
  }
  const nameMenu = (wrapper, editor) => {
    const menu = wrapper.querySelector(".prose-menubar")
    menu.setAttribute("role", "toolbar")
    menu.setAttribute("aria-label", "Textens utseende")
    const buttons = menu.querySelectorAll("button")
    buttons.forEach(name)
    const tell = () => buttons.forEach(tellState)
    editor.on("transaction", tell)
    tell()
  }
  const nameField = (text, textarea) => {
    const label = document.querySelector(`label[for="${textarea.id}"]`)
    text.setAttribute("role", "textbox")
    text.setAttribute("aria-multiline", "true")
    text.setAttribute("lang", "sv")
    for (const attribute of ["aria-describedby", "aria-invalid"]) {
      if (textarea.hasAttribute(attribute)) text.setAttribute(attribute, textarea.getAttribute(attribute))
    }
    if (!label) return
    label.id ||= `${textarea.id}_label`
    text.setAttribute("aria-labelledby", label.id)
    label.addEventListener("click", () => text.focus())
  }

  document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
    const wrapper = textarea.closest(".prose-editor")
    const finish = () => {
      nameField(editor.view.dom, textarea)
      nameMenu(wrapper, editor)
      // Links in the list of faults lead to the text field, which the editor has hidden.
      for (const link of document.querySelectorAll(`a[href="#${textarea.id}"]`)) {
        link.addEventListener("click", (event) => { event.preventDefault(); editor.view.dom.focus() })
      }
    }
    if (wrapper.querySelector(".prose-menubar")) finish()
    else editor.on("create", () => setTimeout(finish))
  })
}
