import stringWidth from 'fast-string-width'

/** A piece of a line in one color. */
interface Span {
  readonly text: string
  readonly color: string
  readonly isBold: boolean
}

const foreground = '#d8dee9'
const background = '#1e2430'

/** The colors of SGR codes 30 to 37 and 90 to 97, readable on the background. */
const palette = ['#6b7689', '#ff7a85', '#8fd18a', '#f0c674', '#7fb4ff', '#d6a1ff', '#6fd3d6', '#e5e9f0'] as const
const faint = '#8a94a6'

const charWidth = 8.43
const lineHeight = 19
const padding = 20
const barHeight = 34

/** A terminal window with the first lines of a program's output, as SVG. */
export function tourSvg(output: string, maxLines: number): string {
  const lines = shown(output, maxLines).map(spansOf)
  const columnsOf = (spans: readonly Span[]): number => spans.reduce((sum, { text }) => sum + stringWidth(text), 0)
  const columns = Math.max(60, ...lines.map(columnsOf))
  const width = Math.ceil(columns * charWidth + 2 * padding)
  const height = barHeight + lines.length * lineHeight + padding
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map(
    (color, index) => `<circle cx="${padding + index * 20}" cy="17" r="6" fill="${color}"/>`,
  )
  const rows = lines.map((spans, index) => {
    const y = barHeight + (index + 1) * lineHeight - 5
    // The length keeps the columns of tables together, in any font.
    const length = (columnsOf(spans) * charWidth).toFixed(1)
    return spans.length === 0
      ? ''
      : `<text x="${padding}" y="${y}" textLength="${length}">${spans.map(toTspan).join('')}</text>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Terminal output of npm start">`,
    `<rect width="${width}" height="${height}" rx="10" fill="${background}"/>`,
    ...dots,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="${foreground}">`,
    ...rows.filter((row) => row !== ''),
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

/** The first lines after the blank ones, behind the command that prints them. The port is different in each run. */
function shown(output: string, maxLines: number): readonly string[] {
  const lines = output
    .trim()
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:4100')
    .split('\n')
  const rest = lines.length > maxLines ? ['', `\u001b[2m… and ${lines.length - maxLines} lines more\u001b[22m`] : []
  return ['$ npm start', '', ...lines.slice(0, maxLines), ...rest]
}

/** Reads the colors of a line. */
function spansOf(line: string): readonly Span[] {
  const spans: Span[] = []
  let color = foreground
  let isBold = false
  for (const [index, part] of line.split('\u001b[').entries()) {
    // The first part comes before any escape.
    const [, codes, text = ''] = index === 0 ? [part, '', part] : (/^([\d;]*)m(.*)$/.exec(part) ?? [])
    for (const code of codes ? codes.split(';').map(Number) : []) {
      if (code === 0) [color, isBold] = [foreground, false]
      else if (code === 1) isBold = true
      else if (code === 2) color = faint
      else if (code === 22) [color, isBold] = [color === faint ? foreground : color, false]
      else if (code === 39) color = foreground
      else if (code >= 30 && code <= 37) color = palette[code - 30] ?? foreground
      else if (code >= 90 && code <= 97) color = palette[code - 90] ?? foreground
    }
    if (text !== '') spans.push({ text, color, isBold })
  }
  return spans
}

const toTspan = ({ text, color, isBold }: Span): string => {
  const attributes = `${color === foreground ? '' : ` fill="${color}"`}${isBold ? ' font-weight="bold"' : ''}`
  return `<tspan${attributes}>${escaped(text)}</tspan>`
}

/** Browsers collapse ordinary spaces. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll(' ', '\u00a0')
