"""The two commissions: what is typed and shown of their members, meetings, grid, opinions and préconisations."""
