export const jobTitles = ['Facility Manager', 'Caretaker', 'Owner', 'Shift Lead', 'Night Porter', 'Buyer', 'Head Chef'];

export const faults = [
  'Compressor trips after ten minutes',
  'Door closer broken',
  'No hot water on floors 2 and 3',
  'Annual inspection',
  'Display shows E-17',
  'Belt slips under load',
  'Leak under the condenser',
  'Replace filter set',
  'Lift stops between floors',
];

export const findings = [
  'Pressure was 2.1 bar on arrival, 3.4 bar after bleeding.',
  'Customer asks for a quote for a second unit.',
  'Part AX-204 ordered; the old seal was cracked along the groove.',
  'Fuse F3 replaced, insulation measured at 140 MΩ.',
  'Access only before 07:30 or after 18:00 because of deliveries.',
  'Photographs taken before and after; the serial plate is no longer readable.',
];

export const machines = [
  'Cold room compressor',
  'Passenger lift',
  'Boiler',
  'Dough mixer',
  'Conveyor belt',
  'Automatic door',
  'Heat pump',
  'Ventilation unit',
  'Dishwasher',
  'Backup generator',
];

export const noteSubjects = [
  'Access',
  'Parts ordered',
  'Call with the caretaker',
  'Photographs',
  'Quote wanted',
  'Safety',
  'Measured values',
  'Next visit',
];

export const crews = ['Crew Harbour', 'Crew Old Town', 'Crew Airport', 'Stand-by'];
