"""Who answers, everywhere: actors, people, rotations and overrides. Pure."""
