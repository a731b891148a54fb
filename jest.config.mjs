import { readdirSync } from 'node:fs';
import path from 'node:path';

const locales = readdirSync(path.join(import.meta.dirname, 'src/locales'))
  .filter((name) => name.endsWith('.json'))
  .map((name) => path.basename(name, '.json'));

// Packages that ship ES modules only and so have to be compiled for jest.
const esModules = [
  '@grafana/schema',
  '@wojtekmaj/date-utils',
  'd3',
  'd3-[a-z-]+',
  'delaunator',
  'get-user-locale',
  'internmap',
  'marked',
  'memoize',
  'mimic-function',
  'ol',
  'react-calendar',
  'react-colorful',
  'robust-predicates',
  'rxjs',
  'uuid',
];

export default {
  testEnvironment: 'jsdom',
  globals: { LOCALES: locales },
  // Nothing waits that long; a busy machine must not fail a test.
  testTimeout: 60_000,
  testMatch: ['<rootDir>/src/**/*.test.{ts,tsx}'],
  setupFilesAfterEnv: ['<rootDir>/src/test/setup.ts'],
  transform: {
    '^.+\\.m?[tj]sx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
        },
      },
    ],
  },
  transformIgnorePatterns: [`node_modules/(?!(.*/)?(${esModules.join('|')})/)`],
  moduleNameMapper: {
    '\\.css$': '<rootDir>/src/test/empty.ts',
    '^react-inlinesvg$': '<rootDir>/src/test/empty.ts',
    '/ReactMonacoEditorLazy(\\.cjs)?$': '<rootDir>/src/test/empty.ts',
  },
};
