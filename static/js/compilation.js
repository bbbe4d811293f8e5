// How far a compilation has come, asked for once a second; when it has ended, the page is opened anew and leads on.
// Without this script the page is opened anew every three seconds instead.

{
  const part = document.querySelector("[data-compilation]")
  const [bar, words, worry, said] = ["progress", "[data-words]", "[data-worry]", "[data-said]"].map((each) => part.querySelector(each))
  const SECOND = 1000

  const show = (progress) => {
    bar.max = progress.of || 1
    if (progress.of) bar.value = progress.sections
    else bar.removeAttribute("value")
    words.textContent = progress.words
    worry.hidden = !progress.worry
    worry.textContent = progress.worry
  }
  // Whoever listens hears of each quarter, and of what is wrong, and not of each section.
  let told = ""
  const tell = (progress) => {
    const quarter = progress.of ? Math.floor((4 * progress.sections) / progress.of) : 0
    const now = `${quarter}${progress.worry}`
    if (now !== told) said.textContent = progress.worry || progress.words
    told = now
  }
  const ask = async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "application/json" } })
      const progress = await answer.json()
      if (!progress.at_work) return location.reload()
      show(progress)
      tell(progress)
    } catch {
      worry.hidden = false
      worry.textContent = said.textContent = "Det går inte att få veta hur långt sammanställningen har kommit. Ladda om sidan om det varar."
    }
    setTimeout(ask, SECOND)
  }
  setTimeout(ask, SECOND)
}
