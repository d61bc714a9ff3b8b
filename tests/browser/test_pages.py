"""Every page a visitor finds without an account, in a real browser, in every language."""

import pytest

from liaison.languages import LANGUAGES

PAGES = ("/", "/accessibility", "/privacy", "/sign-in")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_public_page_is_fit_for_everybody(on_phone, language, path):
    page = on_phone.visit(f"/{language}{path}")
    assert page.get_attribute("html", "lang") == language
    assert page.get_attribute("html", "dir") == LANGUAGES[language].direction


def test_an_unknown_address_has_a_page_too(at_desk):
    at_desk.visit("/nowhere", status=404)


def test_the_secret_of_a_second_factor_fits_a_phone(on_phone, sign_in):
    page = sign_in(on_phone, "coordinator").visit("/sign-in/set-up")
    page.click("main form button")
    page.wait_for_selector("#code")
    on_phone.check()


def test_the_desk_greets_a_coordinator(at_desk, sign_in):
    sign_in(at_desk, "coordinator").visit("/desk/")
