/** Grad-CAM's formula in plain loops, as a second opinion. */
import type { HeatMap } from "../../lib/model/grad_cam.ts";

/** Numbers of the shape [height, width, channels], row by row. */
export interface Maps {
  readonly heightPx: number;
  readonly widthPx: number;
  readonly channels: number;
  readonly values: ArrayLike<number>;
}

/** Cells whose first one is as far from the left as from the top. */
export interface SquareCells {
  /** Size of the picture that the network saw. */
  readonly picture: { readonly heightPx: number; readonly widthPx: number };
  /** Pixel of the picture at the centre of the first cell. */
  readonly start: number;
  /** Pixels from one cell to the next. */
  readonly step: number;
}

/**
 * The heat map of maps and the gradient with respect to them: channel weights are mean gradients,
 * then come the weighted sum, ReLU, bilinear scaling and the division by the maximum.
 */
export function slowGradCam(
  { heightPx: rows, widthPx: columns, channels, values }: Maps,
  gradient: ArrayLike<number>,
  size: { readonly heightPx: number; readonly widthPx: number },
  { picture, start, step }: SquareCells,
): HeatMap {
  const coarse = new Array<number>(rows * columns).fill(0);
  for (let k = 0; k < channels; k++) {
    let weight = 0;
    for (let place = 0; place < rows * columns; place++) weight += gradient[place * channels + k];
    weight /= rows * columns;
    for (let place = 0; place < rows * columns; place++) {
      coarse[place] += weight * values[place * channels + k];
    }
  }
  const at = (row: number, column: number) =>
    Math.max(0, coarse[clamp(row, rows) * columns + clamp(column, columns)]);
  const fine: number[] = [];
  for (let i = 0; i < size.heightPx; i++) {
    for (let j = 0; j < size.widthPx; j++) {
      const y = ((i + 0.5) * picture.heightPx / size.heightPx - 0.5 - start) / step;
      const x = ((j + 0.5) * picture.widthPx / size.widthPx - 0.5 - start) / step;
      const [top, left] = [Math.floor(y), Math.floor(x)];
      const [down, right] = [y - top, x - left];
      fine.push(
        (1 - down) * ((1 - right) * at(top, left) + right * at(top, left + 1)) +
          down * ((1 - right) * at(top + 1, left) + right * at(top + 1, left + 1)),
      );
    }
  }
  const max = Math.max(...fine);
  return { ...size, values: Float32Array.from(fine, (value) => max > 0 ? value / max : 0) };
}

function clamp(index: number, length: number): number {
  return Math.min(Math.max(index, 0), length - 1);
}

/** max-pooling by 2 of relu(convolution by 3x3 + bias), neither padded. */
export function slowPooledConvolution(
  x: Maps,
  kernel: ArrayLike<number>,
  bias: ArrayLike<number>,
): Maps {
  const filters = bias.length;
  const heightPx = Math.floor((x.heightPx - 2) / 2);
  const widthPx = Math.floor((x.widthPx - 2) / 2);
  const values: number[] = [];
  const convolved = (row: number, column: number, filter: number) => {
    let sum = bias[filter];
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        for (let k = 0; k < x.channels; k++) {
          const from = ((row + i) * x.widthPx + column + j) * x.channels + k;
          sum += x.values[from] * kernel[((i * 3 + j) * x.channels + k) * filters + filter];
        }
      }
    }
    return Math.max(0, sum);
  };
  for (let row = 0; row < heightPx; row++) {
    for (let column = 0; column < widthPx; column++) {
      for (let filter = 0; filter < filters; filter++) {
        const window = [0, 1].flatMap((i) =>
          [0, 1].map((j) => convolved(2 * row + i, 2 * column + j, filter))
        );
        values.push(Math.max(...window));
      }
    }
  }
  return { heightPx, widthPx, channels: filters, values };
}
