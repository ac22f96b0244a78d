"""What an operator does with the whole house: back up, restore, look after."""
