"""Running Parley: the database that comes with it, the supervisor, logs and health. No tables."""
