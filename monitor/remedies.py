"""What to do about a source that cannot be read."""


def remedy(verdict: str, slug: str) -> str:
    """One piece of advice for a verdict; `slug` is the source's id."""
    match verdict:
        case "blocked":
            return (
                "the site refuses programs from here: read it by hand, or watch it from elsewhere"
            )
        case "gone":
            return f"find its new address and change url of {slug} in sources.yaml"
        case "empty":
            return f"if the page was rebuilt: readout extract URL, then mend select of {slug}"
        case _:
            return f"readout check {slug}; readout doctor"
