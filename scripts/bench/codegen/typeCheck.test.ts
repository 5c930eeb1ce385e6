import { expect, it } from 'vitest'
import { readDiagnostics } from './typeCheck.ts'

it('reads the diagnostics of TypeScript', () => {
  const output = `Files:                         91
Instantiations:             12345
Memory used:              102400K
Parse time:                 0.50s
Check time:                 1.25s
Total time:                 2.05s
`
  expect(readDiagnostics(output)).toEqual({
    instantiations: 12_345,
    checkSeconds: 1.25,
    totalSeconds: 2.05,
    memory: 100,
  })
})

it('refuses an output without a figure', () => {
  expect(() => readDiagnostics('Files: 91\n')).toThrow('"Instantiations"')
})
