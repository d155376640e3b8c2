from .field import UncertainDateField, uncertain_date_constraints
from .uncertain import UncertainDate, BadDate
