"""`python -m bot` is `larm`."""

from bot.cli import main

main()
