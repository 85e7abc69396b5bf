import type { Technology } from '../domain.ts'
import { type Mention, mentionsOf } from './mentions.ts'
import type { Narrative } from './narrative.ts'
import { type Block, type Span, sentencesOf } from './sentences.ts'

/**
 * The deterministic half of attribution: wording in which a technology is named without a part in the causes. English as
 * SREs write it, of any organisation.
 */

/** The authors take a suspicion back, or clear a component. */
export const cleared =
  /\b(ruled (it )?out|rule out|red herring|not (the|a) (cause|culprit|problem|issue|reason|factor)|was(n't| not) (the|a|to|involved|related|affected|at fault|ours)|were(n't| not) (the|involved|affected|at fault)|unaffected|not affected|un(related|touched)|no (fault|anomal\w+|sign|errors?|impact|effect|involvement|change) (in|of|on|from|with)?|(was|were|is|are|looked|remained|stayed|kept|being|itself) (\w+ )?(healthy|fine|flat|normal|idle|green|innocent|ok|okay|clean|quiet|bored|working|up)|healthy throughout|behaved|as (designed|expected|usual)|nothing (to do|unusual|wrong)|had nothing|(first|initially|briefly|at first|wrongly) (suspected|thought|blamed|assumed|looked)|suspect(ed|s|ing|icion)?|made no difference|no difference|without (effect|success)|did(n't| not) (help|change)|false (lead|trail)|dead end|kept (serving|working|running)|innocent|exonerat\w+|cleared|excluded|off the table|put to rest|(doing|did) (its|their|his) job|(exactly|precisely|just) what (it|they|had|the)|what (it|they) (was|were|had been|'d been) (told|given)|complete and correct|correct and complete|intact|overlap\w*|identical|same as|(carried|went|gone) on (taking|serving|working)|without complaint|all along|not (touched|concerned|involved|in danger)|never in danger|at no (point|time)|off the hook|nothing to do|(a )?quiet (evening|night|day)|(lag|errors?|queue|list) (of|is|was|were|at) (zero|0|empty|none)|is zero|answering|somebody (asks|asked|suggested)|someone (asks|asked|suggested)|(obvious|first|early|usual|prime) (suspect|theory|guess|bet|idea)|fair bet|loudest|some (of you )?(wrote|thought|said)|must be faulty)\b/i

/** A technology named as what people worked with. */
export const tooling =
  /\b(look(ed|s|ing)?|check(ed|s|ing)?|search(ed|es|ing)?|quer(y|ies|ied|ying)|open(ed|s)?|read(s|ing)?|saw|seen|see|shown|visible|found|goes|went|going|typed?|ranked|rank|grouped|graph(s|ed)?|plot(ted)?|measur\w+|export(s|ed|ing)?|dump(ed|s)?|upload(ed|s)?|download(ed)?|cop(y|ied|ies)|archiv\w+|replay(ed)?|stored|kept|back(ed)? ?up|backups?|deposit\w*|log(s|ged)?|dashboards?|panel|board|alarms?|alerts?|metrics?|ticket|written|managed|defined|minutes)\b[^.;:]{0,60}?\b(in|on|at|through|via|using|with|from|to|into|by|out of)\s+((the|our|a|an|its|their)\s+)?$/i

/** A technology named as what to do next. */
export const remedy =
  /\b(we (will|should|could|plan|want|intend|are going)|will be|should be|could be|consider(ing)?|evaluat\w+|propos\w+|plan(s|ned|ning)? to|migrat(e|ing|ion) to|mov(e|ing) (\w+ ){0,4}to|switch(ing)? to|replace (\w+ ){0,4}with|introduc\w+|long[- ]term|in (the )?future|someday|next (quarter|year|sprint)|idea|add (a|an)\b|adopt\w*|investigat\w+ whether|to-?do|would have)\b/i

/** "Redis was fine, but PostgreSQL had run out": what clears one says nothing of the other. */
export function clauseAround(text: string, at: number): string {
  const start = Math.max(0, ...['; ', ', but ', ' whereas ', ' while '].map((cut) => text.lastIndexOf(cut, at)))
  const ends = ['; ', ', but ', ' whereas ', ', so '].map((cut) => text.indexOf(cut, at)).filter((end) => end !== -1)
  return text.slice(start, Math.min(text.length, ...ends))
}

/**
 * Whether a document gives no ground to blame a technology: each mention is a tool's invocation, a place where people
 * looked or put something, a plan, or clears it; or there is no mention but in titles of linked documents and homonyms.
 */
export function isInnocent(narrative: Narrative, technologies: readonly Technology[], id: string): boolean {
  const mentions = mentionsOf(technologies, narrative.text).filter((mention) => mention.technology === id)
  return mentions.every((mention) => {
    const block = narrative.blocks.find(({ start, end }) => start <= mention.start && mention.end <= end)
    return mention.by === 'tool' || (block !== undefined && isHarmless(narrative.text, block, mention))
  })
}

function isHarmless(text: string, block: Block, mention: Mention): boolean {
  if (block.kind === 'heading' || block.kind === 'code') return false
  const sentence = sentencesOf(text, block).find(({ start, end }) => start <= mention.start && mention.end <= end)
  if (!sentence) return false
  const before = text.slice(sentence.start, mention.start)
  return (
    tooling.test(before) ||
    remedy.test(before) ||
    cleared.test(clauseAround(sentenceText(text, sentence), before.length))
  )
}

function sentenceText(text: string, { start, end }: Span): string {
  return text.slice(start, end)
}
