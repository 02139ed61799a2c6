"""Who has the duty, and how it is changed in chat."""
