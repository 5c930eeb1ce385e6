/** The key in the environment, or whether reading it is denied. Browsers and workers have no `process`. */
export function keyOfEnvironment(): { readonly key?: string | undefined; readonly isDenied: boolean } {
  try {
    const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } }
    return { key: process?.env?.['LABELBOX_API_KEY'], isDenied: false }
  } catch {
    // Deno throws without the permission.
    return { isDenied: true }
  }
}
