"""What people type about the commissions: one module per noun."""
