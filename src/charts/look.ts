import type { TopLevelSpec } from 'vega-lite'
import { card, faint, grid, ink } from './palette.ts'

/** Every picture is as wide; a phone shows it at about two thirds of these pixels, so the smallest text is 15 high. */
export const pictureWidth = 560

/** What all pictures have in common: vega can only guess how wide text is, so each reckons its own size. */
export const look = (leftMargin: number) =>
  ({
    autosize: { type: 'none' },
    background: card,
    config: {
      font: 'Inter',
      view: { stroke: null },
      title: {
        anchor: 'start',
        frame: 'group',
        dx: 18 - leftMargin,
        fontSize: 21,
        fontWeight: 600,
        color: ink,
        subtitleFontSize: 16,
        subtitleColor: faint,
        subtitlePadding: 6,
        offset: 18,
      },
      axis: {
        labelFontSize: 15,
        labelColor: ink,
        titleFontSize: 15,
        titleFontWeight: 400,
        titleColor: faint,
        ticks: false,
        gridColor: grid,
        domainColor: faint,
      },
    },
  }) satisfies Partial<TopLevelSpec>
