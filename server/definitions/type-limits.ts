/** Dataverse's own limits where it has them; what is beyond does not survive JSON numbers. */
export const longestText = 4_000;
export const longestMemo = 1_048_576;
export const decimalLimit = 100_000_000_000;
export const moneyLimit = 922_337_203_685_477;
export const doubleLimit = 100_000_000_000;
export const smallestInteger = -2_147_483_648;
export const largestInteger = 2_147_483_647;
