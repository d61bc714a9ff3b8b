"""The lines of an iCalendar file (RFC 5545), each with its number, in the parts they belong to.

It reads what calendars in use really hold, and remembers what is wrong where: a line that cannot
be read spoils the entry it stands in, and no other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from liaison.errors import InvalidInput
from liaison.i18n import _

_NAME = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
DEEPEST = 8  # parts inside each other; calendars have three


@dataclass(frozen=True)
class Line:
    """NAME;PARAMETER=...:value. A line that cannot be read has no name."""

    number: int  # in the file, the first is 1
    text: str
    name: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    value: str = ""

    @property
    def words(self) -> str:
        """The value as text, without its escapes."""
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)

    @property
    def several(self) -> list[str]:
        """The values of a list of texts: a comma with a backslash before it parts nothing."""
        parts = re.split(r"(?<!\\),", self.value)
        return [Line(self.number, part, value=part).words.strip() for part in parts]


@dataclass
class Part:
    """What stands between BEGIN and END."""

    name: str
    number: int  # of the line with BEGIN
    lines: list[Line] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)
    is_closed: bool = False

    def all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def first(self, name: str) -> Line | None:
        return next((line for line in self.lines if line.name == name), None)

    @property
    def text(self) -> str:
        """As it stood in the file, unfolded."""
        inner = [line.text for line in self.lines] + [part.text for part in self.parts]
        return "\r\n".join([f"BEGIN:{self.name}", *inner, f"END:{self.name}"])


def read_parts(content: bytes) -> Part:
    """The whole file as one part. Raises InvalidInput('file') where it is no calendar."""
    whole = Part("", 0)
    open_parts = [whole]
    for line in _lines(content):
        if len(open_parts) == 1 and _part_begun(line) != "VCALENDAR":
            words = _(
                "Line %(line)s: this is no calendar file. It must begin with BEGIN:VCALENDAR.",
                line=line.number,
            )
            raise InvalidInput("file", words)
        _put(line, open_parts)
    if not whole.parts:
        raise InvalidInput("file", _("The file is empty. Choose a calendar file."))
    return whole


def _part_begun(line: Line) -> str:
    return line.value.strip().upper() if line.name == "BEGIN" else ""


def _put(line: Line, open_parts: list[Part]) -> None:
    """Add the line to the innermost part that is open, or open or close one."""
    if line.name == "BEGIN":
        if len(open_parts) > DEEPEST:
            words = _(
                "Line %(line)s: too many parts are begun inside each other.", line=line.number
            )
            raise InvalidInput("file", words)
        begun = Part(_part_begun(line), line.number)
        open_parts[-1].parts.append(begun)
        open_parts.append(begun)
    elif line.name == "END":
        name = line.value.strip().upper()
        if name in [part.name for part in open_parts[1:]]:
            while open_parts[-1].name != name:  # never closed themselves: their entries are refused
                open_parts.pop()
            open_parts.pop().is_closed = True
    else:
        open_parts[-1].lines.append(line)


def _lines(content: bytes) -> Iterator[Line]:
    """Content lines: a line that begins with a space or a tab goes on the one before it."""
    number, text = 0, ""
    for count, physical in enumerate(_decoded(content).split("\n"), start=1):
        piece = physical.rstrip("\r")
        if piece[:1] in {" ", "\t"} and text:
            text += piece[1:]
            continue
        if text.strip():
            yield _read_line(number, text)
        number, text = count, piece
    if text.strip():
        yield _read_line(number, text)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _read_line(number: int, text: str) -> Line:
    name = _NAME.match(text)
    place = name.end() if name else 0
    parameters = {}
    while found := _PARAMETER.match(text, place):
        parameters[found[1].upper()] = found[2].strip('"')
        place = found.end()
    if name is None or text[place : place + 1] != ":":
        return Line(number, text)
    return Line(number, text, name[0].upper(), parameters, text[place + 1 :])
