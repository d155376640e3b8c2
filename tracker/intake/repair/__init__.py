"""The repair queue: statements and claims whose words the newest revision of their report does not hold."""
