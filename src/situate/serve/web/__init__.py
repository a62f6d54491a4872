"""The web app: pages that work as plain HTML, the same views as JSON and CSV, and an API.

`app.create_app` makes it. Nothing is imported here, so that commands which conclude as the app does
need no web server.
"""
