"""People's names where not everybody may read them."""


def masked_name(name: str) -> str:
    """홍*동: the middle of a name is left out; of two letters, the second."""
    if len(name) < 3:
        return name[:1] + "*" * (len(name) - 1)
    return name[0] + "*" * (len(name) - 2) + name[-1]
