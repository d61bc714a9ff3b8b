"""Events for people's own calendars (iCalendar, RFC 5545)."""

from liaison import clock
from liaison.events.models.event import Event, EventState


def calendar_file(event: Event, address: str) -> bytes:
    """An event as an iCalendar file. Without an end it stands there as a moment."""
    import icalendar  # noqa: PLC0415  # only who takes an event home needs it

    entry = icalendar.Event()
    entry.add("uid", str(event.id))
    entry.add("dtstamp", clock.now())
    entry.add("dtstart", event.starts_at)
    if event.ends_at:
        entry.add("dtend", event.ends_at)
    entry.add("summary", event.title, parameters={"language": event.language})
    place = ", ".join(part for part in (event.place_name, event.address) if part)
    if place:
        entry.add("location", place)
    if event.summary:
        entry.add("description", event.summary, parameters={"language": event.language})
    entry.add("url", address)
    entry.add("status", "CANCELLED" if event.state is EventState.CANCELLED else "CONFIRMED")
    book = icalendar.Calendar()
    book.add("prodid", "-//Liaison//Events//EN")
    book.add("version", "2.0")
    book.add_component(entry)
    written: bytes = book.to_ical()
    return written
