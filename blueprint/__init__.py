"""What is known beforehand: themes, checklists, municipalities, texts. No programming needed."""
