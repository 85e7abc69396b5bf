import { z } from 'zod'
import { defaultMapping, readMapping } from './notion/mapping.ts'
import type { NotionSettings } from './notion/settings.ts'

/** What is configured for Notion: what is read there, and where its webhooks arrive. */
export type NotionConfig = NotionSettings & {
  /** Null: changes are found by reading alone. */
  readonly webhook: { readonly host: string; readonly port: number } | null
}

const ids = z
  .string()
  .transform((text) =>
    [
      ...new Set(
        text
          .toLowerCase()
          .replaceAll('-', '')
          .split(/[\s,]+/),
      ),
    ].filter((part) => part !== ''),
  )
  .refine((parts) => parts.every((part) => /^[0-9a-f]{32}$/.test(part)), {
    error: 'must be ids of data sources (32 hexadecimal digits), separated by commas',
  })

/** The path of an address ends with the id, after the title. */
const pageId = z
  .string()
  .transform((text) => text.split(/[?#]/)[0]?.replaceAll('-', '') ?? '')
  .refine((text) => /[0-9a-f]{32}$/i.test(text), {
    error: 'must be the address of a Notion page, or its id (32 hexadecimal digits)',
  })
  .transform((text) => text.slice(-32))

/** The settings that connect Notion; part of the environment's shape. */
export const notionEnvironment = {
  NOTION_TOKEN: z.string().optional(),
  NOTION_DATA_SOURCES: ids.optional(),
  NOTION_MAPPING: z.string().optional(),
  NOTION_REPORTS_PAGE: pageId.optional(),
  NOTION_REQUESTS_PER_MINUTE: z.coerce.number().positive().default(180),
  NOTION_API_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
  NOTION_WEBHOOK_HOST: z.string().default('127.0.0.1'),
  NOTION_WEBHOOK_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
}

type Given = z.infer<z.ZodObject<typeof notionEnvironment>>

/** What is wrong with the settings taken together. */
export function notionProblems(given: Given): string[] {
  const { NOTION_TOKEN: token, NOTION_DATA_SOURCES: sources } = given
  const idle = (['NOTION_MAPPING', 'NOTION_REPORTS_PAGE', 'NOTION_WEBHOOK_PORT'] as const).filter(
    (name) => given[name] !== undefined,
  )
  if (!token && !sources && idle.length > 0)
    return [`NOTION_TOKEN is missing: without it nothing heeds ${idle.join(' and ')}`]
  if (token && !sources?.length) return ['NOTION_DATA_SOURCES is missing: which databases hold the postmortems']
  if (!token && sources)
    return ['NOTION_TOKEN is missing: the secret of the connection that the databases are shared with']
  return []
}

/** Null where no token is given. Throws `UserError` when the mapping can't be used. */
export function notionConfig(given: Given): NotionConfig | null {
  const { NOTION_TOKEN: token, NOTION_DATA_SOURCES: dataSources, NOTION_WEBHOOK_PORT: port } = given
  if (!token || !dataSources) return null
  return {
    token,
    dataSources,
    baseUrl: given.NOTION_API_URL ?? null,
    mapping: given.NOTION_MAPPING ? readMapping(given.NOTION_MAPPING) : defaultMapping,
    reportsPage: given.NOTION_REPORTS_PAGE ?? null,
    requestsPerMinute: given.NOTION_REQUESTS_PER_MINUTE,
    webhook: port === undefined ? null : { host: given.NOTION_WEBHOOK_HOST, port },
  }
}
