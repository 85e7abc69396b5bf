import type { Button, ConfirmationDialog, FeedbackButtons, IconButton } from '@slack/types'
import { createElement as h, type ReactNode } from 'react'
import { icon } from '../icon.ts'
import { withEmoji } from './emoji.ts'
import { safeUrl } from './link.ts'
import type { Surroundings } from './surroundings.ts'

/** What the page's script reads off an element that a person uses. */
export function acting(blockId: string, element: { action_id?: string; confirm?: ConfirmationDialog }) {
  return {
    'data-action': element.action_id ?? '',
    'data-block': blockId,
    'data-confirm': element.confirm ? JSON.stringify(asked(element.confirm)) : undefined,
  }
}

const asked = (confirm: ConfirmationDialog) => ({
  title: confirm.title?.text ?? 'Are you sure?',
  text: confirm.text.text,
  confirm: confirm.confirm?.text ?? 'Yes',
  deny: confirm.deny?.text ?? 'Cancel',
  style: confirm.style ?? 'primary',
})

/** A button; one with an address opens it and tells the app as well, as in Slack. */
export function button(element: Button, blockId: string, key?: string): ReactNode {
  const properties = {
    key,
    className: `button ${element.style ?? ''}`.trim(),
    'aria-label': element.accessibility_label,
    ...acting(blockId, element),
  }
  const label = withEmoji(element.text.text)
  const href = element.url === undefined ? null : safeUrl(element.url)
  if (href !== null) return h('a', { ...properties, href, target: '_blank', rel: 'noreferrer noopener' }, label)
  return h('button', { ...properties, type: 'button', value: element.value ?? '' }, label)
}

/** Two thumbs; the one that this person pressed stays pressed. */
export function feedbackButtons(
  element: FeedbackButtons,
  blockId: string,
  around: Surroundings,
  key: string,
): ReactNode {
  const side = (which: 'positive' | 'negative') => {
    const { text, value, accessibility_label } = element[`${which}_button`]
    return h(
      'button',
      {
        type: 'button',
        value,
        title: accessibility_label ?? text.text,
        'aria-label': accessibility_label ?? text.text,
        'aria-pressed': around.isPressed(element.action_id ?? '', value),
        'data-feedback': which,
        ...acting(blockId, { action_id: element.action_id ?? '' }),
      },
      icon(which === 'positive' ? 'thumb-up' : 'thumb-down'),
      h('span', {}, withEmoji(text.text)),
    )
  }
  return h(
    'span',
    { key, className: 'feedback', role: 'group', 'aria-label': 'Feedback' },
    side('positive'),
    side('negative'),
  )
}

/** A small button beside the feedback buttons. */
export function iconButton(element: IconButton, blockId: string, key: string): ReactNode {
  return h(
    'button',
    {
      key,
      type: 'button',
      className: 'icon-button',
      value: element.value ?? '',
      'aria-label': element.accessibility_label ?? element.text.text,
      ...acting(blockId, element),
    },
    icon(element.icon === 'trash' ? 'trash' : 'more'),
    h('span', {}, withEmoji(element.text.text)),
  )
}
