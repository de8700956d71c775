/**
 * Typed front of Deno's standard assertions: their npm build carries JavaScript alone. Everything
 * imports `@std/assert`, so moving to JSR is one line of the import map.
 * @module
 */
// @ts-types="./std_assert.d.ts"
export * from "deno-std/assert";
