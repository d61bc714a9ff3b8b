"""The one build step pyproject.toml cannot say: carry the folders that stand beside the package.

Templates, static files, translations and migrations live next to `liaison/`, where people look for
them. The wheel carries them as `liaison/_resources/`, and `liaison.config.resource_folder` finds
them in either place.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
RESOURCES = ("templates", "static", "translations", "migrations")
PROOF_OF_SETUP = ROOT / "static" / "vendor" / "manifest.json"


class BuildWithResources(build_py):
    """Copy the resource folders into the package that is being built."""

    def run(self) -> None:
        """Build the package, then add what stands beside it (an editable install needs no copy)."""
        super().run()
        if self.editable_mode:
            return
        if not PROOF_OF_SETUP.is_file():
            raise SystemExit("static/vendor/ is not built yet. Run `make wheel`, which builds it.")
        for name in RESOURCES:
            target = Path(self.build_lib) / "liaison" / "_resources" / name
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(
                ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__", ".*", "*.po*")
            )


setup(cmdclass={"build_py": BuildWithResources})
