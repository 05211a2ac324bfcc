"""The service: Flask application, JSON API, pages, configuration and the `faultkb` command."""
