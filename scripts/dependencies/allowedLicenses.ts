import satisfies from 'spdx-satisfies'

/** Licenses that let anybody use, change and pass on the code, if they keep the notice. What users install has one of these. */
export const shippedLicenses: readonly string[] = [
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Unlicense',
]

/** Development tools may have these too. They are not part of the package. */
export const toolLicenses: readonly string[] = [
  ...shippedLicenses,
  'CC0-1.0',
  'CC-BY-3.0',
  'CC-BY-4.0',
  'MPL-2.0',
  'Python-2.0',
]

/** Packages that only point to a file: the license that somebody read there. A new version has to be read again. */
export const readLicenses: Readonly<Record<string, string>> = { 'spawndamnit@3.0.1': 'MIT' }

/** Whether a license expression, such as `(MIT OR GPL-3.0-only)`, can be met with the allowed licenses alone. */
export function isAllowed(license: string | undefined, allowed: readonly string[]): boolean {
  if (license === undefined) return false
  try {
    return satisfies(license, [...allowed])
  } catch {
    // It is not an SPDX expression: `SEE LICENSE IN LICENSE.md`.
    return false
  }
}
