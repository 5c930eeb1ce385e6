/** Whether the long forms of tests run: npm run test:long. */
export const isLong = process.env['LONG'] === '1'
