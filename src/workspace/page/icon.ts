import { createElement as h, type ReactNode } from 'react'

/** Line drawings on a grid of 24. */
const paths = {
  'thumb-up':
    'M7 11v9H4v-9h3Zm0 0 4-8c1.7 0 2.5 1.2 2.2 2.8L12.600 9H18c1.400 0 2.300 1.200 2 2.500l-1.500 6.500c-.3 1.200-1.300 2-2.500 2H7',
  'thumb-down':
    'M17 13V4h3v9h-3Zm0 0-4 8c-1.700 0-2.500-1.200-2.200-2.800l.6-3.200H6c-1.400 0-2.300-1.200-2-2.500L5.500 6C5.800 4.800 6.800 4 8 4h9',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  trash: 'M4 7h16M9 7V4h6v3m-8 0 1 13h8l1-13',
  close: 'M6 6l12 12M18 6 6 18',
  menu: 'M4 6h16M4 12h16M4 18h16',
  send: 'M4 12 3 4l18 8-18 8 1-8Zm0 0h9',
  reply: 'M4 5h16v11H10l-4 4v-4H4V5Z',
  smile: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18ZM8.500 14.500c1.900 2.300 5.100 2.300 7 0M9 9.500h.01M15 9.500h.01',
  hash: 'M9 4 7 20M17 4l-2 16M4 9h17M3 15h17',
  lock: 'M6 11h12v9H6v-9Zm3 0V8a3 3 0 0 1 6 0v3',
  eye: 'M2.500 12C4.500 8 8 5.500 12 5.500S19.500 8 21.500 12c-2 4-5.500 6.500-9.500 6.500S4.500 16 2.500 12ZM12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6Z',
  home: 'M4 11 12 4l8 7v9h-5v-6H9v6H4v-9Z',
  sun: 'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.400 1.400M17.600 17.600 19 19M5 19l1.400-1.400M17.600 6.400 19 5',
  keyboard: 'M3 7h18v11H3V7Zm3 3h.01M10 10h.01M14 10h.01M18 10h.01M7 14.500h10',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  flag: 'M5 21V4h11l-2 4 2 4H5',
  file: 'M6 3h8l4 4v14H6V3Zm8 0v4h4',
  down: 'M6 9l6 6 6-6',
} as const

export type IconName = keyof typeof paths

/** A line drawing in the colour of the text around it; hidden from screen readers, so its button needs a label. */
export function icon(name: IconName): ReactNode {
  return h(
    'svg',
    {
      className: `icon of-${name}`,
      viewBox: '0 0 24 24',
      width: 18,
      height: 18,
      'aria-hidden': true,
      focusable: false,
    },
    h('path', { d: paths[name] }),
  )
}
