/** The key in the environment, or why it can't be read. Browsers and workers have no `process`. */
export function keyOfEnvironment(): { readonly key?: string | undefined; readonly isDenied: boolean } {
  try {
    const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } }
    return { key: process?.env?.['LABELBOX_API_KEY'], isDenied: false }
  } catch {
    // Deno throws where the permission is missing.
    return { isDenied: true }
  }
}
