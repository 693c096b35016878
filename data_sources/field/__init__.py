"""What people in the control room and in the field do: orders and crews, alarms, the shift log."""
