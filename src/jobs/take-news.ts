import { transaction } from '../store/database.ts'
import { isNewEvent } from '../store/inbox.ts'
import { noteNews } from '../store/source-news.ts'
import { confirmWebhookToken } from '../store/webhook-tokens.ts'
import type { Workshop } from './job.ts'
import { sendSyncPage } from './sync-page.ts'

/** A tool tells by webhook that a document has changed: it is read soon, once, whatever is told of it until then. */
export async function takeNews(
  workshop: Workshop,
  tool: string,
  { id, pageId }: { readonly id: string; readonly pageId: string },
): Promise<void> {
  await transaction(workshop.database.pool, async (tx) => {
    await confirmWebhookToken(tx, tool)
    if (!(await isNewEvent(tx, tool, id))) return
    await noteNews(tx, tool, pageId)
    for (const source of workshop.sources) if (source.live) await sendSyncPage(tx, workshop, source.name, pageId)
  })
}
