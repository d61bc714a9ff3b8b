"""Reading contacts, topics, and who has logged none for a while."""
