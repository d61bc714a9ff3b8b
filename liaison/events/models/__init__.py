"""Tables of events: the event and its plan, sign-ups, needs, messages, the door and paper."""
