"""Logging in, as a person does it."""

import re

from playwright.sync_api import expect


def test_a_contact_person_logs_in_and_out(cast, visit):
    page = visit(cast.tova)
    expect(page.locator("header")).to_contain_text("Tova Teknik")
    page.get_by_role("button", name="Logga ut").click()
    expect(page).to_have_url(re.compile(r"/konto/login/$"))
