import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import CopyWebpackPlugin from 'copy-webpack-plugin';
import webpack from 'webpack';

const root = path.dirname(fileURLToPath(import.meta.url));
const readJson = (name) => JSON.parse(readFileSync(path.join(root, name), 'utf8'));
const { id } = readJson('plugin.json');
const { version } = readJson('package.json');

// A language is a file; see src/language.ts.
const locales = readdirSync(path.join(root, 'src/locales'))
  .filter((name) => name.endsWith('.json'))
  .map((name) => path.basename(name, '.json'));

// Grafana provides these at run time, so the bundle must ask for them instead of carrying its own copy.
const externals = [
  'lodash',
  'react',
  'react/jsx-runtime',
  'react/jsx-dev-runtime',
  'react-dom',
  'rxjs',
  'i18next',
  '@emotion/css',
  '@emotion/react',
  /^@grafana\/(data|runtime|ui)$/,
];

// Equal sources give equal files: a release passes the time of its commit.
const updated = process.env.SOURCE_DATE_EPOCH ? new Date(Number(process.env.SOURCE_DATE_EPOCH) * 1000) : new Date();

const stamp = (content) =>
  content
    .toString()
    .replaceAll('%VERSION%', version)
    .replaceAll('%TODAY%', updated.toISOString().slice(0, 10))
    .replaceAll('%PLUGIN_ID%', id);

const copied = [
  { from: 'plugin.json', transform: stamp },
  { from: 'README.md', transform: stamp, noErrorOnMissing: true },
  { from: 'CHANGELOG.md', noErrorOnMissing: true },
  { from: 'LICENSE' },
  { from: 'src/img', to: 'img' },
  { from: 'docs/img/dashboards/{sales,marketing,support}.jpg', to: 'img/[name][ext]', noErrorOnMissing: true },
  { from: '**/*.json', context: 'dashboards', to: 'dashboards' },
];

export default (env) => ({
  mode: env.production ? 'production' : 'development',
  devtool: env.production ? 'source-map' : 'eval-source-map',
  context: root,
  entry: { module: './src/module.ts' },
  externals,
  resolve: {
    extensions: ['.ts', '.tsx', '.js'],
    // @grafana/i18n asks for it only where Grafana itself starts up.
    alias: { 'i18next-pseudo': false },
  },
  module: {
    // One file: nothing is loaded later from an address that may differ behind a proxy or a CDN.
    parser: { javascript: { dynamicImportMode: 'eager' } },
    rules: [
      {
        test: /\.tsx?$/,
        exclude: /node_modules/,
        loader: 'swc-loader',
        options: {
          jsc: {
            target: 'es2020',
            parser: { syntax: 'typescript', tsx: true },
            // Grafana's React is a production build: it has no functions for development.
            transform: { react: { runtime: 'automatic', development: false } },
          },
        },
      },
    ],
  },
  output: {
    path: path.join(root, 'dist'),
    filename: '[name].js',
    library: { type: 'amd' },
    publicPath: `public/plugins/${id}/`,
    uniqueName: id,
    // The backend's executables share the folder with the front end.
    clean: { keep: /^(gpx_|go_plugin_build_manifest)/ },
  },
  // Screenshots may be large, what a browser must load may not.
  performance: { assetFilter: (name) => name.endsWith('.js') },
  plugins: [
    new CopyWebpackPlugin({ patterns: copied }),
    new webpack.DefinePlugin({ LOCALES: JSON.stringify(locales) }),
  ],
});
