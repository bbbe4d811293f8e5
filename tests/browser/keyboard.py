"""A person who uses the keyboard alone, and sees what has focus at every stop."""

from playwright.sync_api import expect

# What a person sees of the focus: a ring around what has it, inside the window and not behind the save bar.
SEEN = """
    (element) => {
        const style = getComputedStyle(element), box = element.getBoundingClientRect()
        const bar = document.querySelector(".save-bar")
        const floor = bar && !bar.contains(element) ? bar.getBoundingClientRect().top : innerHeight
        const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
        return ring && box.width > 0 && box.top < floor && box.bottom > 0
    }
"""


def tab_to(page, target, most=90):
    """Press Tab until the target has focus, and see it at every stop on the way."""
    expect(target).to_have_count(1)
    page.wait_for_load_state()  # or the style sheets are not there yet
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.locator("*:focus")
        if stop.count():
            assert stop.evaluate(SEEN), stop.evaluate("element => element.outerHTML.slice(0, 200)")
        if focused(target):
            return
    raise AssertionError(f"Tab never comes to {target}")


def focused(target):
    return target.evaluate("element => element === document.activeElement")


def press(page, target):
    tab_to(page, target)
    page.keyboard.press("Enter")


def tick(page, target):
    tab_to(page, target)
    page.keyboard.press("Space")
    expect(target).to_be_checked()


def type_in(page, target, text):
    tab_to(page, target)
    page.keyboard.type(text)


def hand_in(page):
    press(page, page.get_by_role("link", name="Granska och lämna in"))
    tab_to(page, page.get_by_label("Datum för beslutet"))
    for key in ("ArrowUp", "ArrowRight") * 3:  # the first of January, whichever order the browser has the parts in
        page.keyboard.press(key)
    type_in(page, page.get_by_label("Paragraf"), "§ 41")
    type_in(page, page.get_by_label("Diarienummer"), "TN-2025-7")
    tick(page, page.get_by_label("Vi har läst igenom hela redovisningen"))
    press(page, page.get_by_role("button", name="Lämna in redovisningen"))
    expect(page.get_by_role("heading", name="Redovisningen är inlämnad")).to_be_visible()
