"""Who and where: territory, places, team, partners."""
