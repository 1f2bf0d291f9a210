/**
 * Dataverse's own query functions (docs/facts/dataverse.md §2.2), written
 * `Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=3)`, by what they take beside the column.
 */
const parameters = {
  EqualUserId: 'none',
  NotEqualUserId: 'none',
  EqualUserTeams: 'none',
  EqualUserOrUserTeams: 'none',
  EqualBusinessId: 'none',
  NotEqualBusinessId: 'none',
  In: 'values',
  NotIn: 'values',
  Between: 'values',
  NotBetween: 'values',
  Today: 'none',
  Yesterday: 'none',
  Tomorrow: 'none',
  Last7Days: 'none',
  Next7Days: 'none',
  LastWeek: 'none',
  ThisWeek: 'none',
  NextWeek: 'none',
  LastMonth: 'none',
  ThisMonth: 'none',
  NextMonth: 'none',
  LastYear: 'none',
  ThisYear: 'none',
  NextYear: 'none',
  LastXHours: 'value',
  LastXDays: 'value',
  LastXWeeks: 'value',
  LastXMonths: 'value',
  LastXYears: 'value',
  NextXHours: 'value',
  NextXDays: 'value',
  NextXWeeks: 'value',
  NextXMonths: 'value',
  NextXYears: 'value',
  OlderThanXMinutes: 'value',
  OlderThanXHours: 'value',
  OlderThanXDays: 'value',
  OlderThanXWeeks: 'value',
  OlderThanXMonths: 'value',
  OlderThanXYears: 'value',
  On: 'value',
  OnOrAfter: 'value',
  OnOrBefore: 'value',
} as const;

export type QueryFunctionName = keyof typeof parameters;
export type QueryParameters = 'none' | 'value' | 'values';

export const queryNamespace = 'Microsoft.Dynamics.CRM.';

function isName(name: string): name is QueryFunctionName {
  return Object.hasOwn(parameters, name);
}

/** null: Dataverse has it not, or this service has it not (fiscal periods, hierarchies, languages). */
export function findQueryFunction(name: string): { name: QueryFunctionName; takes: QueryParameters } | null {
  return isName(name) ? { name, takes: parameters[name] } : null;
}
