"""Which templates and modules speak to residents and liaisons, and which to staff alone."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Pages for residents and liaisons stand on these layouts; staff pages on layouts/desk.html.
LAYOUTS = ("layouts/public.html", "layouts/field.html", "layouts/error.html")
USED_TEMPLATE = re.compile(r"""\b(?:extends|include|import|from|set layout =)\s+["']([^"']+)["']""")


def public_templates():
    """Templates on a public or field layout, and what those include, import and extend."""
    folder = ROOT / "templates"
    uses = {
        str(file.relative_to(folder)): set(USED_TEMPLATE.findall(file.read_text()))
        for file in folder.rglob("*.html")
    }
    found, waiting = set(), [name for name, used in uses.items() if used & set(LAYOUTS)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(uses.get(name, ()))
    return {f"templates/{name}" for name in found}


def public_modules():
    """Views for residents and liaisons, and the modules of the project they import from."""
    views = [file for file in (ROOT / "liaison").glob("*/**/*.py") if is_for_everybody(file)]
    used = {
        node.module.replace(".", "/") + ".py"
        for file in views
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("liaison.")
    }
    return {str(file.relative_to(ROOT)) for file in views} | used


def is_for_everybody(file):
    """A public or field view module, or another that opens views to residents or liaisons."""
    inside = file.relative_to(ROOT / "liaison").with_suffix("").parts
    if "views" not in inside:
        return False
    marks = ("@public", "@requires(Permission.FIELD_USE)")
    text = file.read_text()
    return bool({"public", "field"} & set(inside)) or any(mark in text for mark in marks)
