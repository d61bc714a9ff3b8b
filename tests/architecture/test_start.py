"""What a process that answers requests loads before it can."""

import subprocess
import sys

FEW_PAGES_NEED = {
    *("boto3", "huey", "icalendar", "numpy", "openpyxl", "psycopg", "redis", "scipy", "shapely"),
    *("vl_convert", "weasyprint"),
}
START = """
import sys
from liaison.app import create_app
from liaison.config import read_settings
create_app(read_settings({"LIAISON_DATA_DIR": sys.argv[1]}))
print(*{name.partition(".")[0] for name in sys.modules})
"""


def test_it_starts_without_what_few_pages_need(tmp_path):
    command = [sys.executable, "-c", START, str(tmp_path)]
    loaded = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    assert "flask" in loaded
    assert FEW_PAGES_NEED & set(loaded) == set()
