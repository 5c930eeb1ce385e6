/** The versions of TypeScript that the package supports. The README names the first as the oldest. */
export const typescripts = { '5.4': '5.4.5', '5.5': '5.5.4', '5.9': '5.9.3', '6': '6.0.3', '7': '7.0.2' }
