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
    "URL": "Adress, till exempel https://eurocities.eu",
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
  // The server keeps web pages and mail addresses alone as links, so what people leave out is put in before it.
  const withScheme = (typed) => {
    const address = typed.trim().replace(/^\/\//, "")
    if (/^(https?:\/\/|mailto:)\S+$/i.test(address)) return address
    if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(address)) return `mailto:${address}`
    if (/^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+(:\d+)?([/?#]\S*)?$/u.test(address)) return `https://${address}`
    return ""
  }
  const completeLink = (event) => {
    const field = event.target.closest(".prose-editor-dialog [type=submit]")?.form.elements.href
    if (!field) return
    const address = withScheme(field.value)
    if (address) field.value = address
    field.setCustomValidity(address ? "" : "Skriv en webbadress, till exempel https://eurocities.eu, eller en e-postadress.")
    field.addEventListener("input", () => field.setCustomValidity(""), { once: true })
  }
  // What is pasted is mended first (js/paste.js); what did not come along is told to whoever shows it.
  const mendPasted = (view, textarea) => {
    const earlier = view.props.transformPastedHTML
    const transformPastedHTML = (markup, ...rest) => {
      const mended = window.mendPasted(earlier ? earlier(markup, ...rest) : markup)
      textarea.dispatchEvent(new CustomEvent("pasted", { detail: mended.told }))
      return mended.markup
    }
    view.setProps({ transformPastedHTML })
  }
  // The menu is one stop for the Tab key; the arrows go from button to button.
  const walkByArrows = (menu, buttons) => {
    const stopAt = (chosen) => buttons.forEach((button) => { button.tabIndex = button === chosen ? 0 : -1 })
    menu.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
      if (!step) return
      event.preventDefault()
      buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length).focus()
    })
    menu.addEventListener("focusin", ({ target }) => stopAt(target))
    stopAt(buttons[0])
  }
  const nameMenu = (wrapper, editor) => {
    const menu = wrapper.querySelector(".prose-menubar")
    menu.setAttribute("role", "toolbar")
    menu.setAttribute("aria-label", "Textens utseende")
    const buttons = [...menu.querySelectorAll("button")]
    buttons.forEach(name)
    walkByArrows(menu, buttons)
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

  // The browser takes focus away when it comes to a field that it cannot focus, which may be as late as on load.
  const focusOnArrival = (text) => {
    const focus = () => { if (document.activeElement === document.body) text.focus() }
    focus()
    if (document.readyState !== "complete") window.addEventListener("load", () => setTimeout(focus))
    else setTimeout(focus, 100)
  }

  // Links to faults lead to the text field, which the editor has hidden.
  document.addEventListener("click", (event) => {
    const hash = event.target.closest("a[href^='#']")?.hash
    const editor = hash && document.getElementById(hash.slice(1))?.proseEditor
    if (!editor) return
    event.preventDefault()
    editor.view.dom.focus()
  })

  document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
    textarea.proseEditor = editor // for autosave.js
    const wrapper = textarea.closest(".prose-editor")
    wrapper.addEventListener("click", completeLink, true)
    const finish = () => {
      mendPasted(editor.view, textarea)
      nameField(editor.view.dom, textarea)
      nameMenu(wrapper, editor)
      if (window.location.hash === `#${textarea.id}`) focusOnArrival(editor.view.dom)
    }
    if (wrapper.querySelector(".prose-menubar")) finish()
    else editor.on("create", () => setTimeout(finish))
  })
}
