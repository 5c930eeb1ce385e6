import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path'
import { normalizeImportExtension, type Types } from '@graphql-codegen/plugin-helpers'
import { trustedFilePlugin, userFilePlugin, userOperationsPlugin, type OperationFile } from './operationsPlugin.ts'
import { userOperationsConfig, type GivenOptions } from './operationsConfig.ts'
import { fragmentsFor, withPackageFragments } from './packageFragments.ts'

type Options = Types.PresetFnArgs<Readonly<Record<string, unknown>> | undefined>
type Section = Types.GenerateOptions

/** Generates one file, or a file beside each document if the output is a folder. */
export const userPreset: Types.OutputPreset = {
  buildGeneratesSection: (options: Options): Section[] => {
    requireOtherPlugins(options.plugins)
    const { baseOutputDir } = options
    return /[\\/]$/.test(baseOutputDir) ? filesBeside(options) : [oneFile(options)]
  },
}

/**
 * Refuses another preset, which would leave this package's work out: a transform of documents that only other presets
 * run, because this package's removes it.
 */
export const presetGuard = {
  transform: (): never => {
    throw new Error(replacedPreset)
  },
}

const replacedPreset =
  "labelboxOperations is a preset itself, so its output takes no other one. For a file beside each document, end the output's path with a slash: 'src/': labelboxOperations('src/**/*.graphql'). For the preset `client` or another one, write the output without labelboxOperations: see \"Other presets\" in docs/guide/operations.md of the repository."

function oneFile(options: Options): Section {
  const [setting] = Object.keys(options.presetConfig ?? {})
  if (setting !== undefined) {
    throw new Error(`presetConfig.${setting} of labelboxOperations is for outputs that are a folder, such as 'src/'.`)
  }
  const config = userOperationsConfig(options.config)
  // Types that refer to a fragment's type need it in the same file.
  const isInline = (config['inlineFragmentTypes'] ?? 'inline') === 'inline'
  const documents = withPackageFragments(options.documents, isInline ? 'external' : 'standard')
  return section(options, { filename: options.baseOutputDir, documents, config }, userOperationsPlugin)
}

function filesBeside(options: Options): Section[] {
  const { baseOutputDir, documents } = options
  const { extension, folder, cwd } = folderSettings(options.presetConfig ?? {})
  const config = userOperationsConfig(options.config)
  const inlined = config['inlineFragmentTypes'] ?? 'inline'
  if (inlined !== 'inline') {
    throw new Error(
      `inlineFragmentTypes: ${JSON.stringify(inlined)} needs all types in one file. Name a file as the output.`,
    )
  }
  const all = withPackageFragments(documents, 'external')
  const written = all.filter(({ type }) => type === undefined || type === 'standard')
  const sections = written.map((file) => {
    const { location } = file
    if (location === undefined) throw new Error('An output that is a folder needs documents in files.')
    const name = `${basename(location, extname(location))}${extension}`
    const filename = join(dirname(location), folder, name)
    return { filename, file, documents: [file, ...fragmentsFor(file, all)] }
  })
  const root = resolve(cwd, baseOutputDir)
  const files = sections.map(({ filename, file }): OperationFile => {
    const path = relative(root, filename).split(sep).join('/').slice(0, -'.ts'.length)
    return { file, module: `${path.startsWith('.') ? '' : './'}${path}${importExtension(config)}` }
  })
  return [
    ...sections.map(({ filename, documents }) => section(options, { filename, documents, config }, userFilePlugin)),
    section(
      options,
      { filename: `${baseOutputDir}trustedDocuments.ts`, documents: all, config },
      trustedFilePlugin(files),
    ),
  ]
}

const importExtension = (config: GivenOptions): string =>
  normalizeImportExtension(config as unknown as Parameters<typeof normalizeImportExtension>[0])

function section(
  options: Options,
  given: Pick<Section, 'filename' | 'documents' | 'config'>,
  plugin: Section['pluginMap'][string],
): Section {
  const { documentTransforms = [] } = options
  return {
    ...options,
    ...given,
    documentTransforms: documentTransforms.filter(({ transformObject }) => transformObject !== presetGuard),
    plugins: [{ [ownPlugin]: {} }, ...options.plugins],
    pluginMap: { ...options.pluginMap, [ownPlugin]: plugin },
  }
}

const ownPlugin = 'labelbox-org'

/** Plugins that write the same types and documents again. */
function requireOtherPlugins(plugins: readonly Types.ConfiguredPlugin[]): void {
  const twice = plugins
    .flatMap((plugin) => Object.keys(plugin))
    .filter((name) => /^type(?:script|d-document)/.test(name))
  if (twice.length === 0) return
  throw new Error(
    `labelboxOperations writes types and documents itself. Remove ${twice.join(', ')} from the plugins of its output.`,
  )
}

function folderSettings(given: Readonly<Record<string, unknown>>) {
  const settings: Record<string, string> = { extension: '.generated.ts', folder: '', cwd: process.cwd() }
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(settings, name) || typeof value !== 'string') {
      throw new Error(
        `labelboxOperations cannot honor presetConfig.${name}. It has ${Object.keys(settings).join(', ')}, which are texts.`,
      )
    }
    settings[name] = value
  }
  const { extension = '', folder = '', cwd = '' } = settings
  if (!/\.ts$/.test(extension)) throw new Error("presetConfig.extension must end with '.ts'.")
  return { extension, folder, cwd }
}
