"""What is known beforehand: themes, checklists, municipalities and texts, edited without programming."""
