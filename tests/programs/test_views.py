"""Programmes on the desk."""

from client import PageClient

VALUES = {"name": "Street trees", "purpose": "Shade where it is hot.", "owner_id": ""}


def test_manager_adds_a_programme_and_a_plan_year(client: PageClient) -> None:
    manager = client.sign_in("manager")
    values = VALUES | {"key": "street-trees", "department_id": str(client.cast.parks.id)}
    page = manager.submit("/desk/programs/new", values)
    shown = manager.get(page.location)
    assert "Shade where it is hot." in shown.text
    year = {"year": "2026", "budget_cents": "12,500", "aim": ""}
    manager.submit(f"{page.location}/years/new", year)
    assert "Budget: $12,500." in manager.get(page.location).text


def test_a_budget_keeps_its_cents_when_the_year_is_saved_again(client: PageClient) -> None:
    manager, page = client.sign_in("manager"), f"/desk/programs/{client.cast.outreach.id}"
    manager.submit(f"{page}/years/new", {"year": "2031", "budget_cents": "12,500.75"})
    manager.submit(f"{page}/years/2031", {"aim": "More shade."})
    assert "Budget: $12,500.75." in manager.get(page).text


def test_a_refused_programme_keeps_what_was_typed(client: PageClient) -> None:
    values = VALUES | {"key": "Street Trees", "department_id": ""}
    page = client.sign_in("manager").submit("/desk/programs/new", values, status=422)
    assert len(page.errors()) == 2
    assert 'value="Street Trees"' in page.body


def test_a_taken_short_name_is_said_beside_the_field(client: PageClient) -> None:
    values = VALUES | {"key": "meters", "department_id": str(client.cast.parks.id)}
    page = client.sign_in("manager").submit("/desk/programs/new", values, status=422)
    assert page.errors() == ["Another programme has this short name."]


def test_analyst_may_look_and_not_change(client: PageClient) -> None:
    analyst, program = client.sign_in("analyst"), client.cast.outreach
    assert "Change the programme" not in analyst.get(f"/desk/programs/{program.id}").text
    analyst.get(f"/desk/programs/{program.id}/edit", status=403)


def test_another_department_does_not_find_it(client: PageClient) -> None:
    outsider = client.sign_in("outsider")
    outsider.get(f"/desk/programs/{client.cast.outreach.id}", status=404)
    assert "Parks outreach" not in outsider.get("/desk/programs/").text
