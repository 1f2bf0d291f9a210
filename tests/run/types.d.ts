export const programs: readonly string[];
export function checkTypes(): readonly string[];
