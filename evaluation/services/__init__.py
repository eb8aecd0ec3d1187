"""What the evaluation does: calculs, bilans."""
