import { keep } from '../../jobs/kept-pages.ts'
import { showKept } from '../../jobs/write-page.ts'
import { transaction } from '../../store/database.ts'
import { questionFrom } from '../action-ids.ts'
import { type ClickArguments, clickIn } from '../click.ts'
import type { Front } from '../front.ts'
import { whisper } from '../whisper.ts'

const notAllowed = 'Only approvers decide what is kept. Whoever runs Lode names them in SLACK_APPROVERS.'

/** A technology's one-pager gets a page beside the postmortems, which follows every fold from now on. */
export function keepReport({ workshop, access }: Front): (args: ClickArguments) => Promise<void> {
  return async ({ ack, body, client }) => {
    await ack()
    const click = clickIn(body)
    if (!(await access.mayApprove(click.person))) return whisper(client, click, { text: notAllowed })
    const { technology } = questionFrom(click.value)
    const subject = { technology, opportunityId: null }
    await transaction(workshop.database.pool, (tx) => keep(tx, workshop, subject, click.person))
    await showKept(workshop, subject)
  }
}
