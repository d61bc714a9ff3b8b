"""Who reads the audit log, and in which words it says what was done, to what, and what changed."""
