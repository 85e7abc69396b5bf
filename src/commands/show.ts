import { UserError } from '../errors.ts'
import { findPostmortem } from '../store/postmortems.ts'
import { plain, print, printJson, yellow } from '../terminal/print.ts'
import { threadText } from '../terminal/thread.ts'
import { type CommandOf, command } from './command.ts'
import { storedThread } from './thread-of.ts'

/** `lode show`: one postmortem as it is stored. */
export const showCommand: CommandOf = (wire) =>
  command('show', 'Print the stored digest of one postmortem.', [
    'show 12',
    'show black-friday',
    'show "Catalogue read errors"',
  ])
    .argument('<postmortem>', 'its number, or a part of its file name or title')
    .action(async (wanted: string, { json }: { json?: boolean }) => {
      const lode = wire()
      const database = await lode.openDatabase()
      try {
        const postmortem = await findPostmortem(database.pool, wanted)
        if (!postmortem)
          throw new UserError(`No stored postmortem is called "${wanted}". npm run lode -- backfill   reads them.`)
        const thread = await storedThread(database.pool, postmortem, lode.modelName)
        if (json) return printJson({ ...postmortem, findings: thread.findings, conflicts: thread.conflicts })
        if (postmortem.withdrawn) print(yellow('Withdrawn: its source no longer has it.'))
        if (postmortem.reason) print(yellow(`${postmortem.state}: ${plain(postmortem.reason)}`))
        if (postmortem.summary) print(threadText(thread))
        else print(`#${postmortem.id} ${plain(postmortem.sourceId)} is ${postmortem.state}.`)
      } finally {
        await database.close()
      }
    })
