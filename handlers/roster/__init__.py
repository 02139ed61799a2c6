"""The list behind the alarm: in and out, what it lacks, and how it is kept true."""
