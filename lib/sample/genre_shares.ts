/**
 * How often genres occur in the real table, alone and together.
 * @module
 */

/** Frequencies of one genre, in movies per 10,000. */
export interface GenreShare {
  /** Movies of the genre. */
  readonly share: number;
  /** Movies of the genre and no other. */
  readonly alone: number;
  /** Movies that are also of a more frequent genre; pairs under 10 are left out. */
  readonly with: Readonly<Record<string, number>>;
}

/** The real table's movies from 2000 on, counted and rounded; the most frequent genre first. */
export const GENRE_SHARES: Readonly<Record<string, GenreShare>> = {
  Drama: { share: 4887, alone: 1119, with: {} },
  Comedy: { share: 3069, alone: 597, with: { Drama: 1119 } },
  Documentary: { share: 1446, alone: 679, with: { Comedy: 123, Drama: 119 } },
  Thriller: { share: 1433, alone: 109, with: { Drama: 581, Comedy: 70 } },
  Romance: {
    share: 1426,
    alone: 21,
    with: { Drama: 954, Comedy: 698, Thriller: 57, Documentary: 11 },
  },
  Action: {
    share: 1386,
    alone: 37,
    with: { Drama: 437, Comedy: 274, Thriller: 272, Romance: 49, Documentary: 14 },
  },
  Crime: {
    share: 1169,
    alone: 11,
    with: { Drama: 665, Action: 360, Thriller: 342, Comedy: 250, Romance: 53, Documentary: 49 },
  },
  Horror: {
    share: 1047,
    alone: 170,
    with: { Thriller: 391, Drama: 194, Comedy: 156, Action: 128, Crime: 54, Romance: 20 },
  },
  Adventure: {
    share: 837,
    alone: 9,
    with: {
      Action: 356,
      Comedy: 258,
      Drama: 183,
      Documentary: 37,
      Horror: 34,
      Crime: 34,
      Thriller: 34,
      Romance: 21,
    },
  },
  Mystery: {
    share: 613,
    alone: 8,
    with: {
      Drama: 301,
      Thriller: 230,
      Horror: 184,
      Crime: 147,
      Comedy: 46,
      Romance: 44,
      Action: 44,
      Adventure: 18,
    },
  },
  Biography: {
    share: 578,
    alone: 6,
    with: {
      Drama: 330,
      Documentary: 235,
      Crime: 61,
      Comedy: 46,
      Romance: 33,
      Action: 26,
      Adventure: 24,
    },
  },
  Family: {
    share: 524,
    alone: 24,
    with: {
      Comedy: 211,
      Drama: 160,
      Adventure: 135,
      Romance: 35,
      Documentary: 34,
      Action: 20,
      Biography: 16,
    },
  },
  Animation: {
    share: 500,
    alone: 11,
    with: {
      Adventure: 225,
      Comedy: 179,
      Action: 132,
      Family: 113,
      Drama: 62,
      Crime: 15,
      Horror: 11,
    },
  },
  "Sci-Fi": {
    share: 471,
    alone: 11,
    with: {
      Action: 184,
      Horror: 135,
      Thriller: 109,
      Drama: 106,
      Adventure: 66,
      Comedy: 64,
      Mystery: 45,
      Animation: 24,
      Romance: 20,
    },
  },
  Fantasy: {
    share: 445,
    alone: 7,
    with: {
      Drama: 149,
      Comedy: 130,
      Action: 97,
      Adventure: 94,
      Horror: 84,
      Family: 73,
      Animation: 37,
      Romance: 35,
      Mystery: 27,
      Thriller: 23,
      "Sci-Fi": 16,
    },
  },
  Music: {
    share: 340,
    alone: 8,
    with: { Drama: 153, Documentary: 132, Comedy: 84, Biography: 65, Romance: 35, Family: 14 },
  },
  History: {
    share: 336,
    alone: 2.0,
    with: {
      Drama: 187,
      Documentary: 133,
      Biography: 87,
      Action: 28,
      Romance: 16,
      Comedy: 14,
      Thriller: 13,
      Adventure: 13,
      Crime: 12,
      Music: 11,
    },
  },
  Short: {
    share: 207,
    alone: 12,
    with: {
      Animation: 85,
      Drama: 54,
      Comedy: 52,
      Documentary: 32,
      Action: 22,
      Adventure: 17,
      Horror: 11,
      Romance: 11,
    },
  },
  Sport: {
    share: 189,
    alone: 1.0,
    with: { Drama: 90, Documentary: 60, Comedy: 47, Biography: 37, Romance: 17, Action: 13 },
  },
  War: {
    share: 181,
    alone: 0.5,
    with: {
      Drama: 130,
      History: 35,
      Documentary: 34,
      Action: 26,
      Romance: 18,
      Comedy: 13,
      Thriller: 11,
    },
  },
  Musical: { share: 109, alone: 4.0, with: { Drama: 58, Comedy: 46, Romance: 29 } },
  Western: { share: 47, alone: 6, with: { Drama: 21 } },
  News: { share: 40, alone: 0.0, with: { Documentary: 39, History: 10 } },
  "Talk-Show": { share: 2.5, alone: 1.0, with: {} },
  Adult: { share: 2.0, alone: 0.0, with: {} },
  "Reality-TV": { share: 1.0, alone: 0.0, with: {} },
  "Game-Show": { share: 0.5, alone: 0.0, with: {} },
};
