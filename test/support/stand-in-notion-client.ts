import { Client } from '@notionhq/client'
import { onTestFinished } from 'vitest'
import { type NotionOptions, type NotionStandIn, startNotion } from './stand-in-notion.ts'

type ClientOptions = NonNullable<ConstructorParameters<typeof Client>[0]>

/** A stand-in that goes with the test, and the real client for it. */
export async function aNotion(
  options: NotionOptions = {},
): Promise<{ readonly notion: NotionStandIn; readonly client: Client }> {
  const notion = await startNotion(options)
  onTestFinished(() => notion.close())
  return { notion, client: clientOf(notion) }
}

/** The real client; silent, of the newest version and without retries unless said otherwise. */
export function clientOf({ url, token }: NotionStandIn, options: ClientOptions = {}): Client {
  const usual = { baseUrl: url, auth: token, notionVersion: '2026-03-11', retry: false, logger: () => {} } as const
  return new Client({ ...usual, ...options })
}
