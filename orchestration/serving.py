"""Dagster's UI and daemon as one process that an office keeps running."""

import os
import subprocess
import sys

from orchestration.refresh import prepare_dagster_home
from orchestration.settings import Settings

HOST = "127.0.0.1"


def run_dagster(settings: Settings) -> int:
    """Run the UI and the daemon until they are stopped; give their exit code."""
    prepare_dagster_home(settings.dagster_home)
    environment = os.environ | {
        "REFORM_INBOX": str(settings.inbox.resolve()),
        "REFORM_WAREHOUSE": str(settings.warehouse.resolve()),
        "REFORM_DAGSTER_HOME": str(settings.dagster_home.resolve()),
    }
    sys.stdout.write(f"Dagster at http://{HOST}:{settings.port} (Ctrl-C stops it)\n")
    sys.stdout.flush()
    command = [sys.executable, "-m", "dagster", "dev", "-m", "orchestration.definitions"]
    process = subprocess.Popen([*command, "-h", HOST, "-p", str(settings.port)], env=environment)  # noqa: S603 - our own arguments
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.wait()
        return 0
