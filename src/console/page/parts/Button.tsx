import type { ComponentProps, ReactNode } from 'react'
import { Button as BaseButton } from '@base-ui/react/button'

/** Properties of {@link Button}. */
export interface ButtonProps extends Omit<ComponentProps<'button'>, 'ref' | 'style' | 'className'> {
  /** Default: `secondary`. */
  readonly kind?: 'primary' | 'secondary' | 'danger' | 'quiet'
  readonly icon?: ReactNode
  /** While it works, it keeps the focus and does nothing. */
  readonly isBusy?: boolean
  /** Only the icon is shown; `children` names it for screen readers. */
  readonly isIconOnly?: boolean
}

/** A button. */
export function Button({ kind = 'secondary', icon, isBusy, isIconOnly, children, disabled, ...props }: ButtonProps) {
  return (
    <BaseButton
      type="button"
      {...props}
      className={`button button-${kind}${isIconOnly === true ? ' button-icon' : ''}`}
      disabled={disabled === true || isBusy === true}
      focusableWhenDisabled={isBusy === true}
      aria-busy={isBusy === true || undefined}
    >
      {isBusy === true ? <span className="spinner" aria-hidden="true" /> : icon}
      {isIconOnly === true ? <span className="visually-hidden">{children}</span> : children}
    </BaseButton>
  )
}
