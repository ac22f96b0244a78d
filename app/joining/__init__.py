"""How signers come to their accounts: invited, recognised, let in; a new password, a new number."""
