/**
 * The charts of the results page.
 * @module
 */
import { type EpochCurveRow, epochCurvesChart } from "./epoch_curves_chart.ts";
import { genreApChart } from "./genre_ap_chart.ts";
import { wholeGroups } from "./genre_table.ts";
import { type NamedRun, settingsKey } from "./list_runs.ts";
import { measureTrendChart } from "./measure_trend_chart.ts";
import { reliabilityChart } from "./reliability_chart.ts";
import type { Board, RunGroup } from "./run_groups.ts";
import type { ChartSpec } from "./theme.ts";
import { firstYear, trainingSizeSeries, trendRows, type VariedGroup } from "./varied_runs.ts";
import { groupsByYear, yearTrendRows } from "./year_table.ts";

/** A chart with the name of its files. */
export interface NamedChart {
  /** Name of the files, without an ending. */
  readonly name: string;
  /** What it shows, for readers who cannot see it. */
  readonly alt: string;
  /** The chart. */
  readonly spec: ChartSpec;
}

const columns: readonly [
  measure: string,
  valueOf: (row: NamedRun["history"][number]) => number | null,
][] = [
  ["Training loss ↓", (row) => row.trainLoss],
  ["Validation loss ↓", (row) => row.valLoss],
  ["Hamming loss, validation ↓", (row) => row.valHammingLoss],
  ["One-error, validation ↓", (row) => row.valOneError],
  ["Coverage, validation ↓", (row) => row.valCoverage],
  ["Macro AP, validation ↑", (row) => row.valMacroAp],
];

/** Curves of all seeds, ours against Keras, training size, genres and reliability of a data set. */
export function boardCharts(board: Board): NamedChart[] {
  const { title } = board;
  const whole = wholeGroups(board);
  const ours = whole.filter(({ isKeras }) => !isKeras);
  const theirs = whole.filter(({ isKeras }) => isKeras);
  return [
    ...epochCharts(ours, {
      name: `${title}-epochs`,
      alt: "Losses and measures of every run by epoch",
      text: { title: `Runs epoch by epoch: ${title}` },
    }),
    ...theirs.flatMap((keras) => {
      const twins = twinsOf(keras, ours);
      return twins.length === 0 ? [] : epochCharts([...twins, keras], {
        name: `${title}-${fileName(keras.name)}-against-ours`,
        alt: "Losses and measures of our runs and of Keras' by epoch",
        text: {
          title: `The same network here and in Keras: ${title}`,
          subtitle: "Same split, posters and settings; random numbers differ. One line a run.",
        },
      });
    }),
    ...trainingSizeSeries(board).map((series) => ({
      name: `${title}-${fileName(series.at(-1)!.group.name)}-training-size`,
      alt: "Measures against the number of training posters",
      spec: measureTrendChart(trendRows(series, ({ group }) => group.nTrain), {
        title: `More posters to learn from: ${title}`,
        xTitle: "Training posters (log scale)",
        isLog: true,
        baseline: "constant",
      }),
    })),
    ...yearCharts(groupsByYear(whole), title),
    ...ours.flatMap((group) => groupCharts(group, title)),
  ];
}

/** Measures against the first year of release; none where fewer than two years can be shown. */
export function filterCharts(series: readonly VariedGroup[], name: string): NamedChart[] {
  const shown = series.filter((varied) => firstYear(varied) !== undefined);
  if (new Set(shown.map(firstYear)).size < 2) return [];
  return [{
    name,
    alt: "Measures against the first year of release that the data set keeps",
    spec: measureTrendChart(trendRows(shown, (varied) => firstYear(varied)!), {
      title: "Does a stricter age filter help?",
      subtitle: "Each data set has test movies of its own: compare with the grey constant " +
        "predictor, not across years.",
      xTitle: "First year of release kept",
      xFormat: "d",
      baseline: "constant",
    }),
  }];
}

/** Measures by year of release; none without runs that were measured so. */
function yearCharts(groups: readonly RunGroup[], title: string): NamedChart[] {
  if (groups.length === 0) return [];
  return [{
    name: `${title}-years`,
    alt: "Measures by year of release of the test movies",
    spec: measureTrendChart(yearTrendRows(groups), {
      title: `Posters of which years are easier to read: ${title}`,
      subtitle:
        "Test movies five years at a time, with 95% intervals over the movies. ↓ lower is " +
        "better, ↑ higher.",
      xTitle: "First of the years",
      xFormat: "d",
      baseline: "constant",
    }),
  }];
}

/** A name that can stand in a file's name and a link. */
export function fileName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "");
}

/** Genres and reliability of the group's first seed, whose intervals are over the movies. */
function groupCharts(group: RunGroup, title: string): NamedChart[] {
  const [{ run, metrics: { test } }] = group.runs;
  const name = `${title}-${fileName(group.name)}`;
  const about = `Test part, run ${run}.`;
  return [
    {
      name: `${name}-genre-ap`,
      alt: `Average precision of each genre, ${run}`,
      spec: genreApChart(test.genres, { title: `Average precision of each genre: ${run}` }),
    },
    {
      name: `${name}-reliability`,
      alt: `Reliability of the probabilities, ${run}`,
      spec: reliabilityChart(test.reliability.bins, {
        subtitle: `${about} On the diagonal a probability is as often right as it says.`,
      }),
    },
  ];
}

/** Our groups with the settings of the Keras group; they may have other numbers of epochs. */
function twinsOf({ runs: [keras] }: RunGroup, ours: readonly RunGroup[]): RunGroup[] {
  const keyOf = (run: NamedRun) =>
    settingsKey({ ...run, record: { ...run.record, madeBy: undefined } }, [
      "epochs",
      "patienceEpochs",
    ]);
  return ours.filter(({ runs: [run] }) => !run.metrics.members && keyOf(run) === keyOf(keras));
}

function epochCharts(
  groups: readonly RunGroup[],
  { name, alt, text }: Pick<NamedChart, "name" | "alt"> & {
    readonly text: { readonly title: string; readonly subtitle?: string };
  },
): NamedChart[] {
  const rows: EpochCurveRow[] = columns.flatMap(([measure, valueOf]) =>
    groups.flatMap((group) =>
      group.runs.flatMap(({ run, history }) =>
        // The untrained network would flatten every scale.
        history.filter(({ epoch }) => epoch > 0).flatMap((row) => {
          const value = valueOf(row);
          const { epoch } = row;
          return value === null ? [] : [{ run, group: group.name, epoch, measure, value }];
        })
      )
    )
  );
  return rows.length === 0 ? [] : [{ name, alt, spec: epochCurvesChart(rows, text) }];
}
