/**
 * What a data set is made of. It holds no path and no title; whoever uses it brings the folder with
 * the table and the posters.
 * @module
 */
import type { FunnelStep } from "../metadata/filter_movies.ts";
import type { RejectedRow } from "../metadata/load_movies.ts";
import type { LabelCounts } from "./count_labels.ts";
import type { SplitFractions, SplitPart } from "./split_part.ts";

/** Version of the format that this code writes and reads. */
export const MANIFEST_FORMAT_VERSION = 1;

/** A movie of a data set. */
export interface DatasetSample {
  /** Number of the movie, which names its poster. */
  readonly imdbId: number;
  /** Year of release, or null where it is unknown. */
  readonly year: number | null;
  /** IMDB score in [0, 10]. */
  readonly imdbScore: number;
  /** Indices of its genres in the manifest's `labels`, ascending. */
  readonly labels: readonly number[];
  /** Part of the split. */
  readonly part: SplitPart;
}

/** A movie left out for its poster. */
export interface SkippedPoster {
  /** Number of the movie. */
  readonly imdbId: number;
  /** Step of the funnel. */
  readonly step: "no poster" | "unreadable poster";
  /** What is wrong with the file. */
  readonly reason: string;
}

/** Settings of the filter. */
export interface ManifestFilter {
  /** First year, or null for no limit. */
  readonly fromYear: number | null;
  /** Last year, included, or null for no limit. */
  readonly toYear: number | null;
  /** What became of movies without a year. */
  readonly unknownYear: "drop" | "keep";
}

/** Content of `manifest.json`. */
export interface DatasetManifest {
  /** Version of the format. */
  readonly formatVersion: typeof MANIFEST_FORMAT_VERSION;
  /** Name of the data set. */
  readonly name: string;
  /** Genres in the order of the multi-hot rows. */
  readonly labels: readonly string[];
  /** Which movies were kept. */
  readonly filter: ManifestFilter;
  /** How the movies were divided. */
  readonly split: {
    /** Seed of the split. */
    readonly seed: number;
    /** Size of each part as it was asked for. */
    readonly fractions: SplitFractions;
  };
  /** Movies per part. */
  readonly partSizes: Readonly<Record<SplitPart, number>>;
  /** Movies per label and part, in the order of `labels`. */
  readonly labelCounts: readonly LabelCounts[];
  /** From the table's rows to the movies kept. */
  readonly funnel: readonly FunnelStep[];
  /** Movies that share their poster, byte for byte, with others; such movies are in one part. */
  readonly samePosters: {
    /** Groups of movies. */
    readonly nGroups: number;
    /** Movies in all groups together. */
    readonly nMovies: number;
  };
  /** What the data set was made from, in hexadecimal. */
  readonly sha256: {
    /** SHA-256 of the table. */
    readonly table: string;
    /** SHA-256 of the lines `<imdbId> <SHA-256 of the poster>`, one for each sample. */
    readonly posters: string;
  };
  /** Rows of the table that break a rule; empty unless these were allowed. */
  readonly rejectedRows: readonly Omit<RejectedRow, "message">[];
  /** Movies without a usable poster, by `imdbId`. */
  readonly skippedPosters: readonly SkippedPoster[];
  /** The movies, by `imdbId`. */
  readonly samples: readonly DatasetSample[];
}
