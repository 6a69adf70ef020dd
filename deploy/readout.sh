#!/bin/sh
# The command inside the container. PostgreSQL's password may come as a file, like any secret:
# PGPASSWORD_FILE names it, and the address in READOUT_STORE needs none.
if [ -n "${PGPASSWORD_FILE:-}" ]; then
    PGPASSWORD=$(cat "$PGPASSWORD_FILE") || exit 2
    export PGPASSWORD
fi
exec /opt/readout/.venv/bin/readout "$@"
