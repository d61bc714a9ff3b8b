"""Places on the desk: the map and the table of a figure, and bringing files in."""

import io
import json
import uuid

import pytest

from liaison import jobs
from liaison.db import db
from liaison.places.queries import find_area_set, list_areas

RING = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]


def wards():
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": f"Ward {code}"},
            "geometry": {"type": "Polygon", "coordinates": [[[x + add, y] for x, y in RING]]},
        }
        for add, code in enumerate("12")
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.fixture
def handed_over(app, monkeypatch):
    """Do background work at once, as the worker would a moment later."""
    asked = []
    monkeypatch.setitem(app.extensions, "liaison.hand_over", asked.append)
    return asked


def bring(administrator, kind, content, values, handed_over):
    """Upload, look, confirm, let the worker work; returns the page of the outcome."""
    file = (io.BytesIO(content), f"{kind}.file")
    page = administrator.post(f"/desk/places/{kind}/import", values | {"file": file})
    preview = page.location
    assert "can be taken" in administrator.get(preview).text
    assert "/desk/jobs/" in administrator.submit(preview, {}).location
    jobs.run(uuid.UUID(handed_over.pop()))
    return administrator.get(preview)


AREAS = {"key": "ward", "name": "Wards", "singular": "Ward", "source": "City of Test"}
FIGURES = {"period": "2020", "source": "Census of Test", "level": ""}


def test_boundaries_and_figures_from_file_to_map(client, handed_over):
    administrator = client.sign_in("administrator")
    assert "2 rows were taken" in bring(administrator, "areas", wards(), AREAS, handed_over).text
    rows = b"geo_level,geo_id,code,label,estimate,moe,pct\nward,1,B1,People,1500,30,60\n"
    rows += b"ward,2,B1,People,1000,,40\n"
    bring(administrator, "figures", rows, FIGURES, handed_over)
    area_set = find_area_set("ward")
    page = client.sign_in("analyst").get(f"/desk/places/{area_set.id}")
    assert "Highest in Ward 1 (1,500), lowest in Ward 2 (1,000)." in page.text
    assert "±30" in page.text
    assert "not published" in page.text
    picture = page.tree.find(".//main//img").get("src")
    assert client.get(picture).response.mimetype == "image/svg+xml"


def test_rows_without_an_area_come_back_and_need_consent(client, handed_over):
    administrator = client.sign_in("administrator")
    bring(administrator, "areas", wards(), AREAS, handed_over)
    rows = b"geo_level,geo_id,code,estimate\nward,1,B1,5\nward,7,B1,5\n"
    file = (io.BytesIO(rows), "figures.csv")
    preview = administrator.post("/desk/places/figures/import", FIGURES | {"file": file}).location
    assert administrator.submit(preview, {}, status=422).errors()
    refused = administrator.get(f"{preview}/refused.csv").body
    assert "There is no area 7 in the set ward." in refused
    administrator.submit(preview, {"skip_refused": "y"})
    jobs.run(uuid.UUID(handed_over.pop()))
    assert "1 row was taken" in administrator.get(preview).text


def test_a_short_name_is_taken_once(client, handed_over):
    administrator = client.sign_in("administrator")
    bring(administrator, "areas", wards(), AREAS, handed_over)
    file = (io.BytesIO(wards()), "again.geojson")
    page = administrator.post("/desk/places/areas/import", AREAS | {"file": file}, status=422)
    assert page.errors() == ["There is a set of areas with this short name."]
    assert len(list_areas(find_area_set("ward").id)) == 2


def test_an_upload_is_its_owners(client, handed_over):
    file = (io.BytesIO(wards()), "wards.geojson")
    owner = client.sign_in("administrator")
    preview = owner.post("/desk/places/areas/import", AREAS | {"file": file}).location
    client.sign_in("analyst").get(preview, status=403)
    other = preview.replace(preview.rpartition("/")[2], str(uuid.uuid4()))
    owner.get(other, status=404)
    db.session.rollback()
