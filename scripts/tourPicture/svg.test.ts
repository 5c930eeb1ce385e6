import { expect, it } from 'vitest'
import { tourSvg } from './svg.ts'

/** With ordinary spaces. */
const words = (svg: string): string => svg.replaceAll('\u00a0', ' ')

it('draws each line as text with its columns, and escapes markup', () => {
  const svg = words(tourSvg('Listening at http://127.0.0.1:35711/\n\n│ <a> & b │\n', 10))

  expect(svg).toContain('<tspan>$ npm start</tspan>')
  expect(svg).toContain('<tspan>Listening at http://127.0.0.1:4100/</tspan>')
  expect(svg).toContain('<tspan>│ &lt;a&gt; &amp; b │</tspan>')
})

it('draws the colors and the weight of the terminal', () => {
  const svg = words(tourSvg('\u001b[1mTitle\u001b[22m and \u001b[32mdone\u001b[39m, \u001b[2;31mfailed\u001b[0m.', 10))

  expect(svg).toContain('<tspan font-weight="bold">Title</tspan><tspan> and </tspan><tspan fill="#8fd18a">done</tspan>')
  expect(svg).toContain('<tspan fill="#ff7a85">failed</tspan><tspan>.</tspan>')
})

it('says how many lines it leaves out', () => {
  expect(words(tourSvg('1\n2\n3\n4', 2))).toContain('… and 2 lines more')
})
