import { createElement as h, type ReactNode } from 'react'
import { slackbotId } from '../seed.ts'
import type { WorkspaceState } from '../state.ts'
import { displayName } from './workspace-reader.ts'

/** A square for a person: the app's own mark for its bot, initials on a colour of their own for everybody else. */
export function avatar(state: WorkspaceState, userId: string, size: 'large' | 'small' = 'large'): ReactNode {
  const person = state.person(userId)
  const name = displayName(person)
  const common = { key: userId, 'aria-hidden': true, title: size === 'small' ? name : undefined }
  if (userId === slackbotId) return h('span', { ...common, className: `avatar bot ${size}` }, '✳')
  if (person?.kind === 'bot') return h('span', { ...common, className: `avatar bot ${size}` }, lodeMark())
  const hue = state.people().findIndex(({ id }) => id === userId) % hues
  return h('span', { ...common, className: `avatar ${size} hue-${hue}` }, initialsOf(name))
}

/** Lode's own mark: a vein of ore that runs through rock. */
export function lodeMark(): ReactNode {
  return h(
    'svg',
    { viewBox: '0 0 36 36', 'aria-hidden': true, focusable: false, className: 'mark' },
    h('path', { d: 'M12 4h12l8 11-5 14-12 4-11-9L4 12Z', className: 'rock' }),
    h('path', { d: 'M12 4l4 9 8-9 8 11-16-2L4 12m12 1-1 20m1-20 11 16', className: 'facet' }),
    h('path', { d: 'M4.500 13.500 11 18l3-2.500 5 7 4-2 5.500 7', className: 'vein' }),
    h('path', { d: 'm24 9 1.500 3 3 1.500-3 1.500-1.500 3-1.500-3-3-1.500 3-1.500Z', className: 'gem' }),
  )
}

const initialsOf = (name: string): string =>
  name
    .replace(/\(.*\)/, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, 2)
    .map((part) => [...part][0]?.toUpperCase())
    .join('')

/** As many as the style sheet has colours for. */
const hues = 8
