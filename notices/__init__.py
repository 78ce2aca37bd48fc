"""What is told to whom: templates in Georgian and English, and the channels by which they leave."""
