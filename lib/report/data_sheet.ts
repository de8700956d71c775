/**
 * The page `data/DATA_SHEET.md`, after Gebru et al. 2021, "Datasheets for Datasets".
 * @module
 */
import { formatCount, formatShare } from "./format_number.ts";
import type { Board } from "./run_groups.ts";
import { markdownTable } from "./text_table.ts";
import { describeFilter } from "./varied_runs.ts";

/**
 * The sheet; its counts are those that the runs recorded of their data sets.
 * @param boards What `makeBoards` returned; sets without recorded counts are only named.
 */
export function dataSheet(boards: readonly Board[]): string {
  const real = distinct(boards.filter(({ isSample }) => !isSample));
  const sample = distinct(boards.filter(({ isSample }) => isSample));
  return [
    "# Data sheet: movie posters and genres",
    "Written by `deno task report`, its counts from the run folders; do not edit it. The form is " +
    "that of Gebru et al. (2021), “Datasheets for Datasets”. [README.md](README.md) says how a data " +
    "folder is laid out.",
    motivation,
    "## Composition",
    composition,
    ...(real.length > 0
      ? real.flatMap(countsOf)
      : ["No run on real posters is here, so no counts of a data set made from them are."]),
    collection,
    preprocessing,
    usesAndTerms,
    "## The sample set",
    sampleText,
    ...sample.flatMap(countsOf),
  ].join("\n\n") + "\n";
}

const motivation = `## Motivation

The table was collected from IMDb by a Kaggle user (neha1703, "Movie Genre from its Poster") to
classify genres by posters. This project uses it to repeat one such experiment and to say what its
figures are worth.`;

const composition =
  `One row is one movie: IMDb's number and address, title with year, score, one to three genres, address
of a poster. Together 40,108 rows, 39,515 movies of 1874 to 2018, 28 genres; 27 of them from 2000
on, as Film-Noir ends before.

Known defects: 593 rows repeat a movie; 508 titles carry no year; 145 rows have no genre, 725 no
poster address, 48 no score; some titles were garbled before they got here; 45 pairs of title and
year stand under two numbers; series share posters, byte for byte.

What is uneven:

- **Genres.** Drama is on about half of the movies from 2000 on. Talk-Show, Adult, Reality-TV and
  Game-Show have five movies or fewer: they can be neither learned nor measured.
- **Language and country.** IMDb lists what its visitors look up: titles in English and from the
  United States are over-represented, and so are movies with many viewers.
- **Who labels.** Genres are given by IMDb's editors and users, never more than three here; a missing
  genre is not a proof of absence.
- **Which picture.** About a quarter of the posters at hand are not the picture that the table's
  address served but another, often later, poster of the same movie. A few come from a collection with
  another JPEG quality.
- **Which movies lack one.** About 3 % have no poster, Documentary (10 %) and Short (16 %) more often:
  the data set holds somewhat fewer of these than the table.

Of persons it holds what the posters themselves print: faces of actors, names of those who made the
movie.`;

const collection = `## Collection

The table holds what IMDb's pages said; how its movies were chosen was not written down. Most of the
posters' addresses in it no longer answer, so the posters at hand come from more than one place: three
in four are the very picture, the others show the same movie. What their makers agreed to is not
known; the use is research.`;

const preprocessing = `## Preprocessing

The steps, in order, each counted in a data set's funnel: of rows with one number the last stays; rows
with a blank cell go; movies of unknown year go (or stay, by option); movies outside the years go;
movies without a readable poster go. Text is read as ISO-8859-1. A poster is decoded to RGB, grey
ones too, and squeezed to the network's size; files are not changed. The split is random, stratified
over all genres (Sechidis et al. 2011), and keeps byte-identical posters together. The original table
is kept, and \`manifest.json\` records table, filter, seed and every movie left out.`;

const usesAndTerms = `## Uses

Research and teaching on pictures and labels. Not for deciding about people, not for products, and
not as a picture of world cinema: it is a picture of IMDb's.

## Distribution and terms

The posters are the studios' works. They may be used for research and must not be passed on; nor is
the table part of this repository. So no poster, no crop of one and no row of the table is in it,
in saved notebooks neither; counts, charts of numbers, measures and weights may be. Whoever wants to
repeat a run brings a folder of their own.

## Maintenance

The table is a snapshot and is not updated. Errors in titles and genres are left as they are, so that
results can be compared. What a data set was made from is named by the SHA-256 in its manifest.`;

const sampleText =
  `Invented movies with posters that the code in \`lib/sample/\` draws from a seed, in the same layout and
with the same kinds of defects; the genres have the real frequencies. It may be passed on under the
repository's licence. It is an easier world: results on it say nothing about real posters.`;

/** Boards may differ by threshold alone; their data set is then described once. */
function distinct(boards: readonly Board[]): Board[] {
  const byCounts = new Map(
    boards.map((board) => [JSON.stringify([board.dataset, board.data ?? board.title]), board]),
  );
  return [...byCounts.values()];
}

function countsOf(board: Board): string[] {
  const { dataset, data, nTrain, nTest } = board;
  if (!data) {
    return [
      `### Data set \`${dataset}\``,
      `${formatCount(nTrain)} movies to train on, ${
        formatCount(nTest)
      } to test on. Its other counts ` +
      "were not recorded: measure a run again to have them.",
    ];
  }
  const { funnel, partSizes, labelCounts, samePosters, split, nSkippedPosters } = data;
  const nMovies = partSizes.train + partSizes.val + partSizes.test;
  return [
    `### Data set \`${dataset}\``,
    `Filter: ${describeFilter(board)}. ${formatCount(nMovies)} movies: ` +
    `${formatCount(partSizes.train)} train, ${formatCount(partSizes.val)} validation, ` +
    `${formatCount(partSizes.test)} test (seed ${split.seed}). ` +
    `${formatCount(nSkippedPosters)} movies were left out for want of a usable poster; ` +
    `${formatCount(samePosters.nMovies)} movies in ${
      formatCount(samePosters.nGroups)
    } groups share ` +
    "a poster.",
    markdownTable({
      headers: ["Step", "Removed", "Left"],
      alignments: ["left", "right", "right"],
      rows: funnel.map(({ step, removed, remaining }) => [
        step,
        formatCount(removed),
        formatCount(remaining),
      ]),
    }),
    markdownTable({
      headers: ["Genre", "Train", "Validation", "Test", "Share of movies"],
      alignments: ["left", "right", "right", "right", "right"],
      rows: labelCounts
        .map(({ label, train, val, test }) => ({
          label,
          train,
          val,
          test,
          all: train + val + test,
        }))
        .sort((a, b) => b.all - a.all)
        .map(({ label, train, val, test, all }) => [
          label,
          ...[train, val, test].map(formatCount),
          formatShare(all / nMovies),
        ]),
    }),
  ];
}
