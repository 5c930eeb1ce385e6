// Creates a client without a key, and prints the result.
import { isLabelboxError, Labelbox } from '../../src/index.ts'

try {
  new Labelbox()
  console.log(JSON.stringify({ made: true }))
} catch (error) {
  console.log(JSON.stringify({ isLabelboxError: isLabelboxError(error, 'INVALID_INPUT'), message: String(error) }))
}
