"""`python -m bench.accuracy`: how often the comparison says exactly what was changed."""

from bench.accuracy.run import main

if __name__ == "__main__":
    raise SystemExit(main())
