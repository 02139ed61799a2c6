"""Who to page next, and when. Pure: no clock, no database, no network."""
