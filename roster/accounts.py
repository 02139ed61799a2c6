"""Which account of a person counts: the one linked in chat, or the file's. Pure."""


def outlives(linked: str, file_before: str | None, file_now: str | None) -> bool:
    """Whether a linked account stays when a file is imported.

    It does until what the file says of that row's account has become something new: neither what
    it said when the account was linked, nor the account itself. A file written before the link
    knows nothing of it; a file that has told of it and no longer does takes it back.
    """
    return file_now in {file_before, linked}
