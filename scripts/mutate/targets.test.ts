import { expect, test } from 'vitest'
import { targetsOf } from './targets.ts'

const folders = ['core', 'lists', 'proxy']
const named = (...names: string[]) =>
  targetsOf(names, folders).map(({ folder, mutate }) => [
    folder,
    ...mutate.filter((pattern) => !pattern.startsWith('!')),
  ])

test('without a name, targets all folders', () => {
  expect(named().map(([folder]) => folder)).toEqual(folders)
})

test('targets the code of a folder, and not its tests', () => {
  expect(targetsOf(['lists'], folders)).toEqual([
    { folder: 'lists', mutate: ['src/lists/**/*.{ts,tsx}', '!**/*.test.ts', '!**/*.test-d.ts', '!**/testing*.ts'] },
  ])
  expect(targetsOf(['src/lists'], folders)).toEqual(targetsOf(['lists'], folders))
})

test('targets single files, patterns and lines, together for each folder', () => {
  expect(named('src/lists/refine.ts', 'core/d*.ts', 'src/lists/pages.ts:10-20')).toEqual([
    ['lists', 'src/lists/refine.ts', 'src/lists/pages.ts:10-20'],
    ['core', 'src/core/d*.ts'],
  ])
})

test.each(['plants', 'src', 'src/plants/a.ts', 'test/lists/a.ts', ''])('refuses %j and names the folders', (name) => {
  expect(() => targetsOf([name], folders)).toThrow('core, lists, proxy')
})
