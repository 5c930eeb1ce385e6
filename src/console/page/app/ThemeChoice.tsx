import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { Monitor, Moon, Sun } from 'lucide-react'
import { chooseTheme, useTheme, type Theme } from '../data/theme.ts'

const themes = [
  ['light', 'Light', Sun],
  ['dark', 'Dark', Moon],
  ['system', 'As the system', Monitor],
] as const

/** Chooses between the light and the dark theme, or leaves it to the system. */
export function ThemeChoice() {
  const theme = useTheme()
  return (
    <RadioGroup
      className="theme-choice"
      aria-label="Theme"
      value={theme}
      onValueChange={(chosen: Theme) => chooseTheme(chosen)}
    >
      {themes.map(([value, title, Icon]) => (
        <Radio.Root key={value} value={value} className="theme-option" aria-label={title} title={title}>
          <Icon size={16} aria-hidden="true" />
        </Radio.Root>
      ))}
    </RadioGroup>
  )
}
