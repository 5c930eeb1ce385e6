import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from './Button.tsx'

/** Copies a text, such as an id. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const [isCopied, setIsCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text)
    setIsCopied(true)
    setTimeout(() => setIsCopied(false), 2000)
  }
  return (
    <Button
      kind="quiet"
      isIconOnly
      icon={isCopied ? <Check size={14} /> : <Copy size={14} />}
      onClick={() => void copy()}
    >
      {isCopied ? `Copied the ${what}` : `Copy the ${what}`}
    </Button>
  )
}
