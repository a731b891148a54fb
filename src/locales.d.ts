/** The tags of the files in src/locales, which the build finds. */
declare const LOCALES: string[];
