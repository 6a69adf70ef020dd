"""Properties are about what is found, never about how long a busy machine took to find it."""

from hypothesis import settings

settings.register_profile("compare", deadline=None)
settings.load_profile("compare")
