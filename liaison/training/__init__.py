"""Training: courses, runs, enrolment, attendance, assessments, certificates; staff learning.

Sessions are events; credentials belong to `liaisons` and are issued through its operations.
"""
