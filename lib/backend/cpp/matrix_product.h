// Products of small matrices whose right side and result lie in panels of kPanel columns.
#pragma once

#include "vectors.h"

// Left side of a product: element (row, k) is at
// values[row * rowStep + (k / panelDepth) * panelStep + (k % panelDepth) * step].
struct LeftMatrix {
  const float* values;
  long rowStep;
  long step;
  int panelDepth;
  int nPanels;
  long panelStep;
};

// Result rows that the registers hold at a time.
#if VECTOR_BYTES == 64
constexpr int kTileRows = 12;
#else
constexpr int kTileRows = 6;
#endif

template <int Rows>
static void multiplyTile(const LeftMatrix& left, long firstRow, const float* right, float* result,
                         bool adds) {
  Vector sums[Rows][2] = {};
  const float* panel = left.values + firstRow * left.rowStep;
  const long rowStep = left.rowStep;
  for (int i = 0; i < left.nPanels; i++, panel += left.panelStep) {
    const float* column = panel;
    for (int k = 0; k < left.panelDepth; k++, column += left.step, right += kPanel) {
      const Vector low = load(right), high = load(right + kLanes);
#pragma GCC unroll 16
      for (int r = 0; r < Rows; r++) {
        const float factor = column[r * rowStep];
        sums[r][0] += factor * low;
        sums[r][1] += factor * high;
      }
    }
  }
  float* out = result + firstRow * kPanel;
#pragma GCC unroll 16
  for (int r = 0; r < Rows; r++) {
#pragma GCC unroll 2
    for (int half = 0; half < 2; half++) {
      float* to = out + r * kPanel + half * kLanes;
      // Last, not first: one rounding at the large sum's size instead of one for each product.
      store(to, adds ? load(to) + sums[r][half] : sums[r][half]);
    }
  }
}

template <int Rows>
static void multiplyRows(int rows, const LeftMatrix& left, long firstRow, const float* right,
                         float* result, bool adds) {
  if (rows == Rows) {
    multiplyTile<Rows>(left, firstRow, right, result, adds);
  } else if constexpr (Rows > 1) {
    multiplyRows<Rows - 1>(rows, left, firstRow, right, result, adds);
  }
}

// result [nRows][kPanel] = left [nRows][depth] x right [depth][kPanel], or is added to.
static inline void multiply(const LeftMatrix& left, int nRows, const float* right, float* result,
                            bool adds) {
  // Tiles of nearly the same height: none is so low that loading the right side dominates.
  const int nTiles = (nRows + kTileRows - 1) / kTileRows;
  for (int i = 0; i < nTiles; i++) {
    const int first = i * nRows / nTiles, end = (i + 1) * nRows / nTiles;
    multiplyRows<kTileRows>(end - first, left, first, right, result, adds);
  }
}
