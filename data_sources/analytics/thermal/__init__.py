"""How warm transformers get under their load, and how fast their paper ages: IEC 60076-7 and IEEE C57.91."""
