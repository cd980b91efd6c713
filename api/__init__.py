"""The service: POST an article, get every quote with who said it and how the words came."""
