"""A programme's year in figures: `report.build_report` puts it together from its sections.

`shapes` says what a report is made of, `baselines` who lives in the city, `people` who took part
compared with them, `work` what was done, `silence` what was not measured.
"""
