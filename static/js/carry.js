// The mark that a text is last year's goes when the text changes, and comes back when it says the same again.

for (const mark of document.querySelectorAll("[data-unchanged]")) {
  const field = document.getElementById(mark.dataset.unchanged)
  const then = document.getElementById(mark.dataset.then)
  const follow = () => { mark.hidden = !sameWords(field.value, then.innerHTML) }
  field?.addEventListener("input", follow)
}
