/**
 * Words for invented titles.
 * @module
 */

/** Words of titles of one kind. */
export interface TitleWords {
  /** Adjectives. */
  readonly adjectives: readonly string[];
  /** Nouns in the singular. */
  readonly nouns: readonly string[];
}

function words(adjectives: string, nouns: string): TitleWords {
  return { adjectives: adjectives.split(" "), nouns: nouns.split(" ") };
}

const fear = words(
  "Hollow Buried Crooked Whispering Sunken Sleepless Pale Locked Withered Nameless",
  "Cellar Marrow Lullaby Orchard Threshold Scarecrow Attic Seance Candle Hollow Mirror Nursery",
);
const crime = words(
  "Cold Double Borrowed Crooked Unpaid Loaded Quiet Paper Blind Stolen",
  "Ledger Alibi Witness Informant Vault Contract Verdict Getaway Docket Ransom Fixer Shakedown",
);
const love = words(
  "Late Tender Borrowed Paper Slow Distant Rainy Reckless Unsent Autumn",
  "Letter Waltz Garden Promise Balcony Postcard Summer Duet Harbour Bouquet Tuesday Umbrella",
);
const fun = words(
  "Awkward Runaway Clumsy Accidental Grumpy Sticky Lucky Noisy Upside-Down Second-Hand",
  "Wedding Neighbour Landlord Picnic Roommate Sausage Reunion Vacation Goldfish Babysitter Caravan Buffet",
);
const tale = words(
  "Golden Forgotten Seventh Silver Wandering Hidden Emerald Last Secret Winged",
  "Astrolabe Dragonfly Lantern Kingdom Voyage Griffin Island Prophecy Amulet Navigator Oracle Tower",
);
const machine = words(
  "Orbital Binary Zero Artificial Parallel Distant Synthetic Frozen Silent Infinite",
  "Signal Colony Android Horizon Eclipse Protocol Nebula Transmission Gravity Module Vector Satellite",
);
const force = words(
  "Savage Rogue Burning Final Ruthless Hard Broken Iron Rapid Lethal",
  "Vengeance Strike Crossfire Convoy Bullet Fury Outpost Takedown Detonator Payload Pursuit Bounty",
);
const battle = words(
  "Fallen Distant Scarlet Forgotten Iron Muddy Royal Broken Northern Bitter",
  "Regiment Bridge Crown Trench Bugle Armistice Siege Empire Frontier Sovereign Battalion Treaty",
);
const west = words(
  "Dusty Lonesome Red Crooked Bitter Rusty Long Thirsty",
  "Mesa Saddle Canyon Spur Stagecoach Gulch Sundown Cartridge Homestead Coyote",
);
const fact = words(
  "Unseen Everyday Vanishing Public Inner Other Open Hidden",
  "Archive Harvest River Factory Lesson Border Almanac Glacier Newsroom Kitchen Portrait Island",
);
const tune = words(
  "Electric Velvet Amber Broken Midnight Loud Silver Off-Key",
  "Chorus Encore Jukebox Refrain Spotlight Backbeat Melody Tambourine Rehearsal Overture Vinyl Cabaret",
);
const game = words(
  "Final Uneven Underdog Rookie Long Unbeaten Second Muddy",
  "Inning Whistle Sprint Corner Championship Knockout Marathon Locker Overtime Season Relay Goalkeeper",
);
const life = words(
  "Quiet Ordinary Winter Unfinished Small Empty Distant Broken Early Grey",
  "Kitchen Father Window Inheritance Ferry Schoolyard Silence Staircase Sister Afternoon River Lighthouse",
);

/** Words by genre. */
export const TITLE_WORDS: Readonly<Record<string, TitleWords>> = {
  Action: force,
  Adventure: tale,
  Adult: love,
  Animation: tale,
  Biography: fact,
  Comedy: fun,
  Crime: crime,
  Documentary: fact,
  Drama: life,
  Family: fun,
  Fantasy: tale,
  "Film-Noir": crime,
  "Game-Show": game,
  History: battle,
  Horror: fear,
  Music: tune,
  Musical: tune,
  Mystery: fear,
  News: fact,
  "Reality-TV": fact,
  Romance: love,
  "Sci-Fi": machine,
  Short: life,
  Sport: game,
  "Talk-Show": fact,
  Thriller: crime,
  War: battle,
  Western: west,
};

/** Beginnings of titles with letters beyond ASCII, all within ISO-8859-1. */
export const FOREIGN_STARTS = [
  "La forêt",
  "Le dernier été",
  "Die Brücke",
  "Das Mädchen",
  "El corazón",
  "Última canción",
  "A estação",
  "Två bröder",
  "Der blaue Löffel",
  "Une leçon",
  "El niño",
  "Søvnløs",
  "La méthode",
  "Élan",
];

/** Their ends. */
export const FOREIGN_ENDS = [
  "",
  " Kestrel",
  " de Varnel",
  " von Ostrau",
  " de São Brunel",
  " og Mæren",
  " del Río Alto",
  " ohne Schlüssel",
  " à minuit",
  " i Älvdal",
];

/** Places that do not exist. */
export const PLACES: readonly string[] =
  "Varnel Ostrau Bellmoor Kestrel Larkhaven Dunmere Calloway Norvik Sarenza Tillbury Quillon Ashgrove"
    .split(" ");
