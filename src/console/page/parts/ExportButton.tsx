import { Download } from 'lucide-react'
import { useState } from 'react'
import { isLabelboxError } from '../../../core/errors.ts'
import { Button } from './Button.tsx'
import type { TableColumn } from './DataTable.tsx'

/** Saves a list as CSV, with all rows that the filters leave. */
export function ExportButton<Row>({
  name,
  columns,
  rows,
}: {
  /** The file's name without extension. */
  readonly name: string
  readonly columns: readonly TableColumn<Row>[]
  /** Reads all rows first where the list is not complete. */
  readonly rows: readonly Row[] | (() => Promise<readonly Row[]>)
}) {
  const [isBusy, setIsBusy] = useState(false)
  const save = async (): Promise<void> => {
    setIsBusy(true)
    try {
      const [all, { toCsv, saveFile }] = await Promise.all([
        typeof rows === 'function' ? rows() : rows,
        import('../data/csvExport.ts'),
      ])
      saveFile(`${name}.csv`, toCsv(all, columns))
    } catch (error) {
      // The list shows why it can't be read.
      if (!isLabelboxError(error)) throw error
    } finally {
      setIsBusy(false)
    }
  }
  return (
    <Button icon={<Download size={16} aria-hidden="true" />} isBusy={isBusy} onClick={() => void save()}>
      Export CSV
    </Button>
  )
}
