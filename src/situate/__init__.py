"""situate: reports of armed conflict in, sourced events and a picture of who holds what out."""

__version__ = "0.1.0"
