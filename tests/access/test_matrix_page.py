"""docs/access-matrix.md is as the code says."""

from scripts import access_matrix

from nahbar.core.access import Ability


def test_the_page_is_as_the_code_says() -> None:
    """Made anew by `python scripts/access_matrix.py`."""
    assert access_matrix.PAGE.read_text("utf-8") == access_matrix.page()


def test_every_address_says_which_methods_it_takes() -> None:
    vague = [
        name
        for _path, name, methods, ability in access_matrix.addresses()
        if methods == "any" and ability != "no door"
    ]
    assert vague == []


def test_every_ability_stands_on_the_page() -> None:
    page = access_matrix.page()
    assert all(f"`{one.value}`" in page for one in Ability)
