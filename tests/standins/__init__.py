"""Strict stand-ins for the services that Werkout talks to, written from their own pages."""
