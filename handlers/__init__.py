"""Use cases, one verb a file. They decide nothing that a lower floor decides, and send nothing."""
