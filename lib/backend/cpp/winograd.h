// Winograd's F(2x2, 3x3) (Lavin and Gray 2016, arXiv:1509.09308): a 3x3 convolution's 2x2 results
// from 4x4 inputs by 16 multiplications instead of 36. Transforms of tiles, a vector of channels at
// a time, and their transposes, which lead back in the gradient.
#pragma once

#include "vectors.h"

// B' d, for one column of four.
static inline void transformInputLine(const Vector d[4], Vector out[4]) {
  out[0] = d[0] - d[2];
  out[1] = d[1] + d[2];
  out[2] = d[2] - d[1];
  out[3] = d[1] - d[3];
}

// B d: the transpose of transformInputLine.
static inline void inputGradientLine(const Vector d[4], Vector out[4]) {
  out[0] = d[0];
  out[1] = d[1] - d[2] + d[3];
  out[2] = d[1] + d[2] - d[0];
  out[3] = -d[3];
}

// B' d B: `tile` points at the first pixel; results go to `out`, `pointStep` apart.
static inline void transformInput(const float* tile, long rowStep, long pixelStep, float* out,
                                  long pointStep) {
  Vector columns[4][4];
#pragma GCC unroll 4
  for (int j = 0; j < 4; j++) {
    Vector d[4];
#pragma GCC unroll 4
    for (int i = 0; i < 4; i++) d[i] = load(tile + i * rowStep + j * pixelStep);
    transformInputLine(d, columns[j]);
  }
#pragma GCC unroll 4
  for (int i = 0; i < 4; i++) {
    const Vector d[4] = {columns[0][i], columns[1][i], columns[2][i], columns[3][i]};
    Vector line[4];
    transformInputLine(d, line);
#pragma GCC unroll 4
    for (int j = 0; j < 4; j++) store(out + (4 * i + j) * pointStep, line[j]);
  }
}

// Adds B m B' to a tile of the input's gradient.
static inline void addInputGradient(const float* points, long pointStep, float* tile, long rowStep,
                                    long pixelStep) {
  Vector columns[4][4];
#pragma GCC unroll 4
  for (int j = 0; j < 4; j++) {
    Vector m[4];
#pragma GCC unroll 4
    for (int i = 0; i < 4; i++) m[i] = load(points + (4 * i + j) * pointStep);
    inputGradientLine(m, columns[j]);
  }
#pragma GCC unroll 4
  for (int i = 0; i < 4; i++) {
    const Vector m[4] = {columns[0][i], columns[1][i], columns[2][i], columns[3][i]};
    Vector line[4];
    inputGradientLine(m, line);
#pragma GCC unroll 4
    for (int j = 0; j < 4; j++) {
      float* pixel = tile + i * rowStep + j * pixelStep;
      store(pixel, load(pixel) + line[j]);
    }
  }
}

// A' m A: the four results of a tile, row by row.
static inline void transformOutput(const float* points, long pointStep, Vector results[4]) {
  Vector rows[2][4];
#pragma GCC unroll 4
  for (int j = 0; j < 4; j++) {
    Vector m[4];
#pragma GCC unroll 4
    for (int i = 0; i < 4; i++) m[i] = load(points + (4 * i + j) * pointStep);
    rows[0][j] = m[0] + m[1] + m[2];
    rows[1][j] = m[1] - m[2] - m[3];
  }
#pragma GCC unroll 2
  for (int i = 0; i < 2; i++) {
    results[2 * i] = rows[i][0] + rows[i][1] + rows[i][2];
    results[2 * i + 1] = rows[i][1] - rows[i][2] - rows[i][3];
  }
}

// A y A': the transpose of transformOutput.
static inline void outputGradient(const Vector results[4], float* points, long pointStep) {
  Vector columns[2][4];
#pragma GCC unroll 2
  for (int j = 0; j < 2; j++) {
    const Vector upper = results[j], lower = results[2 + j];
    columns[j][0] = upper;
    columns[j][1] = upper + lower;
    columns[j][2] = upper - lower;
    columns[j][3] = -lower;
  }
#pragma GCC unroll 4
  for (int i = 0; i < 4; i++) {
    const Vector left = columns[0][i], right = columns[1][i];
    float* row = points + 4 * i * pointStep;
    store(row, left);
    store(row + pointStep, left + right);
    store(row + 2 * pointStep, left - right);
    store(row + 3 * pointStep, -right);
  }
}

// G g, for one column of three.
template <class Number>
static inline void transformFilterLine(const Number g[3], Number out[4]) {
  out[0] = g[0];
  out[1] = 0.5f * (g[0] + g[1] + g[2]);
  out[2] = 0.5f * (g[0] - g[1] + g[2]);
  out[3] = g[2];
}

// G' u: the transpose of transformFilterLine.
template <class Number>
static inline void filterGradientLine(const Number u[4], Number out[3]) {
  out[0] = u[0] + 0.5f * (u[1] + u[2]);
  out[1] = 0.5f * (u[1] - u[2]);
  out[2] = 0.5f * (u[1] + u[2]) + u[3];
}

// G g G': 16 points from 3x3 numbers that lie `step` apart.
static inline void transformFilter(const float* filter, long step, float points[16]) {
  float columns[3][4];
  for (int j = 0; j < 3; j++) {
    const float g[3] = {filter[j * step], filter[(3 + j) * step], filter[(6 + j) * step]};
    transformFilterLine(g, columns[j]);
  }
  for (int i = 0; i < 4; i++) {
    const float g[3] = {columns[0][i], columns[1][i], columns[2][i]};
    transformFilterLine(g, points + 4 * i);
  }
}

// G' u G: 3x3 numbers, `step` apart, from 16 points.
static inline void filterGradient(const float points[16], float* filter, long step) {
  float columns[4][3];
  for (int j = 0; j < 4; j++) {
    const float u[4] = {points[j], points[4 + j], points[8 + j], points[12 + j]};
    filterGradientLine(u, columns[j]);
  }
  for (int i = 0; i < 3; i++) {
    const float u[4] = {columns[0][i], columns[1][i], columns[2][i], columns[3][i]};
    float row[3];
    filterGradientLine(u, row);
    for (int j = 0; j < 3; j++) filter[(3 * i + j) * step] = row[j];
  }
}
