"""Counting terms, by these readings.

T1  A term works on dates in Tbilisi.
T2  The day of the event is day 0 and is not counted; a start on a day off is not moved.
T3  Calendar days: day 0 plus n.
T4  Working days: only working days after day 0.
T5  Weeks: day 0 plus 7n.
T6  Months and years: the same date, in one step; where it does not exist, the last day of the month.
T7  The whole last day is available, until 24:00.
T8  A last day on a day off moves to the next working day.
T9  A bar and a term of office are not moved.
T10 "Not later than n days before": counted back; on a day off, the working day before.
T11 "At once": the same working day, else the next.
T12 A day declared off later: open terms are counted again, ended ones never.
"""
