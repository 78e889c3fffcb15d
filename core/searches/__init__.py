"""Where a person last looked for somebody, with which filters, and whom they wait for."""
