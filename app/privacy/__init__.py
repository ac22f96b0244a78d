"""Law: the public notices, a person's rights over their data, retention, holds, destruction."""
