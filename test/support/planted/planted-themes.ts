import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { failureClasses } from '../../../src/domain.ts'

export const aspects = ['fault', 'trigger', 'role', 'amplifier', 'effect'] as const

const wordings = z.array(z.string()).length(4)
const plantedTheme = z.strictObject({
  id: z.string(),
  name: z.string(),
  failureClass: z.enum(failureClasses),
  criterion: z.string(),
  aspects: z.strictObject({
    fault: wordings,
    trigger: wordings,
    role: wordings,
    amplifier: wordings,
    effect: wordings,
  }),
})

/** A failure of an invented technology: five aspects, each said in four ways. `{service}` stands for a service's name. */
export type PlantedTheme = z.infer<typeof plantedTheme>

/** All themes that can be planted. */
export function readPlantedThemes(): readonly PlantedTheme[] {
  return z.array(plantedTheme).parse(parse(readFileSync(new URL('planted-themes.yml', import.meta.url), 'utf8')))
}
