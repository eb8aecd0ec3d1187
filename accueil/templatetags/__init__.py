"""Tags that other rooms' pages use about the front desk."""
