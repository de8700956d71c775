import { type ChartLayers, haloedText, type TextMark } from "./haloed_text.ts";
import { COLOURS } from "./theme.ts";

/** A rule across the whole plot. */
export interface LabelledRule {
  /** Name of the rule; none if empty. */
  readonly label: string;
  /** Side of a vertical rule on which its name stands, above the plot; right by default. */
  readonly side?: "left" | "right";
}

/**
 * A dashed rule with its name: horizontal at `y`, the name on it at the right end, or vertical at
 * `x`, the name above the plot.
 */
export function ruleWithLabel(
  rule: LabelledRule & ({ readonly y: number } | { readonly x: number }),
): ChartLayers {
  const { label, side = "right" } = rule;
  const position = "y" in rule ? { y: { datum: rule.y } } : { x: { datum: rule.x } };
  const mark: TextMark = "y" in rule
    ? { x: "width", align: "right", baseline: "bottom", dx: -4, dy: -4 }
    : side === "right"
    ? { y: 0, align: "left", baseline: "bottom", dx: -2, dy: -4 }
    : { y: 0, align: "right", baseline: "bottom", dx: 2, dy: -4 };
  return [
    {
      // One row of its own: else the rule is drawn once for every row of the chart.
      data: { values: [{}] },
      mark: { type: "rule", color: COLOURS.muted, strokeDash: [5, 4] },
      encoding: position,
    },
    ...(label === "" ? [] : haloedText({
      data: { values: [{ label }] },
      mark,
      encoding: { ...position, text: { field: "label", type: "nominal" } },
    })),
  ];
}
