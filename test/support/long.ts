/** Whether the long forms of tests run: npm run test:all. */
export const isLong = process.env['LONG'] === '1'
