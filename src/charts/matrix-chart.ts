import type { MatrixPicture } from '../content.ts'
import { matrixSpec } from './matrix-spec.ts'
import { pngOf } from './png.ts'

/** Draws technologies × failure classes as a heat map with a number in each cell, as a PNG at twice its size. */
export const matrixChart = (picture: MatrixPicture): Promise<Uint8Array> => pngOf(matrixSpec(picture))
