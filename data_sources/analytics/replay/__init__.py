"""The past replayed: who was out at any instant, figures of that instant, and restoration curves of any period."""
